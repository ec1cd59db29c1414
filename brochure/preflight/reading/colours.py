"""Colour spaces (PDF 32000-1 § 8.6) as a press sees them."""

from __future__ import annotations

from typing import Any

import pikepdf

from brochure.preflight.facts import Colour

_DEVICE = {
    "/DeviceGray": ("DeviceGray", 1), "/G": ("DeviceGray", 1),
    "/DeviceRGB": ("DeviceRGB", 3), "/RGB": ("DeviceRGB", 3),
    "/DeviceCMYK": ("DeviceCMYK", 4), "/CMYK": ("DeviceCMYK", 4),
    "/Pattern": ("Pattern", 0), "/I": ("Indexed", 1), "/Indexed": ("Indexed", 1),
    "/CalGray": ("CalGray", 1), "/CalRGB": ("CalRGB", 3), "/Lab": ("Lab", 3),
}  # fmt: skip


class Space:
    """A colour space: its family as `facts.Colour` names it, its colorants."""

    def __init__(
        self, family: str, count: int, names: tuple[str, ...] = (), base: str = ""
    ) -> None:
        self.family = family
        self.count = count
        self.names = names
        #: What an Indexed or Pattern space is made of.
        self.base = base

    def first(self) -> Colour:
        """The colour that the space begins with (§ 8.6.8)."""
        if self.family in ("Separation", "DeviceN"):
            return Colour(self.family, (1.0,) * self.count, self.names)
        if self.family == "DeviceCMYK" or self.family == "ICCBased-4":
            return Colour(self.family, (0.0, 0.0, 0.0, 1.0))
        return Colour(self.family, (0.0,) * self.count)

    def colour(self, values: tuple[float, ...]) -> Colour:
        if self.family == "Indexed" and self.base:
            return Colour(self.base)
        return Colour(self.family, values, self.names)


GRAY, RGB, CMYK = (
    Space("DeviceGray", 1),
    Space("DeviceRGB", 3),
    Space("DeviceCMYK", 4),
)


def space(value: Any, resources: Any = None, depth: int = 0) -> Space:
    """The space that a name or an array stands for."""
    if depth > 6 or value is None:
        return Space("unknown", 0)
    if isinstance(value, pikepdf.Name):
        name = str(value)
        if resources is not None:
            named = _get(_get(resources, "/ColorSpace"), name)
            if named is not None and named != value:
                return space(named, None, depth + 1)
            default = _get(
                _get(resources, "/ColorSpace"),
                {"/DeviceGray": "/DefaultGray", "/DeviceRGB": "/DefaultRGB",
                 "/DeviceCMYK": "/DefaultCMYK"}.get(name, "/-"),
            )  # fmt: skip
            if default is not None:
                return space(default, None, depth + 1)
        family, count = _DEVICE.get(name, ("unknown", 0))
        return Space(family, count)
    if not isinstance(value, pikepdf.Array) or not len(value):
        return Space("unknown", 0)
    return _array(value, depth)


def _array(value: Any, depth: int) -> Space:
    kind = str(value[0])
    if kind == "/ICCBased":
        count = int(_get(value[1], "/N") or 0)
        return Space(f"ICCBased-{count}", count)
    if kind in ("/Indexed", "/I"):
        base = space(value[1], None, depth + 1)
        return Space("Indexed", 1, base.names, base.family)
    if kind == "/Separation":
        return Space("Separation", 1, (str(value[1])[1:],))
    if kind == "/DeviceN":
        names = tuple(str(name)[1:] for name in value[1])
        return Space("DeviceN", len(names), names)
    if kind == "/Pattern":
        under = space(value[1], None, depth + 1) if len(value) > 1 else None
        return Space(
            "Pattern", under.count if under else 0, (), under.family if under else ""
        )
    family, count = _DEVICE.get(kind, ("unknown", 0))
    return Space(family, count)


def _get(thing: Any, key: str) -> Any:
    try:
        return thing.get(key) if thing is not None else None
    except (AttributeError, TypeError, ValueError):
        return None
