"""トンボ: corner and centre marks, slug line and colour bar, in a file of their own.

A door to reportlab. Millimetres from the lower left corner of the trim; `_pt` adds the
slug. lines.py says where the marks run; they are drawn as matsuo-print and tcpc ask,
0.1 mm wide on all four plates. Whatever has no room between them is left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from brochure import HOME
from brochure.finishing.boxes import SLUG, sheet
from brochure.finishing.lines import FoldMark, centres, corners, fold_marks, half_bar
from brochure.finishing.ticket import Job
from brochure.product.folds import Fold, creases, mixed
from brochure.product.formats import Format
from brochure.product.units import pt
from brochure.shop.inks import Ink

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

#: 0.1 mm, the line that all shops name.
LINE_PT = 0.3
PATCH = 5.0
#: Lines of folds: 谷折り and, where both are there, 山折り (pt on, pt off).
DASH, DASH_DOT = [2, 1.5], [6, 1.5, 1, 1.5]
#: The colour bar from the trim; what a fold mark and its letter keep free of it, mm.
_BAR, _BEFORE, _BEHIND = 4.5, 1.5, 3.5
TEXT_PT, _NAME_PT, _LETTER_PT = 6.0, 3.0, 5.0
_LEADING_PT = 8.0
#: The line at the foot of a narrow sheet, from its edges, mm; the least of a title, em.
_FOOT, _EDGE, _LEAST_TITLE = 0.9, 3.0, 4
#: As the first editions were, so that their files keep their bytes: the inks' names run
#: on through the fold marks.
_AS_EVER = (Fold.ROLL, "A4L")
_ROWS = 3
_FILE = HOME / "fonts" / "NotoSansJP-Regular.ttf"
FONT = "Slug"
#: 〓 is what a compositor sets for a sort that is not in the case.
_GETA = "〓"


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
        fold = Fold(job.output.fold) if job.output.fold else None
        folded = creases(fold, format_, page) if fold else ()
        for x1, y1, x2, y2 in (*corners(format_), *centres(format_, folded)):
            canvas.line(_pt(x1), _pt(y1), _pt(x2), _pt(y2))
        if fold:
            _folds(canvas, [*fold_marks(format_, fold, page)], told=mixed(fold))
        upright = [one.at for one in folded if one.upright]
        _bar(canvas, _Room.of(format_, upright), _pt(format_.height + _BAR), inks)
        kept = [] if (fold, format_.name) == _AS_EVER else upright
        _slug(canvas, face, job, _Room.of(format_, kept), f"{page}/{pages}", inks)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


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


def _folds(canvas: Canvas, found: Sequence[FoldMark], *, told: bool) -> None:
    """折りトンボ. Where they differ (`told`), 山折り are dash-dotted and 谷折り dashed,
    each with its letter; where all go one way, all are dashed and none has a letter.
    """
    for dash in (DASH, DASH_DOT) if told else (DASH,):
        canvas.setDash(dash)
        for mark in found:
            if not told or mark.mountain is (dash is DASH_DOT):
                canvas.line(*map(_pt, mark.segment))
    canvas.setDash()
    if not told:
        return
    canvas.setFillColor(_colour(_REGISTRATION))
    canvas.setFont(FONT, _LETTER_PT)
    for mark in found:
        x, y = _letter(mark)
        canvas.drawString(_pt(x), _pt(y), "山" if mark.mountain else "谷")


def _letter(mark: FoldMark) -> tuple[float, float]:
    """Where the letter of a fold mark begins: beside it, beyond the centre's bar."""
    x1, y1, x2, y2 = mark.segment
    if mark.upright:
        return x2 + 0.5, y2 - 3.0 if y2 > y1 else y2 + 1.0
    return x2 - 2.8 if x2 > x1 else x2 + 1.0, y2 + 0.6


class _Room(NamedTuple):
    """What is free for words and colours between the marks at the head or the foot.

    `left` and `right` of the centre mark, from and to, mm; `folds` are in their way.
    """

    left: tuple[float, float]
    right: tuple[float, float]
    folds: tuple[float, ...]

    @classmethod
    def of(cls, format_: Format, folds: Sequence[float]) -> _Room:
        middle, bar = format_.width / 2, half_bar(format_.width, folds)
        return cls(
            (5.0, middle - bar - 2), (middle + bar + 2, format_.width - 5), (*folds,)
        )

    def widest(self, side: tuple[float, float]) -> tuple[float, float]:
        """The longest stretch of a side that no fold mark stands in."""
        start, end = side
        found, at = [], start
        for fold in sorted(one for one in self.folds if start < one < end):
            found.append((at, fold - _BEFORE))
            at = fold + _BEHIND
        found.append((at, end))
        return max(found, key=lambda one: one[1] - one[0])


