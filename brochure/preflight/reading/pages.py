"""Pages: boxes with what they inherit, contents, annotations."""

from __future__ import annotations

from typing import Any

from brochure.preflight.facts import Annotation, Box, Page
from brochure.preflight.reading import placing
from brochure.preflight.reading.budget import Spent
from brochure.preflight.reading.matrices import Area, around, matrix, placed, times
from brochure.preflight.reading.objects import (
    get,
    identity,
    is_dict,
    items,
    name,
    real,
    reals,
)
from brochure.preflight.reading.painter import Painter, Shelf
from brochure.preflight.reading.run import Run
from brochure.preflight.reading.state import Graphics
from brochure.product.units import MM_PER_PT

_BOXES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
_INHERITED = ("MediaBox", "CropBox")
#: Page trees are a few levels deep; a loop of parents is endless.
_MOST_PARENTS = 60
_US_LETTER: Area = (0.0, 0.0, 612.0, 792.0)
_MOST_ANNOTATIONS = 5000


def page(number: int, thing: Any, shelf: Shelf, features: set[str]) -> Page:
    """One page, as far as the budget lets us read it."""
    unit = real(get(thing, "/UserUnit"), 1.0) or 1.0
    boxes, sound = _boxes(thing)
    media = boxes.setdefault("MediaBox", _US_LETTER)
    origin = boxes.get("TrimBox", media)
    painter = Painter(shelf, number, (origin[0], origin[3]), MM_PER_PT * unit)
    if not sound:
        painter.trouble["the page has no MediaBox, or a box is broken"] = None
    cut_short = ""
    annotations: list[Annotation] = []
    try:
        shelf.budget.check()
        resources = inherited(thing, "/Resources")
        start = Graphics((1.0, 0.0, 0.0, 1.0, 0.0, 0.0), media)
        group = get(thing, "/Group")
        if name(get(group, "/S")) == "Transparency":
            _page_group(painter, group, resources, media)
        painter.content(get(thing, "/Contents"), resources, start)
        inner = boxes.get("BleedBox", origin)
        annotations = _annotations(painter, thing, inner, media, features)
    except Spent as spent:
        cut_short, shelf.exhausted = str(spent), True
    except (MemoryError, RecursionError) as error:
        cut_short, shelf.exhausted = f"{type(error).__name__} while reading", True
    if get(thing, "/AA") is not None:
        features.add("AA")
    cut_short = "; ".join(filter(None, (cut_short, *list(painter.trouble)[:5])))
    return Page(
        number,
        {key: _scaled(box, unit) for key, box in boxes.items()},
        int(real(inherited(thing, "/Rotate"))) % 360,
        unit,
        tuple(painter.texts),
        tuple(painter.paths),
        tuple(painter.images),
        tuple(painter.shadings),
        tuple(painter.groups),
        tuple(annotations),
        cut_short,
    )


def inherited(thing: Any, key: str) -> Any:
    """An entry of a page, or of the nodes above it."""
    for _ in range(_MOST_PARENTS):
        if (found := get(thing, key)) is not None:
            return found
        thing = get(thing, "/Parent")
        if thing is None:
            return None
    return None


def _boxes(thing: Any) -> tuple[dict[str, Area], bool]:
    found: dict[str, Area] = {}
    sound = True
    for key in _BOXES:
        slash = "/" + key
        given = inherited(thing, slash) if key in _INHERITED else get(thing, slash)
        if given is None:
            continue
        numbers = reals(given, 5)
        if len(numbers) != 4:
            sound = False
            continue
        area = around(((numbers[0], numbers[1]), (numbers[2], numbers[3])))
        if area[2] - area[0] <= 0 or area[3] - area[1] <= 0:
            sound = False
            continue
        found[key] = area
    return found, sound and "MediaBox" in found


def _scaled(box: Area, unit: float) -> Area:
    left, bottom, right, top = box
    return left * unit, bottom * unit, right * unit, top * unit


def _page_group(painter: Painter, group: Any, resources: Any, media: Area) -> None:
    from brochure.preflight.facts import Group, State
    from brochure.preflight.reading.colours import space

    given = get(group, "/CS")
    painter.groups.append(
        Group(
            painter.box(media),
            space(given, resources).family if given is not None else "",
            get(group, "/I") is True,
            get(group, "/K") is True,
            State(),
        )
    )


def _annotations(
    painter: Painter, thing: Any, inner: Area, media: Area, features: set[str]
) -> list[Annotation]:
    found = []
    edge = painter.box(inner)
    for one in items(get(thing, "/Annots"), _MOST_ANNOTATIONS):
        if not is_dict(one):
            continue
        painter.budget.operator()
        numbers = reals(get(one, "/Rect"), 4)
        if len(numbers) != 4:
            numbers = [0.0, 0.0, 0.0, 0.0]
        area = around(((numbers[0], numbers[1]), (numbers[2], numbers[3])))
        box = painter.box(area)
        found.append(Annotation(name(get(one, "/Subtype")), box, _touch(box, edge)))
        if name(get(get(one, "/A"), "/S")) == "JavaScript" or get(one, "/AA"):
            features.add("JavaScript")
        if int(real(get(one, "/F"))) & 6 == 4:
            _appearance(painter, one, area, media)
    return found


def _appearance(painter: Painter, one: Any, area: Area, media: Area) -> None:
    """Paints what a printable annotation looks like (§ 12.5.5, algorithm 8.1)."""
    form = get(get(one, "/AP"), "/N")
    if is_dict(form) and get(form, "/BBox") is None:
        form = get(form, "/" + name(get(one, "/AS")))
    box = reals(get(form, "/BBox"), 4)
    if len(box) != 4:
        return
    own = placed(
        around(((box[0], box[1]), (box[2], box[3]))), matrix(get(form, "/Matrix"))
    )
    wide, high = own[2] - own[0], own[3] - own[1]
    if wide <= 0 or high <= 0:
        return
    x, y = (area[2] - area[0]) / wide, (area[3] - area[1]) / high
    move = (1.0, 0.0, 0.0, 1.0, -own[0], -own[1])
    at = times(move, (x, 0.0, 0.0, y, area[0], area[1]))
    start = Graphics(at, media)
    placing.put_form(
        Run(painter, None, start), form, f"/Annot{identity(one)}", start.state
    )


def _touch(box: Box, edge: Box) -> bool:
    return (
        box.left < edge.right
        and box.right > edge.left
        and box.top < edge.bottom
        and box.bottom > edge.top
    )
