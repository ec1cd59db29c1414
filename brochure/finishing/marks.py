"""トンボ: corner and centre marks, slug line and colour bar, in a file of their own.

The door to reportlab. Millimetres from the lower left corner of the trim; `_pt` adds
the slug. The shapes are those of Illustrator's 日本式トンボ, the sizes those that the
shops name: gentombow (10 mm, 20 mm), matsuo-print and tcpc (0.1 mm, all four plates).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from brochure import HOME
from brochure.finishing.boxes import SLUG, sheet
from brochure.finishing.ticket import Job
from brochure.product.folds import Fold, folds
from brochure.product.formats import Format
from brochure.product.units import pt
from brochure.shop.inks import Ink

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

#: Corner marks reach from the bleed this far out, mm; so does a centre mark's stem.
REACH = 10.0
#: Half the cross bar of a centre mark, mm: 20 mm in all.
HALF_BAR = 10.0
#: 0.1 mm, the line that all shops name.
LINE_PT = 0.3
PATCH = 5.0
TEXT_PT = 6.0
_LEADING_PT = 8.0
_ROWS = 3
_FILE = HOME / "fonts" / "NotoSansJP-Regular.ttf"
FONT = "Slug"
#: 〓 is what a compositor sets for a sort that is not in the case.
_GETA = "〓"

Segment = tuple[float, float, float, float]


class Patch(NamedTuple):
    """A square of the colour bar: its name, and C M Y K in percent."""

    name: str
    cmyk: tuple[float, float, float, float]


_REGISTRATION = Patch("registration", (100, 100, 100, 100))
#: Solids, halves and overprints of the process inks, as a press operator expects them.
_PROCESS = (
    Patch("C", (100, 0, 0, 0)),
    Patch("M", (0, 100, 0, 0)),
    Patch("Y", (0, 0, 100, 0)),
    Patch("K", (0, 0, 0, 100)),
    Patch("C50", (50, 0, 0, 0)),
    Patch("M50", (0, 50, 0, 0)),
    Patch("Y50", (0, 0, 50, 0)),
    Patch("K50", (0, 0, 0, 50)),
    Patch("MY", (0, 100, 100, 0)),
    Patch("CY", (100, 0, 100, 0)),
    Patch("CM", (100, 100, 0, 0)),
    Patch("CMY", (100, 100, 100, 0)),
)


def draw(job: Job, pages: int, inks: Sequence[Ink]) -> bytes:
    """A PDF with the marks of each page, the size of the sheet, empty inside the bleed.

    Marks are in registration colour, all four plates at 100 %, written as C M Y K: some
    checkers take the colorant /All for a spot colour.
    """
    from reportlab.pdfgen.canvas import Canvas

    format_ = job.output.format
    face = _face()
    media = sheet(format_, marks=True).media
    file = io.BytesIO()
    # Without initialFontName an unembedded Helvetica would stay in the file.
    canvas = Canvas(
        file,
        pagesize=(media.right, media.top),
        invariant=1,
        initialFontName=FONT,  # type: ignore[arg-type]  # the stubs say float
        pageCompression=0,
    )
    for page in range(1, pages + 1):
        _leave_out_bleed(canvas, format_)
        canvas.setLineWidth(LINE_PT)
        canvas.setStrokeColor(_colour(_REGISTRATION))
        for x1, y1, x2, y2 in (*corners(format_), *centres(format_)):
            canvas.line(_pt(x1), _pt(y1), _pt(x2), _pt(y2))
        if job.output.fold:
            canvas.setDash(2, 1.5)
            for x1, y1, x2, y2 in fold_marks(format_, Fold(job.output.fold), page):
                canvas.line(_pt(x1), _pt(y1), _pt(x2), _pt(y2))
            canvas.setDash()
        _bar(canvas, format_, inks)
        _slug(canvas, face, job, f"{page}/{pages}", inks)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def corners(format_: Format) -> Iterator[Segment]:
    """角トンボ: two crossing Ls at each corner, a leg at the trim, one at the bleed."""
    far = format_.bleed + REACH
    for right in (False, True):
        for top in (False, True):

            def turned(
                x: float, y: float, *, right: bool = right, top: bool = top
            ) -> tuple[float, float]:
                return (
                    format_.width - x if right else x,
                    format_.height - y if top else y,
                )

            for near, out in ((0.0, -format_.bleed), (-format_.bleed, 0.0)):
                yield (*turned(-far, near), *turned(out, near))
                yield (*turned(out, near), *turned(out, -far))


def centres(format_: Format) -> Iterator[Segment]:
    """センタートンボ: a cross beyond the bleed at the middle of each side."""
    bleed, width, height = format_.bleed, format_.width, format_.height
    far, bar = bleed + REACH, bleed + REACH / 2
    x, y = width / 2, height / 2
    for edge, out in ((0.0, -1), (height, 1)):
        yield (x, edge + out * bleed, x, edge + out * far)
        yield (x - HALF_BAR, edge + out * bar, x + HALF_BAR, edge + out * bar)
    for edge, out in ((0.0, -1), (width, 1)):
        yield (edge + out * bleed, y, edge + out * far, y)
        yield (edge + out * bar, y - HALF_BAR, edge + out * bar, y + HALF_BAR)


def fold_marks(format_: Format, fold: Fold, page: int) -> Iterator[Segment]:
    """折りトンボ: a dashed line beyond the bleed at both ends of every fold."""
    bleed, far = format_.bleed, format_.bleed + REACH
    for at in folds(fold, format_, page):
        if format_.width > format_.height:
            for edge, out in ((0.0, -1), (format_.height, 1)):
                yield (at, edge + out * bleed, at, edge + out * far)
        else:
            y = format_.height - at
            for edge, out in ((0.0, -1), (format_.width, 1)):
                yield (edge + out * bleed, y, edge + out * far, y)


def _pt(millimetres: float) -> float:
    """Points on the sheet."""
    return pt(SLUG + millimetres)


def _leave_out_bleed(canvas: Canvas, format_: Format) -> None:
    """Clips to the slug: half the width of a line along the bleed would lie in it."""
    on = sheet(format_, marks=True)
    path = canvas.beginPath()
    for left, bottom, right, top in (on.media, on.bleed):
        path.rect(left, bottom, right - left, top - bottom)
    canvas.clipPath(path, stroke=0, fill=0, fillMode=0)


def _bar(canvas: Canvas, format_: Format, inks: Sequence[Ink]) -> None:
    """カラーバー above the page: process inks left of the middle, the palette right."""
    middle = format_.width / 2
    palette = [Patch(ink.name, ink.cmyk) for ink in inks if ink.total]
    y = format_.height + format_.bleed + 1.5
    for start, end, patches in (
        (5.0, middle - HALF_BAR - 2, _PROCESS),
        (middle + HALF_BAR + 2, format_.width - 5, palette),
    ):
        for index, patch in enumerate(patches):
            x = start + index * PATCH
            if x + PATCH > end:
                break
            canvas.setFillColor(_colour(patch))
            canvas.rect(_pt(x), _pt(y), pt(PATCH), pt(PATCH), stroke=0, fill=1)
            canvas.setFillColor(_colour(_PROCESS[3]))
            canvas.setFont(FONT, 3)
            canvas.drawString(_pt(x), _pt(y + PATCH + 0.5), patch.name)


def _slug(
    canvas: Canvas, face: TTFont, job: Job, page: str, inks: Sequence[Ink]
) -> None:
    """欄外の文字 below the page: what it is on the left, its inks on the right."""
    format_ = job.output.format
    middle = format_.width / 2
    room = pt(middle - HALF_BAR - 2 - 5)
    about = (
        (job.title, page, f"{job.date:%Y-%m-%d}", job.number),
        (
            job.output.piece,
            f"{format_.name} {format_.trim}",
            job.printer.condition.identifier if job.printer else "",
        ),
    )
    left = ["  ".join(filter(None, line)) for line in about]
    mixes = [
        f"{ink.name} {' '.join(f'{percent:g}' for percent in ink.cmyk)}"
        for ink in inks
        if ink.total
    ]
    for x, lines in (
        (5.0, [fitted(line, TEXT_PT, room) for line in left]),
        (middle + HALF_BAR + 2, _wrapped(face, mixes, room)),
    ):
        for row, line in enumerate(lines[:_ROWS]):
            _text(canvas, _pt(x), row, line, _PROCESS[3])
    # Each letter on its own plate, so that every plate says which it is.
    for column, patch in enumerate(_PROCESS[:4]):
        _text(canvas, _pt(5 + 3 * column), _ROWS - 1, patch.name, patch)


def _text(canvas: Canvas, x: float, row: int, text: str, ink: Patch) -> None:
    """One line of the slug; rows count from 0 below the bleed."""
    canvas.setFont(FONT, TEXT_PT)
    canvas.setFillColor(_colour(ink))
    canvas.drawString(x, _pt(-6.5) - row * _LEADING_PT, text)


def _colour(patch: Patch) -> Color:
    from reportlab.lib.colors import CMYKColor

    c, m, y, k = (percent / 100 for percent in patch.cmyk)
    return CMYKColor(c, m, y, k)


def _wrapped(face: TTFont, words: Iterable[str], room: float) -> list[str]:
    """The words in lines that fit into `room` (pt), no word broken."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}   {word}".strip()
        if face.stringWidth(longer, TEXT_PT) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def warm_up() -> None:
    """Imports reportlab and reads the font of the slug: 70 ms that can be had early."""
    import reportlab.pdfgen.canvas  # noqa: F401

    _face()


@cache
def _face() -> TTFont:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    face = TTFont(FONT, str(_FILE))
    registerFont(face)
    return face


def fitted(line: str, size_pt: float, room_pt: float) -> str:
    """The line as far as there is room, 〓 for what the slug's font does not have."""
    glyphs = _face().face.charToGlyph
    text = "".join(char if ord(char) in glyphs else _GETA for char in line)
    if width_pt(text, size_pt) <= room_pt:
        return text
    while text and width_pt(text + "…", size_pt) > room_pt:
        text = text[:-1]
    return text + "…"


def width_pt(text: str, size_pt: float) -> float:
    """How wide the text is in the slug's font."""
    return float(_face().stringWidth(text, size_pt))
