"""What the Japanese composer costs: the same pages laid out with it and without it.

`make bench-composer`, or benchmarks/composer.py --rounds 9. One process, both ways in
every round; without it, WeasyPrint breaks the lines by itself. Look at the ratios.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))

from brochure.content import load  # noqa: E402
from brochure.typeset import inside  # noqa: E402
from brochure.typeset.inside.engine import engine  # noqa: E402

#: What the longest text is measured in, for showing that time grows with the text.
LENGTHS = (50_000, 100_000, 200_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, metavar="N")
    parser.add_argument("--short", action="store_true", help="leave the long texts out")
    options = parser.parse_args()
    print("| | without | with | ratio |\n| --- | --- | --- | --- |")
    for name, html in pages().items():
        without, with_ = compared(html, options.rounds)
        print(f"| {name} | {without:.3f} s | {with_:.3f} s | {with_ / without:.2f} |")
    if options.short:
        return
    print("\n| characters | with | per 1,000 |\n| --- | --- | --- |")
    for length in LENGTHS:
        html = page(words(length), "")
        seconds = timed(lambda html=html: laid_out(html))
        print(f"| {length:,} | {seconds:.1f} s | {1e6 * seconds / length:.1f} ms |")


def words(length: int) -> list[str]:
    """Paragraphs of the real leaflet, over and over, `length` characters in all."""
    content = load(HOME / "content.yaml").content
    source = [
        *content.questions[0].body,
        *content.interview.body,
        *content.message.body,
    ]
    paragraphs, number = [], 0
    while length > 0:
        paragraphs.append(source[number % len(source)][:length])
        length -= len(paragraphs[-1])
        number += 1
    return paragraphs


def page(paragraphs: list[str], style: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        "<html lang=ja><style>@page { size: A4; margin: 15mm }"
        "body { font: 3mm/5.4mm 'Noto Sans JP'; font-kerning: none; margin: 0 }"
        "p { margin: 0; text-indent: 1em; text-align: justify }"
        f"{style}</style><div>{body}</div>"
    )


def pages() -> dict[str, str]:
    return {
        "one column of 19 characters": page(words(8_000), "div { width: 57mm }"),
        "the whole width, 60 characters": page(words(8_000), ""),
        "three columns, balanced": page(
            words(2_000), "div { columns: 3; column-gap: 4.5mm }"
        ),
        "three columns over several pages": page(
            words(12_000), "div { columns: 3; column-gap: 4.5mm }"
        ),
    }


def compared(html: str, rounds: int) -> tuple[float, float]:
    """Median seconds without and with the composer; the first round is thrown away."""
    without, with_ = [], []
    for number in range(rounds + 1):
        setting = inside.flow.setting
        inside.flow.setting = lambda style: None
        try:
            stock = timed(lambda: laid_out(html))
        finally:
            inside.flow.setting = setting
        ours = timed(lambda: laid_out(html))
        if number:
            without.append(stock)
            with_.append(ours)
    return median(without), median(with_)


def timed(work: Callable[[], Any]) -> float:
    """Seconds; nothing is collected meanwhile, as in a build."""
    gc.collect()
    gc.disable()
    start = perf_counter()
    work()
    seconds = perf_counter() - start
    gc.enable()
    return seconds


def laid_out(html: str) -> Any:
    ours = engine()
    source = ours.weasyprint.HTML(string=html)
    return source.render(font_config=ours.font_configuration)


if __name__ == "__main__":
    engine()
    from brochure.typeset.inside import flow

    inside.flow = flow
    main()
