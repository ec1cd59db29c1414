"""Reads content.yaml as text with places: the only door to `yaml` for the content.

Nothing is resolved, every scalar is the text that was typed: YAML would take `9:00` for
540, `0100` for 64 and `no` for False. What we lean on behind the door: libyaml's event
stream (`yaml.parse`), whose marks count characters (tests/content/test_source.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any, NoReturn, TypeAlias

import yaml

from brochure.content import decoding, syntax
from brochure.content.flaw import shown
from brochure.content.folding import characters
from brochure.content.places import Lines, Path, Place, Places, subject
from brochure.finding import Finding, Mark, Stop, Words, fail

#: What content.yaml becomes before the model sees it.
Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"

#: The real leaflet has 206 events and is 4 levels deep.
MOST_EVENTS = 20_000
DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Source:
    """A content file taken apart: the tree, the place of everything, what was wrong."""

    tree: Tree
    places: Places
    text: str
    data: bytes
    findings: tuple[Finding, ...]


def read(path: FilePath) -> Source:
    """The tree of the file at `path`; marks name the file as `path` is written.

    Raises:
        Stop: the file cannot be read or is not YAML at all. Whatever leaves a tree to
            go on with (a key given twice, an invisible character) is in `findings`.
    """
    file = str(path)
    data = decoding.load(path)
    text = decoding.decode(data, file)
    lines = Lines(text, file)
    text, findings = decoding.without_invisible(text, lines)
    if tabs := syntax.indentation(text, lines):
        raise Stop(*findings, *tabs)
    reader = _Reader(text, lines, findings)
    tree = reader.document()
    places = Places(lines, reader.places, reader.texts)
    named = tuple(
        finding
        if finding.subject or not isinstance(finding.at, Mark)
        else replace(finding, subject=subject(places.at(finding.at)))
        for finding in reader.findings
    )
    return Source(tree, places, text, data, named)


class _Reader:
    """Follows libyaml's events and builds the tree."""

    def __init__(self, text: str, lines: Lines, findings: list[Finding]) -> None:
        self.text = text
        self.lines = lines
        self.findings = findings
        self.places: dict[Path, Place] = {(): Place(0, 0, 0)}
        self.texts: dict[Path, str] = {}
        self.depth = 0
        self.events = self._events()

    def document(self) -> Tree:
        tree: Tree = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(event, "documents", _DOCUMENTS)
                tree = self._node(next(self.events), (), None)
        return tree

    def _events(self) -> Iterator[Any]:
        events = yaml.parse(self.text, Loader=yaml.CBaseLoader)
        try:
            for count, event in enumerate(events):
                if count == MOST_EVENTS:
                    self._stop(event, "too-many", _TOO_MANY)
                yield event
        except yaml.MarkedYAMLError as error:
            found = syntax.explain(error, self.text, self.lines)
            raise Stop(*self.findings, found) from None

    def _node(self, event: Any, path: Path, key: int | None) -> Tree:
        """The value that begins with `event`; `key` is where its key stands."""
        start = event.start_mark.index
        if path:
            self.places[path] = Place(start if key is None else key, start, start)
        if isinstance(event, yaml.AliasEvent):
            self._flag(event, "alias", _ANCHOR, path)
            return None
        if event.anchor is not None:
            self._flag(event, "anchor", _ANCHOR, path)
        if event.tag is not None:
            self._flag(event, "tag", _TAG, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path, key)
        self.depth += 1
        if self.depth > DEEPEST:
            self._stop(event, "too-deep", _TOO_DEEP)
        mapping = isinstance(event, yaml.MappingStartEvent)
        tree: Tree = self._mapping(path) if mapping else self._sequence(path)
        self.depth -= 1
        return tree

    def _scalar(self, event: Any, path: Path, key: int | None) -> str | None:
        if not event.style and event.value == "":
            return None
        text, place = characters(self.text, event, key)
        self.places[path] = place
        self.texts[path] = text
        if not event.style:
            self._glued_comment(event, path)
        elif event.style == '"':
            # An escape can say what the bytes were not allowed to.
            for found in decoding.INVISIBLE.finditer(text):
                index = place.character(found.start())
                if self.text[index] != decoding.BLANK:
                    at = self.lines.mark(index)
                    self.findings.append(decoding.unprintable(found[0], at))
        return text

    def _sequence(self, path: Path) -> list[Tree]:
        items: list[Tree] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, (*path, len(items)), None))
        return items

    def _mapping(self, path: Path) -> dict[str, Tree]:
        tree: dict[str, Tree] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            at = event.start_mark.index
            if not isinstance(event, yaml.ScalarEvent):
                self._flag(event, "key-complex", _KEY_COMPLEX)
                self._node(event, (*path, ""), at)
                self._node(next(self.events), (*path, ""), at)
                continue
            key = event.value
            if event.anchor is not None or event.tag is not None:
                self._flag(event, "anchor", _ANCHOR)
            if key in tree:
                self._twice(event, (*path, key))
                # Read aside, so that the first one keeps its places.
                self._node(next(self.events), (*path, f"{key} (2)"), at)
                continue
            tree[key] = self._node(next(self.events), (*path, key), at)
        return tree

    def _twice(self, event: Any, path: Path) -> None:
        first = self.lines.mark(self.places[path].key)
        key = shown(event.value)
        self.findings.append(
            fail(
                "content.key-twice",
                f"「{key}」が2回あります（1回目は{first.line}行目）",
                f"“{key}” is given twice (first in line {first.line})",
                hint=Words("どちらかを消してください", "delete one of them"),
                at=self.lines.mark(event.start_mark.index),
                subject=subject(path),
            )
        )

    def _glued_comment(self, event: Any, path: Path) -> None:
        """`求人 #123`: YAML would drop `#123` without a word."""
        end = event.end_mark.index
        line_end = self.text.find("\n", end)
        tail = self.text[end : line_end if line_end >= 0 else len(self.text)]
        comment = tail.lstrip(" ")
        if len(comment) > 1 and comment[0] == "#" and comment[1] not in " #\t":
            at = self.lines.mark(end + len(tail) - len(comment))
            words, hint = _GLUED
            self.findings.append(
                fail(
                    "content.comment-glued",
                    *words,
                    hint=hint,
                    at=at,
                    subject=subject(path),
                )
            )

    def _flag(
        self, event: Any, defect: str, words: tuple[Words, Words], path: Path = ()
    ) -> None:
        at = self.lines.mark(event.start_mark.index)
        message, hint = words
        code, about = f"content.{defect}", subject(path)
        self.findings.append(fail(code, *message, hint=hint, at=at, subject=about))

    def _stop(self, event: Any, defect: str, words: tuple[Words, Words]) -> NoReturn:
        self._flag(event, defect, words)
        raise Stop(*self.findings)


