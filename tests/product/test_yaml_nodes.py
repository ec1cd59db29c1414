"""YAML is taken as it was typed, every value with its place, and never too much."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.content import load
from brochure.finding import Stop
from brochure.product.yaml_nodes import Node, read
from brochure.shop import datasheet


def said(node: Node) -> str:
    """A node in a few signs: its value or what is inside, and where it begins."""
    inner = ",".join(map(said, node.inner))
    return f"{node.value or node.kind}@{node.line}:{node.column}[{inner}]"


def test_values_stay_as_typed_with_their_places() -> None:
    text = "時: 0100\nb: [no, *x]"
    (document,) = read(text, most=100, deepest=9).documents
    (root,) = document.inner
    assert [said(part) for part in root.inner] == [
        "時@1:1[]",
        "0100@1:4[]",
        "b@2:1[]",
        "sequence@2:4[no@2:5[],alias@2:9[]]",
    ]
    value = root.inner[1]
    assert text[value.start : value.end] == "0100"


def test_a_value_knows_how_it_was_written() -> None:
    text = "a: 1\nb: '1'\nc: \"1\"\nd: |\n  1\ne: &x !t 1"
    (document,) = read(text, most=100, deepest=9).documents
    values = [value for _, value in document.inner[0].pairs() if value]
    assert [one.style for one in values] == ["", "'", '"', "|", ""]
    assert [(one.anchor, one.tag) for one in values][3:] == [
        (False, False),
        (True, True),
    ]


def test_what_breaks_off_is_there_as_far_as_it_can_be_read() -> None:
    typed = read("a: 1\nb: {c: 2", most=100, deepest=9)
    assert typed.trouble
    assert typed.trouble.kind == "syntax"
    (root,) = typed.documents[0].inner
    assert [key.value for key, _ in root.pairs()] == ["a", "b"]


@pytest.mark.parametrize(
    ("bomb", "kind"),
    [("[" * 99_999, "too-deep"), ("- a\n" * 99_999, "too-many")],
)
def test_a_bomb_is_not_read_to_its_end(bomb: str, kind: str) -> None:
    typed = read(bomb, most=1000, deepest=16)
    assert typed.trouble
    assert typed.trouble.kind == kind


def test_a_character_that_yaml_refuses_is_found_after_japanese_too() -> None:
    trouble = read('時刻: 1\n所: "東京\x01"', most=100, deepest=9).trouble
    assert trouble
    assert (trouble.kind, trouble.line, trouble.column) == ("character", 2, 7)


@pytest.mark.parametrize("sign", ["\x01", "\ufffe"])
def test_such_a_character_is_a_finding_in_every_file(tmp_path: Path, sign: str) -> None:
    """libyaml counts bytes; taken for characters they led beyond the file's end."""
    file = tmp_path / "file.yaml"
    file.write_text(f'職場: 1\n所: "東京{sign}"', encoding="utf-8")
    for reader in (load, datasheet.read):
        with pytest.raises(Stop, match=r"file\.yaml:2:7: .*"):
            reader(file)
