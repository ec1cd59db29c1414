"""Cut lines, glue strips, numbers, and the map by which the tiles are put together."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from brochure import HOME
from brochure.imposition.handout import Grid
from brochure.imposition.tiles import Plan, Tile
from brochure.product.units import pt

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_FONT = "Office"
_FILE = HOME / "fonts" / "NotoSansJP-Medium.ttf"
#: Hair lines that an office printer shows, and the length of a mark at an edge, mm.
_LINE_PT, _TICK = 0.4, 4.0
#: What a printer reaches of its margin, mm.
_REACH = 4.5


def _canvas(file: io.BytesIO, width: float, height: float) -> Canvas:
    from reportlab.pdfgen.canvas import Canvas

    _face()
    return Canvas(
        file,
        pagesize=(pt(width), pt(height)),
        invariant=1,
        initialFontName=_FONT,  # type: ignore[arg-type]  # the stubs say float
    )


@cache
def _face() -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont(_FONT, str(_FILE)))


def _write(
    canvas: Canvas, x: float, y: float, size_pt: float, text: str, gray: float = 0.0
) -> None:
    canvas.setFillGray(gray)
    canvas.setFont(_FONT, size_pt)
    canvas.drawString(pt(x), pt(y), text)


def _line(canvas: Canvas, *ends: float) -> None:
    canvas.line(*map(pt, ends))


# --- Copies to be cut apart ------------------------------------------------------


def cut_marks(grid: Grid, sides: int) -> bytes:
    """A PDF of `sides` pages with cut marks at the edges of the sheet.

    They are printed on the front alone: the back is cut with it.
    """
    file = io.BytesIO()
    paper = grid.paper
    canvas = _canvas(file, paper.width, paper.height)
    for side in range(sides):
        if side == 0:
            canvas.setLineWidth(_LINE_PT)
            canvas.setStrokeGray(0.35)
            canvas.setDash(1.5, 1.5)
            for x1, y1, x2, y2 in grid.cuts():
                _line(canvas, x1, y1, x2, y2)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


# --- Tiles to be glued together --------------------------------------------------


def tile_marks(plan: Plan, title: str) -> bytes:
    """The marks of every tile, and the map as the last page."""
    file = io.BytesIO()
    canvas = _canvas(file, plan.paper.width, plan.paper.height)
    tiles = plan.tiles()
    for tile in tiles:
        _marked(canvas, plan, tile)
        canvas.showPage()
    _map(canvas, plan, tiles, title)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _marked(canvas: Canvas, plan: Plan, tile: Tile) -> None:
    margin, height = plan.margin, plan.paper.height
    left, right = margin, margin + tile.width
    top, bottom = height - margin, height - margin - tile.height
    canvas.setLineWidth(_LINE_PT)
    canvas.setStrokeGray(0)
    out = min(_TICK, margin - _REACH) if margin > _REACH else 0.0
    if out > 0:  # corner marks in the margin, where the printer reaches
        for x in (left, right):
            _line(canvas, x, top, x, top + out)
            _line(canvas, x, bottom, x, bottom - out)
        for y in (top, bottom):
            _line(canvas, left, y, left - out, y)
            _line(canvas, right, y, right + out, y)
    _glue(canvas, plan, tile, left, bottom, right, top)
    y = height - margin + 0.7
    if out <= 0:
        y = top - 3.0
    _write(canvas, left + 3, y, 5.5, tile.name)
    cuts = [words for words, cut in (("左", tile.column), ("上", tile.row)) if cut]
    if cuts:
        words = f"{'と'.join(cuts)}の線で切り、隣の「のりしろ」に重ねて貼る"
        if tile.width > 80:
            _write(canvas, left + 15, y, 5.5, words)


def _glue(
    canvas: Canvas,
    plan: Plan,
    tile: Tile,
    left: float,
    bottom: float,
    right: float,
    top: float,
) -> None:
    """のりしろ: strips on the right and at the foot that the next sheets cover."""
    canvas.saveState()
    canvas.setLineWidth(0.5)
    canvas.setStrokeGray(0.5)
    canvas.setDash(2, 2)
    if tile.column < plan.columns - 1:
        x = right - plan.overlap
        _line(canvas, x, bottom, x, top)
        _label(canvas, x + plan.overlap / 2, (bottom + top) / 2, 90)
    if tile.row < plan.rows - 1:
        y = bottom + plan.overlap
        _line(canvas, left, y, right, y)
        _label(canvas, (left + right) / 2, bottom + plan.overlap / 2, 0)
    canvas.restoreState()


def _label(canvas: Canvas, x: float, y: float, turned: float) -> None:
    """“のりしろ” on a small white patch, for dark pictures."""
    canvas.saveState()
    canvas.translate(pt(x), pt(y))
    canvas.rotate(turned)
    canvas.setFillGray(1)
    canvas.rect(-pt(9), -pt(2), pt(18), pt(4), stroke=0, fill=1)
    canvas.setFillGray(0.3)
    canvas.setFont(_FONT, 6)
    canvas.drawCentredString(0, -pt(0.8), "のりしろ")
    canvas.restoreState()


def _map(canvas: Canvas, plan: Plan, tiles: Sequence[Tile], title: str) -> None:
    """組み立て図: which sheet goes where, and how."""
    paper = plan.paper
    _write(canvas, 15, paper.height - 20, 14, f"{title} 組み立て図")
    for number, words in enumerate(steps(plan)):
        _write(canvas, 15, paper.height - 30 - 5.5 * number, 9, words)
    top = paper.height - 36 - 5.5 * len(steps(plan))
    room = (paper.width - 30, top - 32)
    scale = min(room[0] / plan.width, room[1] / plan.height)
    across, down = plan.width * scale, plan.height * scale
    left = (paper.width - across) / 2
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.6)
    for tile in tiles:
        x, y = left + tile.left * scale, top - (tile.top + tile.height) * scale
        canvas.setFillGray(0.93 if (tile.row + tile.column) % 2 else 1)
        size = (pt(tile.width * scale), pt(tile.height * scale))
        canvas.rect(pt(x), pt(y), *size, stroke=1, fill=1)
        canvas.setFillGray(0)
        canvas.setFont(_FONT, max(6, min(16, tile.height * scale)))
        middle = x + tile.width * scale / 2
        canvas.drawCentredString(pt(middle), pt(y + tile.height * scale / 2), tile.name)
    canvas.setLineWidth(1.2)
    canvas.rect(pt(left), pt(top - down), pt(across), pt(down), stroke=1, fill=0)
    _ruler(canvas, 15, 18)


def steps(plan: Plan) -> tuple[str, ...]:
    """How to put it together, for the person with the scissors."""
    size = f"{plan.width:.0f} × {plan.height:.0f} mm"
    grid = f"縦 {plan.rows} 段 × 横 {plan.columns} 列"
    return (
        f"仕上がり {size}、{plan.paper.name} {plan.sheets} 枚（{grid}）。"
        "「実際のサイズ（100 %）」で印刷してください。",
        "1. 下のものさしが 100 mm あることを確かめます。",
        "2. A-1 から順に、左と上の線で切ります（端の紙は、切らない辺があります）。",
        f"3. 左の紙、上の紙の「のりしろ」（{plan.overlap:g} mm）に、"
        "点線に合わせて重ねて貼ります。",
        "4. 段ごとに横につないでから、段どうしを貼ると曲がりません。",
    )


def _ruler(canvas: Canvas, x: float, y: float) -> None:
    """100 mm, to see whether the printer has kept to the size."""
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.6)
    _line(canvas, x, y, x + 100, y)
    for at in range(0, 101, 10):
        _line(canvas, x + at, y, x + at, y + (4 if at % 50 == 0 else 2))
    _write(canvas, x + 102, y, 7, "100 mm")
