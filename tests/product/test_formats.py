"""A size as people write it comes to the millimetres that the knife cuts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.finding import Stop
from brochure.product.formats import FORMATS, FREE_PATTERN, Format, format_of, like
from brochure.product.sizes import NAMED

#: What the standards and the shops say, in mm.
MEASURES = {
    "A0": (841, 1189), "A1": (594, 841), "A2": (420, 594), "A3": (297, 420),
    "A4": (210, 297), "A5": (148, 210), "A6": (105, 148), "A7": (74, 105),
    "A8": (52, 74), "A9": (37, 52), "A10": (26, 37),
    "B0": (1030, 1456), "B1": (728, 1030), "B2": (515, 728), "B3": (364, 515),
    "B4": (257, 364), "B5": (182, 257), "B6": (128, 182), "B7": (91, 128),
    "B8": (64, 91), "B9": (45, 64), "B10": (32, 45),
    "ISO-B0": (1000, 1414), "ISO-B1": (707, 1000), "ISO-B2": (500, 707),
    "ISO-B3": (353, 500), "ISO-B4": (250, 353), "ISO-B5": (176, 250),
    "ISO-B6": (125, 176), "ISO-B7": (88, 125), "ISO-B8": (62, 88),
    "ISO-B9": (44, 62), "ISO-B10": (31, 44),
    "はがき": (100, 148), "postcard": (100, 148), "往復はがき": (200, 148),
    "名刺": (91, 55), "meishi": (91, 55), "欧米名刺": (85, 55), "長3": (120, 235),
    "naga3": (120, 235), "長形3号": (120, 235), "洋長3": (235, 120),
    "長4": (90, 205), "角2": (240, 332), "DL": (99, 210), "DM": (99, 210),
    "CD": (120, 120), "A4正方形": (210, 210), "A5-square": (148, 148),
    "AB判": (210, 257), "四六判": (127, 188), "のぼり": (600, 1800),
    "ロールアップ": (850, 2000),
    "A3L": (420, 297), "a3l": (420, 297), "Ａ３横": (420, 297), "A3 横": (420, 297),
    "はがき横": (148, 100), "postcard-L": (148, 100), "名刺縦": (55, 91),
    "JIS B4": (257, 364), "A4判": (210, 297), "B5サイズ": (182, 257),
    "100 x 148": (100, 148), "600x1800": (600, 1800), "210×297 mm": (210, 297),
    "１００ ｘ １４８": (100, 148), "100.5 x 200": (100.5, 200),
    "100㎜×148㎜": (100, 148), "5000x250": (5000, 250),
}  # fmt: skip


@pytest.mark.parametrize(("text", "measures"), MEASURES.items(), ids=MEASURES)
def test_a_size_is_as_large_as_everybody_knows(
    text: str, measures: tuple[float, float]
) -> None:
    found = format_of(text)
    assert (found.width, found.height) == pytest.approx(measures, abs=0.01)


def test_every_named_size_is_measured_here() -> None:
    assert {format_of(text).name for text in MEASURES} >= {row.name for row in NAMED}


def test_every_spelling_means_one_size() -> None:
    for row in NAMED:
        for word in (row.name, *row.words, *row.also):
            found = format_of(word)
            assert (found.name, found.width) == (row.name, row.width), word


def test_each_size_of_a_row_is_half_the_one_before() -> None:
    for row in ("A", "B", "ISO-B"):
        for number in range(10):
            large, small = FORMATS[f"{row}{number}"], FORMATS[f"{row}{number + 1}"]
            assert small.height == large.width
            assert 0 <= large.height - 2 * small.width < 2, small.name


@pytest.mark.parametrize(
    ("size", "safe"),
    [
        ("名刺", 3),
        ("はがき", 3),
        ("DL", 3),
        ("A6", 3),
        ("A5", 5),
        ("B5", 7),
        ("A4", 10),
    ],
)
def test_words_stay_further_inside_where_there_is_room(size: str, safe: float) -> None:
    assert format_of(size).safe == safe
    assert format_of(size).bleed == 3


def test_a_large_piece_is_drawn_at_its_scale() -> None:
    for text in ("600 x 1800 1/2", "600x1800@1/2", "600 x 1800 (1/2)", "600x1800 ½"):
        found = format_of(text)
        assert (found.width, found.height, found.scale) == (300, 900, 0.5)
        assert (found.final_width, found.final_height) == (600, 1800)
    assert found == format_of("600x1800", "1/2") == format_of(found.name)
    assert found.about == "600 × 1800 mm 1/2"
    assert found.in_names == "600x1800-1to2"
    assert found.safe == 5, "10 mm when it is as large as it becomes"
    assert format_of("9000 x 1800", "1/5").final_width == 9000
    assert format_of("A0 1/2").about == "A0 841 × 1189 mm 1/2"


@pytest.mark.parametrize("size", [*MEASURES, "600x1800 1/2", "A0 1/10"])
def test_a_name_is_a_size_again_and_fits_into_a_file_name(size: str) -> None:
    found = format_of(size)
    assert format_of(found.name) == found
    assert re.fullmatch(r"[a-z0-9.-]+", found.in_names)
    assert found.name.isascii()


def test_names_of_files_stay_as_they_were() -> None:
    names = [format_of(size).in_names for size in ("B2", "A4L", "100 x 148", "はがき")]
    assert names == ["b2", "a4l", "100x148", "postcard"]


tenths = st.integers(200, 50_000).map(lambda tenth: tenth / 10)


@given(tenths, tenths, st.sampled_from(["x", "X", "×", " x ", " × "]))
def test_any_size_in_mm_is_what_was_typed(width: float, height: float, by: str) -> None:
    text = f"{width:g}{by}{height:g} mm"
    if max(width, height) > 20 * min(width, height):
        with pytest.raises(Stop):
            format_of(text)
        return
    found = format_of(text)
    assert (found.width, found.height) == pytest.approx((width, height), abs=1e-6)
    assert format_of(found.name) == found
    assert re.search(FREE_PATTERN, text), "an editor lets it pass"
    assert 2 * found.safe < min(width, height)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_size_or_one_finding(text: str) -> None:
    try:
        found = format_of(text)
    except Stop as stop:
        (finding,) = stop.findings
        assert finding.code in ("size.unknown", "size.bounds")
        assert "\n" not in finding.line("ja")
    else:
        assert isinstance(found, Format)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "size.unknown"),
        ("C3", "size.unknown"),
        ("A11", "size.unknown"),
        ("-100 x 148", "size.unknown"),
        ("nan x nan", "size.unknown"),
        ("inf x 10", "size.unknown"),
        ("1e3 x 1e3", "size.unknown"),
        ("10² x 148", "size.unknown"),
        ("٣٠٠ x ٤٠٠", "size.unknown"),
        ("९०० x ९००", "size.unknown"),
        ("100 x 148 x 5", "size.unknown"),
        ("9" * 1_000_000 + " x 148", "size.unknown"),
        ("999999 x 999999", "size.bounds"),
        ("19.9 x 100", "size.bounds"),
        ("5000.1 x 1000", "size.bounds"),
        ("20 x 401", "size.bounds"),
        ("100.25 x 148", "size.bounds"),
        ("0 x 0", "size.bounds"),
        ("A4 1/0", "size.bounds"),
        ("A4 1/11", "size.bounds"),
        ("A10 1/2", "size.bounds"),
    ],
)
def test_a_size_that_nobody_can_make_is_refused_in_one_sentence(
    text: str, code: str
) -> None:
    with pytest.raises(Stop) as stop:
        format_of(text)
    (finding,) = stop.value.findings
    assert finding.code == code
    assert len(finding.line("en")) < 250


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [
        (210.3, 296.8, "A4"), (297, 210, "A4L"), (148, 100, "postcard-L"),
        (91, 55, "meishi"), (55, 91, "meishi-P"), (235, 120, "yo-naga3"),
        (210, 210, "A4-square"), (211, 297, None),
    ],
)  # fmt: skip
def test_a_page_is_called_by_the_size_that_it_has(
    width: float, height: float, name: str | None
) -> None:
    found = like(width, height, 0.5)
    assert (found.name if found else None) == name
