"""The maps in styles/art: what a reader sees on them, and what they cost a build."""

import re
from dataclasses import dataclass
from itertools import pairwise
from math import dist

import pytest

from brochure import HOME
from brochure.art import projection, settings
from brochure.art.draw import draw
from brochure.art.sun import altitude
from brochure.shop import datasheet

ART = HOME / "styles" / "art"
SETTINGS = ART / "world-map.yaml"
SHEET = settings.read(SETTINGS)
PLANS = {plan.name: plan for plan in SHEET.plans}
EVERY_MAP = pytest.mark.parametrize("name", PLANS)

TOKYO = 139.75, 35.68


@dataclass
class Drawn:
    """A committed map, read back: ink, diameter and middle of every dot."""

    text: str
    dots: list[tuple[str, float, float, float]]
    paths: int

    def nearest(self, x, y):
        return min(self.dots, key=lambda dot: dist(dot[2:], (x, y)))


@pytest.fixture(scope="module")
def maps():
    return {name: read_back((ART / f"{name}.svg").read_text("utf-8")) for name in PLANS}


def read_back(text):
    paths = re.findall(
        r'<path stroke="var\(--([a-z0-9-]+)\)" stroke-width="([\d.]+)" d="([^"]*)"/>',
        text,
    )
    dots = [
        (ink, float(width), float(x), float(y))
        for ink, width, d in paths
        for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", d)
    ]
    return Drawn(text, dots, text.count("<path"))


def test_the_committed_maps_are_what_the_settings_draw():
    for name, text in draw(SETTINGS).items():
        assert (ART / f"{name}.svg").read_bytes() == text.encode(), f"{name}: make art"


def test_each_map_is_drawn_once():
    assert len(PLANS) == len(SHEET.plans)


def test_no_map_is_left_over_from_settings_long_gone():
    assert {file.stem for file in ART.glob("*.svg")} == set(PLANS)


@EVERY_MAP
def test_a_map_is_light_for_the_layout_engine(maps, name):
    drawn = maps[name]
    assert drawn.paths <= 20
    assert len(drawn.text) < 150_000
    assert drawn.text.count("h0") == len(drawn.dots)
    assert len(drawn.dots) <= 7000


def test_the_front_map_has_dots_enough_to_be_the_world(maps):
    assert len(maps["world-map"].dots) >= 4000


@EVERY_MAP
def test_every_colour_is_an_ink_of_the_palette(maps, name):
    inks = {entry.key for entry in datasheet.read(HOME / "styles" / "inks.yaml")}
    said = {ink.rstrip("0123456789").rstrip("-") for ink, *_ in maps[name].dots}
    assert said <= inks
    assert not re.search(r"#[0-9a-f]{3}|rgb|fill=\"(?!none)", maps[name].text)


@EVERY_MAP
def test_every_dot_lies_whole_within_the_viewbox(maps, name):
    frame = projection.named(name)
    for _, width, x, y in maps[name].dots:
        assert width / 2 <= x <= frame.width - width / 2
        assert width / 2 <= y <= frame.height - width / 2


@EVERY_MAP
def test_dots_stand_a_pitch_apart_and_never_touch(maps, name):
    plan, dots = PLANS[name], sorted(maps[name].dots, key=lambda dot: dot[3])
    for index, (_, width, x, y) in enumerate(dots):
        for _, other, x2, y2 in dots[index + 1 :]:
            if y2 - y > plan.pitch:
                break
            apart = dist((x, y), (x2, y2))
            assert apart >= 0.95 * plan.pitch
            assert apart > (width + other) / 2


@EVERY_MAP
def test_no_dot_is_too_small_to_print(maps, name):
    """Under 0.2 mm a dot in reverse fills in, a tinted one has no shape left."""
    assert min(width for _, width, _, _ in maps[name].dots) >= 0.2


@EVERY_MAP
def test_the_north_dissolves_instead_of_ending_in_a_line(maps, name):
    """In the three uppermost rows at most 1/20 of the width without a gap."""
    plan = PLANS[name]
    for y in sorted({y for *_, y in maps[name].dots})[:3]:
        row = sorted(x for *_, x, at in maps[name].dots if at == y)
        run = longest = 1
        for left, right in pairwise(row):
            run = run + 1 if right - left < 1.5 * plan.pitch else 1
            longest = max(longest, run)
        assert longest * plan.pitch <= plan.width / 20


@EVERY_MAP
def test_the_northern_dots_are_smaller_than_those_of_the_middle(maps, name):
    by_row = sorted(maps[name].dots, key=lambda dot: dot[3])
    top = by_row[:100]
    assert max(width for _, width, _, _ in top) < 0.8 * max(d[1] for d in by_row)


@EVERY_MAP
def test_a_dot_stands_exactly_on_tokyo(maps, name):
    x, y = projection.project(name, *TOKYO)
    assert dist(maps[name].nearest(x, y)[2:], (x, y)) < 0.01


