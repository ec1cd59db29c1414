"""What is written in inks.yaml is what the plates get, whatever carries the colour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure.finding import Mark, Status, Stop
from brochure.finishing import Job
from brochure.finishing.contents import Op
from brochure.finishing.separation import Separation
from brochure.finishing.walk import Place
from brochure.shop.colour import Profile
from brochure.shop.inks import Palette
from tests.finishing.conftest import PROFILE, Press
from tests.finishing.proof import Paint, art_paints, opened, screen_colours, stops

NIGHT = (100, 88, 32, 38)
NIGHT_30 = (30, 26.4, 9.6, 11.4)
SUN = (0, 92, 90, 0)
DAY = (0, 22, 75, 0)
INK = (0, 0, 0, 100)
PAPER = (0, 0, 0, 0)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90">'
)


def fills(press: Press, body: str, css: str = "") -> set[tuple[float, ...]]:
    return {values for _, values in paints_of(press, body, css)}


def paints_of(press: Press, body: str, css: str = "") -> list[Paint]:
    with opened(press(body, css).pdf) as pdf:
        return art_paints(pdf)


def test_text_and_backgrounds_get_exactly_the_ink(press: Press) -> None:
    css = "p{background:var(--night);color:var(--day)} h1{color:var(--night-30)}"
    found = fills(press, "<p>地図</p><h1>題</h1>", css)
    assert found == {NIGHT, DAY, NIGHT_30}


def test_black_text_is_black_ink_alone_and_white_is_bare_paper(press: Press) -> None:
    found = fills(press, "<p>文</p><p class=w>字</p>", ".w{color:var(--paper)}")
    assert found == {INK, PAPER}


@pytest.mark.parametrize("tint", [90, 50, 10])
@pytest.mark.parametrize("name", ["night", "sun", "day", "dusk", "mist", "ink"])
def test_every_tint_is_that_part_of_its_ink(
    press: Press, palette: Palette, name: str, tint: int
) -> None:
    body = "".join(
        f'<i style="color:var(--{ink}-{part})">あ</i>'
        for ink in ("night", "sun", "day", "dusk", "mist", "ink")
        for part in (90, 50, 10)
    )
    wanted = palette.inks[f"{name}-{tint}"].cmyk
    assert wanted in fills(press, body)


def test_fills_and_strokes_of_svg_get_exactly_the_ink(
    press: Press, palette: Palette
) -> None:
    svg = palette.substitute(
        f'{SVG}<path d="M1 1h4" stroke="var(--sun)" stroke-width="1"/>'
        '<rect width="3" height="3" fill="var(--day)"/>'
        '<text y="5" font-size="2" font-family="Noto Sans JP"'
        ' fill="var(--night)">字</text></svg>'
    )
    found = paints_of(press, svg)
    assert Paint("K", SUN) in found
    assert Paint("k", DAY) in found
    assert Paint("k", NIGHT) in found


def test_borders_and_underlines_get_exactly_the_ink(press: Press) -> None:
    css = "p{border:1mm solid var(--sun)} u{text-decoration-color:var(--day)}"
    assert {SUN, DAY} <= fills(press, "<p><u>字</u></p>", css)


def test_each_stop_of_a_gradient_is_exactly_its_ink(press: Press) -> None:
    css = """p{height:9mm;
        background:linear-gradient(var(--night),var(--sun) 30%,var(--day))}"""
    with opened(press("<p></p>", css).pdf) as pdf:
        assert stops(pdf) == [NIGHT, SUN, SUN, DAY]


def test_gradients_that_repeat_or_are_round_or_lie_in_svg_are_inks(
    press: Press, palette: Palette
) -> None:
    css = """p{height:9mm;
        background:repeating-radial-gradient(circle,var(--night),var(--sun) 3mm)}"""
    svg = palette.substitute(
        f'{SVG}<linearGradient id="g"><stop stop-color="var(--night)"/>'
        '<stop offset="1" stop-color="var(--sun)"/></linearGradient>'
        '<rect width="9" height="9" fill="url(#g)"/></svg>'
    )
    with opened(press(f"<p></p>{svg}", css).pdf) as pdf:
        found = stops(pdf)
        assert len(found) > 10
        assert set(found) == {NIGHT, SUN}


def test_a_gradient_that_fades_out_keeps_its_ink(press: Press) -> None:
    css = "p{height:9mm;background:linear-gradient(var(--sun),transparent)}"
    with opened(press("<p></p>", css).pdf) as pdf:
        # Sun from end to end; the fading is a grey in a mask.
        assert sorted(stops(pdf)) == [(0,), (0, 92, 90, 0), (0, 92, 90, 0), (100,)]


def test_a_blurred_shadow_is_ink(press: Press) -> None:
    css = "p{height:9mm;margin:9mm;box-shadow:1mm 1mm 2mm var(--night)}"
    with opened(press("<p></p>", css).pdf) as pdf:
        colours = {stop for stop in stops(pdf) if len(stop) == 4}
        assert colours == {NIGHT}


EVERYTHING = f"""<p class=g>字</p><p class=s>影</p><p class=o>半</p>
{SVG}<mask id=m><rect width="9" height="9" fill="#888"/></mask>
<rect mask="url(#m)" width="9" height="9" fill="#c33"/><g opacity=".5"><path d="M0 0h9"
stroke="#0a0"/></g><pattern id=p width=".2" height=".2"><circle r="1" fill="#33c"/>
</pattern><rect width="9" height="9" fill="url(#p)"/></svg><hr><input value="欄">
<a href="https://example.org">縁</a><fieldset><legend>枠</legend></fieldset>
<p style="color:oklch(.6 .2 20)">色</p><p style="color:lab(50 20 30)">色</p>
<p class=t>模様</p><p class=b>縁</p>"""
EVERYTHING_CSS = """.g{background:radial-gradient(red,#0f08)} .o{opacity:.4}
.s{box-shadow:0 0 3mm 1mm #123, inset 0 0 2mm #f00} a{color:blue}
.b{border:2mm ridge teal;outline:1mm dotted #abc} hr{color:red}
.t{background:linear-gradient(#f00,#00f) 0 0/3mm 3mm repeat;mix-blend-mode:multiply}"""


def test_no_screen_colour_is_left_anywhere_in_the_file(press: Press) -> None:
    with opened(press(EVERYTHING, EVERYTHING_CSS).pdf) as pdf:
        # The profile in the output intent is the one place for an ICC space.
        assert screen_colours(pdf) == []


def test_a_grey_is_black_ink_only(press: Press) -> None:
    found = fills(press, "<p>字</p>", "p{background:#808080;color:#404040}")
    assert all(values[:3] == (0, 0, 0) for values in found)
    assert len({values[3] for values in found}) == 2


def test_a_colour_that_is_no_ink_is_separated_and_named(press: Press) -> None:
    finished = press("<p>字</p><p class=n>字</p>", "p{color:#336699}")
    (finding,) = finished.findings
    assert finding.status is Status.WARN
    assert finding.code == "inks.not-an-ink"
    assert "#336699" in finding.message.en
    assert "page 1" in finding.message.en
    with opened(finished.pdf) as pdf:
        (paint,) = set(art_paints(pdf))
    # FOGRA39 through LittleCMS, relative colorimetric.
    assert paint.values == pytest.approx((82, 53, 16, 9), abs=1)


def test_the_warning_names_all_pages_and_the_place_it_was_typed(press: Press) -> None:
    css = "p{break-after:page;color:#336699} .n{color:var(--ink)}"
    finished = press(
        "<p>一</p><p class=n>二</p><p>三</p><p class=n>四</p>",
        css,
        written_at={(0x33, 0x66, 0x99): Mark("styles/type.css", 3, 14)}.get,
    )
    (finding,) = finished.findings
    assert "page 1, 3" in finding.message.en
    assert str(finding.at) == "styles/type.css:3:14"


def test_only_inks_no_warnings(press: Press) -> None:
    css = "p{background:linear-gradient(var(--night),var(--night-20));color:#000}"
    assert press("<p>字</p>", css).findings == ()


def test_an_ink_too_heavy_for_the_printer_is_named_with_its_place(
    press: Press, job: Job
) -> None:
    assert job.printer
    thin = replace(job.printer, tac_percent=240)
    (finding,) = press("<p>字</p>", "p{color:var(--night-30)}", printer=thin).findings
    assert finding.code == "inks.too-heavy"
    assert "258 %" in finding.message.en
    assert str(finding.at) == "inks.yaml:14:8"


def test_a_colour_profile_of_the_style_sheets_own_is_refused(job: Job) -> None:
    separation = Separation(job, Profile(PROFILE))
    pieces = [Op(b"cs", (b"/--shop",)), Op(b"scn", (b"0", b".2", b".7"))]
    with pytest.raises(Stop, match=r"“--shop” cannot be separated"):
        separation.content(pieces, Place((1, 0), in_mask=False))
