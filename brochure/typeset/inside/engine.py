"""WeasyPrint, imported once a process: our fonts, our version, our changes to it."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from brochure.finding import Finding, Stop, Words, fail, warn
from brochure.typeset import fonts
from brochure.typeset.inside import fontconfig
from brochure.typeset.inside.quickstart import import_weasyprint
from brochure.typeset.own_fonts import OwnFonts, Stamped, listed, opened

#: What we replace inside WeasyPrint (table.py) is written for this version alone.
VERSION = "70.0"

_INSTALL = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True, slots=True)
class Engine:
    """What every page of a project needs of it.

    `families` are those that there are, ours and the project's; `called` has, for every
    name that a style sheet may use, the one that we know a family of the project by,
    both in lower case. `hidden` are files of ours, for which the project has its own.
    """

    weasyprint: Any
    font_configuration: Any
    families: frozenset[str]
    findings: tuple[Finding, ...]
    own: OwnFonts = field(default_factory=OwnFonts)
    called: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[Path] = frozenset()

    @property
    def undivided(self) -> frozenset[str]:
        """The families that must be embedded whole."""
        whole = (face.family.casefold() for face in self.own.faces if face.whole)
        return frozenset(self.called.get(family, family) for family in whole)


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


def engine(folder: Path | None = None) -> Engine:
    """WeasyPrint with our fonts, those of a project's fonts/, and no others.

    Two projects in one process have nothing of each other's, and a file that was
    changed is read again: each has a configuration of its own.

    Raises:
        Stop: As `imported`; or a font that is not ours would be used.
    """
    return _of(folder, listed(folder)) if folder else _plain()


@cache
def _plain() -> Engine:
    weasyprint, findings = imported()
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    families = fonts.check(fontconfig.system(configuration))
    return Engine(weasyprint, configuration, families, findings)


@lru_cache(maxsize=4)
def _of(folder: Path, files: tuple[Stamped, ...]) -> Engine:
    plain = _plain()
    own = opened(folder, files) if files else OwnFonts()
    if not own.faces:
        return replace(plain, own=own, findings=(*plain.findings, *own.findings))
    names = {name.casefold() for face in own.faces for name in face.names}
    hidden = frozenset(
        Path(file)
        for file, family in fontconfig.system(plain.font_configuration)
        if family.casefold() in names
    )
    axes = {f.file: f.family for f in own.faces if f.weights[0] < f.weights[1]}
    configuration, unread = fontconfig.beside(own, fonts.beside_own(hidden, axes))
    if rest := fontconfig.system(configuration):
        fonts.check(rest)
    configuration.em_boxes = {
        name.casefold(): face.above for face in own.faces for name in face.names
    }
    families = {family for _, family in rest} | {face.family for face in own.faces}
    return Engine(
        plain.weasyprint,
        configuration,
        frozenset(families),
        (*plain.findings, *own.findings, *unread),
        own,
        fontconfig.called(configuration, own.faces),
        hidden,
    )


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
