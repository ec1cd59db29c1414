"""Reading YAML as text: every character keeps its place, nothing is resolved."""

from __future__ import annotations

import os
import pickle
import re
import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brochure.content import Places, load, source
from brochure.content.decoding import INVISIBLE, LARGEST
from brochure.finding import Finding, Stop
from tests.content.conftest import NAME, RIGHT, found, place, write

IN_A_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(text: str) -> source.Source:
    return source.read(write(text))


def refused(text: str | bytes) -> Finding:
    """The one finding of a file that cannot be read."""
    (finding,) = found(text)
    return finding


# --- What YAML would make of it ---------------------------------------------------


def test_nothing_is_resolved() -> None:
    text = "[9:00, 0100, no, 1_000, 1e3, 2026-11-01, ~, null, yes, .5, 0x1F]"
    assert read(text).tree == text.strip("[]").split(", ")


def test_only_a_value_left_out_is_no_text() -> None:
    assert read("a:\nb: ''\nc: null\n").tree == {"a": None, "b": "", "c": "null"}


def test_folded_lines_of_japanese_join_without_a_space() -> None:
    assert read("a: 世界地図を\n  頭に描いて\n").tree == {"a": "世界地図を頭に描いて"}
    assert read("a: '世界地図を\n  頭に描いて'\n").tree == {"a": "世界地図を頭に描いて"}
    assert read("a: |\n  世界地図を\n  頭に描いて\n").tree == {
        "a": "世界地図を頭に描いて"
    }
    assert read("a: >-\n  世界地図を\n  頭に描いて\n").tree == {
        "a": "世界地図を頭に描いて"
    }


def test_folded_lines_of_latin_join_with_a_space() -> None:
    for text in ("a: the\n  sun\n", 'a: "the\n  sun"\n', "a: |\n  the\n  sun\n"):
        assert read(text).tree == {"a": "the sun"}


def test_an_empty_line_stays_for_the_model_to_refuse() -> None:
    for text in ("a: 一\n\n  二\n", "a: |\n  一\n\n  二\n", "a: >\n  一\n\n  二\n"):
        assert read(text).tree == {"a": "一\n二"}


def test_a_space_that_was_typed_stays() -> None:
    assert read("a: ニューヨーク 国連代表部\n").tree == {"a": "ニューヨーク 国連代表部"}


# --- Places -----------------------------------------------------------------------


def test_keys_values_and_characters_have_their_places() -> None:
    places = read("# 注\nmessage:\n  body:\n    - '一二'\n    - 三四\n").places
    assert str(places.key("message.body")) == f"{NAME}:3:3"
    assert str(places.mark("message.body.0")) == f"{NAME}:4:7"
    assert str(places.within("message.body.0", 1)) == f"{NAME}:4:9"
    assert str(places.within(("message", "body", 1), 1)) == f"{NAME}:5:8"


def test_a_default_has_the_place_of_the_block_around_it() -> None:
    text = RIGHT
    document = load(write(text))
    assert str(document.places.mark("outputs.3.printer")) == place(
        text, "{piece: poster, target: press, size: B2}"
    )


def test_a_character_is_found_wherever_it_is_a_value() -> None:
    text = "龍: 龍 # 龍\nb: ['x龍', \"\\u9f8d\", 龍\n  龍]\n"
    assert [
        (path, at.line, at.column) for path, at in read(text).places.find("龍")
    ] == [
        ("龍", 1, 4),
        ("b.0", 2, 7),
        ("b.1", 2, 12),
        ("b.2", 2, 21),
        ("b.2", 3, 3),
    ]


def test_columns_are_characters_and_lines_may_end_in_any_way() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = f"𠮷: 𠮷{end}葛\U000e0100: x𩸽{end}"
        ((_, at),) = read(text).places.find("𩸽")
        assert (at.line, at.column) == (2, 6)


def test_a_byte_order_mark_takes_no_column() -> None:
    tree = source.read(write(b"\xef\xbb\xbf" + "題: 龍".encode()))
    assert [str(at) for _, at in tree.places.find("龍")] == [f"{NAME}:1:4"]


def test_places_travel_to_another_process() -> None:
    document = load(write(RIGHT))
    again = pickle.loads(pickle.dumps(document))
    assert isinstance(again.places, Places)
    assert again.content == document.content
    assert again.places.find("港") == document.places.find("港")


