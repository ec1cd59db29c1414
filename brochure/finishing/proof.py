"""出力見本: each page on office paper as it should come out, with marks and findings.

Shops ask for it with a submission, to hold their own output against. The page is at
100 % where it fits on A4 or A3 with its トンボ, else as large as A3 allows; the scale
is said. Millimetres from the lower left of the sheet. A door to reportlab.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.finding import Status, Stop, Words
from brochure.finishing import boxes, identity, lines, marks, saving, srgb
from brochure.finishing.ticket import Finished, Job, Remark
from brochure.product.folds import Fold, creases, mixed
from brochure.product.formats import FORMATS, Format
from brochure.product.units import pt

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

#: Paper that offices have, the smaller first.
_PAPERS: Final = ("A4", "A3")
#: What a printer cannot reach, and what words need below the page, mm.
_MARGIN, _HEAD, _ROW = 8.0, 5.5, 4.2
_MOST_ROWS = 12
_LINE_PT, _THIN_PT, _TEXT_PT = 0.4, 0.25, 7.5
_TRIM, _BLEED, _SAFE, _FOLD = (
    (0, 0.55, 0.9),
    (0.9, 0, 0.5),
    (0, 0.6, 0.2),
    (0.4, 0, 0.7),
)
_COLOURS: Final = {
    Status.FAIL: (0.85, 0, 0),
    Status.WARN: (0.9, 0.45, 0),
    Status.INFO: (0.3, 0.3, 0.3),
}
_TITLE = Words("出力見本", "Proof")
_KEY = (
    (_TRIM, Words("仕上がり", "trim")),
    (_BLEED, Words("塗り足し", "bleed")),
    (_SAFE, Words("安全域", "safe area")),
    (_FOLD, Words("折り", "fold")),
)
_NOTHING = Words("指摘はありません", "nothing was found")
_MORE = Words("ほか {} 件", "and {} more")


class _Sheet(NamedTuple):
    """Where a page lies: the paper, its scale, and the lower left of its trim."""

    width: float
    height: float
    scale: float
    left: float
    bottom: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Points on the sheet of a place from the lower left of the trim."""
        return pt(self.left + x * self.scale), pt(self.bottom + y * self.scale)


def finish(source: bytes, job: Job) -> Finished:
    """The proof of a page that was laid out as for the press.

    Raises:
        Stop: its boxes are not the format's, or a picture is damaged.
    """
    format_ = job.output.format
    with pikepdf.open(io.BytesIO(source)) as pdf:
        if findings := boxes.check(pdf, format_, bleed=format_.bleed):
            raise Stop(*findings)
        srgb.settle(pdf, source, job)
        remarks = _by_page(job.remarks, len(pdf.pages))
        rows = max(1, *(min(len(found), _MOST_ROWS) for found in remarks))
        on = _placed(format_, rows)
        drawn = _drawn(job, on, remarks)
        with pikepdf.open(io.BytesIO(drawn)) as notes:
            for page, note in zip(pdf.pages, notes.pages, strict=True):
                _mount(pdf, page, on, format_)
                form = note.as_form_xobject(handle_transformations=False)
                page.Resources.XObject.Notes = pdf.copy_foreign(form)
                page.contents_add(pdf.make_stream(b"q /Notes Do Q"))
        _keep_what_prints(pdf)
        pdf.Root.ViewerPreferences = Dictionary(
            PrintScaling=Name("/None"), PickTrayByPDFSize=True, DisplayDocTitle=True
        )
        identity.identify(pdf, job, source)
        return Finished((saving.small(pdf),))


def _by_page(remarks: Sequence[Remark], pages: int) -> list[list[Remark]]:
    """The remarks of each page, the worst first, each said once."""
    found: list[list[Remark]] = [[] for _ in range(pages)]
    for one in dict.fromkeys(remarks):
        if 1 <= one.page <= pages:
            found[one.page - 1].append(one)
    return [sorted(here, key=lambda one: one.status.rank) for here in found]


