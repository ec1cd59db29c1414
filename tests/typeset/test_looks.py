"""What is seen of words, told from hand-made tuples: no page is set here."""

from __future__ import annotations

import pytest

from brochure.typeset.bare import bare
from brochure.typeset.pages.page import Rectangle
from brochure.typeset.seen import (
    Coat,
    Groups,
    Lettering,
    Painted,
    composed,
    fault,
    wanted,
)
from brochure.typeset.unseen import findings
from brochure.typeset.variables import unknown

BLACK, WHITE, RED = (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0), (0.9, 0.15, 0.1, 1.0)
SHEET = Rectangle(0, 0, 100, 100)


def words(colour=BLACK, order: int = 10, **more: object) -> Lettering:
    """Ten characters of 4 mm in a line at 10, 10."""
    line = Lettering(
        order, "a", "世界地図を頭に描いて", (10, 10), (40, 0), (0, 4), colour, SHEET
    )
    return line._replace(**more)


def coat(left, top, right, bottom, colour, order: int = 20, groups: Groups = ()):
    place = Rectangle(left, top, right, bottom)

    def tint(x: float, y: float):
        inside = left <= x <= right and top <= y <= bottom
        return colour if inside else (0.0, 0.0, 0.0, 0.0)

    return Coat(order, place, tint, place, groups)


def kind(lettering: Lettering, *coats: Coat) -> str:
    found = fault(lettering, coats)
    return found.kind if found else ""


def test_black_on_white_is_seen() -> None:
    assert kind(words()) == ""


def test_white_on_white_is_not() -> None:
    assert kind(words(WHITE)) == "invisible"
    assert kind(words((0, 0, 0, 0))) == "invisible"
    assert kind(words((0, 0, 0, 0.05))) == "invisible"


def test_white_on_a_ground_that_was_painted_before_is_seen() -> None:
    assert kind(words(WHITE), coat(0, 0, 90, 90, BLACK, order=1)) == ""


@pytest.mark.parametrize(
    ("cover", "found"),
    [
        ((0, 0, 90, 90), "covered"),
        ((10, 10, 14, 14), "covered"),  # one character
        ((10, 10, 11, 14), ""),  # a quarter of one
        ((10, 10, 12, 14), "covered"),
        ((0, 13.4, 90, 20), ""),  # a seventh of the height, where there is no ink
        ((0, 12, 90, 20), "covered"),
        ((0, 11.8, 90, 12.1), ""),  # a hairline through them
        ((0, 20, 90, 40), ""),
    ],
)
def test_a_box_over_words_covers_them_from_a_quarter_on(cover, found: str) -> None:
    assert kind(words(), coat(*cover, RED)) == found


def test_what_is_covered_is_said() -> None:
    found = fault(words(), [coat(10, 0, 22, 90, RED)])
    assert found
    assert found.text == "世界地"


def test_a_cover_of_the_colour_of_the_words_covers_too() -> None:
    assert kind(words(), coat(0, 0, 90, 90, BLACK)) == "covered"


def test_a_veil_counts_by_what_it_leaves() -> None:
    assert kind(words(), coat(0, 0, 90, 90, (1, 1, 1, 0.2))) == ""
    assert kind(words(), coat(0, 0, 90, 90, (1, 1, 1, 0.6))) == "faint"
    assert kind(words(), coat(0, 0, 90, 90, (1, 1, 1, 0.95))) == "covered"


def test_words_that_run_off_their_ground_are_not_seen_there() -> None:
    found = fault(words(WHITE), [coat(0, 0, 30, 90, BLACK, order=1)])
    assert found
    assert (found.kind, found.text) == ("invisible", "頭に描いて")


def test_nothing_is_wanted_of_decoration_and_of_signs() -> None:
    assert kind(words(WHITE, wanted=None)) == ""
    assert kind(words(WHITE, text="“・＊”")) == ""


def test_what_lies_outside_its_window_is_not_asked_for() -> None:
    assert kind(words(WHITE, window=Rectangle(60, 0, 90, 90))) == ""
    covered = coat(30, 0, 90, 90, RED)
    assert kind(words(window=Rectangle(0, 0, 29, 90)), covered) == ""


