"""Colour spaces, and colours in them, as the file says them (PDF 32000-1 § 8.6)."""

from __future__ import annotations

from typing import Any, NamedTuple

from brochure.preflight.facts import Colour
from brochure.preflight.reading.objects import data, get, items, name, real

_SHORT = {
    "G": "DeviceGray",
    "RGB": "DeviceRGB",
    "CMYK": "DeviceCMYK",
    "I": "Indexed",
    "CalCMYK": "DeviceCMYK",
}
_COMPONENTS = {
    "DeviceGray": 1,
    "DeviceRGB": 3,
    "DeviceCMYK": 4,
    "CalGray": 1,
    "CalRGB": 3,
    "Lab": 3,
    "Indexed": 1,
    "Separation": 1,
}
_DEFAULTS = {
    "DeviceGray": "/DefaultGray",
    "DeviceRGB": "/DefaultRGB",
    "DeviceCMYK": "/DefaultCMYK",
}


class Space(NamedTuple):
    """A colour space; `base` of Indexed and of uncoloured patterns, with its table."""

    family: str
    components: int = 0
    names: tuple[str, ...] = ()
    base: Space | None = None
    table: bytes = b""

    @property
    def inks(self) -> Space:
        """The space that says what is printed: of Indexed, that of its palette."""
        return self.base if self.family == "Indexed" and self.base else self

    def first(self) -> Colour:
        """The colour that a space begins with (§ 8.6.5 ff.)."""
        if self.family == "DeviceCMYK":
            return self.colour([0.0, 0.0, 0.0, 1.0])
        full = 1.0 if self.family in ("Separation", "DeviceN") else 0.0
        return self.colour([full] * self.components)

    def colour(self, values: list[float]) -> Colour:
        """A colour of this space; of Indexed, that of the palette."""
        if self.family == "Indexed" and self.base:
            count = self.base.components
            start = int(min(max(values[-1] if values else 0, 0), 1 << 16)) * count
            entry = self.table[start : start + count]
            if self.base.family == "Lab":
                return Colour("Lab", tuple(map(float, entry)))
            return self.base.colour([byte / 255 for byte in entry])
        return Colour(self.family, tuple(values), self.names)


UNKNOWN = Space("Unknown")
GRAY = Space("DeviceGray", 1)


def space(thing: Any, resources: Any, depth: int = 0) -> Space:
    """The colour space that an operand or an entry names."""
    if depth > 8:
        return UNKNOWN
    named = name(thing)
    if named:
        return _named(named, resources, depth)
    parts = items(thing, 5)
    family = name(parts[0]) if parts else ""
    family = _SHORT.get(family, family)
    if not family or len(parts) < 2:
        return _named(family, resources, depth) if family else UNKNOWN
    if family == "ICCBased":
        count = int(real(get(parts[1], "/N")))
        return Space(f"ICCBased-{count}", count) if count in (1, 3, 4) else UNKNOWN
    if family == "Indexed":
        base = space(parts[1], resources, depth + 1)
        return Space("Indexed", 1, (), base, _table(parts[3] if parts[3:] else b""))
    if family == "Separation":
        return Space("Separation", 1, (name(parts[1]),))
    if family == "DeviceN":
        names = tuple(map(name, items(parts[1], 32)))
        return Space("DeviceN", len(names), names)
    if family == "Pattern":
        return Space("Pattern", base=space(parts[1], resources, depth + 1))
    return Space(family, _COMPONENTS.get(family, 0))


def _named(named: str, resources: Any, depth: int) -> Space:
    spaces = get(resources, "/ColorSpace")
    if named in _SHORT and get(spaces, "/" + named) is None:
        named = _SHORT[named]  # of an inline image
    if named in _DEFAULTS:
        default = get(spaces, _DEFAULTS[named])
        if default is not None and name(default) != named:
            return space(default, None, depth + 1)
        return Space(named, _COMPONENTS[named])
    if named == "Pattern":
        return Space("Pattern")
    found = get(spaces, "/" + named)
    return UNKNOWN if found is None else space(found, resources, depth + 1)


def _table(thing: Any) -> bytes:
    if isinstance(thing, bytes):
        return thing
    found = data(thing, 1 << 20)
    if found:
        return found
    try:
        return bytes(thing)[: 1 << 20]
    except (TypeError, ValueError):
        return b""