def _placed(format_: Format, rows: int) -> _Sheet:
    """The smallest paper on which the page is at 100 %, else A3 and what it allows."""
    around = format_.bleed + lines.REACH
    below = _HEAD * 2 + rows * _ROW
    lies = format_.width > format_.height
    width, height = format_.width + 2 * around, format_.height + 2 * around
    for name in _PAPERS:
        paper = FORMATS[name]
        sides = (paper.height, paper.width) if lies else (paper.width, paper.height)
        across, down = sides[0] - 2 * _MARGIN, sides[1] - 2 * _MARGIN - below
        scale = min(1.0, across / width, down / height)
        if scale == 1.0:
            break
    left = (sides[0] - width * scale) / 2 + around * scale
    bottom = _MARGIN + below + (down - height * scale) / 2 + around * scale
    return _Sheet(*sides, scale, left, bottom)


def _mount(pdf: pikepdf.Pdf, page: pikepdf.Page, on: _Sheet, format_: Format) -> None:
    """Puts the page as a form on the paper, cut off at the bleed."""
    trim = [float(edge) for edge in page[Name.TrimBox]]
    bleed = pt(format_.bleed)
    form = page.Contents
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array(
        [
            round(edge, 4)
            for edge in (
                trim[0] - bleed, trim[1] - bleed, trim[2] + bleed, trim[3] + bleed
            )
        ]
    )  # fmt: skip
    form.Resources = page.Resources
    x, y = on.at(0, 0)
    scale = on.scale
    matrix = (scale, 0, 0, scale, x - trim[0] * scale, y - trim[1] * scale)
    numbers = " ".join(f"{value:.5f}" for value in matrix)
    page.Resources = Dictionary(XObject=Dictionary(Page=form))
    page.Contents = pdf.make_stream(f"q {numbers} cm /Page Do Q".encode())
    whole = Array([0, 0, round(pt(on.width), 4), round(pt(on.height), 4)])
    for name in (Name.BleedBox, Name.CropBox, Name.ArtBox, Name.TrimBox):
        if name in page:
            del page[name]
    page.MediaBox = whole