#: Characters that do everything YAML can do to a text when it is written out.
VALUES = st.text(
    st.sampled_from(
        "aé漢字かな。「」 \n:#'\"\\-?*&!|>%@`{}[],~=\u00a0𠮷葛\U000e0100\t"
    ),
    max_size=60,
)


@IN_A_FOLDER
@given(
    VALUES,
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.integers(10, 80),
    st.booleans(),
)
def test_each_character_is_where_its_place_says(
    value: str, style: str | None, width: int, unicode: bool
) -> None:
    """Whatever way PyYAML writes a text, the file has each character at its place."""
    text = yaml.dump(
        {"k": [{"v": value}]},
        default_style=style,
        width=width,
        allow_unicode=unicode,
    )
    if INVISIBLE.search(text):
        return
    if re.search("(?m)^ *\t", text):
        return
    read_back = read(text)
    tree = read_back.tree
    assert isinstance(tree, dict)
    got = tree["k"][0]["v"] or ""  # type: ignore[index, call-overload]
    assert "".join(str(got).split()) == "".join(value.split())
    lines = text.split("\n")
    for offset, character in enumerate(str(got)):
        at = read_back.places.within("k.0.v", offset)
        there = (lines[at.line - 1] + "\n")[at.column - 1]
        assert there == character or there == "\\" or character in " \n"


# --- Files that are no content ------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp932", "Shift_JIS"),
        ("shift_jis", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "JIS (ISO-2022-JP)"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_another_encoding_is_named(encoding: str, name: str) -> None:
    finding = refused(RIGHT.encode(encoding))
    assert finding.code == "content.encoding"
    assert f"looks like {name}" in finding.line("en")
    assert finding.line("ja").endswith(
        f"UTF-8 ではなく{name}のファイルのようです。UTF-8で保存し直してください"
        " [content.encoding]"
    )


def test_one_broken_byte_is_told_where_it_stands() -> None:
    data = RIGHT.encode().replace("港の見える".encode(), b"\xff\xfe")
    finding = refused(data)
    assert str(finding.at) == place(RIGHT, "港の見える")


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0"])
def test_a_document_of_another_program_is_named(head: bytes) -> None:
    assert refused(head + bytes(range(256))).code == "content.encoding"


def test_a_file_of_zeros_is_no_text() -> None:
    assert refused(bytes(1000)).code == "content.encoding"


@pytest.mark.parametrize("text", ["", "\n\n", "# まだ何も書いていません\n", "---\n"])
def test_a_file_with_nothing_in_it_says_so(text: str) -> None:
    assert refused(text).code == "content.nothing"


def test_a_file_over_a_mebibyte_is_not_read() -> None:
    assert refused(b"#" * (LARGEST + 1)).code == "content.too-large"
    assert refused(b"#" * LARGEST).code == "content.nothing"


def test_a_missing_file_says_how_to_make_one() -> None:
    with pytest.raises(Stop) as stop:
        load(Path("nowhere.yaml"))
    (finding,) = stop.value.findings
    assert finding.line("en") == (
        "nowhere.yaml: there is no such file;"
        " `make_pdf.py new FOLDER` makes one to start from [content.file-missing]"
    )


def test_what_is_no_file_is_not_waited_for() -> None:
    os.mkfifo("pipe.yaml")
    Path("folder.yaml").mkdir()
    for name in ("pipe.yaml", "folder.yaml", "/dev/zero", "a\0b"):
        with pytest.raises(Stop) as stop:
            load(Path(name))
        assert stop.value.findings[0].code == "content.file-unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so() -> None:
    write(RIGHT).chmod(stat.S_IWUSR)
    with pytest.raises(Stop) as stop:
        load(Path(NAME))
    assert stop.value.findings[0].code == "content.file-unreadable"


# --- Files that mean harm ------------------------------------------------------------


def test_a_bomb_of_aliases_is_refused_unexploded() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    codes = {finding.code for finding in found(bomb)}
    assert {"content.anchor", "content.alias"} <= codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 1_000_000, "content.too-deep"),
        ("{a: " * 200_000, "content.too-deep"),
        ("- " * 500_000, "content.too-deep"),
        ("[" + "a," * 500_000, "content.too-many"),
        ("".join(f"k{n}: v\n" for n in range(80_000)), "content.too-many"),
    ],
)
def test_a_file_that_would_never_end_stops_early(text: str, code: str) -> None:
    assert found(text)[-1].code == code


def test_libyaml_is_what_reads() -> None:
    """The pure-Python reader says other things of a broken file, ten times slower."""
    assert yaml.__with_libyaml__
