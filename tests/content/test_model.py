"""What a content file may say, and what becomes of it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from brochure import HOME
from brochure.content import Content, load
from brochure.finding import Stop
from brochure.product.outputs import Output
from brochure.product.pieces import PIECES
from brochure.product.targets import PRESS
from tests.content.conftest import RIGHT, changed, found, write

MINIMAL = """\
document: {title: 題, issued: 2026-11-01}
organization: {name: 名}
questions:
  - {label: Q, headline: 問い, call: 呼ぶ}
  - {label: Q, headline: 問い, call: 呼ぶ}
message:
  label: M
  body: [本文]
closing: 結び
"""


def content(text: str) -> Content:
    return load(write(text)).content


def test_the_real_content_loads() -> None:
    document = load(HOME / "content.yaml")
    assert document.content.questions[0].body


def test_a_leaflet_can_do_without_what_it_does_not_need() -> None:
    small = content(MINIMAL)
    assert small.interview is None
    assert small.slogan is None
    assert small.call_to_action is None
    assert small.figures == ()
    assert small.message.keywords == ()
    assert small.questions[0].body == ()
    assert small.document.job == ""


def test_an_optional_key_with_nothing_behind_it_is_left_out() -> None:
    text = MINIMAL + "slogan:\nfigures:\ninterview:\ncall_to_action:\noutputs:\n"
    assert content(text) == content(MINIMAL)


def test_without_outputs_the_usual_files_are_made() -> None:
    names = [output.to_make("", PIECES).name for output in content(MINIMAL).outputs]
    assert names == [
        "leaflet-press.pdf",
        "leaflet-office.pdf",
        "leaflet-screen.pdf",
        "poster-b2-press.pdf",
    ]


def test_an_output_is_read_however_it_is_typed() -> None:
    text = (
        MINIMAL + "outputs: [{piece: Poster, target: PRESS, size: ａ1, printer: x}]\n"
    )
    (output,) = content(text).outputs
    assert output.to_make("", PIECES) == Output("poster", PRESS, "A1", "x")


@pytest.mark.parametrize(
    ("typed", "size", "fold"),
    [("A1", "A1", ""), ("594 x 841", "A1", "cross"), ("Ａ２判", "A2", "accordion 5"),
     ("420×594 mm", "A2", "巻三つ折り")],
)  # fmt: skip
def test_a_size_in_mm_and_a_fold_in_japanese_are_those_we_know(
    typed: str, size: str, fold: str
) -> None:
    text = f"outputs: [{{piece: poster, target: press, size: {typed}, fold: {fold}}}]"
    (output,) = content(f"{MINIMAL}{text}\n").outputs
    names = {"accordion 5": "accordion5", "巻三つ折り": "roll"}
    made = output.to_make("", PIECES)
    assert (made.size, made.fold) == (size, names.get(fold, fold))


@pytest.mark.parametrize("typed", ["100 x 148", "はがき", "nan x nan", "A4L"])
def test_a_piece_comes_in_no_size_that_it_was_not_designed_for(typed: str) -> None:
    with pytest.raises(Stop, match="no choice here"):
        content(
            f"{MINIMAL}outputs: [{{piece: poster, target: press, size: {typed}}}]\n"
        )


@pytest.mark.parametrize("piece", PIECES)
def test_an_output_without_a_size_has_the_usual_one(piece: str) -> None:
    text = MINIMAL + f"outputs: [{{piece: {piece}, target: screen}}]\n"
    (one,) = content(text).outputs
    assert one.to_make("", PIECES).size == PIECES[piece].usual_size


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-01",
        "2026-11-1",
        "2026/11/1",
        "2026.11.01",
        "2026年11月1日",
        "2026年 11月 1日",
        "令和8年11月1日",
        "'２０２６年１１月１日'",
        "２０２６／１１／０１",
        "２０２６－１１－０１",
        "令和８年１１月１日",
    ],
)
def test_a_day_is_read_however_it_is_typed(typed: str) -> None:
    text = changed(("2026-11-01 ", f"{typed} "))
    assert content(text).document.issued == datetime.date(2026, 11, 1)


def test_the_first_year_of_the_era_has_a_name() -> None:
    text = changed(("2026-11-01 ", "令和元年5月1日 "))
    assert content(text).document.issued == datetime.date(2019, 5, 1)


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-13-01", "2026-11", "2026/11-01", "11/1/2026", "令和0年1月1日x", "今日"),
        *("平成31年5月1日", "令和元年4月30日", "昭和64年1月8日", "平成2年2月30日"),
    ],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    assert [
        finding.code for finding in found(changed(("2026-11-01 ", f"{typed} ")))
    ] == ["content.date"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("5700", "5700"),
        ("'5,700'", "5700"),
        ("5,700", "5700"),
        ("５，７００", "5700"),
        ("５７００", "5700"),
        ("98.5", "98.5"),
        ("９８．５", "98.5"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: str) -> None:
    text = changed(("number: 2400", f"number: {typed}"))
    assert content(text).figures[1].number == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["5,70", "5,7000", "1e3", "0x10", "NaN", "inf", "1_000"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    text = changed(("number: 2400", f"number: {typed}"))
    assert [finding.code for finding in found(text)] == ["content.number"]


@pytest.mark.parametrize("typed", ["−77.04", "-77.04", "－７７．０４", "ー77.04"])
def test_west_is_negative_whichever_dash_is_typed(typed: str) -> None:
    text = changed(("longitude: 139.64", f"longitude: {typed}"))
    interview = content(text).interview
    assert interview is not None
    assert interview.places["yokohama"].longitude == -77.04


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://example.com:8080/a?b=c#d",
        "mailto:saiyo@example.co.jp",
        "https://ja.wikipedia.org/wiki/%E5%8D%B0_(x)",
        "https://192.0.2.1/",
    ],
)
def test_an_address_that_paper_can_carry(url: str) -> None:
    call = content(changed(("https://example.com/recruit/", url))).call_to_action
    assert call is not None
    assert call.url == url


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com",
        "https://",
        "https:///path",
        "https://-example.com",
        "data:text/html,x",
        "mailto:@",
        "mailto:nobody",
        "'https://example.com/a b'",
        "https://example.com/日本。",
        "https://user@",
    ],
)
def test_an_address_that_paper_cannot_carry(url: str) -> None:
    text = changed(("url: https://example.com/recruit/", f"url: {url}"))
    (finding,) = found(text)
    assert finding.code.startswith("content.url")


def test_quotes_and_keywords_are_compared_without_their_marks() -> None:
    text = changed(
        ("quote: 刷るたびに、|世界", "quote: '{刷|す}るたびに、|**世界**"),
        ("広くなる。\n", "広くなる。'\n"),
        ("刷るたびに、世界", "刷るたびに、{世界|せかい}"),
    )
    assert found(text) == []


def test_places_may_have_japanese_names() -> None:
    assert found(RIGHT.replace("yokohama", "横浜")) == []


def test_what_was_read_cannot_be_changed() -> None:
    read = content(MINIMAL)
    with pytest.raises(ValueError, match="frozen"):
        read.closing = "x"  # type: ignore[misc]


def test_the_digest_is_that_of_the_bytes() -> None:
    one = load(write(RIGHT)).digest
    other = load(write(RIGHT + "# x\n")).digest
    assert len(one) == 64
    assert one != other


def test_a_stop_tells_the_findings_to_whoever_catches_it() -> None:
    with pytest.raises(Stop, match="nothing in this file"):
        load(write(""))
