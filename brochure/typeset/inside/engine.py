"""WeasyPrint, imported once a process: our fonts, our version, our changes to it."""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

from brochure.finding import Finding, Stop, Words, fail, warn
from brochure.typeset import fonts
from brochure.typeset.inside.quickstart import import_weasyprint

#: What we replace inside WeasyPrint (table.py) is written for this version alone.
VERSION = "70.0"

_INSTALL = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True, slots=True)
class Engine:
    """What every page needs of it; `families` are those that fonts/ has."""

    weasyprint: Any
    font_configuration: Any
    families: frozenset[str]
    findings: tuple[Finding, ...]


@cache
def imported() -> tuple[Any, tuple[Finding, ...]]:
    """The `weasyprint` module, with our changes to it, and what to say about it.

    No font is opened. From the first one on, Pango (since 1.52) has a thread of its
    own, and a process that is forked then waits for it for ever.

    Raises:
        Stop: It is missing, has another version, or its libraries are missing.
    """
    fonts.isolate()
    findings: list[Finding] = []
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        weasyprint = _imported()
    if any("HarfBuzz-Subset" in str(one.message) for one in said):
        findings.append(
            warn(
                "system.harfbuzz-subset",
                "HarfBuzz-subset がないので遅くなり、できるファイルも変わります",
                "HarfBuzz-subset is missing: it takes longer, and the files differ",
                hint=_run("sudo apt-get install libharfbuzz-subset0"),
            )
        )
    from brochure.typeset.inside.table import install

    install()
    _keep_loaded()
    return weasyprint, tuple(findings)


@cache
def engine() -> Engine:
    """WeasyPrint with our fonts and no others, once a process.

    Raises:
        Stop: As `imported`; or a font that is not ours would be used.
    """
    weasyprint, findings = imported()
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    families = fonts.check(_listed(configuration))
    return Engine(weasyprint, configuration, families, findings)


def _imported() -> Any:
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


def _keep_loaded() -> None:
    """Never unload Pango and what it uses, not even when Python ends.

    Its thread may be awake at that moment, in code that is no longer there: a finished
    build would end with a segmentation fault, once in thousands on a busy machine.
    """
    import ctypes

    from weasyprint.text import ffi

    for name in ("pangoft2", "pango", "fontconfig", "harfbuzz", "gobject"):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(getattr(ffi, name)))


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
