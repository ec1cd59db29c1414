"""インキ: the palette, each ink as C M Y K and as the one sRGB that stands for it.

Authors write `var(--night)` or `var(--night-30)`. The layout engine is given sRGB,
because it cannot carry C M Y K through gradients and shadows; `finishing` turns each
ink's sRGB back into exactly the numbers of the palette, so no two inks share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, product
from pathlib import Path

from brochure.finding import Finding, Mark, Stop, Words, did_you_mean, fail
from brochure.shop import datasheet
from brochure.shop.colour import CMYK, RGB, Profile
from brochure.shop.datasheet import Entry

#: Percent of the full ink; 100 is the ink itself.
TINTS = (90, 80, 70, 60, 50, 40, 30, 20, 10)
WHITE: RGB = (255, 255, 255)

#: Custom properties that the style sheets use for something else than a colour.
RESERVED = frozenset(
    """
    baseline bleed columns display fit fold gothic gutter height leading margin measure
    mincho safe scale size sky trim trim-height trim-width unit width
    """.split()  # noqa: SIM905 (a list of words is read, not of quotation marks)
)

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*")
_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_VAR = re.compile(r"var\(\s*--([^\s,()]*)\s*(?:,[^()]*)?\)")


@dataclass(frozen=True, slots=True)
class Ink:
    """An ink or a tint of one: C M Y K in percent, and the sRGB that stands for it.

    `base` is the ink it is a tint of, or its own name; `at` is where that is defined.
    """

    name: str
    cmyk: CMYK
    srgb: RGB
    base: str
    at: Mark | None = None

    @property
    def hex(self) -> str:
        """The sRGB as CSS writes it: `#1b2b50`."""
        return "#{:02x}{:02x}{:02x}".format(*self.srgb)

    @property
    def total(self) -> float:
        """総インキ量: C + M + Y + K in percent."""
        return sum(self.cmyk)


@dataclass(frozen=True, slots=True)
class Palette:
    """All inks and tints by name, the inks in the order of the file.

    `by_srgb` finds an ink again; where two names have the same C M Y K (a tint of paper
    is paper), the first one stands there.
    """

    inks: dict[str, Ink]
    by_srgb: dict[RGB, Ink]

    @classmethod
    def load(cls, path: Path, profile: Path, name: str = "") -> Palette:
        """The palette in `path`, seen through the press profile `profile`.

        `name` is what findings call the file; without it, its bare name.

        Raises:
            Stop: everything that is wrong with the file, each with its place.
        """
        name = name or path.name
        entries = datasheet.read(path, name)
        places = {entry.key: entry.at for entry in entries}
        mixes = _tints(_mixes(entries, name))
        looks = Profile(profile).to_srgb(cmyk for cmyk, _ in mixes.values())
        unique = _unique(
            {m[0]: rgb for m, rgb in zip(mixes.values(), looks, strict=True)}
        )
        inks = {
            key: Ink(key, cmyk, unique[cmyk], base, places[base])
            for key, (cmyk, base) in mixes.items()
        }
        by_srgb: dict[RGB, Ink] = {}
        for ink in inks.values():
            by_srgb.setdefault(ink.srgb, ink)
        return cls(inks, by_srgb)

    def css(self) -> str:
        """Every ink and tint as a custom property: `:root{--night:#1b2b50;…}`."""
        return (
            ":root{" + "".join(f"--{i.name}:{i.hex};" for i in self.inks.values()) + "}"
        )

    def substitute(self, svg: str, name: str = "") -> str:
        """The SVG with a hex colour for each `var(--ink)`: WeasyPrint has none there.

        Raises:
            Stop: names that are no inks, each with its place in the file `name`.
        """
        findings = []

        def swap(match: re.Match[str]) -> str:
            if ink := self.inks.get(match[1]):
                return ink.hex
            findings.append(self._unknown(match, name))
            return match[0]

        text = _VAR.sub(swap, svg)
        if findings:
            raise Stop(*findings)
        return text

    def _unknown(self, match: re.Match[str], name: str) -> Finding:
        head = match.string[: match.start()]
        at = Mark(name, head.count("\n") + 1, len(head) - head.rfind("\n"))
        names = [f"--{ink}" for ink in self.inks]
        untinted = (name for name in names if not name[-1].isdigit())
        return fail(
            "inks.unknown",
            f"「--{match[1]}」というインキはありません",
            f"there is no ink “--{match[1]}”",
            hint=did_you_mean(f"--{match[1]}", names, listed=untinted),
            at=at,
        )


def _mixes(entries: Iterable[Entry], name: str) -> dict[str, CMYK]:
    """Each ink's C M Y K; raises Stop with all that is wrong in the file."""
    mixes: dict[str, CMYK] = {}
    findings: list[Finding] = []
    for entry in entries:
        findings += _name_findings(entry)
        numbers, wrong = _numbers(entry)
        findings += wrong
        if numbers:
            mixes[entry.key] = numbers
    if not mixes and not findings:
        findings.append(
            fail(
                "inks.none",
                "インキが1つもありません",
                "there is no ink in it",
                hint=_FORM,
                at=name,
            )
        )
    if findings:
        raise Stop(*findings)
    return mixes


