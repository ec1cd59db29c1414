"""The door to WeasyPrint: HTML goes in, a PDF in the palette's sRGB comes out.

What we lean on that its manual does not promise stands in inside/, and has its tests in
tests/typeset/test_weasy_contract.py.
"""

from __future__ import annotations

import contextlib
import gc
import re
import signal
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.finding import Finding, Stop, Words, fail
from brochure.typeset import (
    bare,
    copyfit,
    excess,
    faces,
    fit,
    fonts,
    glyphs,
    proof,
    unseen,
    variables,
)
from brochure.typeset.anatomy import Anatomy, anatomy
from brochure.typeset.fetch import BASE, Desk, Paths
from brochure.typeset.frames import Frame, frames
from brochure.typeset.glyphs import Missing
from brochure.typeset.inside import notices
from brochure.typeset.inside.engine import Engine, engine, imported
from brochure.typeset.inside.notes import Notes, noting
from brochure.typeset.inside.notices import Notices
from brochure.typeset.inside.watch import Watch
from brochure.typeset.pages.page import Laid, parents
from brochure.typeset.pages.walk import walked
from brochure.typeset.refusal import Refused

if TYPE_CHECKING:
    from brochure.shop.inks import Palette

__all__ = ["Missing", "Typeset", "typeset", "warm_up"]

#: A leaflet has 3,000 characters and takes half a second. Some layouts take a time that
#: grows with the square of the text, or worse (flex columns), and no page ever ends.
MAX_CHARACTERS = 300_000
MAX_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Typeset:
    """A page as set: its PDF, the number of pages, and all that is wrong with it.

    The PDF is not compressed: finishing rewrites its streams, and does that then.
    """

    pdf: bytes
    pages: int
    missing: tuple[Missing, ...]
    findings: tuple[Finding, ...]
    #: Where everything stands, for those who have asked.
    anatomy: Anatomy | None = None
    #: Where every element with an id stands, likewise.
    frames: dict[str, Frame] | None = None


def typeset(
    html: str,
    paths: Paths,
    palette: Palette,
    *,
    tagged: bool,
    opened: bool = False,
    framed: bool = False,
    light: bool = False,
    looked_at: bool = True,
    own_fonts: Path | None = None,
) -> Typeset:
    """Set a page of HTML.

    Links in it are names that `paths` turns into files, `own_fonts` is the project's
    folder of fonts, if there is one. `tagged` makes it PDF/UA-1, for
    screens; `opened` asks for its anatomy, `framed` for the place of every id; `light`
    saves toner. `looked_at` asks what can be seen of its words; not of a page some of
    which is left out on purpose. The bytes depend on the arguments, the files they name
    and the versions of WeasyPrint, Pango and HarfBuzz, and on nothing else.

    Raises:
        Stop: WeasyPrint cannot run here, or the text does not end.
    """
    if len(re.sub("<[^>]*>", "", html)) > MAX_CHARACTERS:
        raise Stop(notices.too_long())
    weasy = engine(own_fonts)
    desk = Desk(paths, palette)
    watch = Watch(weasy.called, weasy.undivided)
    heard = Notices(desk, watch.tofu_drawn)
    options: dict[str, Any] = {"uncompressed_pdf": True}
    if tagged:
        options["pdf_variant"] = "pdf/ua-1"
    with (
        _without_collecting(),
        _in_time(),
        _explained(desk, heard),
        heard.listening(),
    ):
        page = _Page(html, desk, watch, options, opened, weasy)
        laid, fitting = copyfit.fitted(page.render(), page.root, page.render)
        unfit = fit.findings(laid)
        oversets = excess.excess(laid, page.root, page.render)
        if light:
            from brochure.typeset.inside.toner import lighten

            lighten(laid.document)
        misplaced = [*oversets, *excess.pages(laid, page.root)]
        hidden: list[Finding] = []
        if looked_at and not misplaced:  # what is too much lies anywhere
            hidden = page.hidden(laid, light)
        pdf = page.write(laid)
    if desk.bug:
        raise desk.bug
    missing, unknown = glyphs.judge(watch.odd, weasy.families, weasy.called, page.root)
    missing |= glyphs.variants_missing(html, _fonts(weasy, watch))
    undefined = variables.findings(desk.sheets, page.root)
    findings = (
        *weasy.findings,
        *desk.findings,
        *undefined,
        *variables.without_echo(heard.findings, undefined),
        *unknown,
        *faces.findings(
            watch.substitutes, desk.sheets, fonts.FOLDER, page.root, weasy.own.weights
        ),
        *fitting,
        *misplaced,
        *fit.unexplained(unfit, oversets),
        *hidden,
        *proof.gave_up(laid.complaints, page.root),
        *proof.findings(laid.pages),
    )
    return Typeset(
        pdf,
        len(laid.pages),
        tuple(sorted(missing)),
        findings,
        anatomy(laid.pages) if opened else None,
        frames(laid.pages) if framed else None,
    )


