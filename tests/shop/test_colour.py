"""Colours through the ICC profile of a press."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageCms

from brochure import HOME
from brochure.finding import Stop
from brochure.shop import colour
from brochure.shop.colour import Profile, from_lab

BUNDLED = HOME / "brochure" / "icc" / "ISOcoated_v2_300_bas.icc"


@pytest.fixture(scope="module")
def profile() -> Profile:
    return Profile(BUNDLED)


def test_a_grey_is_printed_in_black_ink_only(profile: Profile) -> None:
    assert profile.to_cmyk((0, 0, 0)) == (0, 0, 0, 100)
    assert profile.to_cmyk((255, 255, 255)) == (0, 0, 0, 0)
    c, m, y, k = profile.to_cmyk((128, 128, 128))
    assert (c, m, y) == (0, 0, 0)
    assert 55 < k < 70


def test_a_grey_and_its_black_ink_look_the_same(profile: Profile) -> None:
    for black in range(0, 101, 5):
        ((red, green, blue),) = profile.to_srgb([(0, 0, 0, black)])
        assert red == green == blue
        assert profile.black(red) == pytest.approx(black, abs=1)


def test_no_colour_asks_for_more_ink_than_the_profile_allows(profile: Profile) -> None:
    ramp = range(0, 256, 51)
    for colour_ in ((r, g, b) for r in ramp for g in ramp for b in ramp):
        assert sum(profile.to_cmyk(colour_)) <= 301


def test_one_colour_and_a_picture_of_it_get_the_same_ink(profile: Profile) -> None:
    for rgb in ((230, 39, 30), (40, 90, 160), (250, 250, 249)):
        pixel = profile.separate(Image.new("RGB", (1, 1), rgb)).getpixel((0, 0))
        # The transform for pictures is tabulated: a step of 1/255, at most two.
        for percent, byte in zip(profile.to_cmyk(rgb), pixel, strict=True):
            assert percent == pytest.approx(byte / 2.55, abs=0.9)


def test_a_picture_is_read_in_its_own_colour_space(profile: Profile) -> None:
    # A camera whose red is sRGB's blue and the other way round.
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ")
    camera = turned.replace(b"????", b"bXYZ")
    picture = Image.new("RGB", (1, 1), (90, 90, 160))
    other = Image.new("RGB", (1, 1), (160, 90, 90))
    seen = profile.separate(picture, camera).getpixel((0, 0))
    assert seen == pytest.approx(profile.separate(other).getpixel((0, 0)), abs=2)


def test_a_picture_with_a_broken_profile_is_taken_for_srgb(profile: Profile) -> None:
    picture = Image.new("RGB", (1, 1), (90, 90, 160))
    plain = profile.separate(picture).getpixel((0, 0))
    assert profile.separate(picture, b"no profile").getpixel((0, 0)) == plain


@pytest.mark.parametrize(
    ("lab", "rgb"),
    [
        ((100, 0, 0), (255, 255, 255)),
        ((0, 0, 0), (0, 0, 0)),
        ((53.585, 0, 0), (128, 128, 128)),
        ((54.29, 80.81, 69.89), (255, 0, 0)),  # CSS Color 4: lab() of red
        ((29.57, 68.30, -112.03), (0, 0, 255)),
    ],
)
def test_css_lab_colours_become_srgb(
    lab: tuple[float, float, float], rgb: tuple[int, int, int]
) -> None:
    assert from_lab(*lab) == pytest.approx(rgb, abs=1)


def test_a_colour_beyond_srgb_is_clipped() -> None:
    red, green, blue = from_lab(50, 200, -200)
    assert 0 < red < 256
    assert (green, blue) == (0, 255)


def test_only_a_cmyk_press_profile_will_do(tmp_path: Path) -> None:
    srgb = tmp_path / "srgb.icc"
    srgb.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    words = tmp_path / "words.icc"
    words.write_text("not a profile")
    assert colour.check(BUNDLED) == []
    assert [f.code for f in colour.check(srgb)] == ["icc.not-for-press"]
    assert [f.code for f in colour.check(words)] == ["icc.not-for-press"]
    assert [f.code for f in colour.check(tmp_path / "none.icc")] == ["icc.unreadable"]


def test_a_profile_without_tables_is_a_finding(tmp_path: Path) -> None:
    broken = tmp_path / "broken.icc"
    broken.write_bytes(BUNDLED.read_bytes()[:2000])
    with pytest.raises(Stop, match=r"broken\.icc"):
        Profile(broken).to_srgb([(0, 0, 0, 0)])
