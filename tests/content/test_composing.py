"""Text and file names as macOS pastes them are the words that were meant."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.content import load
from brochure.content.composing import composed
from brochure.content.rewrite import rewrite, text_of
from tests.content.conftest import RIGHT, changed, found, place, write


def test_a_whole_leaflet_pasted_from_macos_is_the_same_leaflet() -> None:
    decomposed = normalize("NFD", RIGHT)
    assert decomposed != RIGHT
    assert load(write(decomposed)).content == load(write(RIGHT)).content


@pytest.mark.parametrize(
    "meant",
    ["ガイダンス", "ぱぴぷぺぽ", "Café", "Trần Đức", "한국어", "Ångström", "ヷヾゞ"],
)
def test_combining_marks_are_joined(meant: str) -> None:
    assert composed(normalize("NFD", meant))[0] == meant
    assert composed(meant) == (meant, None)


@pytest.mark.parametrize(
    "name",
    ["\ufa19田", "\ufa11本", "\U0002f800", "葛\U000e0100飾", "か\u309a", "\u212b"],
)
def test_a_name_written_otherwise_stays_as_it_is_written(name: str) -> None:
    assert composed(name)[0] == name
    assert composed(name + "か\u3099")[0] == name + "が"


@given(
    st.text(
        st.sampled_from("aeかハ\u3099\u309a\u0301\u0323한\u1112\u1161\u11ab\n漢\ufa19")
    )
)
def test_every_character_keeps_its_place(text: str) -> None:
    joined, places = composed(text)
    if places is None:
        assert joined == text
        return
    assert len(places) == len(joined)
    assert list(places) == sorted(places)
    assert all(
        text[place] == joined[at]
        for at, place in enumerate(places)
        if joined[at] in "\n漢\ufa19"
    )


def test_columns_count_what_stands_in_the_file() -> None:
    words = normalize("NFD", "ガイドだけで、**")
    text = changed(("インキの匂いの", words + "{校正|こうせい"))
    (flaw,) = found(text)[:1]
    assert str(flaw.at) in (place(text, "**{校正"), place(text, "{校正"))


def test_what_is_wrong_after_it_is_still_said_at_its_place() -> None:
    text = changed(
        ("  title: みなと", normalize("NFD", "  title: ガガガみなと") + "\u200b")
    )
    (flaw,) = found(text)
    assert (flaw.code, str(flaw.at)) == ("content.unprintable", place(text, "\u200b"))


def test_a_text_pasted_from_macos_can_be_changed_in_the_preview() -> None:
    file = write(changed(("紙が好きな方", normalize("NFD", "紙がガ好きな方"))))
    old = text_of(file, "message.body.1")
    rewrite(file, "message.body.1", old, "新しい文")
    assert load(file).content.message.body[1] == "新しい文"


def test_a_name_that_another_system_spelt_is_found(tmp_path: Path) -> None:
    from brochure.files import lying

    for there, asked in (("NFD", "NFC"), ("NFC", "NFD")):
        folder = tmp_path / there / normalize(there, "ガイド")
        folder.mkdir(parents=True)
        file = folder / normalize(there, "ポスター é.svg")
        file.write_text("<svg/>")
        name = normalize(asked, "ガイド/ポスター é.svg")
        assert lying(tmp_path / there / name) == file
    missing = tmp_path / "ガイド" / "x.svg"
    assert lying(missing) == missing
