"""ノセ: white that vanishes, and overprint that does not work."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.facts import Colour
from brochure.preflight.measuring import art
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject


@rule(
    "overprint.white",
    title=Words("白のノセ", "White overprint"),
    why=Words(
        "白をノセにすると、刷ったときに消えます。",
        "White that overprints vanishes in print.",
    ),
    source="alps-pps",
)
def white(subject: Subject) -> Iterator[Offence]:
    """Nothing white overprints."""
    for page in subject.facts.pages:
        for thing in art.painted(page):
            state = thing.state
            for colour, on in (
                (thing.fill, state.overprint_fill),
                (thing.stroke, state.overprint_stroke),
            ):
                if on and _is_white(colour):
                    yield Offence(
                        Status.FAIL,
                        Words("白がノセになっています", "white overprints"),
                        Words("ノセを外してください", "switch its overprint off"),
                        page.number,
                        thing.box,
                    )


def _is_white(colour: Colour | None) -> bool:
    cmyk = colour.cmyk if colour is not None else None
    return cmyk is not None and max(cmyk) < 0.5


@rule(
    "overprint.mode",
    title=Words("ノセの方式", "Overprint mode"),
    why=Words(
        "OPM 1 でないノセは、0 % の版を白く抜いてしまいます。",
        "Without mode 1, an ink of nothing knocks its plate out.",
    ),
    source="PDF 32000-1 § 11.7.4.3",
    severity=Status.WARN,
)
def mode(subject: Subject) -> Iterator[Offence]:
    """What overprints in CMYK does so in mode 1."""
    for page in subject.facts.pages:
        for thing in art.painted(page):
            state = thing.state
            if (
                state.overprint_fill
                and state.overprint_mode == 0
                and thing.fill is not None
                and thing.fill.space == "DeviceCMYK"
                and min(thing.fill.values, default=1) == 0
            ):
                yield Offence(
                    Status.WARN,
                    Words("ノセが OPM 0 です", "the overprint mode is 0"),
                    None,
                    page.number,
                    thing.box,
                    value="OPM 0",
                    limit="OPM 1",
                )
