"""A place is on the map with its name, or it is said that it is not."""

from __future__ import annotations

from types import SimpleNamespace as Some

import pytest

from brochure import HOME
from brochure.finding import Stop
from brochure.markup.career import MAP, career

FILE = HOME / "styles" / "art" / f"{MAP}.svg"
TOKYO = ("東京", 139.75, 35.68)
CHICAGO = ("シカゴ", -87.63, 41.88)


def sides(*places: tuple[str, float, float]) -> list[str]:
    known = {
        f"p{number}": Some(name=name, longitude=east, latitude=north)
        for number, (name, east, north) in enumerate(places)
    }
    stages = [Some(stage="本省", place=key) for key in known]
    way = career(Some(career=stages, places=known), FILE)  # type: ignore[arg-type]
    return [stop.side for stop in way.stops]


def found(*places: tuple[str, float, float]) -> list[tuple[str, str]]:
    with pytest.raises(Stop) as stop:
        sides(*places)
    return [(one.code, one.subject) for one in stop.value.findings]


@pytest.mark.parametrize(
    "place",
    [
        ("台北", 121.56, 25.03),
        ("ロンドン", -0.13, 51.5),
        ("マニラ", 120.98, 14.6),
        ("上海", 121.47, 31.23),
        ("シドニー", 151.2, -33.87),
        ("リマ", -77.04, -12.05),
        ("北極", 0.0, 90.0),
    ],
)
def test_what_lies_outside_the_frame_is_told_with_the_frame(
    place: tuple[str, float, float],
) -> None:
    with pytest.raises(Stop) as stop:
        sides(TOKYO, place)
    (one,) = stop.value.findings
    assert (one.code, one.subject) == ("map.place-outside", "interview.places.p1")
    assert one.message.en.endswith("from 4°S to 82°N")
    assert "北緯 82°" in one.message.ja


def test_all_of_them_are_told_at_once() -> None:
    assert [subject for _, subject in found(("甲", 0, 0), TOKYO, ("乙", 10, 50))] == [
        "interview.places.p0",
        "interview.places.p2",
    ]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((TOKYO, CHICAGO), ["below", "below"]),
        # West of a neighbour a name stands before its stop, if there is room.
        ((TOKYO, ("札幌", 141.35, 43.06)), ["before", "below"]),
        ((TOKYO, ("ソウル", 126.98, 37.57)), ["below", "above"]),
        ((("那覇", 127.68, 26.21), TOKYO), ["below", "below"]),
        # Near the edge a name moves inside.
        ((TOKYO, ("ハリファックス", -63.57, 44.65)), ["below", "before"]),
        ((TOKYO, ("キト", -78.5, -0.2)), ["below", "before"]),
    ],
)
def test_a_name_stands_where_there_is_room(
    places: tuple[tuple[str, float, float], ...], expected: list[str]
) -> None:
    assert sides(*places) == expected


def test_a_name_as_wide_as_the_map_is_told() -> None:
    assert found(TOKYO, ("とても長い名前の場所" * 5, -120.0, 40.0)) == [
        ("map.name-outside", "interview.places.p1.name")
    ]
    assert sides(TOKYO, ("とても長い名前の|場所の名前なのです", -120.0, 30.0))


def test_the_starter_is_on_the_map() -> None:
    from brochure.content import load

    path = HOME / "brochure" / "content" / "starter" / "content.yaml"
    interview = load(path).content.interview
    assert interview is not None
    assert {stop.side for stop in career(interview, FILE).stops} <= {"below", "before"}
