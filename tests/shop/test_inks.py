"""The palette: what a designer writes is what the plates and the screens get."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure import HOME
from brochure.finding import Stop
from brochure.shop.inks import TINTS, Palette, _unique

PROFILE = HOME / "brochure" / "icc" / "ISOcoated_v2_300_bas.icc"


def load(folder: Path, text: str) -> Palette:
    path = folder / "inks.yaml"
    path.write_text(text, encoding="utf-8")
    return Palette.load(path, PROFILE)


def lines(folder: Path, text: str) -> list[str]:
    with pytest.raises(Stop) as stop:
        load(folder, text)
    return [f"{f.at} {f.code}" for f in stop.value.findings]


@pytest.fixture(scope="session")
def house() -> Palette:
    return Palette.load(HOME / "styles" / "inks.yaml", PROFILE)


def test_the_house_palette_is_the_one_of_the_brief(house: Palette) -> None:
    brief = {
        "night": (100, 88, 32, 38),
        "sun": (0, 92, 90, 0),
        "day": (0, 22, 75, 0),
        "dusk": (62, 36, 6, 0),
        "mist": (6, 3, 0, 0),
        "ink": (0, 0, 0, 100),
        "paper": (0, 0, 0, 0),
    }
    inks = {ink.name: ink.cmyk for ink in house.inks.values() if ink.name == ink.base}
    assert inks == brief


def test_a_tint_is_that_part_of_each_plate(house: Palette) -> None:
    assert house.inks["night-30"].cmyk == (30, 26.4, 9.6, 11.4)
    assert house.inks["night-30"].base == "night"
    assert [f"sun-{tint}" in house.inks for tint in TINTS] == [True] * 9


def test_an_ink_looks_on_screen_as_the_press_profile_says(house: Palette) -> None:
    # LittleCMS, relative colorimetric, black point compensated; by hand with transicc.
    assert house.inks["night"].srgb == (23, 38, 81)
    assert house.inks["sun"].srgb == (230, 39, 30)


def test_black_ink_is_black_and_its_tints_are_neutral(house: Palette) -> None:
    assert house.inks["ink"].hex == "#000000"
    for tint in TINTS:
        red, green, blue = house.inks[f"ink-{tint}"].srgb
        assert red == green == blue


def test_paper_and_its_tints_are_exactly_white(house: Palette) -> None:
    assert house.inks["paper"].hex == house.inks["paper-50"].hex == "#ffffff"


def test_every_srgb_leads_back_to_the_same_c_m_y_k(house: Palette) -> None:
    for ink in house.inks.values():
        assert house.by_srgb[ink.srgb].cmyk == ink.cmyk


def test_inks_that_look_alike_are_told_apart_by_a_step_nobody_sees(
    tmp_path: Path,
) -> None:
    palette = load(tmp_path, "one: 0 0 0.1 0\ntwo: 0 0.1 0 0\nwhite: 0 0 0 0")
    one, two, white = (palette.inks[name].srgb for name in ("one", "two", "white"))
    assert white == (255, 255, 255)
    assert len({one, two, white}) == 3
    for near in (one, two):
        assert sum(255 - channel for channel in near) <= 2


def test_two_names_for_the_same_mix_share_one_srgb(tmp_path: Path) -> None:
    palette = load(tmp_path, "navy: 100 88 32 38\nnight: 100 88 32 38")
    assert palette.inks["navy"].srgb == palette.inks["night"].srgb


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 3)] * 4), min_size=1, max_size=120))
def test_no_two_mixes_ever_share_an_srgb(mixes: list[tuple[int, ...]]) -> None:
    looks = {(*map(float, mix),): (254, 255, 255) for mix in mixes}
    unique = _unique(looks)  # type: ignore[arg-type]
    assert len(set(unique.values())) == len(unique)


def test_css_gets_every_ink_and_tint_as_a_custom_property(house: Palette) -> None:
    css = house.css()
    assert css.startswith(":root{--night:#172651;")
    assert "--night-90:" in css
    assert "--mist-10:" in css
    assert css.count("#") == len(house.inks)


def test_svg_gets_the_ink_in_place_of_its_name(house: Palette) -> None:
    svg = '<path fill="var(--night)" stroke="var( --sun-50 , red)"/>'
    assert house.substitute(svg) == '<path fill="#172651" stroke="#f5a287"/>'


def test_an_unknown_ink_in_an_svg_is_named_with_place_and_a_guess(
    house: Palette,
) -> None:
    with pytest.raises(Stop) as stop:
        house.substitute('<g>\n<path fill="var(--nigth)"/></g>', "map.svg")
    (finding,) = stop.value.findings
    assert str(finding.at) == "map.svg:2:13"
    assert finding.hint
    assert "--night" in finding.hint.en


def test_all_mistakes_of_a_palette_are_reported_at_once(tmp_path: Path) -> None:
    text = """\
night: 100 88 32
Sun: 0 92 90 0
bleed: 1 2 3 4
day-30: 0 22 75 0
mist: 6 3 0 200
ink: 0, 0, 0, 100
paper: "１ 0 0 0"
"""
    assert lines(tmp_path, text) == [
        "inks.yaml:1:8 inks.not-four-numbers",
        "inks.yaml:2:1 inks.name",
        "inks.yaml:3:1 inks.name-reserved",
        "inks.yaml:4:1 inks.name",
        "inks.yaml:5:7 inks.out-of-range",
        "inks.yaml:6:6 inks.not-four-numbers",
        "inks.yaml:7:8 inks.not-four-numbers",
    ]


def test_an_ink_named_twice_is_refused(tmp_path: Path) -> None:
    assert lines(tmp_path, "sun: 0 0 0 0\nsun: 1 1 1 1") == [
        "inks.yaml:2:1 datasheet.key-twice"
    ]


def test_a_palette_without_inks_says_what_to_write(tmp_path: Path) -> None:
    assert lines(tmp_path, "# nothing yet\n") == ["inks.yaml inks.none"]


def test_decimals_reach_the_plates(tmp_path: Path) -> None:
    assert (
        load(tmp_path, "sky: 1 2 3 4".replace("sky", "azure")).inks["azure"].total == 10
    )
    assert load(tmp_path, "azure: 12.5 0.25 0 0").inks["azure-10"].cmyk[0] == 1.25
