"""Fontconfig's lists, and one that has a project's fonts besides ours.

Every page's WeasyPrint is given a font configuration, and has no other fonts. That of a
project is made in memory: no file and no variable of this process has to change, which
threads and forked processes read as well. WeasyPrint has not declared the functions for
it; ctypes calls them.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from brochure.finding import Words, fail
from brochure.typeset.font_file import Face
from brochure.typeset.own_fonts import OwnFonts


def system(configuration: Any) -> list[tuple[str, str]]:
    """(file, family) of every font that its configuration names folders for."""
    return [(file, names[0]) for file, names in _listed(configuration, own=False)]


def beside(own: OwnFonts, xml: str) -> tuple[Any, list[Any]]:
    """A font configuration with a project's fonts; findings where one is not read."""
    from weasyprint.text.ffi import ffi, fontconfig, pangoft2
    from weasyprint.text.fonts import FontConfiguration

    made = FontConfiguration()
    library = _library()
    address = library.FcConfigCreate()
    library.FcConfigParseAndLoadFromMemory(address, xml.encode(), True)
    library.FcConfigBuildFonts(address)
    made._config = ffi.cast("FcConfig *", address)
    unread = []
    for file in own.files:
        if not fontconfig.FcConfigAppFontAddFile(made._config, os.fsencode(file)):
            unread.append(file)
    font_map = ffi.cast("PangoFcFontMap *", made.font_map)
    pangoft2.pango_fc_font_map_set_config(font_map, made._config)
    library.FcConfigDestroy(address)  # Pango keeps it
    read = {file for file, _ in _listed(made, own=True)}
    unread += [file for file in own.files if str(file) not in read]
    return made, [_not_read(file) for file in dict.fromkeys(unread)]


def called(configuration: Any, faces: Iterable[Face]) -> dict[str, str]:
    """For every name of the project's families, the first one; all in lower case."""
    found: dict[str, str] = {}
    groups = [names for _, names in _listed(configuration, own=True)]
    groups += [list(face.names) for face in faces]
    for names in groups:
        small = [name.casefold() for name in names]
        first = next((found[name] for name in small if name in found), small[0])
        for name in small:
            found.setdefault(name, first)
    return found


def _listed(configuration: Any, *, own: bool) -> list[tuple[str, list[str]]]:
    """(file, its families) of the fonts of folders, or of those added one by one."""
    from weasyprint.text.ffi import ffi, fontconfig

    kind = fontconfig.FcSetApplication if own else fontconfig.FcSetSystem
    found = fontconfig.FcConfigGetFonts(configuration._config, kind)
    text = ffi.new("FcChar8 **")

    def values(pattern: Any, name: bytes) -> list[str]:
        strings: list[str] = []
        while not fontconfig.FcPatternGetString(pattern, name, len(strings), text):
            string: bytes = ffi.string(text[0])
            strings.append(string.decode(errors="replace"))
        return strings

    fonts = [found.fonts[i] for i in range(found.nfont if found != ffi.NULL else 0)]
    return [
        (values(font, b"file")[0], values(font, b"family"))
        for font in fonts
        if values(font, b"family")
    ]


@cache
def _library() -> Any:
    """Fontconfig once more, for the functions that WeasyPrint has not declared."""
    name = "libfontconfig.so.1"
    try:
        library = ctypes.CDLL(name)
    except OSError:  # not Linux
        library = ctypes.CDLL(ctypes.util.find_library("fontconfig"))
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, result, *arguments in (
        ("FcConfigCreate", pointer),
        ("FcConfigParseAndLoadFromMemory", number, pointer, text, number),
        ("FcConfigBuildFonts", number, pointer),
        ("FcConfigDestroy", None, pointer),
    ):
        called_so = getattr(library, function)
        called_so.restype, called_so.argtypes = result, arguments
    return library


def _not_read(file: Path) -> Any:
    return fail(
        "font.broken",
        "書体として読めません（FreeType）",
        "this font cannot be read (FreeType)",
        hint=Words(
            "手に入れ直すか、fonts/ から除いてください",
            "get it anew, or take it out of fonts/",
        ),
        at=f"fonts/{file.name}",
    )
