"""Whatever is typed is content or findings with places, never a traceback."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from brochure.content import load
from brochure.content.document import Document
from brochure.finding import Mark, Stop
from tests.content.conftest import NAME, RIGHT, write

pytestmark = pytest.mark.slow

HOSTILE = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
#: What means something to YAML, to inline marks or to a hurried hand.
_SIGNS = (
    ": - [ ] { } , # & * ! | > ' \" % @ ` ? ~ \\ ** {a|b} [x](y) ： \u3000 － ・ 𠮷"
)
_GAPS = [" ", "\n", "\t", "\n  ", "\n- ", ": ", "- ", " #", "---\n", "...\n", "\r"]
_ODD = [
    "\x0b",
    "\u200b",
    "\x85",
    "\ufeff",
    "\ud7ff",
    "title",
    "null",
    "５",
    "漢字",
    "ｱ",
]
SCRIBBLE = st.lists(st.sampled_from(_SIGNS.split(" ") + _GAPS + _ODD), max_size=30).map(
    "".join
)
LINE = re.compile(rf"{re.escape(NAME)}:\d+:\d+: .+ \[content\.[a-z0-9-]+\]")


def outcome(text: str | bytes) -> Document | None:
    """Loads; otherwise every finding is a line with a place inside the file."""
    path = write(text)
    try:
        return load(path)
    except Stop as stop:
        findings = stop.findings
    assert findings
    lines = re.split("\r\n|\r|\n", path.read_bytes().decode("utf-8-sig", "replace"))
    for finding in findings:
        for lang in ("ja", "en"):
            line = finding.line(lang)
            assert finding.code == "content.more" or LINE.fullmatch(line), line
        if isinstance(finding.at, Mark):
            assert finding.at.line <= len(lines)
            assert finding.at.column <= len(lines[finding.at.line - 1]) + 1
    return None


@HOSTILE
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    outcome(data)


@HOSTILE
@given(st.text(max_size=300) | SCRIBBLE)
@example("a: |3-\n x\n")
@example("? |\n  a\n: b\n")
@example("- - - -\n  -")
@example("{a: [b}, c]")
@example("%YAML 9.9\n---\na: b\n")
@example('"\\ud800"')
@example('a: "\\UFFFFFFFF"')
def test_any_text(text: str) -> None:
    outcome(text.encode("utf-8", "surrogatepass"))


@HOSTILE
@given(st.integers(0, len(RIGHT)), st.integers(0, 40), SCRIBBLE | st.text(max_size=10))
def test_anything_typed_over_any_part_of_a_right_file(
    start: int, length: int, typed: str
) -> None:
    text = RIGHT[:start] + typed + RIGHT[start + length :]
    outcome(text.encode("utf-8", "surrogatepass"))


#: Any tree at all, with the keys of the model in the wrong places.
_KEYS = (
    "document organization questions figures interview message outputs title issued"
    " name label headline body number quote career places place stage keywords closing"
    " call_to_action url piece target size longitude latitude"
)
KEYS = st.sampled_from(_KEYS.split())
TREES = st.recursive(
    st.text(max_size=8) | st.none() | st.just("200") | SCRIBBLE,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=30,
)


@HOSTILE
@given(TREES)
def test_any_tree_of_values(tree: object) -> None:
    outcome(yaml.dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))


@HOSTILE
@given(
    st.sampled_from(sorted(yaml.safe_load(RIGHT))),
    st.text(max_size=12) | st.none() | st.lists(SCRIBBLE, max_size=3) | TREES,
)
def test_anything_in_place_of_a_block(block: str, value: object) -> None:
    tree = yaml.safe_load(RIGHT) | {block: value}
    outcome(yaml.dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))


@HOSTILE
@given(st.text(max_size=60) | SCRIBBLE)
def test_a_text_in_quotes_arrives_as_it_was_typed(typed: str) -> None:
    """Or it is refused: for its marks, its length or what cannot be seen in it."""
    quoted = typed.replace("'", "''")
    if "\n" in quoted or "\r" in quoted:
        return
    text = RIGHT.replace("slogan: “港から、世界の机の上へ”", f"slogan: '{quoted}'")
    document = outcome(text.encode("utf-8", "surrogatepass"))
    if document:
        assert document.content.slogan == typed
