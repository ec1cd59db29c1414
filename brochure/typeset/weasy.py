"""The door to WeasyPrint: HTML goes in, a PDF in the palette's sRGB comes out.

What we lean on that its manual does not promise, each with a test in
tests/typeset/test_weasy_contract.py:

* what is imported when, and that most of it is not needed (quickstart.py);
* fontconfig is first asked for its configuration when it is imported (fonts.py);
* the progress log names a style sheet before its warnings, and every page (notices.py);
* every line of text goes through `draw_first_line` and `add_font` (glyphs.py);
* `svg.TAGS` says how an SVG path is drawn (dots.py);
* `Stream.marked` and `tags._build_box_tree` make the tags (decoration.py).
"""

from __future__ import annotations

import contextlib
import gc
import io
import re
import signal
import threading
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from brochure.finding import Finding, Stop, Words, fail, warn
from brochure.inks import Palette
from brochure.typeset import bridge, columns, decoration, dots, fonts, glyphs, notices
from brochure.typeset.fetch import BASE, Desk, Paths, Refused
from brochure.typeset.glyphs import Missing, Watch
from brochure.typeset.notices import Notices
from brochure.typeset.quickstart import import_weasyprint

__all__ = ["Missing", "Typeset", "typeset", "warm_up"]

#: What we replace inside WeasyPrint is written for this version alone.
VERSION = "70.0"

#: A leaflet has 3,000 characters and takes half a second. Some layouts take a time that
#: grows with the square of the text, or worse (flex columns), and no page ever ends.
MAX_CHARACTERS = 300_000
MAX_SECONDS = 120

_INSTALL = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A page as set: its PDF, the number of pages, and all that is wrong with it.

    The PDF is not compressed: finishing rewrites its streams, and does that then.
    """

    pdf: bytes
    pages: int
    missing: tuple[Missing, ...]
    findings: tuple[Finding, ...]


def typeset(html: str, paths: Paths, palette: Palette, *, tagged: bool) -> Typeset:
    """Set a page of HTML.

    Links in it are names that `paths` turns into files. `tagged` makes it PDF/UA-1, for
    screens. The bytes depend on the arguments, the files they name and the versions of
    WeasyPrint, Pango and HarfBuzz, and on nothing else.

    Raises:
        Stop: WeasyPrint cannot run here, or the text does not end.
    """
    if len(re.sub("<[^>]*>", "", html)) > MAX_CHARACTERS:
        raise Stop(notices.too_long())
    engine = _engine()
    desk, watch = Desk(paths, palette), Watch()
    heard = Notices(desk, watch.tofu_drawn)
    options: dict[str, Any] = {"uncompressed_pdf": True}
    if tagged:
        options["pdf_variant"] = "pdf/ua-1"
    with (
        _without_collecting(),
        _in_time(),
        _explained(desk, heard),
        heard.listening(),
        watch.watching(),
    ):
        page = engine.weasyprint.HTML(string=html, base_url=BASE, url_fetcher=desk)
        document = page.render(font_config=engine.font_configuration, **options)
        pdf: bytes = document.write_pdf(**options)
    if desk.bug:
        raise desk.bug
    missing, unknown = glyphs.judge(watch, engine.families, page.etree_element)
    missing |= glyphs.variants_missing(html, fonts.FOLDER)
    ill_set = bridge.findings(document.pages)
    findings = (
        *engine.findings,
        *desk.findings,
        *heard.findings,
        *unknown,
        *ill_set,
    )
    return Typeset(pdf, len(document.pages), tuple(sorted(missing)), findings)


def warm_up() -> None:
    """Import WeasyPrint now, 0.15 s, rather than at the first page.

    Raises:
        Stop: It cannot run here.
    """
    with _without_collecting():
        _engine()


# --- The engine ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Engine:
    weasyprint: Any
    font_configuration: Any
    families: frozenset[str]
    findings: tuple[Finding, ...]


@cache
def _engine() -> _Engine:
    """WeasyPrint, imported once a process, with our fonts and no others.

    Raises:
        Stop: It is missing, has another version, or its libraries are missing.
    """
    fonts.isolate()
    findings: list[Finding] = []
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        weasyprint = _import()
    if any("HarfBuzz-Subset" in str(one.message) for one in said):
        findings.append(
            warn(
                "system.harfbuzz-subset",
                "HarfBuzz-subset がないので遅くなり、できるファイルも変わります",
                "HarfBuzz-subset is missing: it takes longer, and the files differ",
                hint=_run("sudo apt-get install libharfbuzz-subset0"),
            )
        )
    from weasyprint import svg
    from weasyprint.css.properties import INITIAL_VALUES
    from weasyprint.layout import block
    from weasyprint.pdf import stream, tags
    from weasyprint.text.fonts import FontConfiguration

    # Text in SVG has no language; Pango would take the machine's, and our fonts have
    # other forms for Japanese.
    INITIAL_VALUES["lang"] = "ja"
    decoration.install(stream, tags)
    dots.install(svg)
    columns.install(block)
    bridge.install()
    configuration = FontConfiguration()
    families = fonts.check(_listed(configuration))
    return _Engine(weasyprint, configuration, families, tuple(findings))


def _import() -> Any:
    try:
        # Before it fails for want of Pango, WeasyPrint prints a banner.
        with contextlib.redirect_stdout(io.StringIO()):
            weasyprint = import_weasyprint()
    except ModuleNotFoundError as error:
        raise Stop(
            fail(
                "system.package",
                f"Python のパッケージ {error.name} がありません",
                f"the Python package {error.name} is missing",
                hint=_run("make pdf"),
            )
        ) from None
    except OSError as error:
        library = str(error).partition(":")[0]
        raise Stop(
            fail(
                "system.library",
                f"組版に必要なシステムのライブラリがありません（{library}）",
                f"a system library for typesetting is missing ({library})",
                hint=_run(_INSTALL),
            )
        ) from None
    if weasyprint.VERSION != VERSION:
        raise Stop(
            fail(
                "system.version",
                f"WeasyPrint {VERSION} が必要です（いまは {weasyprint.VERSION}）",
                f"WeasyPrint {VERSION} is needed, this is {weasyprint.VERSION}",
                hint=_run("make pdf"),
            )
        )
    return weasyprint


def _run(command: str) -> Words:
    return Words(f"{command} を実行してください", f"run {command}")


def _listed(configuration: Any) -> list[tuple[str, str]]:
    """(file, family) of every font that fontconfig would use."""
    from weasyprint.text.ffi import ffi, fontconfig

    found = fontconfig.FcConfigGetFonts(configuration._config, fontconfig.FcSetSystem)
    text = ffi.new("FcChar8 **")

    def value(pattern: Any, name: bytes) -> str:
        fontconfig.FcPatternGetString(pattern, name, 0, text)
        string: bytes = ffi.string(text[0])
        return string.decode()

    return [
        (value(found.fonts[i], b"file"), value(found.fonts[i], b"family"))
        for i in range(found.nfont if found != ffi.NULL else 0)
    ]


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
