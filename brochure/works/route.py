"""The way of one output through the four stages: content, markup, typeset, finishing.

The stages are imported inside the functions: which process needs which, `build` knows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from brochure.finding import At, Finding, Mark, Spot, Status, Stop, Words, fail
from brochure.product.folds import Fold
from brochure.product.outputs import Output
from brochure.product.pieces import Piece
from brochure.product.project import Project
from brochure.product.targets import PRESS

if TYPE_CHECKING:
    from brochure.content import Document
    from brochure.finishing import Finished, Job, Remark
    from brochure.preflight.facts import Box
    from brochure.preflight.report.verdicts import Report
    from brochure.shop.colour import RGB
    from brochure.shop.inks import Palette
    from brochure.shop.printers import Printer
    from brochure.typeset import Missing
    from brochure.typeset.anatomy import Anatomy
    from brochure.typeset.frames import Frame

#: A day in content.yaml is a day in Japan, whatever the clock of the machine says.
_JAPAN = timezone(timedelta(hours=9))
#: Two measures of one place agree to it, mm.
_NEAR = 0.5
#: The rule that sees in a finished file what finishing has seen before.
_COARSE = "images.coarse"


class Sheet(NamedTuple):
    """An output that is laid out and finished next: its HTML, and the job ticket."""

    html: str
    job: Job

    @property
    def output(self) -> Output:
        return self.job.output


class Leaf(NamedTuple):
    """An output after typesetting: its PDF in sRGB, and the files that were read."""

    pdf: bytes
    pages: int
    missing: tuple[Missing, ...]
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    anatomy: Anatomy | None = None
    frames: dict[str, Frame] | None = None

    @property
    def spoilt(self) -> bool:
        """Whether there is no point in finishing it: a FAIL, or a box for a letter."""
        failed = any(finding.status is Status.FAIL for finding in self.findings)
        return failed or any(not gap.drawn for gap in self.missing)


class Front(NamedTuple):
    """What the content comes to: outputs listed and chosen, and the sheets to make."""

    listed: tuple[Output, ...]
    chosen: tuple[Output, ...]
    sheets: list[Sheet]
    project: Project
    pieces: Mapping[str, Piece]


def sheets(
    document: Document, outputs: Iterable[Output], project: Project
) -> list[Sheet]:
    """Markup: the HTML of each output, and the job ticket that goes with it.

    Raises: Stop for all that is wrong with the palette or a printer.
    """
    from brochure.content.inline import plain
    from brochure.finishing import Job
    from brochure.markup import render
    from brochure.shop import printers
    from brochure.shop.inks import Palette

    shops: dict[str, Printer] = {}
    palettes: dict[Path, Palette] = {}
    made = []
    about = document.content.document
    for output in outputs:
        name = output.printer if output.target.needs_printer else ""
        shop = shops.get(name) or printers.load(name, project.root)
        shops[name] = shop
        if shop.icc not in palettes:
            inks = project.style("inks.yaml")
            palettes[shop.icc] = Palette.load(inks, shop.icc, "styles/inks.yaml")
        palette = palettes[shop.icc]
        try:
            html = render(document.content, output, palette, project)
        except Stop as stop:
            from brochure.works.placing import placed

            raise Stop(*placed(stop.findings, document.places)) from None
        job = Job(
            output,
            palette,
            title=about.title,
            date=_date(about.issued),
            author=plain(document.content.organization.name),
            number=about.job,
            printer=shop,
            written_at=partial(_written_at, project),
        )
        made.append(Sheet(html, job))
    return made


def html_of(content: Path, output: Output) -> str:
    """The HTML that the layout engine is given for this output of content.yaml."""
    from brochure.content import load

    project = Project(content.absolute().parent)
    return sheets(load(content), [output], project)[0].html


def lay_out(
    sheet: Sheet, project: Project, *, opened: bool = False, framed: bool = False
) -> Leaf:
    """Sets the sheet's HTML; `opened` asks for its anatomy, `framed` for its boxes.

    A batch asks for boxes: its pages lack words or grounds, and are not looked at.

    Raises: Stop where the machine lacks what typesetting needs.
    """
    from brochure.typeset import typeset

    paths = _Paths(project)
    done = typeset(
        sheet.html,
        paths,
        sheet.job.palette,
        tagged=sheet.output.target.tagged,
        opened=opened,
        framed=framed,
        light="toner" in sheet.output.variant,
        own_fonts=project.fonts,
        looked_at=not framed,
    )
    return Leaf(
        done.pdf,
        done.pages,
        done.missing,
        done.findings,
        tuple(paths.read),
        done.anatomy,
        done.frames,
    )


def room(sheet: Sheet, project: Project, element: str) -> int | None:
    """How many more characters fit where `element` stands; None for very many.

    Raises: Stop where the page cannot be set.
    """
    from brochure.typeset import room

    paths, palette = _Paths(project), sheet.job.palette
    return room(sheet.html, paths, palette, element, project.fonts)


class _Paths:
    """The project's files, and a list of those that were read."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.read: list[str] = []

    def path_of(self, name: str) -> Path:
        """The file that a page names; `styles/` may be the project's or Brochure's."""
        if name.startswith("styles/"):
            name = str(self.project.style(name.removeprefix("styles/")))
        path = self.project.path_of(name)
        self.read.append(str(path))
        return path


