"""What the command line asks for comes to the outputs that a person would expect."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from brochure.finding import Stop
from brochure.product.outputs import Output, output
from brochure.product.pieces import PIECES
from brochure.product.targets import IMAGE, OFFICE, PRESS, PROOF, SCREEN
from brochure.product.wishes import Wishes, outputs, the_one

LEAFLET, POSTER = PIECES["leaflet"], PIECES["poster"]
ON_PRESS = Output("leaflet", PRESS, "A4")
ON_SCREEN = Output("leaflet", SCREEN, "A4")
B2 = Output("poster", PRESS, "B2")
LISTED = [ON_PRESS, ON_SCREEN, B2]


def names(listed: list[Output] = LISTED, **wishes: Any) -> list[str]:
    return [one.name for one in outputs(listed, Wishes(**wishes))]


def codes(listed: list[Output] = LISTED, **wishes: Any) -> list[str]:
    with pytest.raises(Stop) as stop:
        outputs(listed, Wishes(**wishes))
    return [finding.code for finding in stop.value.findings]


def test_no_wish_means_what_content_yaml_lists() -> None:
    assert names() == ["leaflet-press.pdf", "leaflet-screen.pdf", "poster-b2-press.pdf"]


def test_a_piece_means_its_listed_outputs() -> None:
    assert names(pieces=("leaflet",)) == ["leaflet-press.pdf", "leaflet-screen.pdf"]


def test_a_target_filters_the_list() -> None:
    wanted = names(targets=(PRESS,))
    assert wanted == ["leaflet-press.pdf", "poster-b2-press.pdf"]


def test_a_target_that_is_not_listed_is_made_all_the_same() -> None:
    assert names(pieces=("leaflet",), targets=(OFFICE,)) == ["leaflet-office.pdf"]


def test_a_size_that_is_not_listed_takes_the_place_of_the_listed_one() -> None:
    assert names(pieces=("poster",), sizes=("A1",)) == ["poster-a1-press.pdf"]


def test_sizes_alone_mean_the_pieces_that_come_in_them() -> None:
    assert names(sizes=("A1", "A3")) == ["poster-a1-press.pdf", "poster-a3-press.pdf"]


def test_a_piece_that_is_not_listed_is_made_for_the_press_in_its_usual_size() -> None:
    assert names([ON_PRESS], pieces=("poster",)) == ["poster-b2-press.pdf"]


def test_the_same_output_is_made_once() -> None:
    assert names(pieces=("poster", "poster")) == ["poster-b2-press.pdf"]


def test_a_size_is_the_same_however_it_is_written() -> None:
    assert names(pieces=("poster",), sizes=("594x841",)) == ["poster-a1-press.pdf"]


def test_a_free_piece_comes_in_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PIECES, "poster", replace(POSTER, free=True))
    sizes = ("100x148", "600x1800 1/2", "postcard")
    assert names(pieces=("poster",), sizes=sizes) == [
        "poster-100x148-press.pdf",
        "poster-600x1800-1to2-press.pdf",
        "poster-postcard-press.pdf",
    ]


def test_a_size_that_no_piece_comes_in_is_refused() -> None:
    assert codes(sizes=("100x148",)) == ["usage.size"]


def test_a_leaflet_in_a_poster_size_is_refused() -> None:
    assert codes(pieces=("leaflet",), sizes=("B2",)) == ["usage.size"]


# --- Nothing that is listed is forgotten ----------------------------------------


def test_another_size_is_for_the_listed_printer_and_folded_as_listed() -> None:
    listed = [output(POSTER, PRESS, "B2", printer="x1a", fold="half")]
    (made,) = outputs(listed, Wishes(pieces=("poster",), sizes=("A1",)))
    assert (made.printer, made.fold, made.size) == ("x1a", "half", "A1")


def test_a_listed_size_is_for_its_own_printer_whichever_comes_first() -> None:
    listed = [output(POSTER, PRESS, "B2"), output(POSTER, PRESS, "A1", printer="x1a")]
    (made,) = outputs(listed, Wishes(pieces=("poster",), sizes=("A1",)))
    assert made.printer == "x1a"


def test_a_proof_is_of_the_file_that_is_listed_for_the_press() -> None:
    listed = [output(LEAFLET, PRESS, printer="x1a", fold="half")]
    (made,) = outputs(listed, Wishes(targets=(PROOF,)))
    assert (made.printer, made.fold) == ("x1a", "half")


def test_an_office_file_is_for_no_print_shop() -> None:
    listed = [output(LEAFLET, PRESS, printer="x1a")]
    (made,) = outputs(listed, Wishes(targets=(OFFICE,)))
    assert made.printer == ""


# --- A wish overrides what is listed ---------------------------------------------


def test_a_printer_is_for_press_files_only() -> None:
    made = outputs(LISTED, Wishes(printer="x1a"))
    assert [one.printer for one in made] == ["x1a", "", "x1a"]


def test_the_house_printer_overrides_another_one() -> None:
    (made,) = outputs([output(LEAFLET, PRESS, printer="x1a")], Wishes(printer="house"))
    assert made == ON_PRESS


def test_a_fold_overrides_that_of_the_piece() -> None:
    listed = [output(PIECES["folder"], PRESS)]
    assert listed[0].fold == "roll"
    assert names(listed, fold="none") == ["folder-flat-press.pdf"]
    assert names(listed, fold="half") == ["folder-half-press.pdf"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"printer": "x1a"}, "usage.in-vain"),
        ({"fold": "half"}, "usage.in-vain"),
        ({"width_px": 800}, "usage.in-vain"),
        ({"ending": "jpeg"}, "usage.in-vain"),
        ({"variant": "mono"}, "usage.variant"),
    ],
)
def test_a_wish_that_no_file_can_have_is_refused(
    wish: dict[str, Any], code: str
) -> None:
    """Or it would be forgotten without a word."""
    assert codes([ON_SCREEN], **wish) == [code]


def test_a_variant_is_of_the_office_files_alone() -> None:
    listed = [*LISTED, output(LEAFLET, OFFICE)]
    assert names(listed, variant="toner-mono") == ["leaflet-office-toner-mono.pdf"]


def test_a_width_is_of_the_pictures_alone() -> None:
    listed = [*LISTED, output(LEAFLET, IMAGE)]
    made = outputs(listed, Wishes(width_px=800, ending="jpeg"))
    assert [one.file(1) for one in made] == ["leaflet-image-800px-1.jpg"]


# --- Names -----------------------------------------------------------------------


def test_files_for_two_print_shops_say_for_which_they_are() -> None:
    listed = [ON_PRESS, replace(ON_PRESS, printer="x1a-jc200103"), B2]
    assert names(listed) == [
        "leaflet-house-press.pdf",
        "leaflet-x1a-jc200103-press.pdf",
        "poster-b2-press.pdf",
    ]


def test_choosing_one_printer_settles_it() -> None:
    listed = [*outputs([ON_PRESS, replace(ON_PRESS, printer="x1a")])]
    assert names(listed, printer="other") == ["leaflet-press.pdf"]


def test_two_printers_of_one_name_cannot_be_told_apart() -> None:
    listed = [replace(ON_PRESS, printer=name) for name in ("a/x.yaml", "b/x.yaml")]
    assert codes(listed) == ["build.same-name"]


def test_another_size_or_piece_in_the_product_renames_no_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = names([*LISTED, output(LEAFLET, OFFICE), output(PIECES["folder"], PRESS)])
    for piece in PIECES.values():
        more = replace(piece, sizes=(*piece.sizes, "A5"))
        monkeypatch.setitem(PIECES, piece.name, more)
    monkeypatch.setitem(PIECES, "card", replace(LEAFLET, name="card"))
    after = names([*LISTED, output(LEAFLET, OFFICE), output(PIECES["folder"], PRESS)])
    assert after == before
    assert Output("leaflet", OFFICE, "A5").name == "leaflet-a5-office.pdf"


def test_what_makes_another_file_is_in_its_name() -> None:
    """All combinations, and no two files of one name."""
    made = [
        output(
            piece, target, size,
            variant=variant, fold=fold, edition=edition, width_px=width, ending=ending,
        )
        for piece in PIECES.values()
        for size in piece.sizes
        for target in (PRESS, OFFICE, SCREEN, PROOF, IMAGE)
        for variant in (("", "toner", "toner-mono") if target.variants else ("",))
        for fold in ("", "half", "roll", "none")
        for edition in ("", "en", "half")
        for width, ending in (((0, ""), (800, "jpeg")) if target.paged else ((0, ""),))
    ]  # fmt: skip
    different = set(made)
    assert len({one.file(1 if one.target.paged else 0) for one in made}) == len(
        different
    )


def test_one_thing_is_made_of_one_output() -> None:
    assert the_one([ON_PRESS]) is ON_PRESS
    with pytest.raises(Stop) as stop:
        the_one([ON_PRESS, ON_SCREEN])
    assert "leaflet-screen.pdf" in str(stop.value)
