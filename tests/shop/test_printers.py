"""What a print shop wants stands in a small file, bundled or the user's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import ImageCms

from brochure import HOME
from brochure.finding import Stop
from brochure.shop import printers
from brochure.shop.printers import BUNDLED, PROFILES, Flavour


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project's printers/ folder."""
    folder = tmp_path / "printers"
    folder.mkdir()
    return folder


def codes(name: str, project: Path) -> list[str]:
    with pytest.raises(Stop) as stop:
        printers.load(name, project)
    return [f"{f.at or ''} {f.code}".strip() for f in stop.value.findings]


def test_the_house_printer_is_the_default(tmp_path: Path) -> None:
    house = printers.load("", tmp_path)
    assert house.name == "house"
    assert house.pdfx is Flavour.X4
    assert house.condition.identifier == "FOGRA39"
    assert house.embed_icc
    assert house.tac_percent == 300
    assert house.overprint_black
    assert house.marks


@pytest.mark.parametrize("file", sorted(BUNDLED.glob("*.yaml")), ids=lambda f: f.stem)
def test_every_bundled_printer_can_be_used(file: Path, shop: Path) -> None:
    # The one file that we may not hand on; another profile stands in for it here.
    shutil.copy(
        PROFILES / "ISOcoated_v2_300_bas.icc", shop / "JapanColor2001Coated.icc"
    )
    printer = printers.load(file.stem, shop.parent)
    assert printer.title.ja
    assert printer.title.en
    assert printer.icc.is_file()


def test_every_bundled_profile_is_described_with_licence_and_digest() -> None:
    from hashlib import sha256

    readme = (PROFILES / "README.md").read_text(encoding="utf-8")
    for profile in PROFILES.glob("*.icc"):
        assert profile.name in readme
        assert sha256(profile.read_bytes()).hexdigest() in readme


def test_x1a_names_a_registered_condition_without_embedding(tmp_path: Path) -> None:
    printer = printers.load("x1a-jc200103", tmp_path)
    assert printer.pdfx is Flavour.X1A
    assert printer.condition.identifier == "JC200103"
    assert printer.condition.registry == "http://www.color.org"
    assert not printer.embed_icc


def test_japan_color_x4_says_which_profile_to_put_where(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        printers.load("x4-jc200103", tmp_path)
    (finding,) = stop.value.findings
    assert finding.code == "printers.profile-missing"
    assert "JapanColor2001Coated.icc" in finding.message.en
    assert str(finding.at).startswith("brochure/printers/x4-jc200103.yaml:")


def test_a_shop_of_ones_own_says_only_what_differs(shop: Path) -> None:
    (shop / "corner.yaml").write_text("overprint_black: no\ntac_percent: 280\n")
    printer = printers.load("corner", shop.parent)
    assert (printer.overprint_black, printer.tac_percent) == (False, 280)
    assert (printer.pdfx, printer.title.en) == (Flavour.X4, "corner")
    assert printers.load("printers/corner.yaml", shop.parent) == printer
    assert printers.names(shop.parent)[0] == "house"
    assert printers.names(shop.parent)[-1] == "corner"


def test_ones_own_printer_goes_before_a_bundled_one_of_that_name(shop: Path) -> None:
    (shop / "house.yaml").write_text("marks: no\n")
    assert not printers.load("", shop.parent).marks


def test_a_condition_is_taken_whole_or_not_at_all(shop: Path) -> None:
    (shop / "corner.yaml").write_text("condition: {info: Corner shop}\n")
    assert codes("corner", shop.parent) == [
        "printers/corner.yaml printers.condition-missing"
    ]


def test_ones_own_profile_lies_beside_the_printer(shop: Path) -> None:
    shutil.copy(PROFILES / "ISOcoated_v2_300_bas.icc", shop / "mine.icc")
    (shop / "corner.yaml").write_text("icc: mine.icc\ncondition: {identifier: MINE}\n")
    printer = printers.load("corner", shop.parent)
    assert printer.icc == shop / "mine.icc"
    assert printer.condition.registry == ""


def test_a_profile_that_is_not_for_a_press_is_refused(shop: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (shop / "mine.icc").write_bytes(srgb)
    (shop / "corner.yaml").write_text("icc: mine.icc\n")
    assert codes("corner", shop.parent) == ["printers/mine.icc icc.not-for-press"]


def test_all_mistakes_of_a_printer_are_reported_at_once(shop: Path) -> None:
    (shop / "corner.yaml").write_text(
        "pdfx: X-3\ntac_percent: lots\nmarkz: no\nmarks: maybe\n"
        "condition: {identifier: 日本}\nembed_icc: no\n",
        encoding="utf-8",
    )
    file = "printers/corner.yaml"
    assert codes("corner", shop.parent) == [
        f"{file}:1:7 printers.value",
        f"{file}:2:14 printers.value",
        f"{file}:3:1 printers.key-unknown",
        f"{file}:4:8 printers.value",
        f"{file}:5:25 printers.value",
        f"{file} printers.condition-missing",
    ]


def test_x4_without_its_profile_is_refused(shop: Path) -> None:
    (shop / "corner.yaml").write_text("embed_icc: no\n")
    assert codes("corner", shop.parent) == [
        "printers/corner.yaml:1:12 printers.x4-without-profile"
    ]


def test_a_misspelt_printer_gets_a_guess_and_the_list(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        printers.load("hause", tmp_path)
    (finding,) = stop.value.findings
    assert finding.code == "printers.unknown"
    assert finding.hint
    assert "did you mean “house”" in finding.hint.en
    assert "x1a-jc200103" in finding.hint.en


def test_no_printer_is_read_from_outside_the_project(shop: Path) -> None:
    outside = shop.parent.parent / f"{shop.parent.name}.yaml"
    outside.write_text("marks: no\n")
    (shop / "link.yaml").symlink_to(outside)
    for name in (f"../{outside.name}", str(outside), "link"):
        assert codes(name, shop.parent) == ["printers.outside"]
    outside.unlink()


def test_no_profile_is_read_from_outside_the_project(shop: Path) -> None:
    (shop / "corner.yaml").write_text(f"icc: {HOME}/brochure/icc/none.icc\n")
    assert codes("corner", shop.parent) == [
        "printers/corner.yaml:1:6 printers.profile-missing"
    ]


def test_a_printers_file_is_found_however_its_name_is_spelt(tmp_path: Path) -> None:
    from unicodedata import normalize

    folder = tmp_path / "printers"
    folder.mkdir()
    text = (BUNDLED / "x4-jc200103.yaml").read_text(encoding="utf-8")
    (folder / normalize("NFD", "ガイド.yaml")).write_text(text, encoding="utf-8")
    assert printers._find("ガイド", tmp_path).parent == folder
