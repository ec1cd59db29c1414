"""One font file of a project: read, judged, and refused with a reason.

What is let through goes to fontconfig, FreeType and HarfBuzz, which draw nothing, and
say nothing, where they cannot read an outline; so a damaged file is found here.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from brochure.files import reason
from brochure.finding import Finding, Stop, Words, fail, warn
from brochure.product.project import LARGEST
from brochure.typeset.sfnt import (
    Broken,
    Table,
    intact,
    lacking,
    look_into,
    starts,
    tables_of,
)

#: Files that are fonts by their name.
KINDS: Final = (".ttf", ".otf", ".ttc", ".otc")
#: Fonts in forms that we do not set with.
FOREIGN: Final = (".woff", ".woff2", ".eot", ".dfont", ".pfa", ".pfb", ".otb", ".suit")

#: OS/2 fsType (OpenType 1.9): the usage permissions, and two bits that go further.
_PERMISSIONS: Final = 0x000F
_RESTRICTED: Final = 0x0002
_NO_SUBSETTING: Final = 0x0100
_BITMAPS_ONLY: Final = 0x0200


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a file.

    `names` are those that a style sheet may call its family, the usual one first;
    `weights` the lightest and the boldest that it has; `number` is its place in a
    collection; `whole` says that no part of it may be embedded without the rest.
    `above` is how far the em box of its kanji reaches over the baseline, in em.
    """

    file: Path
    names: tuple[str, ...]
    weights: tuple[int, int]
    number: int = 0
    italic: bool = False
    whole: bool = False
    above: float = 0.88

    @property
    def family(self) -> str:
        """The name to speak of it by."""
        return self.names[0]