_FORM = Words(
    "「night: 100 88 32 38」のように C M Y K を 0〜100 の4つの数字で書いてください",
    "write C M Y K as four numbers from 0 to 100: “night: 100 88 32 38”",
)


def _name_findings(entry: Entry) -> Iterator[Finding]:
    if not _NAME.fullmatch(entry.key):
        yield fail(
            "inks.name",
            f"「{entry.key}」はインキの名前に使えません",
            f"“{entry.key}” cannot be the name of an ink",
            hint=Words(
                "英小文字で始め、英小文字・数字とハイフンだけで（-30 のような数字だけの"
                "語は薄さのために空けてあります）",
                "use a–z, 0–9 and hyphens, each part beginning with a letter"
                " (-30 and the like stand for tints)",
            ),
            at=entry.key_at,
        )
    elif entry.key in RESERVED:
        yield fail(
            "inks.name-reserved",
            f"「{entry.key}」はスタイルシートが別のことに使っています",
            f"“{entry.key}” already means something else in the style sheets",
            hint=Words("別の名前にしてください", "choose another name"),
            at=entry.key_at,
        )


def _numbers(entry: Entry) -> tuple[CMYK | None, list[Finding]]:
    words = entry.value.split()
    if len(words) != 4 or not all(map(_NUMBER.fullmatch, words)):
        return None, [
            fail(
                "inks.not-four-numbers",
                f"「{entry.value}」は C M Y K の4つの数字ではありません",
                f"“{entry.value}” is not the four numbers C M Y K",
                hint=_FORM,
                at=entry.at,
                subject=entry.key,
            )
        ]
    c, m, y, k = (float(word) for word in words)
    wrong = [
        fail(
            "inks.out-of-range",
            f"{plate} の {word} は 0〜100 % の外です",
            f"{plate} is {word}, outside of 0–100 %",
            hint=_FORM,
            at=entry.at,
            subject=entry.key,
        )
        for plate, word in zip("CMYK", words, strict=True)
        if float(word) > 100
    ]
    return (c, m, y, k), wrong


def _tints(mixes: dict[str, CMYK]) -> dict[str, tuple[CMYK, str]]:
    """C M Y K and base of each ink, then of each tint."""
    tinted = {name: (cmyk, name) for name, cmyk in mixes.items()}
    for name, cmyk in mixes.items():
        for tint in TINTS:
            c, m, y, k = (round(percent * tint / 100, 4) for percent in cmyk)
            tinted[f"{name}-{tint}"] = (c, m, y, k), name
    return tinted


def _unique(looks: dict[CMYK, RGB]) -> dict[CMYK, RGB]:
    """An sRGB for each C M Y K that no other has; bare paper is exactly white.

    Of two that look the same, the later one is moved to the nearest free neighbour.
    """
    blank = (0.0, 0.0, 0.0, 0.0)
    unique = {blank: WHITE}
    taken = {WHITE}
    for cmyk, look in looks.items():
        if cmyk == blank:
            continue
        free = next(rgb for rgb in _nearest(look) if rgb not in taken)
        taken.add(free)
        unique[cmyk] = free
    return unique


def _nearest(colour: RGB) -> Iterator[RGB]:
    """`colour`, then its neighbours, the least visible step first.

    The weights are the luminance of the sRGB primaries (IEC 61966-2-1): a step of blue
    is seen least.
    """
    yield colour
    for reach in count(1):
        steps = product(range(-reach, reach + 1), repeat=3)
        for red, green, blue in sorted(
            steps, key=lambda s: (21 * abs(s[0]) + 72 * abs(s[1]) + 7 * abs(s[2]), s)
        ):
            near = (colour[0] + red, colour[1] + green, colour[2] + blue)
            if max(abs(red), abs(green), abs(blue)) == reach and all(
                0 <= channel <= 255 for channel in near
            ):
                yield near