def test_words_that_stand_on_their_side_are_seen_alike() -> None:
    turned = words(along=(0, 40), down=(-4, 0))
    assert kind(turned) == ""
    assert kind(turned, coat(0, 30, 90, 40, RED)) == "covered"
    assert kind(turned, coat(11, 0, 90, 90, RED)) == ""


def test_a_group_is_composed_before_it_is_laid_on_the_page() -> None:
    half: Groups = ((1, 0.5),)
    layers = ((half, (0.0, 0.0, 0.0, 1.0)), (half, (1.0, 1.0, 1.0, 1.0)))
    assert composed(layers) == pytest.approx((1, 1, 1))
    assert composed(layers[:1]) == pytest.approx((0.5, 0.5, 0.5))
    nested: Groups = (*half, (2, 0.5))
    assert composed(((nested, BLACK),)) == pytest.approx((0.75,) * 3)
    apart = (((1, 0.5),), BLACK), (((2, 0.5),), BLACK)
    assert composed(apart) == pytest.approx((0.25,) * 3)


def test_black_in_a_group_that_is_gone_is_not_seen() -> None:
    assert kind(words(groups=((1, 0.0),))) == "invisible"
    assert kind(words(groups=((1, 0.9),))) == ""


def test_nobody_is_told_off_for_what_nobody_knows() -> None:
    unknown_ground = Coat(1, SHEET, lambda x, y: None)
    assert kind(words(WHITE), unknown_ground) == ""
    assert kind(words(WHITE), unknown_ground, coat(0, 0, 90, 90, WHITE, 2)) != ""
    assert kind(words(), unknown_ground._replace(order=20)) == ""


@pytest.mark.parametrize(
    ("small", "large", "size", "bold", "needs"),
    [
        (None, None, 9, False, 3),
        (None, None, 20, False, 3),
        (4.5, None, 9, True, 4.5),
        (4.5, None, 14, True, 3),
        (4.5, None, 14, False, 4.5),
        (4.5, None, 18, False, 3),
        (2, None, 18, False, 2),
        (4.5, 2, 18, False, 2),
    ],
)
def test_large_words_need_less(small, large, size, bold, needs) -> None:
    assert wanted(small, large, size, bold=bold) == needs


def test_an_element_is_named_once_for_each_kind() -> None:
    lines = [words(WHITE), words(WHITE, corner=(10, 20)), words(WHITE, element="b")]
    found = [*findings([Painted(1, lines), Painted(2, lines)])]
    assert [(one.code, one.subject) for one in found] == [
        ("text.faint", "a"),
        ("text.faint", "b"),
    ]
    assert str(found[0].at) == "page 1 at 10.0, 10.0 mm"


# --- Bare paper ----------------------------------------------------------------------


def test_a_line_on_a_page_leaves_it_bare() -> None:
    page = Painted(1, [words()], [], [], SHEET, 0.8)
    assert bare(page) > 0.9


def test_a_picture_and_a_tint_fill_it() -> None:
    page = Painted(1, [words()], [], [Rectangle(0, 0, 100, 60)], SHEET, 0.8)
    assert bare(page) == pytest.approx(0.35, abs=0.06)
    tint = coat(0, 0, 100, 100, (0.9, 0.94, 0.98, 1.0))
    assert bare(page._replace(pictures=[], coats=[tint])) == 0


def test_a_white_panel_fills_nothing() -> None:
    assert bare(Painted(1, [], [coat(0, 0, 100, 100, WHITE)], [], SHEET, 0.8)) == 1


# --- Names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("p { color: var(--night) }", []),
        ("p { color: var(--nihgt) }", ["--nihgt"]),
        ("p { color: VAR( --nihgt ) }", ["--nihgt"]),
        ("p { color: var(--nihgt, red) }", []),
        ("p { color: var(--nihgt, var(--dya)) }", ["--dya"]),
        ("p { color: var(--night, var(--dya)) }", []),
        ("p { color: var(--night, rgb(var(--dya) 0 0)) }", []),
        ("p { width: calc(2 * (1mm + var(--gap)) - var(--x)) }", ["--gap", "--x"]),
        ("p { color: var(--Night) }", ["--Night"]),
    ],
)
def test_names_that_are_not_known_are_found(text: str, names: list[str]) -> None:
    assert [name for name, _ in unknown(text, {"--night"})] == names
