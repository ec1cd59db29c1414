"""The sun stands where the almanac has it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.art.projection import wrap
from brochure.art.sun import altitude, subsolar

#: Equinoxes and solstices to the minute, as the almanacs print them (UTC).
SEASONS = [
    ("2024-03-20T03:06", 0.0),
    ("2024-06-20T20:51", 23.44),
    ("2025-09-22T18:19", 0.0),
    ("2026-12-21T20:50", -23.44),
]


@pytest.mark.parametrize(("moment", "declination"), SEASONS)
def test_the_seasons_begin_when_the_almanac_says(moment, declination):
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert subsolar(at)[1] == pytest.approx(declination, abs=0.02)


@pytest.mark.parametrize(
    ("moment", "minutes_fast"),
    [("2026-02-11", -14.2), ("2026-04-15", 0.0), ("2026-11-03", 16.4)],
)
def test_the_sundial_is_as_fast_as_the_equation_of_time_says(moment, minutes_fast):
    at = datetime.fromisoformat(f"{moment}T12:00+00:00")
    assert subsolar(at)[0] == pytest.approx(-minutes_fast / 4, abs=0.1)


def test_noon_in_tokyo_has_the_sun_near_the_meridian_of_akashi():
    longitude, latitude = subsolar(datetime.fromisoformat("2026-06-21T12:00+09:00"))
    assert longitude == pytest.approx(135.5, abs=0.2)
    assert latitude == pytest.approx(23.44, abs=0.01)


@given(
    st.floats(-180, 180),
    st.floats(-23.4, 23.4),
    st.floats(-180, 180),
    st.floats(-90, 90),
)
def test_where_the_sun_stands_high_the_antipodes_have_it_as_low(lon, lat, east, north):
    sun = (lon, lat)
    assert altitude(sun, sun) == pytest.approx(90, abs=1e-4)
    here = altitude((east, north), sun)
    assert altitude((wrap(east + 180), -north), sun) == pytest.approx(-here, abs=1e-4)
