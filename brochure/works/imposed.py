"""For the printer in the office: a poster in tiles, handouts on larger sheets."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from brochure.content import Document, load
from brochure.finding import Finding, Status, Stop, Words
from brochure.finishing.saving import pages_in
from brochure.imposition import marks
from brochure.imposition.handout import grid, sheets
from brochure.imposition.layout import impose
from brochure.imposition.paper import PAPERS, Flip
from brochure.imposition.tiles import Plan, placed, plan
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.wishes import outputs, the_one
from brochure.works import placing, route
from brochure.works.delivery import Delivery
from brochure.works.order import Order
from brochure.works.terminal import findings_text


@dataclass(frozen=True, slots=True)
class Tiles:
    """A piece on many sheets of `paper`; lengths in mm."""

    order: Order
    paper: str
    margin: float
    overlap: float
    fit: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Handout:
    """`up` copies of a piece on each sheet of `paper`."""

    order: Order
    paper: str
    up: int
    flip: Flip


def tile(asked: Tiles, lang: str) -> int:
    """Writes the tiles and says how many sheets they take, before they are drawn.

    Raises: Stop where something is wrong.
    """
    document = load(asked.order.content)
    output = the_one(outputs(document.outputs, asked.order.wishes, document.pieces))
    paper = PAPERS[asked.paper]
    found = plan(
        output.format, paper,
        margin=asked.margin, overlap=asked.overlap, fit=asked.fit,
    )  # fmt: skip
    print(_told(found, output).in_(lang), flush=True)
    if asked.dry_run:
        return 0
    source, title = (
        _office_file(output, document, lang),
        document.content.document.title,
    )
    tiles = found.tiles()
    pdf = impose(
        source,
        found.paper,
        [*([placed(found, one)] for one in tiles), []],
        marks=marks.tile_marks(found, title),
        title=title,
    )
    name = f"{output.called(f'tiles-{asked.paper.lower()}')}.pdf"
    return _delivered(asked.order.out, name, pdf, lang)


def handout(asked: Handout, lang: str) -> int:
    """Writes the sheets with several copies on each.

    Raises: Stop where something is wrong.
    """
    document = load(asked.order.content)
    output = the_one(outputs(document.outputs, asked.order.wishes, document.pieces))
    cells = grid(output.format, asked.paper, asked.up)
    source, title = (
        _office_file(output, document, lang),
        document.content.document.title,
    )
    pages = pages_in(source)
    pdf = impose(
        source,
        cells.paper,
        sheets(cells, pages, asked.flip),
        marks=marks.cut_marks(cells, pages),
        flip=asked.flip if pages > 1 else None,
        title=title,
    )
    print(
        Words(
            f"{asked.paper} 1 枚に {asked.up} 面（{100 * cells.scale:.0f} %）。"
            f"{'両面、' + _FLIPS[asked.flip].ja + 'で' if pages > 1 else ''}"
            "100 % のまま印刷してください。",
            f"{asked.up} on a sheet of {asked.paper} ({100 * cells.scale:.0f} %);"
            f" print at 100 %{', ' + _FLIPS[asked.flip].en if pages > 1 else ''}.",
        ).in_(lang)
    )
    name = f"{output.called(f'{asked.paper.lower()}-{asked.up}up')}.pdf"
    return _delivered(asked.order.out, name, pdf, lang)


_FLIPS = {
    Flip.LONG: Words("長辺とじ", "flipped on the long edge"),
    Flip.SHORT: Words("短辺とじ", "flipped on the short edge"),
}


def _told(found: Plan, output: Output) -> Words:
    paper, size = found.paper, output.size
    way = Words("横", "lying") if paper.lies else Words("縦", "standing")
    shrunk = Words("", "")
    if found.scale < 1:
        percent = f"{100 * found.scale:.1f} %"
        shrunk = Words(f"、{percent} に縮小", f", shrunk to {percent}")
    return Words(
        f"{size} は {paper.name}（{way.ja}）{found.sheets} 枚になります"
        f"（{found.rows} 段 × {found.columns} 列{shrunk.ja}）。"
        "ほかに組み立て図が 1 枚付きます。",
        f"{size} takes {found.sheets} sheets of {paper.name}, {way.en}"
        f" ({found.rows} × {found.columns}{shrunk.en}), and one with the map.",
    )


def _office_file(output: Output, document: Document, lang: str) -> bytes:
    """The piece as an office file; warnings are printed.

    Raises: Stop for all that is wrong with it.
    """
    project = Project(document.path.absolute().parent)
    (sheet,) = route.sheets(document, [output], project)
    leaf = route.lay_out(sheet, project)
    found: tuple[Finding, ...] = (
        *placing.placed(leaf.findings, document.places),
        *placing.findings(leaf.missing, document.places),
    )
    if any(one.status is Status.FAIL for one in found):
        raise Stop(*found)
    if found:
        print(findings_text(found, lang), file=sys.stderr)
    return route.finish(leaf, sheet).pdf


def _delivered(out: Path, name: str, pdf: bytes, lang: str) -> int:
    with Delivery(out) as delivery:
        delivery.put(name, pdf)
        delivery.commit()
    file = out / name
    print(Words(f"{file} を作りました", f"{file} is ready").in_(lang))
    return 0
