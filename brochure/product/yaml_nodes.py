"""YAML as it was typed, with places: the only door to `yaml`.

Nothing is resolved: YAML would take `9:00` for 540, `0100` for 64 and `no` for False.
Nothing is expanded: an alias is a node like any other, for the caller to refuse. What
we lean on behind the door: the stream of events (`yaml.parse`), whose marks count
characters (tests/content/test_source.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Literal, NamedTuple

import yaml

_NODES = (yaml.DocumentStartEvent, yaml.NodeEvent)
_ENDS = (yaml.DocumentEndEvent, yaml.CollectionEndEvent)


class Node(NamedTuple):
    """A document, a mapping, a list, a value or an alias, and where it was typed.

    `start` and `end` count characters from 0, `line` and `column` (of the start) from
    1. `style` is how a value is written: plain "", or one of ' " | >. `inner` is what
    is inside: of a mapping its keys and values in turn, of a document one node or none.
    """

    kind: Literal["document", "mapping", "sequence", "scalar", "alias"]
    start: int
    end: int
    line: int
    column: int
    inner: list[Node]
    value: str = ""
    style: str = ""
    anchor: bool = False
    tag: bool = False

    def pairs(self) -> Iterator[tuple[Node, Node | None]]:
        """The keys and values of a mapping; what breaks off at a key has no value."""
        return zip_longest(self.inner[::2], self.inner[1::2])


class Trouble(NamedTuple):
    """Why the rest of a text was not read, and where that was found, as in a `Node`.

    `error` is yaml's own of a text that is no YAML, with its words and marks; a
    character that YAML does not allow has none.
    """

    kind: Literal["syntax", "character", "too-many", "too-deep"]
    start: int
    line: int
    column: int
    error: Any = None


class Typed(NamedTuple):
    """The documents of a text, the last one only as far as there was no trouble."""

    documents: list[Node]
    trouble: Trouble | None = None


def read(text: str, *, most: int, deepest: int) -> Typed:
    """What was typed: at most so many events, and blocks in blocks so deep."""
    documents: list[Node] = []
    open_: list[Node] = []
    try:
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
            if count == most:
                return Typed(documents, Trouble("too-many", *_place(event.start_mark)))
            if isinstance(event, _ENDS):
                open_.pop()
            elif isinstance(event, _NODES):
                node = _node(event)
                (open_[-1].inner if open_ else documents).append(node)
                if node.kind not in ("scalar", "alias"):
                    open_.append(node)
                if len(open_) - 1 > deepest:
                    trouble = Trouble("too-deep", *_place(event.start_mark))
                    return Typed(documents, trouble)
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark or error.context_mark)
        return Typed(documents, Trouble("syntax", *place, error))
    except yaml.reader.ReaderError as error:
        # libyaml counts the bytes up to it.
        head = text.encode()[: error.position].decode(errors="ignore")
        place = len(head), head.count("\n") + 1, len(head) - head.rfind("\n")
        return Typed(documents, Trouble("character", *place))
    return Typed(documents)


def _place(mark: Any) -> tuple[int, int, int]:
    return mark.index, mark.line + 1, mark.column + 1


def _node(event: Any) -> Node:
    start, line, column = _place(event.start_mark)
    inner: list[Node] = []
    place = (start, event.end_mark.index, line, column, inner)
    if isinstance(event, yaml.DocumentStartEvent):
        return Node("document", *place)
    if isinstance(event, yaml.AliasEvent):
        return Node("alias", *place)
    marked = (event.anchor is not None, event.tag is not None)
    if isinstance(event, yaml.ScalarEvent):
        return Node("scalar", *place, event.value, event.style or "", *marked)
    mapping = isinstance(event, yaml.MappingStartEvent)
    return Node("mapping" if mapping else "sequence", *place, "", "", *marked)
