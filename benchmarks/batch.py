"""Records a second: overlays against full renders, and against Typst, in one run.

`make bench`, or benchmarks/batch.py --records 100 --rounds 3. One warm process for each
kind, one after the other in every round. Typst sets the same words on two pages, with
neither press colours nor marks: it is the speed of another engine, not the same work.
`--many` makes whole batches by the command line, and tells time, size and memory.
"""

from __future__ import annotations

import argparse
import csv
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))

from brochure.batch.records import Record  # noqa: E402
from brochure.batch.work import CHUNK, Spec, run  # noqa: E402
from brochure.content import load  # noqa: E402
from brochure.product.outputs import Output  # noqa: E402
from brochure.product.targets import PRESS  # noqa: E402

LEAFLET = Output("leaflet", PRESS, "A4")
_FIELDS = ("name", "date", "venue", "booth", "guest")
_TYPST = """
#set page("a4", margin: 15mm)
#set text(font: "Noto Sans JP", size: 8.5pt, lang: "ja")
#set par(justify: true)
#text(46pt)[世界地図を頭に描いていますか？]
#align(right)[#sys.inputs.name \\ #sys.inputs.date]
#align(right)[#sys.inputs.venue \\ #sys.inputs.booth]
#columns(3)[FRONT]
#pagebreak()
#align(right)[#sys.inputs.guest #sys.inputs.url]
#columns(3)[BACK]
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--many", type=int, nargs="*", default=[], metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brochure-bench-") as folder:
        content = Path(folder) / "content.yaml"
        shutil.copy(HOME / "content.yaml", content)
        if options.many:
            many(content, options.many)
            return
        rates = measured(content, options.records, options.rounds)
    full = rates["each laid out in full"]
    print("| | records a second | of full renders |\n| --- | --- | --- |")
    for name, rate in rates.items():
        print(f"| {name} | {rate:.1f} | {rate / full:.1f} |")


def row(number: int) -> dict[str, str]:
    """The fields of a record."""
    return {
        "fair.name": "外交キャリアフェア",
        "fair.date": "2026-12-05",
        "fair.venue": "東京国際フォーラム",
        "fair.booth": f"A-{number % 40 + 1}",
        "fair.guest": f"第{number}大学 山田太郎 様",
        "call_to_action.url": f"https://www.mofa.go.jp/?utm_campaign={number:06}",
    }


def records(count: int) -> list[Record]:
    made = []
    for number in range(count):
        values = tuple(sorted(row(number).items()))
        made.append(Record(number + 2, f"{number}", values))
    return made


def measured(content: Path, count: int, rounds: int) -> dict[str, float]:
    """Records a second of each kind, one process; the median of the rounds."""
    listed = records(count)
    few = listed[: max(2, count // 20)]
    kinds: dict[str, tuple[int, Callable[[], object]]] = {
        "each laid out in full": (
            len(few),
            lambda: run(Spec(content, LEAFLET, False, "full", full=True), 0, few),
        ),
        "overlays, a file each": (count, lambda: chunks(content, listed, False)),
        "overlays, for one file": (count, lambda: chunks(content, listed, True)),
    }
    if typst := typst_of(content):
        kinds["Typst, a PDF each"] = (count, lambda: [typst(r) for r in listed])
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(rounds + 1):
        for name, (size, work) in kinds.items():
            start = perf_counter()
            work()
            if number:
                seconds[name].append((perf_counter() - start) / size)
    return {name: 1 / median(found) for name, found in seconds.items()}


def chunks(content: Path, listed: list[Record], merged: bool) -> None:
    spec = Spec(content, LEAFLET, merged, "overlaid")
    for number, start in enumerate(range(0, len(listed), CHUNK)):
        run(spec, number, listed[start : start + CHUNK])


def typst_of(content: Path) -> Callable[[Record], bytes] | None:
    """Typst in this process, on the same words; None where it is not installed."""
    try:
        import typst
    except ModuleNotFoundError:
        return None
    words = load(content).content
    interview = words.interview.body if words.interview else ()
    front = "\n\n".join(words.questions[0].body)
    back = "\n\n".join((*interview, *words.message.body))
    source = content.parent / "sheet.typ"
    text = _TYPST.replace("FRONT", front).replace("BACK", back)
    source.write_text(text.replace("~", "〜"), encoding="utf-8")
    compiler = typst.Compiler(str(source), font_paths=[str(HOME / "fonts")])

    def compile(record: Record) -> bytes:
        values = dict(record.values)
        given = {name: values[f"fair.{name}"] for name in _FIELDS}
        given["url"] = values["call_to_action.url"]
        made: bytes = compiler.compile(sys_inputs=given)
        return made

    return compile


def many(content: Path, counts: list[int]) -> None:
    """Whole batches into one file, by the command line."""
    print("| records | seconds | a second | file | most memory |")
    print("| --- | --- | --- | --- | --- |")
    for count in counts:
        table = content.with_name(f"{count}.csv")
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(row(0))
            writer.writerows(row(number).values() for number in range(count))
        out = content.parent / "out"
        command = [sys.executable, HOME / "make_pdf.py", "batch", table, "--merge"]
        start = perf_counter()
        done = [*command, "--content", content, "--out", out]
        subprocess.run(done, check=True, capture_output=True)
        seconds = perf_counter() - start
        size = (out / f"{count}.pdf").stat().st_size / 1e6
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        cells = (
            f"{count:,}",
            f"{seconds:.1f}",
            f"{count / seconds:.0f}",
            f"{size:.1f} MB",
            f"{memory:.0f} MiB",
        )
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
