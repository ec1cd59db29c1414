"""Words that are too many: how many fit, and what is done before that is said."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from brochure import HOME
from brochure.content import load
from brochure.content.inline import plain
from brochure.content.rewrite import rewrite, text_of
from brochure.finding import Finding, Status, Stop
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.targets import PRESS, SCREEN
from brochure.typeset import Typeset
from brochure.works import route
from tests.typeset.conftest import SET
from tests.typeset.trial import codes

LEAFLET = Output("leaflet", SCREEN, "A4")
POSTER = Output("poster", PRESS, "B2")
#: Two columns of 10 characters of 3 mm, 4 lines of 5 mm each.
BOX = "width: 30mm; height: 20mm; font-size: 3mm; line-height: 5mm"
#: Kanji alone, so that no rule of line breaking moves a character.
WORDS = "政治経済社会文化外交国際世界日本安全繁栄生命財産外務公館職員挑戦未来条約交渉"


def too_many(page: Typeset) -> tuple[int, int]:
    """(characters too many, characters that fit) of the only finding."""
    (finding,) = (f for f in page.findings if f.code == "box.overset")
    over, most = re.match(
        r"(\d+) characters .*too many.*: at most (\d+) characters fit here",
        finding.message.en,
    ).groups()
    return int(over), int(most)


# --- How many fit --------------------------------------------------------------------


@pytest.mark.parametrize(
    "style",
    [
        "height: 20mm",
        "max-height: 20mm",
        "position: absolute; top: 5mm; bottom: 15mm",
        "height: 20mm; overflow: hidden",
        "max-height: 20mm; columns: 2",
        "height: 20mm; display: flex",
    ],
)
def test_so_many_fit_and_not_one_more(set_: SET, style: str) -> None:
    def page(count: int) -> Typeset:
        words = (WORDS * 9)[:count]
        css = "p { margin: 0; font-size: 3mm; line-height: 5mm }"
        return set_(
            f'<div style="width: 30mm; {style}"><p id="a">{words}</p></div>', css
        )

    over, most = too_many(page(150))
    assert over + most == 150
    assert page(most).findings == ()
    assert "box.overset" in codes(page(most + 1))


def test_the_columns_of_a_vertical_block_are_counted(set_: SET) -> None:
    style = "writing-mode: vertical-rl; height: 30mm; max-width: 20mm; line-height: 5mm"
    body = f'<p id="a" style="font-size: 3mm; {style}">{{}}</p>'
    over, most = too_many(set_(body.format((WORDS * 2)[:60])))
    assert (over, most) == (20, 40)
    assert set_(body.format((WORDS * 2)[:40])).findings == ()


def test_a_word_too_wide_for_its_column_is_counted(set_: SET) -> None:
    style = "width: 15mm; font-size: 3mm; white-space: nowrap"
    page = set_(f'<p id="a" style="{style}">外務省の門を叩く</p>')
    assert too_many(page) == (3, 5)
    assert "for its column" in page.findings[0].message.en


def test_paragraphs_of_one_text_are_counted_together(set_: SET) -> None:
    body = "".join(f'<p id="body.{n}">{WORDS[:20]}</p>' for n in range(4))
    box = f"position: absolute; top: 0; {BOX}"
    page = set_(f'<div style="{box}">{body}</div>', "p { margin: 0 }")
    (finding,) = page.findings
    assert finding.subject == "body"
    assert too_many(page) == (40, 40)


def test_two_boxes_are_two_findings(set_: SET) -> None:
    body = "".join(
        f'<div style="{BOX}"><p id="{name}">{WORDS * 2}</p></div>' for name in "ab"
    )
    page = set_(body, "@page { size: 100mm 100mm } p { margin: 0 }")
    assert [finding.subject for finding in page.findings] == ["a", "b"]


def test_a_hundred_thousand_characters_are_counted_in_a_few_layouts(
    set_: SET, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brochure.typeset import excess

    made = []
    most = excess._most
    monkeypatch.setattr(
        excess, "_most", lambda *all_: made.append(most(*all_)) or made[-1]
    )
    page = set_(f'<div style="{BOX}; overflow: hidden"><p id="a">{"門" * 20_000}</p>')
    assert codes(page) == ["box.overset"]
    assert sum(used for _, used in made) <= excess.MOST_TRIALS


# --- Fitting -------------------------------------------------------------------------

FIT = 'data-fit="size leading" style="--fit-size: 80%; --fit-leading: 80%; '


def test_a_box_that_may_be_is_set_smaller_and_it_is_said(set_: SET) -> None:
    page = set_(
        f'<div {FIT}{BOX}"><p id="a">{(WORDS * 2)[:45]}</p></div>', "p { margin: 0 }"
    )
    (finding,) = page.findings
    assert (finding.code, finding.status) == ("box.fitted", Status.INFO)
    assert re.search(r"type [89]\d\.\d %, leading [89]\d\.\d %", finding.message.en)


def test_no_more_than_it_must(set_: SET) -> None:
    def share(count: int) -> float:
        page = set_(
            f'<div {FIT}{BOX}"><p id="a">{(WORDS * 2)[:count]}</p></div>',
            "p { margin: 0 }",
        )
        found = [f for f in page.findings if f.code == "box.fitted"]
        return (
            float(found[0].message.en.split("type ")[1].split(" ")[0]) if found else 100
        )

    shares = [share(count) for count in (40, 44, 50, 56)]
    assert shares[0] == 100
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] > 80


def test_what_fits_is_not_touched(set_: SET) -> None:
    plain = set_(
        f'<div style="{BOX}"><p id="a">{(WORDS * 2)[:40]}</p></div>', "p { margin: 0 }"
    )
    fit = set_(
        f'<div {FIT}{BOX}"><p id="a">{(WORDS * 2)[:40]}</p></div>', "p { margin: 0 }"
    )
    assert fit.findings == ()
    assert fit.pdf == plain.pdf


def test_boxes_of_a_group_are_set_alike(set_: SET, tmp_path: Path) -> None:
    group = f'data-fit-group="body" {FIT}{BOX}"'
    body = f'<div {group}><p id="a">{(WORDS * 2)[:45]}</p></div>'
    body += f'<div {group}><p id="b">{WORDS[:10]}</p></div>'
    page = set_(body, "@page { size: 100mm 100mm } p { margin: 0 }")
    (tmp_path / "a.pdf").write_bytes(page.pdf)
    read = ["pdftotext", "-bbox", tmp_path / "a.pdf", "-"]
    xml = subprocess.run(read, check=True, capture_output=True, text=True).stdout
    heights = {
        round(float(bottom) - float(top), 2)
        for top, bottom in re.findall(
            r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', xml
        )
    }
    assert len(heights) == 1


def test_where_even_that_is_not_enough_what_fits_is_said_of_the_smallest(
    set_: SET,
) -> None:
    def page(count: int) -> Typeset:
        words = (WORDS * 9)[:count]
        return set_(f'<div {FIT}{BOX}"><p id="a">{words}</p></div>', "p { margin: 0 }")

    _, most = too_many(page(200))
    assert most > 40
    assert codes(page(most)) == ["box.fitted"]
    assert "box.overset" in codes(page(most + 1))


def test_tracking_alone_may_be_enough(set_: SET) -> None:
    style = f'data-fit="tracking" style="--fit-tracking: -.1em; {BOX}"'
    page = set_(
        f'<div {style}><p id="a">{(WORDS * 2)[:42]}</p></div>', "p { margin: 0 }"
    )
    (finding,) = page.findings
    assert re.search(r"tracking -0\.0\d+ em", finding.message.en)


def test_the_same_words_give_the_same_bytes(set_: SET) -> None:
    body = f'<div {FIT}{BOX}"><p id="a">{(WORDS * 2)[:46]}</p></div>'
    assert set_(body).pdf == set_(body).pdf


# --- Pages ---------------------------------------------------------------------------


def test_a_page_too_many_is_an_error_with_its_words(set_: SET) -> None:
    css = ".page { height: 20mm; break-after: page } p { margin: 0 }"
    sections = f'<section class="page"><p>一</p></section><p id="closing">{WORDS}</p>'
    page = set_(sections, css)
    (finding,) = page.findings
    assert (finding.code, finding.subject) == ("pages.count", "closing")
    assert finding.message.en == "2 pages came out instead of 1"


# --- The leaflet and the poster ------------------------------------------------------


def findings(file: Path, output: Output) -> tuple[Finding, ...]:
    project = Project(file.parent)
    sheet = route.sheets(load(file), [output], project)[0]
    return route.lay_out(sheet, project).findings


FIELDS = {
    LEAFLET: [
        "questions.0.headline", "questions.0.call", "questions.0.label", "slogan",
        "organization.name", "questions.1.headline", "questions.1.call",
        "interview.title", "interview.quote", "closing", "message.label",
        "call_to_action.label", "figures.0.after",
        "questions.0.body.0", "interview.body.0", "message.body.0",
    ],
    POSTER: [
        "questions.0.headline", "questions.0.call", "slogan", "questions.0.body.5",
        "call_to_action.label",
    ],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("output", "field"),
    [(output, field) for output, fields in FIELDS.items() for field in fields],
)
def test_every_field_says_how_much_fits(
    tmp_path: Path, output: Output, field: str
) -> None:
    file = tmp_path / "content.yaml"
    file.write_bytes((HOME / "content.yaml").read_bytes())
    assert findings(file, output) == ()
    words = text_of(file, field)
    for times in (30, 12, 4, 2, 1):
        longer = f"{words}{'とつながりを意識せずにはいられない世界' * times}"
        try:
            rewrite(file, field, words, longer)
        except Stop:  # the content itself has limits
            continue
        break
    else:
        pytest.skip("a quotation must stand in the body")
    found = [f for f in findings(file, output) if f.status is Status.FAIL]
    assert [f.code for f in found] == ["box.overset"], found
    assert field.startswith(found[0].subject)
    most = int(re.search(r"at most (\d+) ", found[0].message.en)[1])
    whole = found[0].subject
    length = len(plain(longer)) if whole == field else None
    if length is None:
        return
    rewrite(file, field, longer, plain(longer)[:most])
    assert [f.code for f in findings(file, output) if f.status is Status.FAIL] == []