def _bar(canvas: Canvas, room: _Room, y: float, inks: Sequence[Ink]) -> None:
    """カラーバー above the page: process inks left of the middle, the palette right."""
    palette = [Patch(ink.name, ink.cmyk) for ink in inks if ink.total]
    for (start, end), patches in ((room.left, _PROCESS), (room.right, palette)):
        x = start
        for patch in patches:
            for fold in room.folds:
                if fold - _BEFORE - PATCH < x < fold + _BEHIND:
                    x = fold + _BEHIND
            if x + PATCH > end:
                break
            canvas.setFillColor(_colour(patch))
            canvas.rect(_pt(x), y, pt(PATCH), pt(PATCH), stroke=0, fill=1)
            canvas.setFillColor(_colour(_PROCESS[3]))
            canvas.setFont(FONT, _NAME_PT)
            name = fitted(patch.name, _NAME_PT, pt(PATCH))
            canvas.drawString(_pt(x), y + pt(PATCH + 0.5), name)
            x += PATCH


def _slug(
    canvas: Canvas, face: TTFont, job: Job, room: _Room, page: str, inks: Sequence[Ink]
) -> None:
    """欄外の文字 below the page: what it is on the left, its inks on the right.

    Where that is too narrow for what it is, a line below all marks says it, as long as
    the sheet.
    """
    (left, left_end), (right, right_end) = map(room.widest, (room.left, room.right))
    about = _about(job, page)
    if max(width_pt(line, TEXT_PT) for line in about) <= pt(left_end - left):
        for row, line in enumerate(about):
            _text(canvas, _pt(left), row, line, _PROCESS[3])
    else:
        _foot(canvas, job, page)
    mixes = [
        f"{ink.name} {' '.join(f'{percent:g}' for percent in ink.cmyk)}"
        for ink in inks
        if ink.total
    ]
    width = pt(right_end - right)
    fitting = (mix for mix in mixes if width_pt(mix, TEXT_PT) <= width)
    for row, line in enumerate(_wrapped(face, fitting, width)[:_ROWS]):
        _text(canvas, _pt(right), row, line, _PROCESS[3])
    # Each letter on its own plate, so that every plate says which it is.
    for column, patch in enumerate(_PROCESS[:4]):
        if left + 3 * (column + 1) <= left_end + _BEFORE:
            _text(canvas, _pt(left + 3 * column), _ROWS - 1, patch.name, patch)


def _about(job: Job, page: str) -> tuple[str, ...]:
    """Two lines that say what the sheet is, 〓 for what the font does not have."""
    condition = job.printer.condition.identifier if job.printer else ""
    lines = (
        (job.title, page, f"{job.date:%Y-%m-%d}", job.number),
        (job.output.piece, job.output.format.about, condition),
    )
    return tuple(_set("  ".join(filter(None, line))) for line in lines)


def _foot(canvas: Canvas, job: Job, page: str) -> None:
    """All of it in one line at the foot of the sheet, the title as far as it goes."""
    number, *rest = job.number, f"{job.date:%Y-%m-%d}", job.output.format.about
    condition = job.printer.condition.identifier if job.printer else ""
    words = "  ".join(filter(None, (page, number, *rest, condition, job.output.piece)))
    room = pt(job.output.format.width + 2 * (SLUG - _EDGE))
    spare = room - width_pt(_set(f"  {words}"), TEXT_PT)
    if spare >= _LEAST_TITLE * TEXT_PT:
        words = f"{fitted(job.title, TEXT_PT, spare)}  {words}"
    canvas.setFont(FONT, TEXT_PT)
    canvas.setFillColor(_colour(_PROCESS[3]))
    canvas.drawString(pt(_EDGE), pt(_FOOT), fitted(words, TEXT_PT, room))


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
    text = _set(line)
    if width_pt(text, size_pt) <= room_pt:
        return text
    while text and width_pt(text + "…", size_pt) > room_pt:
        text = text[:-1]
    return text + "…"


def _set(line: str) -> str:
    glyphs = _face().face.charToGlyph
    return "".join(char if ord(char) in glyphs else _GETA for char in line)


def width_pt(text: str, size_pt: float) -> float:
    """How wide the text is in the slug's font."""
    return float(_face().stringWidth(text, size_pt))
