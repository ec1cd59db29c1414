"""How long the leaflet for the press takes, next to plain WeasyPrint on the same HTML.

`make bench`, or `make bench ARGS="--rounds 30"`. Whole processes, one after the other,
all kinds in every round, so that a busy minute of the machine slows all of them.
Compare the ratios; the seconds are this machine's.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
sys.path.insert(0, str(HOME))

from brochure.product.outputs import Output  # noqa: E402
from brochure.product.targets import PRESS  # noqa: E402
from brochure.shop.inks import Palette  # noqa: E402
from brochure.works.route import html_of  # noqa: E402

LEAFLET = Output("leaflet", PRESS, "A4")
WARM_REPEATS = 5


class Run(NamedTuple):
    """One process from start to end, or one of several pages in a warm one."""

    seconds: float
    mebibytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, metavar="N")
    parser.add_argument("--content", type=Path, default=HOME / "content.yaml")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as folder:
        runs = measure(options.content.resolve(), Path(folder), options.rounds)
    print(environment(options.rounds))
    print(table(runs))


def measure(content: Path, folder: Path, rounds: int) -> dict[str, list[Run]]:
    """All kinds of runs, round by round; the first round only warms the disk up."""
    page = same_html(content, folder)
    python, build = sys.executable, str(HOME / "make_pdf.py")
    out = ["--content", str(content), "--out", str(folder / "out")]
    ours = [python, build, "build", "leaflet", "--target", "press", *out]
    plain = [python, str(HERE / "plain.py"), str(page), str(folder / "plain.pdf")]
    repeats = str(WARM_REPEATS)
    warm = [python, str(HERE / "ours.py"), str(content), repeats]
    with_fonts = {"FONTCONFIG_FILE": str(fonts_for_plain(folder))}
    runs: dict[str, list[Run]] = {name: [] for name in KINDS}
    for number in range(rounds + 1):
        for name, found in (
            ("plain cold", [process(plain, with_fonts)[0]]),
            ("cold", [process([*ours, "--force"])[0]]),
            ("unchanged", [process(ours)[0]]),
            ("plain warm", list(inside(process([*plain, repeats], with_fonts)))),
            ("warm", list(inside(process(warm)))),
        ):
            if number:
                runs[name] += found
    return runs


#: Each kind of run: what it is, and what it is compared with.
KINDS = {
    "plain cold": ("plain WeasyPrint, cold", "plain cold"),
    "cold": ("build, cold (--force)", "plain cold"),
    "unchanged": ("build, nothing changed", "plain cold"),
    "plain warm": ("plain WeasyPrint, warm", "plain warm"),
    "warm": ("all four stages, warm", "plain warm"),
}


def same_html(content: Path, folder: Path) -> Path:
    """The HTML our layout engine is given, with its files, as a page of its own.

    WeasyPrint knows no inks in SVG files; they are filled in here, at no charge.
    """
    page = folder / "page.html"
    page.write_text(html_of(content, LEAFLET), encoding="utf-8")
    own = content.parent / "styles"
    shutil.copytree(own if own.is_dir() else HOME / "styles", folder / "styles")
    profile = next((HOME / "brochure" / "icc").glob("*.icc"))
    palette = Palette.load(folder / "styles" / "inks.yaml", profile)
    for art in (folder / "styles").rglob("*.svg"):
        text = palette.substitute(art.read_text(encoding="utf-8"))
        art.write_text(text, encoding="utf-8")
    return page


def fonts_for_plain(folder: Path) -> Path:
    """fonts/ as the machine's only fonts, cached: the fastest way to give them."""
    configuration = folder / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{HOME / 'fonts'}</dir>"
        f"<cachedir>{folder / 'fontcache'}</cachedir></fontconfig>"
    )
    return configuration


def process(command: list[str], more: dict[str, str] | None = None) -> tuple[Run, str]:
    """A process timed from outside, the memory of the largest one in it, its words."""
    environment = {**os.environ, "PYTHONPATH": str(HOME), **(more or {})}
    # Byte code is kept, as on any machine where this is used more than once.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = perf_counter()
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} failed with {child.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024), said


def inside(done: tuple[Run, str]) -> Iterator[Run]:
    """The pages that a warm process timed itself."""
    run, said = done
    for line in said.split():
        yield Run(float(line), run.mebibytes)


def environment(rounds: int) -> str:
    """What the seconds depend on."""
    return (
        f"{rounds} rounds, {len(os.sched_getaffinity(0))} cores,"
        f" Python {platform.python_version()}, WeasyPrint {version('weasyprint')},"
        f" pikepdf {version('pikepdf')}\n"
    )


def table(runs: dict[str, list[Run]]) -> str:
    """Medians with the middle half in brackets, and ratios of medians."""
    lines = [
        "| | seconds | of plain | peak memory |",
        "| --- | --- | --- | --- |",
    ]
    for name, (called, base) in KINDS.items():
        seconds = [run.seconds for run in runs[name]]
        ratio = median(seconds) / median(run.seconds for run in runs[base])
        memory = median(run.mebibytes for run in runs[name])
        low, _, high = quantiles(seconds, n=4) if len(seconds) > 1 else seconds * 3
        lines.append(
            f"| {called} | {median(seconds):.3f} ({low:.3f}–{high:.3f})"
            f" | {ratio:.2f} | {memory:.0f} MiB |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
