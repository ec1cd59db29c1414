"""Gradients of a placed PDF, in a target's colours: straight from stop to stop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.finishing import functions
from brochure.finishing.spaces import DEVICES, Space, Target

#: Into so many straight pieces a gradient of another space is cut.
_PIECES = 32


def convert(shading: pikepdf.Object, space: Space, target: Target) -> None:
    """Puts a gradient, along a line or between circles, into the target's colours."""
    domain = [float(edge) for edge in shading.get(Name.Domain, Array([0, 1]))]
    steps = list(_steps(shading.Function, domain))
    colours = [
        target.full(space.paint(functions.value(shading.Function, [at])))
        for at in steps
    ]
    shading.ColorSpace = DEVICES[target.mode]
    shading.Function = _straight(steps, colours)
    if "/Background" in shading:
        del shading["/Background"]


def _steps(function: pikepdf.Object, domain: list[float]) -> Iterator[float]:
    """Where a gradient is looked at: evenly, and on both sides of its joints."""
    low, high = domain
    places = {low + (high - low) * n / _PIECES for n in range(_PIECES + 1)}
    if isinstance(function, pikepdf.Dictionary) and Name.Bounds in function:
        for bound in function.Bounds:
            near = (high - low) * 1e-5
            places |= {float(bound) - near, float(bound)}
    yield from sorted(place for place in places if low <= place <= high)


def _straight(steps: list[float], colours: list[tuple[float, ...]]) -> Dictionary:
    """A function that goes straight from colour to colour."""
    parts = [
        Dictionary(
            FunctionType=2,
            Domain=Array([0, 1]),
            C0=Array([round(value, 5) for value in one]),
            C1=Array([round(value, 5) for value in next_]),
            N=1,
        )
        for one, next_ in pairwise(colours)
    ]
    return Dictionary(
        FunctionType=3,
        Domain=Array([steps[0], steps[-1]]),
        Functions=Array(parts),
        Bounds=Array([round(step, 8) for step in steps[1:-1]]),
        Encode=Array([0, 1] * len(parts)),
    )
