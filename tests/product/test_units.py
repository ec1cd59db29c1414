"""A millimetre is as long everywhere."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

from brochure import HOME
from brochure.product import units

#: What an inch is in millimetres, points or pixels, worked out by hand.
_BY_HAND = re.compile(
    r"25\.4|/ (72|96)\b|\b(72|96)(\.0)? /"
    r"|MM_PER_INCH / P[TX]_PER_INCH|P[TX]_PER_INCH / MM_PER_INCH"
)


def code(path: Path) -> str:
    """A file's code, its names and signs one space apart, without its comments."""
    reading = io.StringIO(path.read_text(encoding="utf-8")).readline
    left_out = (tokenize.COMMENT, tokenize.STRING, tokenize.NL, tokenize.INDENT)
    tokens = (t for t in tokenize.generate_tokens(reading) if t.type not in left_out)
    return " ".join(token.string for token in tokens)


def test_only_units_knows_how_long_an_inch_is() -> None:
    others = [
        path
        for path in sorted((HOME / "brochure").rglob("*.py"))
        if path != Path(units.__file__)
    ]
    by_hand = {
        str(path.relative_to(HOME)): found[0]
        for path in others
        if (found := _BY_HAND.search(code(path)))
    }
    assert by_hand == {}


def test_the_measures_agree() -> None:
    assert units.mm(72) == pytest.approx(25.4)
    assert units.pt(25.4) == pytest.approx(72)
    assert units.px(25.4) == pytest.approx(96)
    assert units.pt(1) * units.MM_PER_PT == pytest.approx(1)
    assert units.px(1) * units.MM_PER_PX == pytest.approx(1)
