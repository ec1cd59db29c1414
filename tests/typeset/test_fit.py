"""What does not fit is said: no word is lost, hidden, cut or printed over another."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brochure.finding import Spot
from brochure.typeset import Typeset
from tests.typeset.conftest import SET
from tests.typeset.trial import codes

WORDS = "外務省の門を叩いてください。"
#: The page is 60 × 40 mm with a margin of 4 mm.
AT = "position: absolute; "


def subjects(page: Typeset) -> dict[str, str]:
    return {finding.subject: finding.code for finding in page.findings}


# --- Lost ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "style",
    [
        "height: 20mm",
        "position: absolute; height: 30mm",
        "position: absolute; top: 0",
        "position: absolute; top: 0; columns: 2; height: 30mm",
    ],
)
def test_text_that_the_engine_drops_stops_the_build(set_: SET, style: str) -> None:
    """It would come out on one page, with no warning, most of the words gone."""
    page = set_(f'<div id="message" style="{style}"><p id="a">{WORDS * 40}</p></div>')
    lost = [finding for finding in page.findings if finding.code == "box.overset"]
    assert [finding.subject for finding in lost] == ["a"]
    assert "at most" in lost[0].message.en


def test_the_number_of_lost_characters_is_said(set_: SET, tmp_path: Path) -> None:
    style = "position: absolute; top: 0; left: 0; width: 9em; line-height: 10mm"
    page = set_(f'<p id="a" style="{style}">{"門" * 81}</p>')
    (tmp_path / "a.pdf").write_bytes(page.pdf)
    read = ["pdftotext", tmp_path / "a.pdf", "-"]
    printed = subprocess.run(read, check=True, capture_output=True, text=True).stdout
    (finding,) = page.findings
    most = printed.count("門")
    assert finding.code == "box.overset"
    assert finding.message.en == (
        f"{81 - most} characters too many: at most {most} characters fit here"
    )
    assert finding.message.ja == (
        f"{81 - most} 字多すぎます。ここに入るのは最大 {most} 字です"
    )


def test_the_element_around_it_is_named(set_: SET) -> None:
    body = f'<div id="closing" style="{AT}top: 0"><p><b>{WORDS * 60}</b></p></div>'
    assert subjects(set_(body))["closing"] == "box.overset"


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{WORDS * 100}</p>",
        f'<div style="columns: 2">{"<p>" + WORDS * 30}</div>',
        f"<ul>{'<li>' + WORDS}</ul><table><tr><td>{WORDS}<td>門</table>",
        f'<p style="text-transform: uppercase">Mofa {WORDS}</p>',
        f'<p style="hyphens: auto" lang="en">{"internationalization " * 20}</p>',
        f'<p style="display: none">{WORDS}</p>',
        f'<div style="display: flex"><p>{WORDS}</p><p>{WORDS}</p></div>',
        "<p>門 \u00ad叩\u200bく<br>\n <wbr>の</p>",
        f'<p>{WORDS}<span style="float: right">門</span></p>',
    ],
)
def test_text_that_goes_on_on_the_next_page_is_not_lost(clean: SET, body: str) -> None:
    clean(body)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(alphabet="門を叩く、。「」 a1\n", min_size=1, max_size=300),
    st.sampled_from(["", "columns: 2", "display: flex", "float: left", "width: 3em"]),
)
def test_nothing_is_lost_in_the_flow(set_: SET, text: str, style: str) -> None:
    page = set_(f'<div style="{style}"><p>{text}</p></div>')
    assert "text.lost" not in codes(page)


# --- Hidden, cut, crossed ------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ("left: 70mm; top: 5mm", "text.hidden"),
        ("right: 70mm; top: 5mm", "text.hidden"),
        ("left: 5mm; top: -10mm", "text.hidden"),
        ("left: 45mm; top: 5mm", "text.cut"),
        ("left: -2mm; top: 5mm", "text.cut"),
        ("left: 5mm; top: -4mm", "text.cut"),
        ("left: 5mm; bottom: -2mm", "text.cut"),
    ],
)
def test_text_over_the_edge_of_the_paper_is_named(
    set_: SET, style: str, code: str
) -> None:
    page = set_(
        f'<p id="a" style="{AT}{style}; white-space: nowrap">外務省の門</p>',
        "@page { margin: 0 } body, p { margin: 0 }",
    )
    assert subjects(page) == {"a": code}


def test_its_place_is_in_millimetres_from_the_trim(set_: SET) -> None:
    page = set_(
        f'<p style="{AT}left: 70mm; top: 5mm; font-size: 4mm; line-height: 1">門</p>',
        "@page { margin: 0; bleed: 3mm } body, p { margin: 0 }",
    )
    (finding,) = page.findings
    assert isinstance(finding.at, Spot)
    assert finding.at.page == 1
    assert (finding.at.x, finding.at.y) == pytest.approx((70, 5), abs=0.3)


@pytest.mark.parametrize(("height", "most"), [("5mm", 10), ("9mm", 10), ("10mm", None)])
def test_text_that_a_box_hides_is_named(
    set_: SET, height: str, most: int | None
) -> None:
    """Two lines of 5 mm, the first of 10 characters, in a box that shows so much."""
    box = f"{AT}overflow: hidden; width: 45mm; height: {height}"
    page = set_(
        f'<div style="{box}"><p id="a" style="line-height: 5mm">{WORDS}</p></div>',
        "p { margin: 0; font-size: 4.5mm }",
    )
    assert codes(page) == (["box.overset"] if most else [])
    assert all(f"at most {most} " in finding.message.en for finding in page.findings)


def test_words_on_top_of_each_other_are_both_named(set_: SET) -> None:
    page = set_(
        f'<p id="a" style="{AT}top: 5mm">外務省</p><p id="b" style="{AT}top: 6mm">門を',
        "p { margin: 0; left: 5mm }",
    )
    assert subjects(page) == {"a": "text.crossed", "b": "text.crossed"}


@pytest.mark.parametrize(
    "body",
    [
        # Tight lines of one paragraph, readings over it, a small overlap, other pages.
        f'<p id="a" style="line-height: .8">{WORDS * 3}</p>',
        f'<p id="a" style="{AT}top: 5mm">門</p><p id="b" style="{AT}top: 8mm">門</p>',
        f'<p id="a" style="{AT}top: 5mm">門</p><p id="b" style="{AT}left: 30mm">門</p>',
        '<p id="a">門</p><p id="b" style="break-before: page">門</p>',
        f'<p id="a" style="{AT}left: 70mm; transform: translate(-30mm)">門</p>',
        f'<p id="a" style="{AT}left: -1em">　門</p>',
    ],
)
def test_what_only_comes_near_is_left_alone(clean: SET, body: str) -> None:
    clean(body, "p { margin: 0 }")


def test_decoration_over_the_edge_is_left_alone(clean: SET) -> None:
    band = "position: absolute; left: -9mm; width: 90mm; padding-left: 15mm"
    clean(f'<p style="{band}; color: white; background: var(--night)">門')