def read(path: Path, name: str) -> tuple[list[Face], list[Finding]]:
    """The fonts in a file, and what is only unwise; `name` is what to call the file.

    Raises:
        Stop: No page can be set with it, or none may be.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        why = reason(error)
        raise Stop(_unreadable(name, why)) from None
    if len(data) > LARGEST:
        size = f"{LARGEST // 1024**2} MiB"
        why = Words(f"{size} を超えています", f"it is larger than {size}")
        raise Stop(_unreadable(name, why))
    if path.suffix.lower() not in KINDS or data[:3] == b"wOF":
        raise Stop(_foreign(name))
    try:
        return _faces(data, path, name)
    except Broken as broken:
        raise Stop(_unreadable(name, broken.words)) from None
    except (Stop, MemoryError):
        raise
    except Exception as error:  # fontTools lets everything out that a file can cause
        what = f"{type(error).__name__}: {error}"[:100]
        raise Stop(_unreadable(name, Words(what, what))) from None


def _faces(data: bytes, path: Path, name: str) -> tuple[list[Face], list[Finding]]:
    begin, faces = starts(data), []
    damaged: set[str] = set()
    for number, start in enumerate(begin):
        tables = tables_of(data, start)
        look_into(data, tables)
        damaged |= {tag for tag, at in tables.items() if not intact(data, tag, at)}
        faces.append(_face(data, number, tables, path, name, len(begin) > 1))
    found = [_damaged(name, sorted(damaged))] if damaged else []
    return faces, found


# --- What it says of itself ----------------------------------------------------------


def _face(
    data: bytes,
    number: int,
    tables: dict[str, Table],
    path: Path,
    name: str,
    collected: bool,
) -> Face:
    from fontTools.ttLib import TTFont

    font: Any = TTFont(BytesIO(data), fontNumber=number, lazy=True)
    about = font["OS/2"]
    rights = about.fsType
    if rights & _PERMISSIONS == _RESTRICTED:
        raise Stop(_forbidden(name))
    if rights & _BITMAPS_ONLY or not tables.keys() & {"glyf", "CFF ", "CFF2"}:
        raise Stop(_without_outlines(name))
    if "glyf" in tables and not tables["glyf"].length:
        raise Stop(_without_outlines(name))
    if "CFF2" in tables:
        raise Stop(_cff2(name))
    if "CFF " in tables and "fvar" in tables:
        raise lacking("CFF2")
    whole = bool(rights & _NO_SUBSETTING)
    if whole and (collected or "fvar" in tables):
        raise Stop(_indivisible(name))
    if not font.getBestCmap():
        raise lacking("cmap")
    if not 16 <= font["head"].unitsPerEm <= 16384:
        raise lacking("head")
    names = _names(font["name"])
    if not names:
        raise lacking("name")
    axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    weight = about.usWeightClass
    weights = (weight, weight)
    if wght := axes.get("wght"):
        weights = (round(wght.minValue), round(wght.maxValue))
    return Face(
        path,
        names,
        weights,
        number,
        bool(about.fsSelection & 0x201 or axes.keys() & {"ital", "slnt"}),
        whole,
        _above(font),
    )


def _names(table: Any) -> tuple[str, ...]:
    """Every family name: typographic ones first, English first (name IDs 16, 21, 1)."""
    found: dict[str, None] = {}
    for number in (16, 21, 1):
        records = [one for one in table.names if one.nameID == number]
        records.sort(key=lambda one: one.langID not in (0, 0x409))
        for record in records:
            text = record.toUnicode(errors="replace").strip()
            if text and text.isprintable():
                found.setdefault(text[:100])
    return tuple(found)


def _above(font: Any) -> float:
    """How far the em box of kanji reaches over the baseline, in em.

    It is where BASE has the ideographic baseline, or between OS/2's typographic ascent
    and descent where those are an em apart, as the specification wants for CJK fonts
    (OpenType 1.9, OS/2, sTypoAscender); 0.88 in others, as in most Japanese fonts.
    """
    em = font["head"].unitsPerEm
    below = None
    if "BASE" in font:
        below = _ideographic(font["BASE"].table)
    about = font["OS/2"]
    if below is None and about.sTypoAscender - about.sTypoDescender == em:
        below = about.sTypoDescender
    return 0.88 if below is None or not -em < below <= 0 else 1 + below / em


def _ideographic(base: Any) -> int | None:
    axis = base.HorizAxis
    if axis is None or axis.BaseTagList is None:
        return None
    tags = axis.BaseTagList.BaselineTag
    if "ideo" not in tags:
        return None
    at = tags.index("ideo")
    records = {one.BaseScriptTag: one for one in axis.BaseScriptList.BaseScriptRecord}
    for script in ("kana", "hani", "DFLT"):
        if record := records.get(script):
            values = record.BaseScript.BaseValues
            if values is not None:
                return int(values.BaseCoord[at].Coordinate)
    return None


# --- What is wrong -------------------------------------------------------------------


def _unreadable(name: str, why: Words) -> Finding:
    return fail(
        "font.broken",
        f"書体として読めません（{why.ja}）",
        f"this font cannot be read ({why.en})",
        hint=Words(
            "手に入れ直すか、fonts/ から除いてください",
            "get it anew, or take it out of fonts/",
        ),
        at=name,
    )


def _damaged(name: str, tables: list[str]) -> Finding:
    listed = ", ".join(tag.strip() for tag in tables)
    return warn(
        "font.checksum",
        f"表 {listed} のチェックサムが合いません。壊れているかもしれません",
        f"the checksum of {listed} is wrong: it may be damaged",
        hint=Words("手に入れ直してください", "get it anew"),
        at=name,
    )


def _foreign(name: str) -> Finding:
    return fail(
        "font.format",
        "組版に使えない形式の書体です",
        "a font of this format cannot be used for print",
        hint=Words(
            "TTF か OTF に変換するか、提供元からもらってください",
            "convert it to TTF or OTF, or ask its maker for that",
        ),
        at=name,
    )


def _forbidden(name: str) -> Finding:
    return fail(
        "font.no-embedding",
        "PDF への埋め込みが禁じられている書体です（OS/2 fsType）",
        "this font forbids to be embedded in a PDF (OS/2 fsType)",
        hint=Words(
            "埋め込みの許諾を得た書体に替えてください",
            "use one that is licensed for embedding",
        ),
        at=name,
    )


def _without_outlines(name: str) -> Finding:
    return fail(
        "font.bitmap",
        "輪郭のない（ビットマップだけの）書体は印刷に使えません",
        "a font without outlines, or that lends its bitmaps only, cannot be printed",
        hint=Words("輪郭のある書体に替えてください", "use one with outlines"),
        at=name,
    )


def _cff2(name: str) -> Finding:
    return fail(
        "font.cff2",
        "CFF2（可変の OTF）は PDF に埋め込めません",
        "CFF2, a variable OTF, cannot be embedded in a PDF",
        hint=Words(
            "可変の TTF か、ウェイトごとの OTF を使ってください",
            "use a variable TTF, or a static OTF for each weight",
        ),
        at=name,
    )


def _indivisible(name: str) -> Finding:
    return fail(
        "font.no-subsetting",
        "サブセット化が禁じられていますが、TTC や可変フォントは丸ごと埋め込めません",
        "it forbids subsetting, yet no collection or variable font is embedded whole",
        hint=Words(
            "ウェイトごとの TTF か OTF を使ってください",
            "use a static TTF or OTF for each weight",
        ),
        at=name,
    )
