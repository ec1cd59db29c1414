"""Writes the dots as SVG: one path for each ink and size, each dot a line of no length.

A stroke of no length with round caps is a disc (SVG 2, § 13.5.5). One path of 1000 such
dots costs the layout engine a hundredth of what 1000 circles cost it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from brochure.art.dots import Dot
from brochure.art.settings import Plan


def svg(dots: Sequence[Dot], plan: Plan) -> str:
    """The map as an SVG document; its colours are `var(--ink)`, its unit is 1 mm."""
    frame = plan.frame()
    said = f"{frame.x:g} {frame.y:g} {frame.scale:g} {frame.meridian:g}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {frame.width:g} {frame.height:g}" '
        f'width="{frame.width:g}mm" height="{frame.height:g}mm" '
        f'data-projection="{frame.projection}" data-frame="{said}">\n'
        f"<!-- Drawn by brochure.art from world-map.yaml: change that, not this. -->\n"
        f"<title>{escape(plan.title, quote=False)}</title>\n"
    )
    groups: dict[tuple[str, int], list[Dot]] = {}
    for dot in dots:
        groups.setdefault((dot.ink, dot.step), []).append(dot)
    paths = []
    for (ink, step), group in sorted(groups.items()):
        width = _short(2 * plan.radius * step / plan.steps)
        places = "".join(f"M{_short(dot.x)} {_short(dot.y)}h0" for dot in group)
        paths.append(
            f'<path stroke="var(--{ink})" stroke-width="{width}" d="{places}"/>\n'
        )
    body = "".join(paths)
    return f'{head}<g fill="none" stroke-linecap="round">\n{body}</g>\n</svg>\n'


def _short(length: float) -> str:
    """Hundredths of a millimetre are finer than any press registers."""
    return f"{length:.2f}".rstrip("0").rstrip(".")
