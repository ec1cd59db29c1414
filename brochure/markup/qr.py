"""QR codes as vector art: one path in K100, the quiet zone included."""

from __future__ import annotations

import segno

#: ISO/IEC 18004 § 6.3.8: four modules of paper on every side.
QUIET_ZONE = 4


def qr_svg(url: str, ink: str = "var(--ink)") -> str:
    """An SVG of `url`, one unit a module, error correction M or better.

    `boost_error` raises the level where that costs no larger symbol. Each row's dark
    run is one rectangle, so a code is one fill: no seams, and black on one plate only.
    """
    code = segno.make(url, error="m", micro=False, boost_error=True)
    side = code.symbol_size(border=QUIET_ZONE)[0]
    runs = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(
                    f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{x - start}v1h{start - x}z"
                )
            x += 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="{ink}" d="{"".join(runs)}"/></svg>'
    )
