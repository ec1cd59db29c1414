"""判型: the geometry of what we print, in millimetres from the top left of the trim.

A size is a name that people use (`A4`, `B5L`, `はがき`) or `W x H` in mm, and what is
very large is drawn at a scale: `600 x 1800 1/2`. Whoever has a size as text asks
`format_of`; sizes.py has the names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from brochure.finding import (
    Finding,
    Stop,
    Words,
    fail,
    folded,
    meant,
    nearest,
    shortened,
)
from brochure.product.sizes import NAMED, Named

#: A side in mm. Below, no machine holds the sheet; above, no PDF page does: 14 400
#: units are 5080 mm (PDF 32000-1, annex C), and the slug needs its part.
LEAST, MOST = 20.0, 5000.0
#: How many times longer than wide a piece may be.
LONGEST = 20
#: Drawn at 1/1 … 1/10 of the final size; shops take whole divisors (1/2, 1/5, 1/10).
SMALLEST_SCALE = 10
_UNNAMED: Final = Words("", "")
#: Who types more than this types no size.
_MOST_SIGNS = 60


@dataclass(frozen=True, slots=True)
class Format:
    """A trimmed size with what surrounds it, as it is drawn.

    `bleed` 塗り足し is 3 mm at every Japanese shop; `safe` 安全域 is the distance
    inside the trim that no word enters (`safe_of`). A piece too large for a page or a
    program is drawn smaller: `scale` is 0.5 where the shop enlarges it to twice the
    width. `called` are the words of a size that has a name.
    """

    name: str
    width: float
    height: float
    bleed: float = 3.0
    safe: float = 10.0
    scale: float = 1.0
    called: Words = _UNNAMED

    @property
    def trim(self) -> str:
        """The trimmed size as people write it: `210 × 297 mm`."""
        return _measures(self.width, self.height)

    @property
    def final_width(self) -> float:
        """How wide it is when the shop has enlarged it, mm."""
        return self.width / self.scale

    @property
    def final_height(self) -> float:
        """How high it is when the shop has enlarged it, mm."""
        return self.height / self.scale

    @property
    def ratio(self) -> str:
        """The scale as a shop writes it: `1/2`; "" where it is drawn as it is cut."""
        return "" if self.scale == 1 else f"1/{round(1 / self.scale)}"

    @property
    def measures(self) -> str:
        """How large it becomes, and how it is drawn: `600 × 1800 mm 1/2`."""
        final = _measures(self.final_width, self.final_height)
        return f"{final} {self.ratio}".strip()

    @property
    def about(self) -> str:
        """What the slug says of it: `A4 210 × 297 mm`; a free size has no name."""
        name = self.name.removesuffix(self.ratio).strip() if self.called.en else ""
        return f"{name} {self.measures}".strip()

    @property
    def in_names(self) -> str:
        """What names of files say of it: `b2`, `postcard`, `600x1800-1to2`."""
        return self.name.lower().replace("/", "to").replace(" ", "-")

    @property
    def lies(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height

    def turned(self) -> Format:
        """The same the other way round."""
        return replace(self, width=self.height, height=self.width)


def _measures(width: float, height: float) -> str:
    return f"{width:g} × {height:g} mm"


def safe_of(width: float, height: float) -> float:
    """How far words stay inside the trim of a piece of this final size, mm.

    3 mm is what the shops ask of 名刺 and postcards, and 3–5 mm of all else; more looks
    better where there is room: 5 up to A5, 7 on B5, 10 on A4 and larger (our brief).
    """
    short = min(width, height)
    for most, safe in ((105, 3.0), (148, 5.0), (209, 7.0)):
        if short <= most:
            return safe
    return 10.0


def _made(row: Named) -> Format:
    safe = safe_of(row.width, row.height)
    return Format(row.name, row.width, row.height, safe=safe, called=row.words)


#: Every size that has a name, as it usually lies; `L` and `P` turn it (`A3L`).
FORMATS: Final = {row.name: _made(row) for row in NAMED}
#: How people write each name, folded.
_SPELLINGS: Final = {
    folded(word): row.name
    for row in NAMED
    for word in (row.name, *row.words, *row.also)
}
#: The end of a name that says how it lies, or stands.
_LYING: Final = re.compile(r"[\s-]*(l|横|よこ|ヨコ|landscape|lying)$")
_STANDING: Final = re.compile(r"[\s-]*(p|縦|たて|タテ|portrait|standing)$")
#: Words behind a size that change nothing.
_BEHIND: Final = re.compile(r"\s*(判|版|サイズ|size)$")
_FREE: Final = re.compile(
    r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(?:mm|ミリ)?[x×✕✖*]([0-9]{1,6}(?:\.[0-9]{1,6})?)"
    r"(?:mm|ミリ)?"
)
_SCALE: Final = re.compile(r"(.*?)[\s@(]*1[/:]([0-9]{1,2})\)?")
#: Full-width signs, and those that stand for one of ASCII: nothing else becomes a
#: digit (NFKC would read 10² as 102).
_SIGNS: Final[dict[int, int | str]] = {
    **{0xFF01 + at: 0x21 + at for at in range(94)},
    0x3000: " ", 0x339C: "mm", 0x00BD: "1/2", 0x2044: "/", 0x2215: "/",
}  # fmt: skip
#: What an editor lets pass as `W x H` (JSON Schema, ECMA 262).
FREE_PATTERN = (
    r"^\s*[0-9０-９]+([.．][0-9０-９])?\s*(mm)?\s*[xX×ｘＸ]"
    r"\s*[0-9０-９]+([.．][0-9０-９])?\s*(mm)?(\s*1/([1-9]|10))?\s*$"
)


def format_of(size: str, scale: str = "") -> Format:
    """The geometry of a size as people write it: `A4`, `はがき`, `100 x 148 mm`.

    `scale` is `1/2` for what is drawn at half its size; it may stand behind the size
    as well (`A0 1/2`), as it does in `Format.name`: the name of a format is a size.

    Raises:
        Stop: One finding: there is no such size (`size.unknown`), or nobody can make it
            (`size.bounds`).
    """
    if len(size) > _MOST_SIGNS or len(scale) > _MOST_SIGNS:
        raise Stop(_unknown(size))
    return _format_of(f"{size} {scale}" if scale.strip() else size)


@lru_cache(maxsize=512)
def _format_of(text: str) -> Format:
    size, divisor = text.translate(_SIGNS).strip(), 1
    if scaled := _SCALE.fullmatch(size):
        size, divisor = scaled[1].strip(), int(scaled[2])
        if not 1 <= divisor <= SMALLEST_SCALE:
            raise Stop(_no_such_scale(text))
    found = _named(size) or _free(size)
    if found is None:
        raise Stop(_unknown(text))
    return _bounded(found if divisor == 1 else _drawn_at(found, divisor), text)


def _named(size: str) -> Format | None:
    key = folded(size)
    for turn in (None, _LYING, _STANDING):
        for name in (key, _BEHIND.sub("", key)):
            bare = turn.sub("", name) if turn else name
            if (bare != name or turn is None) and bare in _SPELLINGS:
                return _turned(FORMATS[_SPELLINGS[bare]], turn)
    return None


def _turned(found: Format, turn: re.Pattern[str] | None) -> Format:
    """The named size lying or standing; its own name where it does so by itself."""
    if turn is None or found.width == found.height or found.lies is (turn is _LYING):
        return found
    gap = "-" if found.name[-1:].islower() else ""
    letter = "L" if turn is _LYING else "P"
    return replace(found.turned(), name=f"{found.name}{gap}{letter}")


def _free(size: str) -> Format | None:
    """`W x H`; None where it is something else."""
    match = _FREE.fullmatch(re.sub(r"\s+", "", size.lower()))
    if not match:
        return None
    width, height = (float(side) for side in match.groups())
    return Format(f"{width:g}x{height:g}", width, height, safe=safe_of(width, height))


def _drawn_at(found: Format, divisor: int) -> Format:
    return replace(
        found,
        name=f"{found.name} 1/{divisor}",
        width=found.width / divisor,
        height=found.height / divisor,
        safe=found.safe / divisor,
        scale=1 / divisor,
    )


def _bounded(found: Format, text: str) -> Format:
    """The format, where it can be made.

    Raises: Stop with the one thing that is wrong with it.
    """
    sides = found.final_width, found.final_height
    if any(round(side, 1) != round(side, 6) for side in sides):
        raise Stop(
            _out_of_bounds(
                text,
                Words("大きさは 0.1 mm 単位です", "a size goes to a tenth of a mm"),
            )
        )
    drawn = found.width, found.height
    if found.called.en and found.scale == 1:
        return found  # A10 is small, but there is one
    if not (min(drawn) >= LEAST and max(drawn) <= MOST):
        hint = None
        if max(drawn) > MOST and max(drawn) <= MOST * SMALLEST_SCALE:
            hint = Words(
                "scale: 1/2 や 1/5 で、縮めて描けます", "draw it at a scale: 1/2 or 1/5"
            )
        words = Words(
            f"一辺は {LEAST:g}〜{MOST:g} mm です",
            f"a side measures {LEAST:g} to {MOST:g} mm",
        )
        raise Stop(_out_of_bounds(text, words, hint))
    if max(drawn) > LONGEST * min(drawn):
        words = Words(
            f"縦横の比は 1:{LONGEST} までです",
            f"no side is more than {LONGEST} times the other",
        )
        raise Stop(_out_of_bounds(text, words))
    return found


def like(width: float, height: float, within: float) -> Format | None:
    """The named size of a page, either way round, its sides right to `within` mm.

    Sizes as they usually lie come first: 235 × 120 mm is 洋長3, not 長3 lying.
    """
    found = FORMATS.values()
    turned = (_turned(one, _STANDING if one.lies else _LYING) for one in found)
    for one in (*found, *turned):
        if abs(one.width - width) <= within and abs(one.height - height) <= within:
            return one
    return None


# --- What is wrong ---------------------------------------------------------------


def _shown(text: str) -> str:
    return shortened(text.strip(), 30)


def _unknown(text: str) -> Finding:
    near = nearest(text, FORMATS) if len(text) <= _MOST_SIGNS else None
    return fail(
        "size.unknown",
        f"「{_shown(text)}」という大きさはありません",
        f"there is no size “{_shown(text)}”",
        hint=meant(near)
        if near
        else Words(
            "A4、B5、A3L、はがき、名刺などの名前か、100 x 148 のように mm で書いて"
            "ください",
            "write a name such as A4, B5, A3L, postcard or meishi, or mm: 100 x 148",
        ),
    )


def _no_such_scale(text: str) -> Finding:
    return fail(
        "size.bounds",
        f"「{_shown(text)}」: 縮尺は 1/1 から 1/{SMALLEST_SCALE} までです",
        f"“{_shown(text)}”: a scale is 1/1 to 1/{SMALLEST_SCALE}",
    )


def _out_of_bounds(text: str, words: Words, hint: Words | None = None) -> Finding:
    return fail(
        "size.bounds",
        f"「{_shown(text)}」: {words.ja}",
        f"“{_shown(text)}”: {words.en}",
        hint=hint,
    )
