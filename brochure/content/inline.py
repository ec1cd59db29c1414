"""The marks that an HR person can type inside a text: 強調, ルビ, 改行, リンク.

**強調**             strong
《《傍点》》             emphasis dots over each character (圏点)
{外務省|がいむしょう}   ruby over the whole word (グループルビ)
{漢字|かん|じ}         ruby character by character (モノルビ); a reading may be empty
頭に|描いて           a line may break here
[文字](https://…)     a link
\\* \\{ \\| \\[ \\\\      the sign itself
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from brochure.content import inline_flaws as say
from brochure.content.flaw import Flaw
from brochure.content.links import flaw_of
from brochure.finding import Words


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are, escapes resolved."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line may break here 改行位置."""


@dataclass(frozen=True, slots=True)
class Ruby:
    """Base text with readings: one pair for a word, one a character for mono ruby."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def base(self) -> str:
        """親文字: the text that the readings stand over."""
        return "".join(base for base, _ in self.pairs)

    @property
    def reading(self) -> str:
        """The whole reading, as a screen reader would say it."""
        return "".join(reading for _, reading in self.pairs)


@dataclass(frozen=True, slots=True)
class Strong:
    """強調."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Dots:
    """圏点, emphasis dots beside each character."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address; the address is http, https or mailto."""

    children: tuple[Node, ...]
    url: str


Node: TypeAlias = Text | Break | Ruby | Strong | Dots | Link


