"""The worker's bench: content.yaml becomes pages, and pages become pixels."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure.content import Places, load
from brochure.finding import Finding, Status
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.units import MM_PER_INCH, PT_PER_INCH, mm, pt
from brochure.product.wishes import outputs
from brochure.typeset.anatomy import Anatomy
from brochure.works import placing as gaps
from brochure.works import route
from brochure.works.route import Leaf, Sheet

if TYPE_CHECKING:
    from brochure.preview.press import Point, Press, Proof
    from brochure.typeset.paints import Paint

#: Pixels an inch of a page on screen, and the most on its longer side.
SCREEN_PPI = 108
LONGEST_PX = 1400
#: Of pictures, so that they are sharp where the page is enlarged twice.
_PICTURES_PPI = 2.0 * SCREEN_PPI
#: The most pixels of an enlarged part: two 4K screens.
MOST_PX = 16_000_000


class PageImage(NamedTuple):
    """One page on screen. `key` names its pixels: the same key, the same picture.

    Lengths in mm; `left` and `top` are where the trim begins on the picture.
    """

    key: str
    width: float
    height: float
    left: float
    top: float
    trim_width: float
    trim_height: float


@dataclass(frozen=True, slots=True)
class Laid:
    """An output as it was laid out: its pages, the new pictures, what is wrong."""

    name: str
    pages: tuple[PageImage, ...]
    pictures: dict[str, bytes]
    findings: tuple[Finding, ...]
    anatomy: Anatomy | None = None
    #: Elements whose words stand in content.yaml, and can be changed there.
    typed: frozenset[str] = frozenset()
    seconds: dict[str, float] = field(default_factory=dict)
    #: The PDF before finishing, for the process that proves it; empty for no press.
    pdf: bytes = b""


@dataclass(slots=True)
class _Kept:
    """What is remembered of an output: its sheet, and the pages that are on screen."""

    sheet: Sheet
    leaf: Leaf | None = None
    document: Any = None
    press: Press | None = None


class Bench:
    """One project, warm: every question of the preview ends here.

    Each method runs in the worker process; what it raises, the board receives.
    """

    def __init__(self, content: Path) -> None:
        self.content = content
        self.project = Project(content.absolute().parent)
        self.places: Places | None = None
        self.outputs: dict[str, _Kept] = {}

    def read(self) -> list[Output]:
        """Read content.yaml and make its HTML; the outputs that it lists.

        Raises: Stop for all that is wrong with it; the last good pages stay.
        """
        document = load(self.content)
        sheets = route.sheets(document, outputs(document.outputs), self.project)
        self.places = document.places
        before = self.outputs
        self.outputs = {}
        for sheet in sheets:
            old = before.get(sheet.output.name, _Kept(sheet))
            name = sheet.output.name
            self.outputs[name] = _Kept(sheet, old.leaf, old.document, old.press)
        return [sheet.output for sheet in sheets]

    def lay_out(self, name: str, known: Sequence[str]) -> Laid:
        """Lay the output `name` out; pictures for all keys that are not `known`."""
        kept = self.outputs[name]
        start = perf_counter()
        leaf = route.lay_out(kept.sheet, self.project, opened=True)
        laid_out = perf_counter()
        assert self.places is not None
        findings = (
            *gaps.placed(leaf.findings, self.places),
            *gaps.findings(leaf.missing, self.places),
        )
        if leaf.pages and not _failed(leaf):
            pages_shown = route.shown(leaf, kept.sheet, _PICTURES_PPI)
            kept.leaf, kept.document = leaf, _opened(pages_shown)
        pages, pictures = _pictures(kept, frozenset(known))
        seconds = {"layout": laid_out - start, "raster": perf_counter() - laid_out}
        typed = frozenset(
            field.element
            for field in (leaf.anatomy.fields if leaf.anatomy else ())
            if self.places.exact(field.element)
        )
        pdf = b""
        if kept.sheet.output.target.inspected and not leaf.spoilt:
            pdf = leaf.pdf
        return Laid(name, pages, pictures, findings, leaf.anatomy, typed, seconds, pdf)

    def room(self, name: str, element: str) -> int | None:
        """How many more characters fit into `element`; None for very many.

        Raises: ValueError for what is not there, Stop where it cannot be set.
        """
        kept = self.outputs.get(name)
        if kept is None or self.places is None or not self.places.exact(element):
            raise ValueError("no such words")
        return route.room(kept.sheet, self.project, element)

    def prove(
        self, name: str, pdf: bytes, pages: int, painted: tuple[Paint, ...]
    ) -> Proof:
        """Finish the laid out `pdf` of an output, and look at it as the shop would.

        Raises: Stop where it cannot be finished.
        """
        from brochure.preview.press import Press

        kept = self.outputs[name]
        kept.press = Press(kept.sheet, self.project.style, pdf, pages)
        kept.press.paints = painted
        return kept.press.proof()

    def layer(self, name: str, page: int, layer: str) -> bytes:
        """See `Press.layer`. Raises: ValueError for what is not there."""
        return self._press(name).layer(page, layer)

    def point(self, name: str, page: int, x: float, y: float) -> Point:
        """See `Press.point`. Raises: ValueError for what is not there."""
        return self._press(name).point(page, x, y)

    def report(self, name: str, lang: str) -> str:
        """The preflight report as HTML. Raises: ValueError where there is none."""
        return self._press(name).html(lang)

    def _press(self, name: str) -> Press:
        kept = self.outputs.get(name)
        if kept is None or kept.press is None:
            raise ValueError("not proved yet")
        return kept.press

    def region(
        self, name: str, page: int, box: tuple[float, float, float, float], ppi: float
    ) -> bytes:
        """A part of a page, enlarged: `box` is left, top, right, bottom in mm.

        Raises: ValueError for a page that is not there, or too many pixels.
        """
        kept = self.outputs.get(name)
        if kept is None or kept.document is None or not 1 <= page <= len(kept.document):
            raise ValueError("no such page")
        sheet = kept.document[page - 1]
        width, height = map(pt, _size_mm(sheet))
        left, top, right, bottom = map(pt, box)
        left, top = max(0.0, left), max(0.0, top)
        right, bottom = min(width, right), min(height, bottom)
        if not (left < right and top < bottom and 1 <= ppi <= 2400):
            raise ValueError("an empty part")
        scale = ppi / PT_PER_INCH
        if (right - left) * (bottom - top) * scale**2 > MOST_PX:
            raise ValueError("too many pixels")
        crop = (left, height - bottom, width - right, top)
        return _bmp(sheet.render(scale=scale, crop=crop))


def _failed(leaf: Leaf) -> bool:
    """Whether there are no pages to look at: only a crash leaves none."""
    return any(
        finding.status is Status.FAIL and finding.code == "typeset.crash"
        for finding in leaf.findings
    )


def _opened(pdf: bytes) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)


def _size_mm(page: Any) -> tuple[float, float]:
    width, height = page.get_size()
    return mm(width), mm(height)


def _pictures(
    kept: _Kept, known: frozenset[str]
) -> tuple[tuple[PageImage, ...], dict[str, bytes]]:
    pages: list[PageImage] = []
    pictures: dict[str, bytes] = {}
    if kept.document is None:
        return (), {}
    fmt = kept.sheet.output.format
    for index in range(len(kept.document)):
        page = kept.document[index]
        width, height = _size_mm(page)
        longest = max(width, height) / MM_PER_INCH
        ppi = min(SCREEN_PPI, LONGEST_PX / longest)
        bitmap = page.render(scale=ppi / PT_PER_INCH)
        key = blake2b(bitmap.buffer, digest_size=12).hexdigest()
        if key not in known and key not in pictures:
            pictures[key] = _bmp(bitmap)
        pages.append(
            PageImage(
                key,
                width,
                height,
                (width - fmt.width) / 2,
                (height - fmt.height) / 2,
                fmt.width,
                fmt.height,
            )
        )
    return tuple(pages), pictures


def _bmp(bitmap: Any) -> bytes:
    """The pixels as they are: packing them would take longer than all the rest."""
    file = io.BytesIO()
    bitmap.to_pil().save(file, "BMP")
    return file.getvalue()