def finish(leaf: Leaf, sheet: Sheet) -> Finished:
    """The file as it leaves the house, and what was found on the way.

    Raises: Stop where it cannot be what its target asks.
    """
    from brochure.finishing import finish

    job = _as_read(leaf, sheet.job)
    if sheet.output.target.annotated:
        job = replace(job, remarks=tuple(_remarks(leaf, Sheet(sheet.html, job))))
    return finish(leaf.pdf, job)


def _as_read(leaf: Leaf, job: Job) -> Job:
    """The job; a colour is blamed on nothing but the files that were read for it."""
    place_of = cast(Callable[..., Mark | None], job.written_at)
    return replace(job, written_at=partial(place_of, files=leaf.files))


def shown(leaf: Leaf, sheet: Sheet, ppi: float) -> bytes:
    """The pages as they can be drawn on a screen, with their pictures.

    Raises: Stop where a picture is damaged.
    """
    from brochure.finishing.srgb import settled

    return settled(leaf.pdf, sheet.job, most_ppi=ppi)


def check(pdf: bytes, sheet: Sheet, pages: int) -> tuple[Finding, ...]:
    """What the print shop would say of a finished file of so many `pages`.

    Nothing, where it is for no print shop.
    """
    if not sheet.output.target.inspected:
        return ()
    from brochure.preflight.report.findings import findings

    with inspected(pdf, sheet, pages) as report:
        return findings(report)


