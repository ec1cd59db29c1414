"""トナーの節約: large dark grounds become paper, and what lies on them is seen there.

Whatever the style sheets say: it is judged by what is painted, where, in which order.

* judge.py: a ground is *dark* below a luma of 0.6; it is *large* above 4 cm², or where
  the small ones that look alike, with those before them, exceed 2 % of the page.
* edge.py: it is filled with paper and outlined, 0.3 mm in its own colour, where that is
  an edge on the page.
* A text whose ground has changed keeps its colour if that has 4.5 : 1 on paper (large
  text 3 : 1). Otherwise a white becomes the ink of the ground, a colour the document's
  own darker colour of its family. Rules, underlines, bullets: likewise, with 3 : 1.
* art.py: drawings all of whose inks are lighter than the ground get stronger ones, with
  3 : 1, or 1.5 : 1 where they are large. Photographs stay, and what lies on them.
"""

from __future__ import annotations

from typing import Any

from brochure.typeset.inside.canvas import Paint, painted
from brochure.typeset.inside.toner import edge, marks
from brochure.typeset.inside.toner.ground import Grounds
from brochure.typeset.inside.toner.judge import ground, judge

__all__ = ["lighten"]


def lighten(document: Any) -> None:
    """Save toner on all pages of WeasyPrint's `document`, before it is drawn.

    Its boxes keep their places; only styles, backgrounds and pictures are exchanged.
    """
    pages: list[Grounds] = []
    paints: list[list[Paint]] = []
    boxes = marks.Boxes()
    for page in document.pages:
        root = page._page_box
        boxes.know(root)
        found = painted(root)
        grounds = Grounds(root.margin_width(), root.margin_height())
        for order, paint in enumerate(found):
            if paint.kind == "draw_background":
                owner = boxes.owners.get(id(paint.what))
                one = ground(paint, order, owner)
            elif paint.kind == "draw_replacedbox":
                one = marks.photograph(paint, order)
            else:
                continue
            if one is not None:
                grounds.add(one)
        pages.append(grounds)
        paints.append(found)
    judge(pages)
    marks.change(paints, pages, boxes)
    for grounds in pages:
        for one in grounds.all:
            line = edge.edge(one, grounds)
            if one.owner is not None and (one.removed or one.dressed or line):
                setattr(one.owner, one.attribute, edge.papered(one, line))
    boxes.forget()
