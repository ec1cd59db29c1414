"""The inline marks of content.yaml as HTML; all else that was typed is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from brochure.content.inline import (
    Break,
    Dots,
    Link,
    Node,
    Ruby,
    Strong,
    Text,
    parse,
    plain,
)
from brochure.content.links import written
from brochure.markup.setting import set_text


def inline(text: str) -> Markup:
    """`text` with its marks as elements, set as a compositor sets it."""
    return Markup("").join(map(_html, _set(parse(text))))


def ending(paragraphs: Sequence[str], most: int) -> list[tuple[int, str]]:
    """The last paragraphs of a text, as long as they have at most `most` characters.

    At least one; each with its number.
    """
    chosen: list[tuple[int, str]] = []
    for number in range(len(paragraphs) - 1, -1, -1):
        most -= len(plain(paragraphs[number]))
        if chosen and most < 0:
            break
        chosen.insert(0, (number, paragraphs[number]))
    return chosen


def _html(node: Node) -> Markup:
    match node:
        case Text(text):
            return escape(text)
        case Break():
            return Markup("<br>")
        case Ruby(pairs):
            return Markup("<ruby>{}</ruby>").format(
                Markup("").join(
                    Markup("{}<rt>{}</rt>").format(base, reading)
                    for base, reading in pairs
                )
            )
        case Strong(children):
            return Markup("<strong>{}</strong>").format(
                Markup("").join(map(_html, children))
            )
        case Dots(children):
            return Markup("<em>{}</em>").format(Markup("").join(map(_html, children)))
        case Link(children, url):
            words = Markup("").join(map(_html, children))
            return Markup('<a href="{}">{}</a>').format(written(url), words)


def _flat(nodes: Iterable[Node]) -> Iterator[Text | Break | Ruby]:
    for node in nodes:
        if isinstance(node, Strong | Dots | Link):
            yield from _flat(node.children)
        else:
            yield node


def _set(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Full-width marks, over the whole text: ? may touch the kana of a strong."""
    signs = iter(set_text("".join(_letters(nodes))))
    return tuple(_refill(node, signs) for node in nodes)


def _letters(nodes: Iterable[Node]) -> Iterator[str]:
    for node in _flat(nodes):
        if isinstance(node, Text):
            yield node.text
        elif isinstance(node, Ruby):
            yield node.base


def _refill(node: Node, signs: Iterator[str]) -> Node:
    match node:
        case Text(text):
            return Text("".join(next(signs) for _ in text))
        case Ruby(pairs):
            return Ruby(
                tuple(
                    ("".join(next(signs) for _ in base), reading)
                    for base, reading in pairs
                )
            )
        case Strong(children):
            return Strong(tuple(_refill(child, signs) for child in children))
        case Dots(children):
            return Dots(tuple(_refill(child, signs) for child in children))
        case Link(children, url):
            return Link(tuple(_refill(child, signs) for child in children), url)
    return node
