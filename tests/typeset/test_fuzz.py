"""Whatever Japanese HTML and CSS there is: no crash, no hang, no lost character."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brochure.typeset.inside.engine import engine
from brochure.typeset.inside.notes import Notes, noting
from tests.typeset.test_vertical import boxes, render

pytestmark = pytest.mark.slow

LETTERS = st.text(
    alphabet=st.sampled_from(
        "漢字かなカナっー、。「」（）・…—！？“”々　 ABCdef 0123,.%/-:　\u200b\u00ad"
        "が\u3099葛\U000e0100👩\u200d💻🇯🇵é１２"
    ),
    min_size=1,
    max_size=40,
)
INLINE = (
    "{}",
    "<b>{}</b>",
    "<span style='padding:0 .7em;border:1px solid'>{}</span>",
    "<a href='https://example.jp/'>{}</a>",
    "<span style='white-space:nowrap'>{}</span>",
    "<span style='display:inline-block'>{}</span>",
    "<span style='font-size:150%'>{}</span>",
    "<span style='letter-spacing:.1em'>{}</span>",
    "<em style='text-emphasis:dot'>{}</em>",
    "<ruby>{}<rt>よみ</rt></ruby>",
    "<br>{}",
    "<span lang=en style='hyphens:auto'>{}</span>",
    "<span dir=rtl>{}</span>",
    "<span style='position:relative;top:1px'>{}</span>",
)
BLOCK = (
    "width:12em",
    "width:3em",
    "width:1em",
    "columns:2",
    "columns:3;text-align:justify",
    "text-align:justify;width:17em",
    "text-align:center;width:9em",
    "text-wrap:balance;word-break:auto-phrase;width:9em",
    "text-indent:1em;text-align:justify;width:9em",
    "display:flex",
    "float:right;width:8em",
    "white-space:pre-wrap;width:9em",
    "white-space:pre-line;width:9em",
    "overflow-wrap:anywhere;width:2em",
    "hanging-punctuation:allow-end;width:9em;text-align:justify",
    "line-break:anywhere;width:5em",
    "word-break:break-all;width:5em",
    "columns:2;width:20em;text-align:justify;break-after:page",
    "writing-mode:vertical-rl;height:9em;text-align:justify",
    "writing-mode:vertical-rl;text-combine-upright:digits 3;height:9em",
    "direction:rtl;width:9em",
    "text-spacing-trim:space-all;width:9em;text-align:justify",
    "display:table-cell;width:6em",
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    blocks = []
    for _ in range(draw(st.integers(1, 3))):
        parts = [
            draw(st.sampled_from(INLINE)).format(draw(LETTERS))
            for _ in range(draw(st.integers(1, 5)))
        ]
        style = draw(st.sampled_from(BLOCK))
        blocks.append(f"<div style='{style}'><p>{''.join(parts)}</p></div>")
    return "".join(blocks)


def given_and_set(body: str) -> tuple[list[str], list[str]]:
    """The characters that went in and those that were laid out, sorted."""
    engine()
    from brochure.typeset.inside import structure

    seen: list[str] = []

    def texts(box: object) -> None:
        if hasattr(box, "text"):
            seen.append(box.text)
        for child in getattr(box, "children", ()):
            texts(child)

    def turn(root: object) -> None:
        texts(root)
        turn_them(root)

    turn_them = structure.turn
    structure.turn = turn
    try:
        with noting(Notes()) as notes:
            done = render(body, "rt { font-size: .5em; line-height: 1 }")
    finally:
        structure.turn = turn_them
    assert notes.complaints == []
    set_ = [
        box.text
        for box in boxes(done, "TextBox")
        if not str(box.element_tag).endswith("::emphasis")
    ]
    dropped = str.maketrans("", "", " \n\t\u200b\u00ad‐-")
    return [sorted("".join(part).translate(dropped)) for part in (seen, set_)]  # type: ignore[return-value]


@settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(documents())
def test_no_character_is_lost_whatever_stands_around_it(body: str) -> None:
    before, after = given_and_set(body)
    assert after == before


@pytest.mark.parametrize(
    "text",
    [
        "」" * 3000,
        "あ" * 100_000,
        "x" * 20_000,
        "א" * 500 + "漢字" * 50,
        "e\u0301" * 500,
        "葛\U000e0100" * 500,
        "👩\u200d💻" * 300,
        "\u200b" * 2000,
        "\t" * 500 + "字",
        "「" * 2000,
        "——……" * 400,
        "https://example.jp/" + "a" * 5000,
    ],
    ids=lambda text: f"{len(text)} of {text[:2]!a}",
)
def test_hostile_text_comes_to_an_end_and_comes_out(text: str) -> None:
    style = "width:17em;text-align:justify;overflow-wrap:anywhere"
    before, after = given_and_set(f"<p style='{style}'>{text}")
    assert after == before
