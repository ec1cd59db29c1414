"""Where the sun stands overhead, and how high it stands elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from math import asin, atan2, cos, degrees, radians, sin

from brochure.art.projection import Place, wrap

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def subsolar(moment: datetime) -> Place:
    """The place with the sun in its zenith at `moment`, good to 0.02 degrees.

    The low-precision formula of the Astronomical Almanac (section C), 1950-2050.
    """
    days = (moment - _J2000).total_seconds() / 86400
    mean = 280.460 + 0.9856474 * days
    anomaly = radians(357.528 + 0.9856003 * days)
    ecliptic = radians(mean + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    obliquity = radians(23.439 - 0.0000004 * days)
    ascension = degrees(atan2(cos(obliquity) * sin(ecliptic), cos(ecliptic)))
    declination = degrees(asin(sin(obliquity) * sin(ecliptic)))
    sidereal = 280.46062 + 360.98564737 * days
    return wrap(ascension - sidereal), declination


def altitude(place: Place, sun: Place) -> float:
    """Degrees of the sun above the horizon at `place` when it is overhead at `sun`."""
    here, there = radians(place[1]), radians(sun[1])
    hour = radians(place[0] - sun[0])
    rise = sin(here) * sin(there) + cos(here) * cos(there) * cos(hour)
    return degrees(asin(max(-1.0, min(1.0, rise))))