_QUOTE = Words(
    "文の始まりなら、文全体を '…'（半角の一重引用符）で囲んでください",
    "if it begins a text, put the whole text in '…' (single quotes)",
)
_ANCHOR = (
    Words(
        "「&」「*」で始まる参照（アンカー）は使えません",
        "anchors (&) and aliases (*) are not used here",
    ),
    _QUOTE,
)
_TAG = (
    Words("「!」で始まるタグは使えません", "tags (!) are not used here"),
    _QUOTE,
)
_KEY_COMPLEX = (
    Words("項目名に { } や [ ] は使えません", "a key cannot be a list or a mapping"),
    _QUOTE,
)
_DOCUMENTS = (
    Words(
        "「---」で区切られた2つ目の文書があります",
        "a second document begins here (---)",
    ),
    Words("一つのファイルに一つだけ書いてください", "keep one document in a file"),
)
_TOO_MANY = (
    Words(
        f"項目が多すぎます（{MOST_EVENTS:,} まで）",
        f"there are too many values (at most {MOST_EVENTS:,})",
    ),
    Words("リーフレット一枚分に減らしてください", "cut it down to one leaflet"),
)
_TOO_DEEP = (
    Words(
        f"入れ子が深すぎます（{DEEPEST} 段まで）",
        f"blocks are nested too deeply (at most {DEEPEST} levels)",
    ),
    Words("括弧や字下げを確かめてください", "check the brackets and the indentation"),
)
_GLUED = (
    Words(
        "ここから後ろはコメントとして捨てられます",
        "YAML takes the rest of this line for a comment",
    ),
    Words(
        "本文なら全体を '…' で囲み、コメントなら # の後ろを空けてください",
        "put the text in '…', or a space after # if it is a comment",
    ),
)
