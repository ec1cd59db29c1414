"""Forms, patterns, gradients, masks and pictures, where they are put on a page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from brochure.preflight.facts import Colour, Group, Image, Shading
from brochure.preflight.reading.colours import space
from brochure.preflight.reading.matrices import (
    Area,
    around,
    matrix,
    meet,
    placed,
    times,
)
from brochure.preflight.reading.objects import (
    get,
    identity,
    is_dict,
    name,
    real,
    reals,
)
from brochure.preflight.reading.pictures import Picture, picture
from brochure.preflight.reading.state import Graphics
from brochure.product.units import MM_PER_INCH

if TYPE_CHECKING:
    from brochure.preflight.reading.run import Run


def put_mask(run: Run, mask: Any) -> None:
    form = get(mask, "/G")
    key = (identity(form), run.now.ctm)
    if key in run.painter.masks or not is_dict(form):
        return
    run.painter.masks.add(key)
    inside = run.now.state._replace(
        mask=True, soft_mask=False, alpha_fill=1.0, alpha_stroke=1.0, blend="Normal"
    )
    put_form(run, form, "/SMask", inside)


def put_pattern(run: Run, found: Any, area: Area) -> None:
    pattern, colour, called = found
    if not is_dict(pattern):
        return
    if get(pattern, "/PatternType") == 2:
        put_shading(run, get(pattern, "/Shading"), area)
        return
    painter = run.painter
    start = Graphics(times(matrix(get(pattern, "/Matrix")), run.base), _EVERYWHERE)
    start.state = run.now.state._replace(where=(*run.now.state.where, "/" + called))
    if colour:
        start.fill = start.stroke = colour
    outer, painter.tiled = painter.tiled, painter.tiled or area
    resources = get(pattern, "/Resources") or run.resources
    key = identity(pattern) or called
    try:
        painter.inside(key, lambda: painter.content(pattern, resources, start))
    finally:
        painter.tiled = outer


def put_shading(run: Run, shading: Any, area: Area) -> None:
    if not is_dict(shading):
        return
    box = reals(get(shading, "/BBox"), 4)
    if len(box) == 4:
        left, bottom, right, top = box
        area = meet(placed((left, bottom, right, top), run.now.ctm), area) or area
    found = space(get(shading, "/ColorSpace"), run.resources).inks
    run.painter.budget.thing()
    run.painter.shadings.append(
        Shading(
            run.painter.box(area),
            Colour(found.family, (), found.names),
            int(real(get(shading, "/ShadingType"))),
            run.now.state,
        )
    )


def put_form(run: Run, form: Any, called: str, state: Any) -> None:
    now, painter = run.now, run.painter
    start = now.copy()
    start.ctm = times(matrix(get(form, "/Matrix")), now.ctm)
    start.state = state._replace(where=(*state.where, called))
    box = reals(get(form, "/BBox"), 4)
    if len(box) == 4:
        area = placed(around(((box[0], box[1]), (box[2], box[3]))), start.ctm)
        clip = meet(now.clip, area)
        if clip is None:
            return
        start.clip = clip
    group = get(form, "/Group")
    if name(get(group, "/S")) == "Transparency":
        painter.budget.thing()
        given = get(group, "/CS")
        found = space(given, run.resources).family if given is not None else ""
        isolated, knockout = get(group, "/I") is True, get(group, "/K") is True
        painter.groups.append(
            Group(painter.box(start.clip), found, isolated, knockout, state)
        )
    if get(form, "/PS") is not None:
        painter.shelf.syntax.add("PostScript")
    if get(form, "/OPI") is not None:
        painter.shelf.syntax.add("OPI")
    resources = get(form, "/Resources")
    resources = run.resources if resources is None else resources
    key = identity(form) or ("form", called, len(painter.under_way))
    painter.inside(key, lambda: painter.content(form, resources, start))


def put_image(run: Run, image: Any, called: str) -> None:
    shelf = run.painter.shelf
    key = identity(image)
    found = shelf.pictures.get(key) if key else None
    if found is None:
        shelf.filters(image)
        found = picture(image, run.resources)
        if key:
            shelf.pictures[key] = found
    shown = f"{called} {key[0]} {key[1]}" if key else called
    kind = "mask" if found.stencil else "image"
    put_picture(run, found, shown, kind)
    if is_dict(found.mask):
        masking = picture(found.mask, run.resources)
        put_picture(run, masking, shown + " SMask", "soft-mask")


def put_picture(run: Run, found: Picture, called: str, kind: Any) -> None:
    now, painter = run.now, run.painter
    a, b, c, d = now.ctm[:4]
    wide, high = math.hypot(a, b), math.hypot(c, d)
    seen = meet(placed((0.0, 0.0, 1.0, 1.0), now.ctm), now.clip)
    if seen is None:
        return
    inch = painter.mm / MM_PER_INCH
    ppi = min(
        (
            pixels / (side * inch)
            for pixels, side in zip(found.pixels, (wide, high), strict=True)
            if side > 0
        ),
        default=math.inf,
    )
    colour = now.fill if found.stencil else None
    painter.budget.thing()
    painter.images.append(
        Image(
            painter.box(seen),
            called,
            found.pixels,
            ppi,
            found.bits,
            colour.space if colour else found.space.family,
            found.filters,
            found.quality,
            kind,
            now.state._replace(mask=now.state.mask or kind == "soft-mask"),
            colour.names if colour else found.space.names,
        )
    )
    if found.stencil and now.fill_pattern:
        put_pattern(run, now.fill_pattern, seen)


_EVERYWHERE: Area = (-1e9, -1e9, 1e9, 1e9)
