"""One build: what has changed is made, and what came out is said.

All that an unchanged build needs is imported here; the rest waits in `workshop`.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence

from brochure.product.wishes import outputs
from brochure.works import stamp
from brochure.works.order import Order
from brochure.works.stamp import Made, Stamp
from brochure.works.terminal import findings_text, table_text


def build(order: Order, lang: str) -> int:
    """Builds what the order comes to and says so; returns the exit status.

    Raises: Stop where something is wrong; the files of earlier builds stay.
    """
    known = None if order.force else _good(order)
    if known:
        chosen = outputs(known.listed, order.wishes, known.pieces)
        if all(stamp.stands(output, known, order.out) for output in chosen):
            made = [known.made[output.name] for output in chosen]
            return _report(made, (), order, lang)
    from brochure.works.workshop import make

    made, new = make(order, known, lang)
    return _report(made, new, order, lang)


def _good(order: Order) -> Stamp | None:
    """The stamp of the last build, if all that it was made from is as it was."""
    known = stamp.read(order)
    if known and stamp.unchanged(known, order.content, order.out):
        return known
    return None


def _report(made: Sequence[Made], new: Collection[str], order: Order, lang: str) -> int:
    """The findings, worst first, and the closing table; 1 where a file is refused."""
    findings = [finding for one in made for finding in one.findings]
    if findings:
        print(findings_text(findings, lang), file=sys.stderr)
    rows = [row for one in made for row in one.rows]
    files = {row.file for one in made if one.output.name in new for row in one.rows}
    print(table_text(rows, files, order.out, lang))
    return 1 if any(row.check == "fail" for row in rows) else 0
