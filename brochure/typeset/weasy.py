"""The door to WeasyPrint: HTML goes in, a PDF in the palette's sRGB comes out.

What we lean on that its manual does not promise, each with a test in
tests/typeset/test_weasy_contract.py:

* the progress log names a stylesheet before its warnings, and every page (notices.py);
* every line of text goes through `draw_first_line` and `add_font` (glyphs.py);
* fontconfig is asked for its configuration when `weasyprint` is imported (fonts.py).
"""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

from brochure.finding import Finding, Stop, Words, fail, warn
from brochure.typeset import fonts
from brochure.typeset.fetch import BASE, Desk, Inks, Paths
from brochure.typeset.glyphs import Missing, Watch, watching
from brochure.typeset.notices import MAX_PAGES, Notices, listening, too_long

#: What we replace inside WeasyPrint is written for this version alone.
VERSION = "70.0"

_INSTALL = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A page as set: its PDF, the number of pages, and all that is wrong with it."""

    pdf: bytes
    pages: int
    missing: tuple[Missing, ...]
    findings: tuple[Finding, ...]


def typeset(html: str, project: Paths, palette: Inks, *, tagged: bool) -> Typeset:
    """Set a page of HTML.

    Links are relative to the project folder, whatever `project` takes that to be.
    `tagged` makes it PDF/UA-1, for screens. Every byte depends on the arguments, the
    files they name and the versions of WeasyPrint and Pango, and on nothing else.

    Raises:
        Stop: WeasyPrint cannot run here, or the text never ends.
    """
    engine = _engine()
    desk, watch = Desk(project, palette), Watch()
    notices = Notices(desk, watch.tofu_drawn)
    options = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    with listening(notices), watching(watch):
        page = engine.weasyprint.HTML(string=html, base_url=BASE, url_fetcher=desk)
        document = page.render(font_config=engine.font_configuration, **options)
        pdf: bytes = document.write_pdf(**options)
    missing, families = _judge(watch, engine.families, page.etree_element)
    pages = len(document.pages)
    findings = [*engine.findings, *desk.findings, *notices.findings, *families]
    if pages > MAX_PAGES:
        findings.append(too_long())
    return Typeset(pdf, pages, missing, tuple(findings))


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
                "HarfBuzz-subset がないので、遅くなり、ファイルも変わります",
                "HarfBuzz-subset is missing: slower, and the files differ",
                hint=Words(
                    "sudo apt-get install libharfbuzz-subset0",
                )
                * 2,
            )
        )
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    families = fonts.check(_listed(configuration))
    return _Engine(weasyprint, configuration, families, tuple(findings))


def _import() -> Any:
    said = io.StringIO()
    try:
        # Before it fails for want of Pango, WeasyPrint prints a banner.
        with contextlib.redirect_stdout(said):
            import weasyprint
    except ModuleNotFoundError as error:
        raise Stop(
            fail(
                "system.weasyprint",
                f"Python のパッケージ {error.name} がありません",
                f"the Python package {error.name} is missing",
                hint=Words("make pdf を実行してください", "run make pdf"),
            )
        ) from None
    except OSError as error:
        raise Stop(
            fail(
                "system.pango",
                f"組版に必要なシステムのライブラリがありません（{error}）",
                f"a system library for typesetting is missing ({error})",
                hint=Words(f"実行してください: {_INSTALL}", f"run: {_INSTALL}"),
            )
        ) from None
    if weasyprint.VERSION != VERSION:
        raise Stop(
            fail(
                "system.weasyprint",
                f"WeasyPrint {VERSION} が必要ですが、{weasyprint.VERSION} です",
                f"WeasyPrint {VERSION} is needed, this is {weasyprint.VERSION}",
                hint=Words("make pdf を実行してください", "run make pdf"),
            )
        )
    return weasyprint


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


def _judge(
    watch: Watch, bundled: frozenset[str], root: Any
) -> tuple[tuple[Missing, ...], list[Finding]]:
    """The characters that could not be set as asked, and stylesheets that ask wrongly."""
    if not watch.odd:
        return (), []
    ours = {family.casefold() for family in bundled}
    parents = {child: parent for parent in root.iter() for child in parent}
    missing: set[Missing] = set()
    unknown: set[str] = set()
    second: dict[tuple[str, str], str] = {}
    for (character, families, drawn), element in watch.odd.items():
        asked = families[0] if families else ""
        if not drawn:
            missing.add(Missing(character, asked, "", _nearest_id(element, parents)))
        elif asked.casefold() not in ours:
            unknown.add(asked)
        elif drawn.casefold() in {family.casefold() for family in families}:
            second[asked, drawn] = second.get((asked, drawn), "") + character
        else:
            missing.add(Missing(character, asked, drawn, _nearest_id(element, parents)))
    findings = [_unknown_family(family, bundled) for family in sorted(unknown)]
    findings += [_second_choice(*pair, second[pair]) for pair in sorted(second)]
    return tuple(sorted(missing)), findings


def _nearest_id(element: Any, parents: dict[Any, Any]) -> str:
    while element is not None:
        if found := element.get("id"):
            return str(found)
        element = parents.get(element)
    return ""


def _unknown_family(family: str, bundled: frozenset[str]) -> Finding:
    have = ", ".join(sorted(bundled))
    return warn(
        "font.unknown",
        f"font-family: {family} は fonts/ にありません",
        f"font-family: {family} is not in fonts/",
        hint=Words(f"使える書体: {have}", f"there are: {have}"),
    )


def _second_choice(asked: str, drawn: str, characters: str) -> Finding:
    return warn(
        "font.second-choice",
        f"{asked} にない字を {drawn} で組みました: {characters}",
        f"characters that {asked} has not are set in {drawn}: {characters}",
    )
