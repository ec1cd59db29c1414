"""Columns of one block end level, wherever on the page they stand."""

import io

import pypdfium2
import pytest

from tests.typeset.conftest import SET

COLUMNS = """
@page { size: 60mm 297mm; margin: 0 }
body, p { margin: 0 }
section { position: absolute; top: %.2fmm; left: 0; right: 0 }
h2 { margin: 0 0 7mm; font-size: 5.6mm; line-height: 1.3 }
div { margin: 0 3mm; columns: 3; column-gap: 3mm;
  font-size: 3mm; line-height: 5.4mm; orphans: 1; widows: 1 }
"""


def column_ends(pdf: bytes) -> list[float]:
    """The lowest baseline box in each column, in mm from the top, left to right."""
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_textpage()
    ends: dict[int, float] = {}
    for index in range(1, page.count_chars()):
        left, bottom, _, _ = page.get_charbox(index)
        column = int(left / 72 * 25.4 // 19.5)
        ends[column] = max(ends.get(column, 0), 297 - bottom / 72 * 25.4)
    return [ends[column] for column in sorted(ends)]


@pytest.mark.parametrize("top", [216 + step / 2 for step in range(24)])
def test_three_columns_share_the_lines(clean: SET, top: float):
    body = "".join(f"<p>{'国' * length}</p>" for length in (45, 25, 35))
    page = clean(f"<section><h2>門</h2><div>{body}</div></section>", COLUMNS % top)
    ends = column_ends(page.pdf)
    assert len(ends) == 3
    assert max(ends) - min(ends) < 2 * 5.4 + 0.1