class InlineError(ValueError):
    """The marks of a text are not well formed; `flaws` is never empty."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__("; ".join(flaw.message.en for flaw in flaws))
        self.flaws = tuple(flaws)


def parse(text: str) -> tuple[Node, ...]:
    """The text as nodes, neighbouring Text joined.

    Raises:
        InlineError: with every flaw of the text, each at its offset.
    """
    nodes, found = read(text)
    if found:
        raise InlineError(found)
    return nodes


def flaws(text: str) -> tuple[Flaw, ...]:
    """Every flaw in the marks of a text, in order."""
    return read(text)[1] if _SIGN.search(text) else ()


def plain(text: str | Iterable[Node]) -> str:
    """The words without marks: what a PDF title, a search or a comparison needs.

    Of a text with flaws it gives the best reading; it never raises.
    """
    if isinstance(text, str):
        if not _SIGN.search(text):
            return text
        text = read(text)[0]
    words = []
    for node in text:
        if isinstance(node, Text):
            words.append(node.text)
        elif isinstance(node, Ruby):
            words.append(node.base)
        elif isinstance(node, Strong | Dots | Link):
            words.append(plain(node.children))
    return "".join(words)


def read(text: str) -> tuple[tuple[Node, ...], tuple[Flaw, ...]]:
    """Nodes and flaws together; a flawed mark is read as the characters it is."""
    reader = _Reader(text)
    nodes = reader.until()
    return nodes, tuple(sorted(reader.flaws))


_SIGN = re.compile(r"[\\*|{}\[\]]|《《|》》")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
#: `[label](`, the label without brackets of its own; anything else is a plain `[`.
_LABEL = re.compile(r"\[((?:\\.|[^\\\[\]])*)\]([(（])", re.DOTALL)
#: A character with the variation selectors or voicing marks that belong to it.
_CLUSTER = re.compile(
    r".[\uFE00-\uFE0F\u3099\u309A\U000E0100-\U000E01EF]*",
    re.DOTALL,
)
_ESCAPABLE = "\\*|{}[]()《》"


class _Reader:
    """Walks once through a text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.flaws: list[Flaw] = []
        self.closers: list[str] = []

    def until(self, closer: str = "", end: int | None = None) -> tuple[Node, ...]:
        """Nodes up to the `closer` or the place `end`, which are left unread."""
        nodes: list[Node] = []
        stop = len(self.text) if end is None else end
        while self.at < stop:
            sign = _SIGN.search(self.text, self.at, stop)
            upto = sign.start() if sign else stop
            if upto > self.at:
                nodes.append(Text(self.text[self.at : upto]))
                self.at = upto
            elif closer and self.text.startswith(closer, self.at):
                break
            else:
                nodes.extend(self.mark(stop))
        return _joined(nodes)

    def mark(self, stop: int) -> Sequence[Node]:
        """The mark that begins here; `stop` is where the surrounding one ends."""
        sign = self.text[self.at]
        if sign == "\\":
            return [self.escape()]
        if sign == "|":
            self.at += 1
            return [Break()]
        if sign == "{":
            return [self.ruby(stop)]
        if sign == "[":
            return self.link(stop)
        if self.text.startswith("**", self.at, stop):
            return self.pair("**", "**", Strong, stop)
        if sign == "《":
            return self.pair("《《", "》》", Dots, stop)
        if sign == "}":
            self.flaw(self.at, "brace-stray", *say.BRACE_STRAY)
        self.at += 1
        return [Text(sign)]

    def flaw(self, offset: int, defect: str, message: Words, hint: Words) -> None:
        self.flaws.append(Flaw(offset, f"content.{defect}", message, hint))

    def escape(self) -> Text:
        following = self.text[self.at + 1 : self.at + 2]
        if following and following in _ESCAPABLE:
            self.at += 2
            return Text(following)
        self.flaw(self.at, "escape-unknown", *say.ESCAPE_UNKNOWN)
        self.at += 1
        return Text("\\")

    def pair(
        self, opening: str, closing: str, kind: type[Strong | Dots], stop: int
    ) -> Sequence[Node]:
        """What stands between two signs; a sign that is not closed is itself."""
        start = self.at
        unclosed, empty = _PAIRS[kind]
        self.at += len(opening)
        children = self.until(closing, stop)
        if self.at >= stop:
            self.flaw(start, *unclosed)
            return [Text(opening), *children]
        self.at += len(closing)
        if not plain(children).strip():
            self.flaw(start, *empty)
        return [kind(children)]

    def link(self, stop: int) -> Sequence[Node]:
        label = _LABEL.match(self.text, self.at, stop)
        if label is None:
            self.at += 1
            return [Text("[")]
        start = self.at
        self.at += 1
        children = self.until(end=label.end(1))
        self.at = label.end()
        close = _closing_parenthesis(self.text, label.end(), stop)
        if label[2] != "(" or close < 0:
            self.flaw(start, "link-unclosed", *say.LINK_UNCLOSED)
            return [Text("["), *children, Text("](")]
        self.at = close + 1
        url = _unescaped(self.text[label.end() : close])
        if not plain(children).strip():
            self.flaw(start, "link-empty", *say.LINK_EMPTY)
        if found := flaw_of(url):
            self.flaws.append(found._replace(offset=label.end() + found.offset))
        return [Link(children, url)]

    def ruby(self, stop: int) -> Node:
        start = self.at
        parts = [""]
        self.at += 1
        while self.at < stop and (sign := self.text[self.at]) not in "{}":
            if sign == "\\":
                parts[-1] += self.escape().text
                continue
            if sign == "|":
                parts.append("")
            else:
                parts[-1] += sign
            self.at += 1
        if self.at >= stop or self.text[self.at] == "{":
            self.at = start + 1
            self.flaws = [flaw for flaw in self.flaws if flaw.offset < start]
            self.flaw(start, "ruby-unclosed", *say.RUBY_UNCLOSED)
            return Text("{")
        self.at += 1
        return self.pairs(start, parts[0], parts[1:])

    def pairs(self, start: int, base: str, readings: list[str]) -> Node:
        if not base.strip() or not any(reading.strip() for reading in readings):
            self.flaw(start, "ruby-empty", *say.RUBY_EMPTY)
            return Text(base)
        if len(readings) == 1:
            return Ruby(((base, readings[0]),))
        characters = _CLUSTER.findall(base)
        if len(characters) != len(readings):
            self.flaw(start, "ruby-count", *say.ruby_count(base, characters, readings))
            return Text(base)
        return Ruby(tuple(zip(characters, readings, strict=True)))


#: What is said of a pair that is not closed, and of one around nothing.
_PAIRS: dict[type[Strong | Dots], tuple[tuple[str, Words, Words], ...]] = {
    Strong: (
        ("strong-unclosed", *say.STRONG_UNCLOSED),
        ("strong-empty", *say.STRONG_EMPTY),
    ),
    Dots: (("dots-unclosed", *say.DOTS_UNCLOSED), ("dots-empty", *say.DOTS_EMPTY)),
}


def _joined(nodes: Iterable[Node]) -> tuple[Node, ...]:
    joined: list[Node] = []
    for node in nodes:
        if joined and isinstance(node, Text) and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + node.text)
        else:
            joined.append(node)
    return tuple(joined)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(
        lambda pair: pair[1] if pair[1] in _ESCAPABLE else pair[0], text
    )


def _closing_parenthesis(text: str, start: int, stop: int) -> int:
    """Where the address ends; addresses may hold pairs of parentheses. -1: nowhere."""
    depth = 0
    at = start
    while at < stop:
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign == "(":
            depth += 1
        elif sign == ")":
            if depth == 0:
                return at
            depth -= 1
        at += 1
    return -1
