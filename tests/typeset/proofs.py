"""校正: how evenly the real words are set at any measure, read back from the PDF.

`python -m tests.typeset.proofs` prints the table of docs/typesetting.md, ours next to
WeasyPrint's own, and draws its pictures.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import pstdev
from typing import Any, NamedTuple

import pikepdf
from PIL import Image

from brochure import HOME
from brochure.content import load
from brochure.content.inline import plain
from brochure.typeset.inside.engine import engine

FAMILIES = {"Sans": ("Noto Sans JP", 400), "Serif": ("Noto Serif JP", 600)}
MEASURES = (14, 16, 17, 18, 19, 20, 22, 25, 28, 32, 36, 40)
SIZE_PT = 8.5
#: What JIS X 4051 forbids at the start and at the end of a line, written down anew: the
#: composer's tables are not asked.
NEVER_FIRST = (
    "、。，．・：；？！ー々ゝゞ）」』】〕〉》］｝”’％"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
NEVER_LAST = "（「『【〔〈《［｛“‘"
TOGETHER = ("——", "……", "200", "5700", "JAPAN")


class Proof(NamedTuple):
    """One setting of all words: em, and numbers of lines."""

    lines: int
    #: How far the right edges of full lines are from the measure: the worst, and σ.
    worst: float
    spread: float
    #: The widest that kanji stand apart, and lines in which something is squeezed.
    stretch: float
    squeezed: int
    forbidden: int
    divided: int
    runts: int


def words() -> list[str]:
    content = load(HOME / "content.yaml").content
    paragraphs = [
        *content.questions[0].body, *content.interview.body, *content.message.body
    ]  # fmt: skip
    return [plain(text) for text in paragraphs]


def page(measure: int, family: str, style: str = "") -> Any:
    name, weight = FAMILIES[family]
    body = "".join(f"<p>{text}</p>" for text in words())
    css = (
        f"@page {{ size: {measure * SIZE_PT + 40}pt 3000pt; margin: 20pt }}"
        f"body {{ margin: 0; font: {weight} {SIZE_PT}pt/1.8 '{name}' }}"
        "p { margin: 0; text-align: justify; text-indent: 1em; font-kerning: none;"
        f"{style} }}"
    )
    ours = engine()
    html = f"<html lang=ja><style>{css}</style><body>{body}"
    source = ours.weasyprint.HTML(string=html)
    return source.render(font_config=ours.font_configuration)


def proof(document: Any, measure: int) -> Proof:
    edges = [edge / SIZE_PT for edge in right_edges(document.write_pdf())]
    found = [*_lines(document)]
    assert len(edges) == len(found)
    full = [
        edge - measure - 20 / SIZE_PT
        for edge, (_, _, last) in zip(edges, found, strict=True)
        if not last
    ]
    texts = [(text, box, last) for text, box, last in found]
    return Proof(
        len(found),
        max(map(abs, full)),
        pstdev(full),
        max((box.composed.stretch for _, box, _ in texts if _has_plan(box)), default=0),
        sum(box.composed.squeeze > 0.01 for _, box, _ in texts if _has_plan(box)),
        sum(
            (text[0] in NEVER_FIRST) + (text[-1] in NEVER_LAST) for text, _, _ in texts
        ),
        sum(
            "".join(pair) in unit
            for unit in TOGETHER
            for pair in _cuts([text for text, _, _ in texts], unit)
        ),
        sum(
            last and len(text) < 3
            for number, (text, _, last) in enumerate(texts)
            if number and not texts[number - 1][2]
        ),
    )


def _has_plan(box: Any) -> bool:
    return box.__dict__.get("composed") is not None


def _cuts(lines: list[str], unit: str) -> Iterator[tuple[str, str]]:
    """Where `unit` is divided between two lines: its two parts."""
    for line, following in pairwise(lines):
        for cut in range(1, len(unit)):
            if line.endswith(unit[:cut]) and following.startswith(unit[cut:]):
                yield unit[:cut], unit[cut:]


def _lines(document: Any) -> Iterator[tuple[str, Any, bool]]:
    """Each line: its text, its box, whether it is the last of its paragraph."""
    for one in document.pages:
        for block in one._page_box.descendants():
            if getattr(block, "element_tag", "") != "p" or not hasattr(
                block, "children"
            ):
                continue
            lines = [c for c in block.children if type(c).__name__ == "LineBox"]
            for line in lines:
                texts = [b.text for b in line.descendants() if hasattr(b, "text")]
                yield "".join(texts).strip(), line, line is lines[-1]


def right_edges(pdf: bytes) -> list[float]:
    """Where the advances of each line end, in PDF points, from the content stream."""
    document = pikepdf.open(io.BytesIO(pdf))
    sheet = document.pages[0]
    widths = {str(name): _widths(font) for name, font in sheet.Resources.Font.items()}
    edges: dict[float, float] = {}
    place, line, font, size = 0.0, 0.0, {}, 0.0
    for operands, operator in pikepdf.parse_content_stream(sheet):
        match str(operator):
            case "Tf":
                font, size = widths[str(operands[0])], float(operands[1])
            case "Tm":
                place, line = float(operands[4]), round(float(operands[5]), 2)
            case "TJ":
                for item in operands[0]:
                    if isinstance(item, pikepdf.String):
                        codes = bytes(item)
                        for high, low in zip(codes[::2], codes[1::2], strict=True):
                            place += font[256 * high + low] * size / 1000
                    else:
                        place -= float(item) * size / 1000
                edges[line] = place * 0.75
    return list(edges.values())


def _widths(font: Any) -> dict[int, float]:
    table: dict[int, float] = {}
    given = list(font.DescendantFonts[0].W)
    for first, row in zip(given[::2], given[1::2], strict=True):
        table |= {int(first) + i: float(width) for i, width in enumerate(row)}
    return table


# --- The table and the pictures of docs/typesetting.md -------------------------------


def main() -> None:
    from brochure.typeset.inside import flow

    composer, stock = flow.setting, lambda style: None
    print(
        "| measure | family | | lines | edges σ | worst | stretch | kinsoku | runts |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for measure in MEASURES:
        for family in FAMILIES:
            for name, setting in (("ours", composer), ("WeasyPrint", stock)):
                flow.setting = setting
                found = proof(page(measure, family), measure)
                print(
                    f"| {measure} | {family} | {name} | {found.lines} "
                    f"| {found.spread:.4f} em | {found.worst:.3f} em "
                    f"| {found.stretch:.3f} em | {found.forbidden + found.divided} "
                    f"| {found.runts} |"
                )
    for name, setting in (("ours", composer), ("weasyprint", stock)):
        flow.setting = setting
        _picture(HOME / "docs" / "pictures" / f"measure-19-{name}.png")
    flow.setting = composer


def _picture(file: Path) -> None:
    pdf = page(19, "Sans").write_pdf()
    command = ["pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", "-"]
    png = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    picture = Image.open(io.BytesIO(png))
    scale = 200 / 72
    picture.crop(
        (
            int(14 * scale),
            int(16 * scale),
            int((26 + 19 * SIZE_PT) * scale),
            int(330 * scale),
        )
    ).save(file, optimize=True)


if __name__ == "__main__":
    main()