def _keep_what_prints(pdf: pikepdf.Pdf) -> None:
    """Links and bookmarks would lie where the page was before it was moved."""
    for page in pdf.pages:
        for key in ("/Annots", "/StructParents", "/Tabs"):
            if key in page:
                del page[key]
    for key in ("/Outlines", "/Dests", "/Names", "/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]


# --- Drawing ---------------------------------------------------------------------


def _drawn(job: Job, on: _Sheet, remarks: Sequence[Sequence[Remark]]) -> bytes:
    """A PDF with what lies over each page, and the words below it."""
    from reportlab.pdfgen.canvas import Canvas

    marks.warm_up()
    file = io.BytesIO()
    canvas = Canvas(
        file,
        pagesize=(pt(on.width), pt(on.height)),
        invariant=1,
        initialFontName=marks.FONT,  # type: ignore[arg-type]  # the stubs say float
    )
    for number, found in enumerate(remarks, 1):
        _lines(canvas, job, on, number)
        shown = found[:_MOST_ROWS]
        for index, remark in enumerate(shown, 1):
            _outline(canvas, on, job.output.format, index, remark)
        _words(canvas, job, on, f"{number}/{len(remarks)}")
        _list(canvas, job, on, shown, len(found) - len(shown))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _lines(canvas: Canvas, job: Job, on: _Sheet, page: int) -> None:
    """トンボ, and the edges of trim, bleed and safe area."""
    format_ = job.output.format
    canvas.setLineWidth(_LINE_PT)
    canvas.setStrokeGray(0)
    fold = Fold(job.output.fold) if job.output.fold else None
    folded = creases(fold, format_, page) if fold else ()
    for segment in (*lines.corners(format_), *lines.centres(format_, folded)):
        _line(canvas, on, segment)
    if fold:
        canvas.setStrokeColorRGB(*_FOLD)
        for width, found in (
            (_LINE_PT, lines.fold_marks(format_, fold, page)),
            (_THIN_PT, lines.across(format_, fold, page)),
        ):
            canvas.setLineWidth(width)
            for mark in found:
                told = mark.mountain and mixed(fold)
                canvas.setDash(marks.DASH_DOT if told else marks.DASH)
                _line(canvas, on, mark.segment)
    canvas.setDash()
    canvas.setLineWidth(_THIN_PT)
    for out, colour, dash in (
        (0.0, _TRIM, ()),
        (format_.bleed, _BLEED, (3, 1.5)),
        (-format_.safe, _SAFE, (1, 1.5)),
    ):
        canvas.setStrokeColorRGB(*colour)
        canvas.setDash(*dash)
        x, y = on.at(-out, -out)
        width = pt((format_.width + 2 * out) * on.scale)
        height = pt((format_.height + 2 * out) * on.scale)
        canvas.rect(x, y, width, height, stroke=1, fill=0)
    canvas.setDash()


def _line(canvas: Canvas, on: _Sheet, segment: lines.Segment) -> None:
    x1, y1, x2, y2 = segment
    canvas.line(*on.at(x1, y1), *on.at(x2, y2))


def _outline(
    canvas: Canvas, on: _Sheet, format_: Format, index: int, remark: Remark
) -> None:
    """A numbered box around what was found; a cross where it is a point."""
    if remark.box is None:
        return
    canvas.setStrokeColorRGB(*_COLOURS[remark.status])
    canvas.setFillColorRGB(*_COLOURS[remark.status])
    canvas.setLineWidth(0.8)
    left, top, right, bottom = remark.box
    x, y = on.at(left, format_.height - bottom)
    width, height = pt((right - left) * on.scale), pt((bottom - top) * on.scale)
    if width or height:
        canvas.rect(x - 1, y - 1, width + 2, height + 2, stroke=1, fill=0)
    else:
        canvas.line(x - 4, y, x + 4, y)
        canvas.line(x, y - 4, x, y + 4)
    label = str(index)
    x -= 5.5  # beside the words, not on them
    canvas.circle(x, y + height, 4.2, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(marks.FONT, 5.5)
    canvas.drawCentredString(x, y + height - 2, label)


def _words(canvas: Canvas, job: Job, on: _Sheet, page: str) -> None:
    """The line that says what this is, and the key to the lines."""
    format_, lang = job.output.format, job.lang
    printer = job.printer
    about = (
        f"{_TITLE.in_(lang)}  {job.title}",
        page,
        f"{job.output.piece} {format_.about}",
        f"{100 * on.scale:.0f} %",
        f"{job.date:%Y-%m-%d}",
        job.number,
        printer.condition.identifier if printer else "",
    )
    y = pt(_MARGIN + _head(on, job) + _HEAD)
    room = pt(on.width - 2 * _MARGIN)
    canvas.setFillGray(0)
    canvas.setFont(marks.FONT, _TEXT_PT)
    text = marks.fitted("   ".join(filter(None, about)), _TEXT_PT, room * 0.72)
    canvas.drawString(pt(_MARGIN), y, text)
    x = pt(on.width - _MARGIN)
    for colour, words in reversed(_KEY):
        if colour is _FOLD and not job.output.fold:
            continue
        name = words.in_(lang)
        x -= marks.width_pt(name, _TEXT_PT)
        canvas.drawString(x, y, name)
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(0.8)
        canvas.line(x - 12, y + 2, x - 2, y + 2)
        x -= 18


def _head(on: _Sheet, job: Job) -> float:
    """How high the list stands below the line of words, mm."""
    return (
        on.bottom
        - (job.output.format.bleed + lines.REACH) * on.scale
        - _MARGIN
        - (2 * _HEAD)
    )


def _list(
    canvas: Canvas, job: Job, on: _Sheet, shown: Sequence[Remark], more: int
) -> None:
    """What the numbers mean."""
    y = _MARGIN + _head(on, job)
    room = pt(on.width - 2 * _MARGIN - 6)
    rows = [(str(n), one.words.in_(job.lang), one) for n, one in enumerate(shown, 1)]
    if not rows:
        canvas.setFillGray(0.35)
        canvas.setFont(marks.FONT, _TEXT_PT)
        canvas.drawString(pt(_MARGIN), pt(y), _NOTHING.in_(job.lang))
    for number, words, remark in rows:
        if more and remark is shown[-1]:
            words += "　" + _MORE.in_(job.lang).format(more)
        canvas.setFillColorRGB(*_COLOURS[remark.status])
        canvas.setFont(marks.FONT, _TEXT_PT)
        canvas.drawString(pt(_MARGIN), pt(y), number)
        canvas.setFillGray(0)
        canvas.drawString(pt(_MARGIN + 6), pt(y), marks.fitted(words, _TEXT_PT, room))
        y -= _ROW
