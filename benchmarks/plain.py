"""WeasyPrint as its manual starts it: one page of HTML in, a PDF out, untuned.

Usage: plain.py PAGE.html OUT.pdf [REPEATS]; with REPEATS it prints the seconds of each.
"""

import sys
from time import perf_counter

page, out, repeats = sys.argv[1], sys.argv[2], int((sys.argv[3:] or ["0"])[0])

from weasyprint import HTML  # noqa: E402 (the import is part of what is measured)

HTML(page).write_pdf(out)
for _ in range(repeats):
    start = perf_counter()
    HTML(page).write_pdf(out)
    print(perf_counter() - start)
