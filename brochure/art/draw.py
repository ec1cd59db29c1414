"""From the settings to the maps."""

from __future__ import annotations

from pathlib import Path

from brochure.art import land, settings
from brochure.art.dots import dots
from brochure.art.svg import svg


def draw(path: Path) -> dict[str, str]:
    """The SVG of every map in the settings file at `path`, by name.

    Raises: Stop if the settings cannot be used.
    """
    sheet = settings.read(path)
    earth = land.load()
    return {
        plan.name: svg(dots(earth, sheet.light, sheet.shore, plan), plan)
        for plan in sheet.plans
    }
