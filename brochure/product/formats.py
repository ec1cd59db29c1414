"""判型: the geometry of what we print, in millimetres from the top left of the trim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A trimmed size with what surrounds it.

    `bleed` 塗り足し is 3 mm at every Japanese shop; `safe` 安全域 is the distance
    inside the trim that no word enters (the shops ask 3–5 mm, our brief 10 mm on A4).
    """

    name: str
    width: float
    height: float
    bleed: float = 3.0
    safe: float = 10.0

    @property
    def trim(self) -> str:
        """The trimmed size as people write it: `210 × 297 mm`."""
        return f"{self.width:g} × {self.height:g} mm"


#: ISO 216 A sizes and JIS P 0138 B sizes (JIS B is larger than ISO B).
FORMATS = {
    fmt.name: fmt
    for fmt in (
        Format("A4", 210, 297),
        Format("A4L", 297, 210),
        Format("A3", 297, 420),
        Format("A2", 420, 594),
        Format("A1", 594, 841),
        Format("B3", 364, 515),
        Format("B2", 515, 728),
        Format("B1", 728, 1030),
    )
}
