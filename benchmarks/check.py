"""What the check of a press file costs, next to building it.

`make bench`, or benchmarks/check.py --rounds 9. One warm process, all kinds in every
round; building is all four stages, from content.yaml on. Look at the ratios.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))

from brochure.content import load  # noqa: E402
from brochure.preflight.inspect import inspect  # noqa: E402
from brochure.product.outputs import Output  # noqa: E402
from brochure.product.project import Project  # noqa: E402
from brochure.product.targets import PRESS  # noqa: E402
from brochure.shop import printers  # noqa: E402
from brochure.works import route  # noqa: E402

LEAFLET = Output("leaflet", PRESS, "A4")
POSTERS = [Output("poster", PRESS, size) for size in ("B2", "B1")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as folder:
        found = measured(Path(folder), options.rounds)
    cold = [name for name in found if name.endswith("cold")]
    for names in ([name for name in found if name not in cold], cold):
        print("| | seconds | of the build |\n| --- | --- | --- |")
        for name in names:
            ratio = found[name] / found[names[0]]
            print(f"| {name} | {found[name]:.3f} | {ratio:.2f} |")
        print()


def measured(folder: Path, rounds: int) -> dict[str, float]:
    """The median seconds of each; the first round is thrown away."""
    house = printers.load("", HOME)
    files = {}
    for output in (LEAFLET, *POSTERS):
        files[output] = folder / output.name
        files[output].write_bytes(built(output))
    seconds: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        times = {"build the A4 leaflet": timed(lambda: built(LEAFLET))}
        for output, file in files.items():
            name = f"check the {output.size} {output.piece}"
            times[name] = timed(lambda file=file: inspect(file, house))
        commands = (("build", "leaflet", "--target", "press", "--force"), ("check",))
        for words in commands:
            more = ("--out", str(folder / "out")) if words[0] == "build" else ()
            file = () if more else (str(files[LEAFLET]),)
            name = f"make_pdf.py {words[0]}, the A4 leaflet, cold"
            times[name] = timed(lambda w=(*words, *more, *file): command(*w))
        for name, one in times.items():
            seconds.setdefault(name, [])
            if number:
                seconds[name].append(one)
    return {name: median(all_of_it) for name, all_of_it in seconds.items()}


def built(output: Output) -> bytes:
    """The finished file, made anew from content.yaml."""
    project = Project(HOME)
    (sheet,) = route.sheets(load(HOME / "content.yaml"), [output], project)
    return route.finish(route.lay_out(sheet, project), sheet).pdf


def command(*words: str) -> None:
    """The program, as a person runs it; a build has the check in it."""
    program = [sys.executable, str(HOME / "make_pdf.py"), *words]
    subprocess.run(program, check=True, capture_output=True)


def timed(work: object) -> float:
    assert callable(work)
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
