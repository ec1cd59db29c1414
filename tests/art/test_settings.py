"""A designer's slip in world-map.yaml is named with its line, never drawn."""

import subprocess
import sys

import pytest

from brochure import HOME
from brochure.art import settings
from brochure.finding import Stop

SETTINGS = HOME / "styles" / "art" / "world-map.yaml"
TEXT = SETTINGS.read_text("utf-8")


def read(tmp_path, *changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "world-map.yaml"
    file.write_text(text, "utf-8")
    return settings.read(file)


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("projection: natural-earth", "projection: mercator", "art.value", "robinson"),
        ("pitch: 1.02", "pitch: 0.0001", "art.value", "from 0.216"),
        ("pitch: 1.02", "pitch: .inf", "art.value", "number"),
        ("pitch: 1.02", "pitsch: 1.02", "art.key-unknown", "pitch"),
        ("steps: 8", "steps: 80", "art.value", "10"),
        ("day: day,", "day: '#ffcc00',", "art.value", "dusk-40"),
        ("anchor: 139.75 35.68", "anchor: 35.68", "art.value", "latitude"),
        ("anchor: 139.75 35.68", "anchor: 35.68 139.75", "art.value", "latitude"),
        ("10:00+09:00", "10:00", "art.value", "zone"),
        ("2026-06-21", "2026-06-31", "art.value", "zone"),
        ("east: 327", "east: 328", "art.value", "meridian"),
        ("north: 84", "north: 94", "art.value", "90"),
        ("  world-map:\n", "  ../world-map:\n", "art.name", "a to z"),
    ],
)
def test_a_slip_is_named_with_what_can_be_written(tmp_path, old, new, code, hint):
    with pytest.raises(Stop) as stop:
        read(tmp_path, (old, new))
    found = [finding for finding in stop.value.findings if finding.code == code]
    assert found
    assert hint in found[0].line("en")


def test_a_slip_is_found_in_its_line(tmp_path):
    with pytest.raises(Stop) as stop:
        read(tmp_path, ("twilight: 14", "twilight: bright"))
    (finding,) = stop.value.findings
    line = TEXT[: TEXT.index("twilight: 14")].count("\n") + 1
    assert (finding.at.line, finding.at.column) == (line, 13)


def test_all_slips_are_named_at_once(tmp_path):
    with pytest.raises(Stop) as stop:
        read(tmp_path, ("twilight: 14", "twilight: -1"), ("coast: 0.42", "coats: 0.42"))
    assert sorted(finding.code for finding in stop.value.findings) == [
        "art.key-missing",
        "art.key-unknown",
        "art.value",
    ]


def test_the_sun_can_be_set_by_hand(tmp_path):
    sheet = read(tmp_path, ("moment: 2026-06-21T10:00+09:00", "sun: 100.5 -10"))
    assert sheet.light.sun == (100.5, -10.0)


def test_a_map_keeps_the_proportions_of_its_crop(tmp_path):
    """Twice the width is twice the height: nothing is stretched."""
    small = read(tmp_path).plans[0].frame()
    large = read(tmp_path, ("width: 216", "width: 432")).plans[0].frame()
    assert large.height == pytest.approx(2 * small.height, abs=0.15)


@pytest.mark.parametrize(
    "name", ["natural-earth", "equal-earth", "robinson", "equirectangular"]
)
def test_every_projection_makes_a_frame(tmp_path, name):
    frame = (
        read(tmp_path, ("projection: natural-earth", f"projection: {name}"))
        .plans[0]
        .frame()
    )
    assert frame.project(147, 84)[1] == pytest.approx(0, abs=0.001)
    assert frame.project(147, -57)[1] == pytest.approx(frame.height, abs=0.06)
    assert frame.along(-180, 0)[0] == pytest.approx(0, abs=0.001)
    assert frame.along(180, 0)[0] == pytest.approx(216, abs=0.001)


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "brochure.art", *arguments],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_draws_beside_the_settings(tmp_path):
    """Another sun, other maps: noon over the South Pacific, so most land is blue."""
    start = TEXT.index("  # リーフレットの裏")
    text = TEXT[:start].replace("moment: 2026-06-21T10:00+09:00", "sun: -160 -40")
    (tmp_path / "maps.yaml").write_text(text, "utf-8")
    done = command(str(tmp_path / "maps.yaml"))
    assert (done.returncode, done.stderr) == (0, "")
    drawn = (tmp_path / "world-map.svg").read_text("utf-8")
    committed = SETTINGS.with_name("world-map.svg").read_text("utf-8")
    assert gold(drawn) < 0.6 * gold(committed)


def gold(svg):
    return sum(line.count("h0") for line in svg.splitlines() if "var(--day)" in line)


def test_the_command_says_what_is_wrong_and_writes_nothing(tmp_path):
    (tmp_path / "maps.yaml").write_text("maps: {}\n", "utf-8")
    done = command(str(tmp_path / "maps.yaml"))
    assert done.returncode == 2
    assert "light.twilight" in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["maps.yaml"]


def test_a_missing_file_is_one_line_not_a_traceback(tmp_path):
    done = command(str(tmp_path / "none.yaml"))
    assert done.returncode == 2
    assert "none.yaml" in done.stderr
    assert "Traceback" not in done.stderr