def _fonts(weasy: Engine, watch: Watch) -> Iterator[tuple[Path, int]]:
    """Our files, and those of the project that this page is set with."""
    for file in sorted(fonts.FOLDER.glob("*.ttf")):
        if file not in weasy.hidden:
            yield file, 0
    for face in weasy.own.faces:
        if any(weasy.called.get(name.casefold()) in watch.used for name in face.names):
            yield face.file, face.number


def room(
    html: str,
    paths: Paths,
    palette: Palette,
    name: str,
    own_fonts: Path | None = None,
) -> int | None:
    """How many more characters fit into the element `name` of a page: see excess.room.

    Raises:
        Stop: WeasyPrint cannot run here, or the text does not end.
    """
    with _without_collecting(), _in_time():
        page = _Page(html, Desk(paths, palette), Watch(), {}, False, engine(own_fonts))
        return excess.room(page.root, page.render, name)


def warm_up(*, fonts: bool = True, own_fonts: Path | None = None) -> None:
    """Import WeasyPrint now, 0.15 s, rather than at the first page.

    Where the process will fork, leave `fonts` closed: see `engine.imported`.

    Raises:
        Stop: It cannot run here.
    """
    with _without_collecting():
        engine(own_fonts) if fonts else imported()


# --- A page --------------------------------------------------------------------------


class _Page:
    """A page of HTML in WeasyPrint's hands; `root` is its root element."""

    def __init__(
        self,
        html: str,
        desk: Desk,
        watch: Watch,
        options: dict[str, Any],
        opened: bool,
        weasy: Engine,
    ) -> None:
        self.html = weasy.weasyprint.HTML(string=html, base_url=BASE, url_fetcher=desk)
        self.root = self.html.etree_element
        self.options = options
        self.render_options = {"font_config": weasy.font_configuration, **options}
        self.watch = watch
        self.opened = opened

    def render(self) -> Laid:
        """Lay it out, as its elements are now."""
        with noting(Notes(self.watch)) as notes:
            document = self.html.render(**self.render_options)
        pages = walked(document.pages, opened=self.opened)
        lost = fit.lost(notes.given, pages, self.root)
        return Laid(pages, lost, notes.complaints, document)

    def hidden(self, laid: Laid, light: bool) -> list[Finding]:
        """What of its words cannot be seen, as it will be drawn; and its bare paper.

        Saving toner makes paper of grounds: then nobody asks how much is bare.
        """
        from brochure.typeset.inside.coats import pages

        known = len(laid.complaints)
        try:
            with noting(Notes(complaints=laid.complaints)):
                found = pages(laid.document, parents(self.root))
        except Exception:
            if len(laid.complaints) == known:
                raise
        if len(laid.complaints) > known:
            return []  # ours has failed, and WeasyPrint's own tells nothing
        return [*unseen.findings(found), *(() if light else bare.findings(found))]

    def write(self, laid: Laid) -> bytes:
        """Draw it. What goes wrong with that is complained of as well."""
        with noting(Notes(self.watch, complaints=laid.complaints)):
            pdf: bytes = laid.document.write_pdf(**self.options)
        return pdf


# --- Around a page -------------------------------------------------------------------


@contextlib.contextmanager
def _explained(desk: Desk, heard: Notices) -> Iterator[None]:
    """Turn a crash of WeasyPrint into a finding: a style sheet can cause one.

    A crash in our own code keeps its traceback.
    """
    try:
        yield
    except Stop:
        raise
    except Exception as error:
        if isinstance(error.__context__, Refused):
            # @color-profile: the only link that WeasyPrint cannot do without.
            raise Stop(*desk.findings, *heard.findings) from None
        last = traceback.extract_tb(error.__traceback__)[-1]
        if Path(last.filename).is_relative_to(Path(__file__).parents[1]):
            raise
        where = f"{Path(last.filename).name}:{last.lineno}"
        what = f"{type(error).__name__}: {error}"[:200]
        crash = fail(
            "typeset.crash",
            f"組版エンジンが {where} で止まりました（{what}）",
            f"the layout engine broke down in {where} ({what})",
            hint=Words(
                "最後に変えたスタイルや SVG を見直してください",
                "look at what was changed last in style sheets and SVG files",
            ),
        )
        raise Stop(*desk.findings, *heard.findings, crash) from error


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """No garbage collection meanwhile: a page is all alive till it is written; −8 %."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextlib.contextmanager
def _in_time() -> Iterator[None]:
    """Stop a layout that does not come to an end.

    Only the main thread can be interrupted. The alarm repeats, because WeasyPrint goes
    on after any error inside an SVG picture, even this one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: object) -> None:
        raise Stop(
            fail(
                "typeset.too-slow",
                f"{MAX_SECONDS} 秒たっても組み終わりません",
                f"setting the page takes more than {MAX_SECONDS} seconds",
                hint=Words(
                    "長い文章を flex や段組みに入れていないか見てください",
                    "look for long text in a flex box or in columns",
                ),
            )
        )

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, MAX_SECONDS, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