def named(
    done: Finished, checked: tuple[Finding, ...]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What finishing and the shop found, each picture's coarseness said once.

    The shop sees a picture in a finished file; finishing knows what it is called.
    """
    found, kept = dict.fromkeys(done.findings), []
    for one in checked:
        known = _known(done, one.at) if one.code == _COARSE else None
        if known is None:
            kept.append(one)
        elif one.status is Status.FAIL:
            found.pop(known, None)
            at = known.at or one.at
            kept.append(replace(known, status=one.status, code=one.code, at=at))
    return tuple(found), tuple(dict.fromkeys(kept))


def _known(done: Finished, at: At) -> Finding | None:
    """What finishing says of the picture that lies at a place, if it is ours."""
    if not isinstance(at, Spot) or at.x is None or at.y is None:
        return None
    for page, (left, top, right, bottom), said in done.coarse:
        inside = (
            left - _NEAR <= at.x <= right + _NEAR
            and top - _NEAR <= at.y <= bottom + _NEAR
        )
        if page == at.page and inside:
            return said
    return None


@contextmanager
def inspected(pdf: bytes, sheet: Sheet, pages: int, **how: int) -> Iterator[Report]:
    """The inspection of a finished press file by the wishes of the sheet's printer.

    Its plates can be asked for more only while the file is there.
    """
    import tempfile

    from brochure.preflight.inspect import inspect

    output, printer = sheet.output, sheet.job.printer
    assert printer
    with tempfile.TemporaryDirectory(prefix="brochure-check-") as folder:
        path = Path(folder) / output.name
        path.write_bytes(pdf)
        yield inspect(
            path,
            printer,
            format=output.format,
            expected_pages=pages,
            fold=Fold(output.fold) if output.fold else None,
            **how,
        )


def _remarks(leaf: Leaf, sheet: Sheet) -> Iterator[Remark]:
    """What is to be shown on a proof: of the setting, and of the file for the press."""
    from brochure.finishing import Remark, finish

    for one in leaf.findings:
        if isinstance(one.at, Spot):
            page, x, y = one.at
            at = None if x is None or y is None else (x, y, x, y)
            yield Remark(one.status, page, at, one.message)
    job = replace(sheet.job, output=replace(sheet.output, target=PRESS))
    done = finish(leaf.pdf, job)
    for page, edges, one in done.coarse:
        name = one.subject
        words = Words(f"{name}: {one.message.ja}", f"{name}: {one.message.en}")
        yield Remark(one.status, page, edges, words)
    for one in done.findings:
        if not any(one is said for *_, said in done.coarse):
            yield Remark(one.status, 1, None, one.message)
    with inspected(done.pdf, Sheet(sheet.html, job), leaf.pages) as report:
        for verdict in report.verdicts:
            for offence in verdict.offences:
                if offence.status is Status.INFO:
                    continue
                if verdict.rule.code == _COARSE and _known(done, offence.at):
                    continue
                box = _edges(offence.box) if offence.box else None
                words = offence.message
                if offence.thing:
                    words = Words(
                        f"「{offence.thing}」{words.ja}",
                        f"“{offence.thing}”: {words.en}",
                    )
                yield Remark(offence.status, max(1, offence.page), box, words)


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def warm_up() -> None:
    """Imports what `lay_out` needs; no font is opened, so that we can still fork.

    Raises: Stop where the machine lacks what is needed.
    """
    from brochure.typeset import warm_up

    warm_up(fonts=False)
    # What a sheet is made of, or else it is imported when the first one arrives.
    import_module("brochure.finishing")


def open_fonts(project: Project) -> None:
    """What is left to do before `lay_out`, in a process that forks no more."""
    from brochure.typeset import warm_up

    warm_up(own_fonts=project.fonts)


def warm_up_finishing(sheets: Iterable[Sheet]) -> None:
    """Imports and opens what `finish` needs, before there is anything to finish."""
    from brochure.finishing import warm_up

    for sheet in sheets:
        warm_up(sheet.job)


def colour_of(sheet: Sheet) -> str:
    """The colour of the file, for the table: `PDF/X-4 · CMYK · FOGRA39`."""
    printer = sheet.job.printer
    assert printer
    return sheet.output.target.colour.format(
        pdfx=printer.pdfx, condition=printer.condition.identifier
    )


def _written_at(
    project: Project, colour: RGB, files: Iterable[str] = ()
) -> Mark | None:
    """Where a colour that is no ink was typed; imported only if there is one.

    It is looked for in the files that were read for the page, if they are known.
    """
    from brochure.typeset.colours import Colours

    read = {project.name_of(Path(file)): Path(file) for file in files}
    return Colours(read or project.styles()).place_of(colour)


def _date(issued: date) -> datetime:
    """The date that the PDF bears: SOURCE_DATE_EPOCH, or else the day of issue.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    if not (epoch := os.environ.get("SOURCE_DATE_EPOCH")):
        return datetime.combine(issued, time(), _JAPAN)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise Stop(
            fail(
                "build.source-date-epoch",
                f"環境変数 SOURCE_DATE_EPOCH の「{epoch}」は秒数ではありません",
                f"SOURCE_DATE_EPOCH is “{epoch}”, which is no number of seconds",
            )
        ) from None
