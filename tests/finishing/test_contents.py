"""Streams are taken apart fast, and yet exactly as a full parser would."""

from __future__ import annotations

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.finishing import contents
from brochure.finishing.contents import Op

MATTERS = set("rg RG g G k K cs CS sc scn SC SCN gs Do sh Tr q Q BT ET".split())  # noqa: SIM905

_number = st.floats(-9999, 9999).map(lambda value: f"{value:.6f}")
_name = st.sampled_from(["/a1.0", "/q", "/Pattern", "/rg", "/p0"])
_words = st.text(st.sampled_from(" qQk0()\\\nBT rgあ%"), max_size=12)


def _escaped(text: str) -> str:
    for sign in "\\()":
        text = text.replace(sign, "\\" + sign)
    return f"({text})"


_string = st.one_of(
    _words.map(_escaped),
    st.sampled_from(["(a (nested) string with 0 0 0 rg )", "<00 0a>", "<0a1b>"]),
)
_space = st.sampled_from([" ", "\n", "\r\n", "  ", "\t"])


def _op(operator: str, *operands: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*operands).map(lambda words: " ".join((*words, operator)))


_operators = st.one_of(
    _op("rg", _number, _number, _number),
    _op("K", _number, _number, _number, _number),
    _op("g", _number),
    _op("cs", _name),
    _op("scn", _name),
    _op("scn", _number, _number, _number),
    _op("gs", _name),
    _op("Do", _name),
    _op("Tr", st.sampled_from("0127")),
    _op("m", _number, _number),
    _op("re", _number, _number, _number, _number),
    _op("Tj", _string),
    _op("]TJ", st.just("["), _string, _number, _string),
    _op("BDC", st.just("/Span"), _string.map(lambda s: f"<</ActualText {s}>>")),
    st.sampled_from(["q", "Q", "BT", "ET", "f", "W*", "n", "EMC", "[]0 d", "[1 2]0 d"]),
    st.just("% a comment with 1 0 0 rg in it\nn"),
)


_PDF = pikepdf.new()


def of(data: bytes) -> pikepdf.Stream:
    return _PDF.make_stream(data)


def by_a_full_parser(data: bytes) -> list[tuple[str, list[str]]]:
    return [
        (str(operator), [_plain(operand) for operand in operands])
        for operands, operator in pikepdf.parse_content_stream(of(data))
        if str(operator) in MATTERS
    ]


def _plain(operand: object) -> str:
    text = str(operand)
    return text if text.startswith("/") else f"{float(text):.6f}"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_operators, _space), max_size=30))
def test_it_finds_what_a_full_parser_finds(parts: list[tuple[str, str]]) -> None:
    data = "".join(word + space for word, space in parts).encode()
    pieces = contents.take_apart(of(data))
    found = [
        (piece.operator.decode(), [_plain(word.decode()) for word in piece.operands])
        for piece in pieces
        if isinstance(piece, Op)
    ]
    assert found == by_a_full_parser(data)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_operators, _space), max_size=30))
def test_joining_gives_the_same_stream_back(parts: list[tuple[str, str]]) -> None:
    data = "".join(word + space for word, space in parts).encode()
    joined = contents.join(contents.take_apart(of(data)))
    before = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(of(data)))
    after = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(of(joined)))
    assert after == before


def test_operators_that_touch_their_neighbours_are_found() -> None:
    pieces = contents.take_apart(of(b"q[]0 d 1 0 0 rg/a gs<00>Tj(x)Tj Q"))
    assert [piece.operator for piece in pieces if isinstance(piece, Op)] == [
        b"q",
        b"rg",
        b"gs",
        b"Q",
    ]


def test_an_inline_image_is_not_passed_over_in_silence() -> None:
    image = b"q BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q"
    with pytest.raises(ValueError, match="inline image"):
        contents.take_apart(of(image))
