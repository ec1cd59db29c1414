"""The leaflet for the press again and again in one process, from content.yaml on.

Usage: ours.py CONTENT REPEATS; prints the seconds of each, the first start left out.
"""

import sys
from pathlib import Path
from time import perf_counter

from brochure.content import load
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.targets import PRESS
from brochure.works import route

content, repeats = Path(sys.argv[1]), int(sys.argv[2])
leaflet = Output("leaflet", PRESS, "A4")
for number in range(repeats + 1):
    start = perf_counter()
    project = Project(content.parent)
    for sheet in route.sheets(load(content), [leaflet], project):
        route.finish(route.lay_out(sheet, project), sheet)
    if number:
        print(perf_counter() - start)
