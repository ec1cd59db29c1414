"""The fonts we set with: the files in fonts/, and no other font of the machine.

A project's own fonts/ is the other source (own_fonts.py), for that project alone.

Fontconfig reads a configuration of ours instead of the machine's. Measured against
@font-face rules for the five files: 7 ms in place of 60–130 ms, the same bytes.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from itertools import starmap
from pathlib import Path

from brochure import HOME
from brochure.files import reason
from brochure.finding import Stop, fail

FOLDER = HOME / "fonts"

#: Variables through which a machine could still change fonts, shaping or sizes.
_MEDDLING = (
    "FC_LANG",
    "FONTCONFIG_PATH",
    "FONTCONFIG_SYSROOT",
    "FREETYPE_PROPERTIES",
    "HB_OPTIONS",
    "HB_SHAPER_LIST",
    "PANGO_LANGUAGE",
)


@cache
def isolate(folder: Path = FOLDER) -> Path:
    """Make fontconfig see `folder` alone; call before Pango is loaded.

    The configuration and fontconfig's cache live in a temporary folder of this process:
    nothing is shared, so parallel builds, a read-only home and a replaced font file
    need no thought. A scan of our fonts takes 7 ms.

    Raises:
        Stop: There is no place for temporary files.
    """
    try:
        place = Path(tempfile.mkdtemp(prefix="brochure-"))
    except OSError as error:
        raise Stop(
            fail(
                "fonts.no-temporary-folder",
                f"一時ファイルを置く場所がありません（{reason(error).ja}）",
                f"there is no place for temporary files ({reason(error).en})",
            )
        ) from None
    atexit.register(_remove, place, os.getpid())
    configuration = place / "fonts.conf"
    configuration.write_text(_text(folder, place), encoding="utf-8")
    for name in _MEDDLING:
        os.environ.pop(name, None)
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    return configuration


def beside_own(hidden: Iterable[Path], variable: Mapping[Path, str]) -> str:
    """Fontconfig's configuration beside fonts of a project: ours without `hidden`.

    A font with names in several languages is known by the first one; fontconfig would
    ask for the machine's language, unless the font does not say which name is in which.
    What was scanned in this way has its own cache. `variable` are files with an axis
    of weights, and their families: fontconfig calls the whole axis by the name of its
    first weight alone, and gives no weights but those that have names.
    """
    rejected = "".join(f"<glob>{escape(str(file))}</glob>" for file in sorted(hidden))
    unsaid = "".join(
        f'<edit name="{name}lang" mode="delete_all"/>'
        for name in ("family", "style", "fullname")
    )
    return _text(
        FOLDER,
        isolate().parent / "beside",
        f"<selectfont><rejectfont>{rejected}</rejectfont></selectfont>"
        f'<match target="scan">{unsaid}</match>'
        + "".join(starmap(_named, sorted(variable.items()))),
    )


def _named(file: Path, family: str) -> str:
    return (
        '<match target="scan">'
        f'<test name="file"><string>{escape(str(file))}</string></test>'
        '<test name="variable"><bool>true</bool></test>'
        '<edit name="family" mode="prepend">'
        f"<string>{escape(family)}</string></edit></match>"
    )


def _text(folder: Path, place: Path, more: str = "") -> str:
    return (
        '<?xml version="1.0"?>\n'
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{escape(str(folder))}</dir>"
        f"<cachedir>{escape(str(place))}/cache</cachedir>{more}</fontconfig>\n"
    )


def _remove(place: Path, process: int) -> None:
    """A forked child must not take the folder away from its parent."""
    if os.getpid() == process:
        shutil.rmtree(place, ignore_errors=True)


def check(files: list[tuple[str, str]], folder: Path = FOLDER) -> frozenset[str]:
    """The families of `files`, fontconfig's own list of (file, family).

    A configuration that fontconfig cannot read makes it fall back to the machine's
    fonts without a word, hence the look at the list itself.

    Raises:
        Stop: A font from elsewhere is on the list, or none is.
    """
    strangers = sorted(file for file, _ in files if folder not in Path(file).parents)
    if strangers:
        raise Stop(
            fail(
                "fonts.not-ours",
                f"fonts/ にない書体が使われるところでした: {strangers[0]}",
                f"a font from outside fonts/ would be used: {strangers[0]}",
            )
        )
    if not files:
        raise Stop(
            fail(
                "fonts.none",
                "fonts/ に書体がありません",
                "there are no fonts in fonts/",
                at=str(folder),
            )
        )
    return frozenset(family for _, family in files)
