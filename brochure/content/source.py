"""Reads content.yaml as text with places: every value is the text that was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import NoReturn, TypeAlias

from brochure.content import decoding, syntax
from brochure.content.composing import composed
from brochure.content.flaw import shown
from brochure.content.folding import characters
from brochure.content.places import Lines, Path, Place, Places, subject
from brochure.finding import Finding, Mark, Stop, Words, fail
from brochure.product import yaml_nodes
from brochure.product.yaml_nodes import Node, Trouble

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
    typed = decoding.decode(data, file)
    text, places = composed(typed)
    lines = Lines(typed, file, places)
    text, findings = decoding.without_invisible(text, lines)
    if tabs := syntax.indentation(text, lines):
        raise Stop(*findings, *tabs)
    reader = _Reader(text, lines, findings)
    tree = reader.document()
    where = Places(lines, reader.places, reader.texts)
    named = tuple(
        finding
        if finding.subject or not isinstance(finding.at, Mark)
        else replace(finding, subject=subject(where.at(finding.at)))
        for finding in reader.findings
    )
    return Source(tree, where, text, data, named)


class _Reader:
    """Builds the tree of what was typed."""

    def __init__(self, text: str, lines: Lines, findings: list[Finding]) -> None:
        self.text = text
        self.lines = lines
        self.findings = findings
        self.places: dict[Path, Place] = {(): Place(0, 0, 0)}
        self.texts: dict[Path, str] = {}

    def document(self) -> Tree:
        """The tree of the first document.

        Raises: Stop where there is another one, or the text could not be read whole.
        """
        tree: Tree = None
        typed = yaml_nodes.read(self.text, most=MOST_EVENTS, deepest=DEEPEST)
        for node in typed.documents[:1]:
            for root in node.inner:
                tree = self._node(root, (), None)
        for second in typed.documents[1:]:
            self._stop(second.start, "documents", _DOCUMENTS)
        if typed.trouble:
            self._give_up(typed.trouble)
        return tree

    def _give_up(self, trouble: Trouble) -> NoReturn:
        kind, start, *_, error = trouble
        if kind == "syntax":
            found = syntax.explain(error, self.text, self.lines)
        elif kind == "character":
            found = decoding.unprintable(self.text[start], self.lines.mark(start))
        else:
            self._stop(start, kind, _TOO_MANY if kind == "too-many" else _TOO_DEEP)
        raise Stop(*self.findings, found)

    def _node(self, node: Node, path: Path, key: int | None) -> Tree:
        """The value of `node`; `key` is where its key stands."""
        if path:
            at = node.start if key is None else key
            self.places[path] = Place(at, node.start, node.start)
        if node.kind == "alias":
            self._flag(node.start, "alias", _ANCHOR, path)
            return None
        if node.anchor:
            self._flag(node.start, "anchor", _ANCHOR, path)
        if node.tag:
            self._flag(node.start, "tag", _TAG, path)
        if node.kind == "scalar":
            return self._scalar(node, path, key)
        if node.kind == "mapping":
            return self._mapping(node, path)
        return [
            self._node(item, (*path, number), None)
            for number, item in enumerate(node.inner)
        ]

    def _scalar(self, node: Node, path: Path, key: int | None) -> str | None:
        if not node.style and node.value == "":
            return None
        text, place = characters(self.text, node, key)
        self.places[path] = place
        self.texts[path] = text
        if not node.style:
            self._glued_comment(node, path)
        elif node.style == '"':
            # An escape can say what the bytes were not allowed to.
            for found in decoding.INVISIBLE.finditer(text):
                index = place.character(found.start())
                if self.text[index] != decoding.BLANK:
                    at = self.lines.mark(index)
                    self.findings.append(decoding.unprintable(found[0], at))
        return text

    def _mapping(self, node: Node, path: Path) -> dict[str, Tree]:
        tree: dict[str, Tree] = {}
        for key, value in node.pairs():
            name = key.value
            into = (*path, name)
            if key.kind != "scalar":
                self._flag(key.start, "key-complex", _KEY_COMPLEX)
                self._node(key, into, key.start)
            elif key.anchor or key.tag:
                self._flag(key.start, "anchor", _ANCHOR)
            if key.kind == "scalar" and name in tree:
                self._twice(key, into)
                # Read aside, so that the first one keeps its places.
                into = (*path, f"{name} (2)")
            if value is None:
                break
            read = self._node(value, into, key.start)
            if key.kind == "scalar":
                tree.setdefault(name, read)
        return tree

    def _twice(self, key: Node, path: Path) -> None:
        first = self.lines.mark(self.places[path].key)
        name = shown(key.value)
        self.findings.append(
            fail(
                "content.key-twice",
                f"「{name}」が2回あります（1回目は{first.line}行目）",
                f"“{name}” is given twice (first in line {first.line})",
                hint=Words("どちらかを消してください", "delete one of them"),
                at=self.lines.mark(key.start),
                subject=subject(path),
            )
        )

    def _glued_comment(self, node: Node, path: Path) -> None:
        """`求人 #123`: YAML would drop `#123` without a word."""
        end = node.end
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
        self, start: int, defect: str, words: tuple[Words, Words], path: Path = ()
    ) -> None:
        at = self.lines.mark(start)
        message, hint = words
        code, about = f"content.{defect}", subject(path)
        self.findings.append(fail(code, *message, hint=hint, at=at, subject=about))

    def _stop(self, start: int, defect: str, words: tuple[Words, Words]) -> NoReturn:
        self._flag(start, defect, words)
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
