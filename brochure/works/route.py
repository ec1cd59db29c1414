"""The way of one output through the four stages: content, markup, typeset, finishing.

The stages are imported inside the functions: which process needs which, `build` knows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brochure.finding import Finding, Mark, Status, Stop, fail
from brochure.product.folds import Fold
from brochure.product.outputs import Output, Target
from brochure.product.project import Project

if TYPE_CHECKING:
    from brochure.content import Document
    from brochure.finishing import Job
    from brochure.shop.colour import RGB
    from brochure.shop.inks import Palette
    from brochure.shop.printers import Printer
    from brochure.typeset import Missing
    from brochure.typeset.anatomy import Anatomy
    from brochure.typeset.frames import Frame

#: A day in content.yaml is a day in Japan, whatever the clock of the machine says.
_JAPAN = timezone(timedelta(hours=9))


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
        name = output.printer if output.target is Target.PRESS else ""
        shop = shops.get(name) or printers.load(name, project.root)
        shops[name] = shop
        if shop.icc not in palettes:
            inks = project.styles / "inks.yaml"
            palettes[shop.icc] = Palette.load(inks, shop.icc, "styles/inks.yaml")
        palette = palettes[shop.icc]
        html = render(document.content, output, palette, project)
        job = Job(
            output,
            palette,
            title=about.title,
            date=_date(about.issued),
            author=plain(document.content.organization.name),
            number=about.job,
            printer=shop,
            written_at=partial(_written_at, project.styles),
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

    Raises: Stop where the machine lacks what typesetting needs.
    """
    from brochure.typeset import typeset

    paths = _Paths(project)
    tagged = sheet.output.target is Target.SCREEN
    palette = sheet.job.palette
    done = typeset(
        sheet.html,
        paths,
        palette,
        tagged=tagged,
        opened=opened,
        framed=framed,
        light="toner" in sheet.output.variant,
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

    return room(sheet.html, _Paths(project), sheet.job.palette, element)


class _Paths:
    """The project's files, and a list of those that were read."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.read: list[str] = []

    def path_of(self, name: str) -> Path:
        """The file that a page names; `styles/` may be the project's or Brochure's."""
        if name.startswith("styles/"):
            name = str(self.project.styles / name.removeprefix("styles/"))
        path = self.project.path_of(name)
        self.read.append(str(path))
        return path


def finish(pdf: bytes, sheet: Sheet) -> tuple[bytes, tuple[Finding, ...]]:
    """The file as it leaves the house, and what was found on the way.

    Raises: Stop where it cannot be what its target asks.
    """
    from brochure.finishing import finish

    done = finish(pdf, sheet.job)
    return done.pdf, done.findings


def check(pdf: bytes, sheet: Sheet, pages: int) -> tuple[Finding, ...]:
    """What the print shop would say of a finished press file of so many `pages`."""
    output, job = sheet.output, sheet.job
    if output.target is not Target.PRESS or job.printer is None:
        return ()
    import tempfile

    from brochure.preflight.inspect import inspect
    from brochure.preflight.report.findings import findings

    with tempfile.TemporaryDirectory(prefix="brochure-check-") as folder:
        path = Path(folder) / output.name
        path.write_bytes(pdf)
        return findings(
            inspect(
                path,
                job.printer,
                format=output.format,
                expected_pages=pages,
                fold=Fold(output.fold) if output.fold else None,
            )
        )


def warm_up() -> None:
    """Imports what `lay_out` needs; no font is opened, so that we can still fork.

    Raises: Stop where the machine lacks what is needed.
    """
    from brochure.typeset import warm_up

    warm_up(fonts=False)
    # What a sheet is made of, or else it is imported when the first one arrives.
    import_module("brochure.finishing")


def open_fonts() -> None:
    """What is left to do before `lay_out`, in a process that forks no more."""
    from brochure.typeset import warm_up

    warm_up()


def warm_up_finishing(sheets: Iterable[Sheet]) -> None:
    """Imports and opens what `finish` needs, before there is anything to finish."""
    marked = None
    for sheet in sheets:
        import_module(f"brochure.finishing.{sheet.output.target}")
        if sheet.output.target is Target.PRESS:
            marked = sheet
    if marked:
        from brochure.finishing import marks

        # The first drawing reads the slug's font and imports reportlab, 0.1 s.
        marks.draw(marked.job, 1, ())


def colour_of(sheet: Sheet) -> str:
    """The colour of the file, for the table: `PDF/X-4 · CMYK · FOGRA39`."""
    target = sheet.output.target
    if target is Target.PRESS:
        printer = sheet.job.printer
        assert printer
        return f"PDF/{printer.pdfx} · CMYK · {printer.condition.identifier}"
    return "sRGB · PDF/UA-1" if target is Target.SCREEN else "sRGB"


def _written_at(styles: Path, colour: RGB) -> Mark | None:
    """Where a colour that is no ink was typed; imported only if there is one."""
    from brochure.typeset.colours import Colours

    return Colours(styles).place_of(colour)


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