@EVERY_MAP
@pytest.mark.parametrize(
    ("island", "longitude", "latitude"),
    [
        ("北海道", 142.9, 43.4),
        ("本州", 138.0, 36.2),
        ("四国", 133.5, 33.8),
        ("九州", 130.9, 32.7),
        ("沖縄", 127.9, 26.5),
        ("ハワイ", -155.5, 19.6),
    ],
)
def test_the_islands_of_japan_are_land(maps, name, island, longitude, latitude):
    x, y = projection.project(name, longitude, latitude)
    assert dist(maps[name].nearest(x, y)[2:], (x, y)) < PLANS[name].pitch * 0.8, island


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(175.3, -39.0), (171.0, -43.5), (178.0, -17.8), (-149.4, -17.6), (144.8, 13.5)],
)
def test_the_islands_of_the_pacific_are_on_the_front(maps, longitude, latitude):
    x, y = projection.project("world-map", longitude, latitude)
    assert dist(maps["world-map"].nearest(x, y)[2:], (x, y)) < PLANS["world-map"].pitch


@EVERY_MAP
@pytest.mark.parametrize(
    ("sea", "longitude", "latitude"),
    [("日本海", 134.5, 39.8), ("太平洋", 170, 32), ("オホーツク海", 148, 53)],
)
def test_the_sea_around_japan_is_open(maps, name, sea, longitude, latitude):
    x, y = projection.project(name, longitude, latitude)
    assert dist(maps[name].nearest(x, y)[2:], (x, y)) > PLANS[name].pitch, sea


@pytest.mark.parametrize("place", [TOKYO, (-77.04, 38.91), (-73.97, 40.75)])
@pytest.mark.parametrize("name", ["world-map", "world-map-pacific"])
def test_the_stops_of_the_career_stand_on_dots(maps, name, place):
    x, y = projection.project(name, *place)
    assert dist(maps[name].nearest(x, y)[2:], (x, y)) < PLANS[name].pitch * 0.8


def test_japan_stands_near_the_middle_of_the_front():
    x, _ = projection.project("world-map", *TOKYO)
    assert 0.42 < x / projection.named("world-map").width < 0.55


def test_the_back_shows_japan_on_the_left_and_new_york_on_the_right():
    width = projection.named("world-map-pacific").width
    assert projection.project("world-map-pacific", *TOKYO)[0] < 0.3 * width
    assert projection.project("world-map-pacific", -73.97, 40.75)[0] > 0.7 * width


@pytest.mark.parametrize("name", [n for n, p in PLANS.items() if p.day != p.night])
def test_the_ink_of_every_dot_tells_whether_the_sun_shines_there(maps, name):
    plan, frame = PLANS[name], projection.named(name)
    for ink, _, x, y in maps[name].dots:
        latitude = frame.latitude(y)
        place = plan.meridian + frame.east(x, latitude), latitude
        height = altitude(place, SHEET.light.sun)
        if abs(height) > 0.05:  # closer to the horizon two decimals of mm decide
            assert ink == (plan.day if height > 0 else plan.night)


@pytest.mark.parametrize(
    ("city", "longitude", "latitude", "ink"),
    [
        ("東京", *TOKYO, "day"),
        ("シドニー", 150.0, -33.5, "day"),
        ("デリー", 77.2, 28.6, "day"),
        ("アンカレッジ", -150.0, 62.0, "day"),
        ("ロンドン", -1.0, 52.0, "dusk"),
        ("ナイロビ", 36.0, -0.3, "dusk"),
        ("ニューヨーク", -74.8, 41.5, "dusk"),
        ("サンパウロ", -47.5, -22.5, "dusk"),
    ],
)
def test_in_the_morning_of_tokyo_half_the_world_sleeps(
    maps, city, longitude, latitude, ink
):
    nearest = maps["world-map"].nearest(
        *projection.project("world-map", longitude, latitude)
    )
    assert nearest[0] == ink, city


def test_dots_grow_from_the_horizon_into_the_day(maps):
    """At 36° N, westward from Japan to the sunrise in Khorasan."""
    sizes = [
        maps["world-map"].nearest(*projection.project("world-map", longitude, 36.5))[1]
        for longitude in (60.0, 68.0, 100.0)
    ]
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.8 * sizes[-1]


def test_the_layout_engine_paints_a_disc_where_the_map_says_tokyo_is(tmp_path):
    """pdfium looks at what WeasyPrint made of a line of no length."""
    pdfium = pytest.importorskip("pypdfium2")
    weasyprint = pytest.importorskip("weasyprint")
    frame = projection.named("world-map")
    svg = (ART / "world-map.svg").read_text("utf-8")
    file = tmp_path / "map.svg"
    file.write_text(
        svg.replace("var(--day)", "#ff0000").replace("var(--dusk)", "#0000ff")
    )
    page = (
        f"<style>@page{{size:{frame.width}mm {frame.height}mm;margin:0}}"
        f"body{{margin:0}}img{{display:block}}</style><img src=map.svg>"
    )
    pdf = weasyprint.HTML(string=page, base_url=str(tmp_path) + "/").write_pdf()
    pixels_per_mm = 8
    image = pdfium.PdfDocument(pdf)[0].render(scale=pixels_per_mm * 25.4 / 72).to_pil()
    for place, colour in [
        (TOKYO, (255, 0, 0)),
        ((-47.5, -15.0), (0, 0, 255)),
        ((134.5, 39.8), (255, 255, 255)),
    ]:
        x, y = frame.project(*place)
        if colour != (255, 255, 255):
            x, y = read_back(svg).nearest(x, y)[2:]
        pixel = image.getpixel((int(x * pixels_per_mm), int(y * pixels_per_mm)))
        assert pixel[:3] == colour
