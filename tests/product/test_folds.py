"""Where sheets are folded: panels, flaps, 山 and 谷, in millimetres."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.finding import Stop
from brochure.product.folds import (
    FLAT,
    FOLD_WORDS,
    FOLDS,
    Fold,
    creases,
    fold_of,
    folds,
    panels,
    upright,
)
from brochure.product.formats import Format, format_of

A4L, A3L = format_of("A4L"), format_of("A3L")
EXACT = 0.01
#: Panels of the front from the left, mm, and its folds: 山 seen from there is M.
FRONT = {
    Fold.HALF: ("A4L", (148.5, 148.5), "M"),
    Fold.ROLL: ("A4L", (97, 100, 100), "MM"),
    Fold.Z: ("A4L", (99, 99, 99), "VM"),
    Fold.GATE: ("A3L", (104, 106, 106, 104), "MMM"),
    Fold.ROLL4: ("A3L", (102.5, 104.5, 106.5, 106.5), "MMM"),
    Fold.PARALLEL: ("A3L", (104.25, 105.25, 105.25, 105.25), "VMM"),
    Fold.ACCORDION4: ("A3L", (105, 105, 105, 105), "MVM"),
    Fold.ACCORDION5: ("A3L", (84, 84, 84, 84, 84), "VMVM"),
    Fold.ACCORDION6: ("A3L", (70,) * 6, "MVMVM"),
    Fold.ACCORDION7: ("A3L", (60,) * 7, "VMVMVM"),
    Fold.ACCORDION8: ("A3L", (52.5,) * 8, "MVMVMVM"),
}
sizes = st.builds(
    lambda width, height: Format("", width, height),
    st.floats(50, 3000),
    st.floats(50, 3000),
)


def lengths(fold: Fold, page: Format, number: int) -> list[float]:
    across = upright(page)
    return [one.width if across else one.height for one in panels(fold, page, number)]


@pytest.mark.parametrize("fold", FRONT)
def test_the_panels_are_those_of_the_shops(fold: Fold) -> None:
    size, wide, way = FRONT[fold]
    page = format_of(size)
    assert lengths(fold, page, 1) == pytest.approx(wide, abs=EXACT)
    found = creases(fold, page, 1)
    assert "".join("M" if one.mountain[0] else "V" for one in found) == way


def test_the_numbers_of_half_and_roll_have_not_changed() -> None:
    assert folds(Fold.ROLL, A4L, 1) == (97, 197)
    assert folds(Fold.ROLL, A4L, 2) == (100, 200)
    assert folds(Fold.HALF, A4L, 1) == folds(Fold.HALF, A4L, 2) == (148.5,)


def test_a_cross_has_both_directions_and_changes_its_way() -> None:
    across, down = creases(Fold.CROSS, A3L, 1)
    assert (across.at, across.upright, across.mountain) == (210, True, (False, True))
    assert (down.at, down.upright, down.mountain) == (148.5, False, (True, True))
    quarters = panels(Fold.CROSS, A3L, 1)
    assert {(one.width, one.height) for one in quarters} == {(210, 148.5)}
    cover = min(quarters, key=lambda one: one.order)
    assert (cover.left, cover.top) == (210, 148.5), "opens to the left, as a book"
    assert [one.turned for one in quarters] == [True, True, False, False]


@pytest.mark.parametrize("fold", Fold)
@given(page=sizes)
def test_panels_make_up_the_sheet_and_end_at_the_folds(
    fold: Fold, page: Format
) -> None:
    for number in (1, 2, 3, 4):
        found = panels(fold, page, number)
        area = sum(one.width * one.height for one in found)
        assert area == pytest.approx(page.width * page.height)
        at = folds(fold, page, number)
        assert list(at) == sorted(at)
        assert all(0 < one < max(page.width, page.height) for one in at)
        for one in creases(fold, page, number):
            assert 0 < one.at < (page.width if one.upright else page.height)
            edges = {p.left if one.upright else p.top for p in found}
            assert any(abs(edge - one.at) < EXACT for edge in edges)


@pytest.mark.parametrize("fold", Fold)
@given(page=sizes)
def test_the_back_is_the_mirror_of_the_front(fold: Fold, page: Format) -> None:
    length = max(page.width, page.height)
    mirrored = [length - at for at in reversed(folds(fold, page, 1))]
    assert folds(fold, page, 2) == pytest.approx(mirrored, abs=EXACT)
    assert folds(fold, page, 3) == folds(fold, page, 1)
    front = [one.mountain for one in creases(fold, page, 1)]
    back = [one.mountain for one in creases(fold, page, 2)]
    if fold is not Fold.CROSS:
        back.reverse()
    assert [(not a, not b) for a, b in back] == front


@pytest.mark.parametrize("fold", Fold)
def test_every_panel_is_read_once_and_the_cover_first(fold: Fold) -> None:
    front, back = panels(fold, A3L, 1), panels(fold, A3L, 2)
    order = [one.order for one in (*front, *back)]
    assert sorted(order) == list(range(1, len(order) + 1))
    cover = front[2] if fold is Fold.GATE else front[-1]
    assert cover.order == 1


@pytest.mark.parametrize(
    ("fold", "flaps"),
    [(Fold.ROLL, {0: 3}), (Fold.ROLL4, {0: 4, 1: 2}), (Fold.GATE, {0: 2, 3: 2}),
     (Fold.PARALLEL, {0: 1})],
)  # fmt: skip
def test_what_is_folded_inwards_is_shorter(fold: Fold, flaps: dict[int, float]) -> None:
    found = lengths(fold, A3L, 1)
    for number, length in enumerate(found):
        assert max(found) - length == pytest.approx(flaps.get(number, 0), abs=EXACT)


def test_a_flap_drawn_at_half_its_size_is_shorter_by_half() -> None:
    page = format_of("594 x 420", "1/2")
    assert folds(Fold.ROLL, page, 1) == pytest.approx((98, 197.5))


def test_a_sheet_is_folded_along_its_longer_side_and_a_square_as_a_book() -> None:
    assert not creases(Fold.HALF, format_of("A4"), 1)[0].upright
    assert creases(Fold.HALF, A4L, 1)[0].upright
    assert creases(Fold.HALF, format_of("A4-square"), 1)[0].upright


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("accordion 5", "accordion5"), ("Accordion_5", "accordion5"),
        ("蛇腹５", "accordion5"), ("蛇腹折り 8", "accordion8"), ("accordion 3", "z"),
        ("巻三つ折り", "roll"), ("二つ折り", "half"), ("外三つ折り", "z"),
        ("Z折り", "z"),
        ("観音折り", "gate"), ("観音折り（四面）", "gate"), ("DM折り", "parallel"),
        ("十字折り", "cross"), ("巻四つ折り", "roll4"), ("none", FLAT),
        ("折らない", FLAT),
    ],
)  # fmt: skip
def test_a_fold_is_known_by_the_names_that_shops_use(text: str, name: str) -> None:
    assert fold_of(text) == name


def test_every_fold_is_listed_and_has_words() -> None:
    assert tuple(FOLD_WORDS) == FOLDS
    assert [fold_of(name) for name in FOLDS] == [*FOLDS]


@pytest.mark.parametrize("text", ["", "x", "accordion 2", "accordion 9", "9" * 10**6])
def test_no_fold_is_one_finding(text: str) -> None:
    with pytest.raises(Stop) as stop:
        fold_of(text)
    (finding,) = stop.value.findings
    assert finding.code == "fold.unknown"
    assert len(finding.line("en")) < 250
