"""The leaflet for the press again and again in one process, from content.yaml on.

Usage: ours.py CONTENT REPEATS; prints the seconds of each, the first start left out.
"""

import sys
from pathlib import Path
from time import perf_counter

from brochure import route
from brochure.job import Target
from brochure.order import Order

content, repeats = Path(sys.argv[1]), int(sys.argv[2])
order = Order(content, Path("unused"), ("leaflet",), (Target.PRESS,))
for number in range(repeats + 1):
    start = perf_counter()
    front, _ = route.front(order, lambda output: True)
    for sheet in front.sheets:
        leaf = route.lay_out(sheet, front.project)
        route.finish(leaf.pdf, sheet)
    if number:
        print(perf_counter() - start)
