"""A line box with all its inline elements, as one text that the composer can cut."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_percentages
from weasyprint.layout.preferred import max_content_width

from brochure.typeset.composer import (
    NO_ROOM,
    Line,
    Paragraph,
    Plan,
    Reading,
    Room,
    Setting,
    Text,
    Word,
    classify,
    plan,
    room,
)
from brochure.typeset.composer import wide_quotes as find_quotes

from .gravity import combined
from .properties import setting
from .shape import advances

#: An inline box in the text.
OBJECT: Final = "\ufffc"
_COLLAPSING: Final = ("normal", "nowrap", "pre-line")
#: Right-to-left scripts and controls, and separators that Pango cuts text at.
_FOREIGN: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\u000b\u000c\r\u0085\u2028\u2029\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Stock(Exception):
    """There is something here that only WeasyPrint knows how to set."""


class Piece(NamedTuple):
    """A text box in the flow: where its characters begin, and its wide quotes."""

    box: Any
    start: int
    wide: frozenset[int]


@dataclass(slots=True)
class Flow:
    """The text of one line box, and where each of its boxes stands in it."""

    children: Any
    setting: Setting
    text: str = ""
    widths: list[float] = field(default_factory=list)
    #: Widths of the characters alone, without paddings beside them.
    own: list[float] = field(default_factory=list)
    ems: list[float] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    hyphens: set[int] = field(default_factory=set)
    #: Where characters stand side by side in one em (縦中横).
    combined: list[tuple[int, int]] = field(default_factory=list)
    hyphen: float = 0.0
    #: Readings, and the `rt` boxes that they stand in; those boxes' texts.
    words: list[tuple[Word, list[Any]]] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)
    room: Room = NO_ROOM
    #: Whether some of it has emphasis dots.
    dotted: bool = False
    classes: list[int] = field(default_factory=list)
    pieces: dict[int, Piece] = field(default_factory=dict)
    texts: dict[tuple[int, ...], Piece] = field(default_factory=dict)
    objects: dict[int, int] = field(default_factory=dict)
    #: Path of child numbers from the line box: the first character of that box.
    starts: dict[tuple[int, ...], int] = field(default_factory=dict)
    spaced: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _paragraphs: dict[int, Paragraph] = field(default_factory=dict)
    _plans: dict[tuple[int, float, float], Plan] = field(default_factory=dict)
    _lines: dict[tuple[int, float, float], Line] = field(default_factory=dict)

    def index(self, skip_stack: Any) -> int:
        """The character that WeasyPrint's `skip_stack` stands for.

        Raises:
            Stock: It stands for none.
        """
        path: tuple[int, ...] = ()
        while skip_stack:
            ((number, skip_stack),) = skip_stack.items()
            if (piece := self.texts.get(path)) is not None:
                return piece.start + len(piece.box.text.encode()[:number].decode())
            path = (*path, number)
        if path not in self.starts:
            raise Stock
        return self.starts[path]

    def line(self, start: int, first: float, rest: float) -> Line:
        """The line that begins at character `start` and is `first` pixels wide."""
        first, rest = round(first, 4), round(rest, 4)
        key = start, first, rest
        if key not in self._lines:
            begin = self.text.rfind("\n", 0, start) + 1
            paragraph = self._paragraph(begin)
            made = plan(paragraph, first, rest, start - begin)
            width = first
            for line in made.lines:
                line = _moved(line, begin)
                self._lines.setdefault((line.start, width, rest), line)
                width = rest
        if key not in self._lines:  # an empty line
            self._lines[key] = Line(start, start, start, (), 0, 0, False, 0, 0, 0)
        return self._lines[key]

    def natural_widths(self, minimum: bool) -> list[float]:
        """The widths of the lines between forced breaks, or between all breaks."""
        widths, begin = [], 0
        while begin <= len(self.text):
            paragraph = self._paragraph(begin)
            cuts = [0, *paragraph.stops] if minimum else [0, paragraph.size]
            for start, stop in itertools.pairwise(cuts):
                while start < stop and paragraph.text.text[start] == " ":
                    start += 1
                cut = max(end.cut for end in paragraph.ends[stop])
                widths.append(paragraph.width(start, stop, cut))
            begin += paragraph.size + 1
        return widths or [0.0]

    def _paragraph(self, begin: int) -> Paragraph:
        if begin not in self._paragraphs:
            end = self.text.find("\n", begin)
            end = len(self.text) if end < 0 else end
            text = Text(
                self.text[begin:end],
                tuple(self.widths[begin:end]),
                tuple(self.ems[begin:end]),
                frozenset(i - begin for i in self.kept if begin < i < end),
                frozenset(i - begin for i in self.hyphens if begin < i < end),
                self.hyphen,
                tuple(
                    (first - begin, last - begin)
                    for first, last in self.combined
                    if begin <= first < end
                ),
                self.room.within(begin, end),
            )
            self._paragraphs[begin] = Paragraph(text, self.setting)
        return self._paragraphs[begin]


def _moved(line: Line, by: int) -> Line:
    if not by:
        return line
    return line._replace(start=line.start + by, end=line.end + by, next=line.next + by)


def flow_of(context: Any, box: Any, containing_block: Any) -> Flow | None:
    """The flow of a line box; None where WeasyPrint has to set it by itself.

    Without a containing block, inline boxes are as wide as they would like to be. The
    flow is kept on the box: balancing columns asks for the same lines thirty times.
    """
    width = containing_block.width if containing_block is not None else None
    kept = box.__dict__.get("_flows")
    if kept is None or kept[0] is not box.children:
        kept = box._flows = box.children, {}
    flows: dict[float | None, Flow | None] = kept[1]
    if width not in flows:
        flows[width] = _read(context, box, containing_block)
    return flows[width]


def leave(box: Any) -> None:
    """From now on, let WeasyPrint set this line box by itself."""
    box._flows = box.children, _Nothing()


class _Nothing(dict[float | None, None]):
    """No flow, whatever the width."""

    def __contains__(self, width: object) -> bool:
        return True

    def __missing__(self, width: float | None) -> None:
        return None


def _read(context: Any, box: Any, containing_block: Any) -> Flow | None:
    how = setting(box.style)
    if how is None or box.text_overflow != "clip" or box.block_ellipsis != "none":
        return None
    flow = Flow(box.children, how)
    try:
        _Reader(context, flow, containing_block).read(box)
    except Stock:
        return None
    return flow


class _Reader:
    """Walks the boxes of a line and writes down what it finds."""

    def __init__(self, context: Any, flow: Flow, containing_block: Any) -> None:
        self.context = context
        self.flow = flow
        self.containing_block = containing_block
        #: Padding of elements that begin before the next character.
        self.waiting = 0.0
        #: The readings of the word that is being read; where the next one's base is.
        self.word: list[tuple[Reading, Any]] = []
        self.base = 0

    def read(self, box: Any) -> None:
        whole = _sequence(box)
        if _FOREIGN.search(whole):
            raise Stock
        self.quotes = frozenset(find_quotes(_sequence(box)))
        self._children(box, ())
        self.flow.starts[()] = 0
        self._annotations()
        if "\u00ad" in whole or self.flow.hyphens:
            self.flow.hyphen = sum(
                advances(box.style, box.style["hyphenate_character"])
            )

    def _children(self, box: Any, path: tuple[int, ...]) -> None:
        for number, child in enumerate(box.children):
            here = (*path, number)
            if isinstance(child, boxes.InlineBox) and child.element_tag == "rt":
                self._reading(child)
                continue  # it stays with its base: no line begins with it
            self.flow.starts[here] = len(self.flow.text)
            if not child.is_in_normal_flow():
                if child.is_absolutely_positioned():
                    continue
                raise Stock  # floats, notes and running elements
            if isinstance(child, boxes.TextBox):
                self._text(child, here)
            elif isinstance(child, boxes.InlineBox) and child.element_tag == "ruby":
                self._ruby(child, here)
            elif isinstance(child, boxes.InlineBox):
                self._inline(child, here)
            elif isinstance(child, boxes.AtomicInlineLevelBox):
                self._object(child)
            else:
                raise Stock

    def _annotations(self) -> None:
        """What readings need, when all the text is known."""
        flow = self.flow
        if not (flow.words or flow.dotted):
            return
        flow.classes = classify(flow.text)
        hangs = all(
            host.style["ruby_overhang"] == "auto"
            for _, hosts in flow.words
            for host in hosts
        )
        flow.room = room(
            [word for word, _ in flow.words],
            flow.own,
            flow.ems,
            flow.classes,
            overhang=hangs,
        )
        for word, _ in flow.words:
            for reading in word:
                flow.kept.update(range(reading.start + 1, reading.end))

    def _ruby(self, box: Any, path: tuple[int, ...]) -> None:
        """A word and its readings: `<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>`."""
        outer, self.word = self.word, []
        self.base = len(self.flow.text)
        self._inline(box, path)
        if self.word:
            apart = box.style["ruby_merge"] == "separate"
            for group in [[pair] for pair in self.word] if apart else [self.word]:
                readings, hosts = zip(*group, strict=True)
                self.flow.words.append((tuple(readings), list(hosts)))
        self.word = outer

    def _reading(self, box: Any) -> None:
        """One `rt`: the reading of what has come since the last."""
        base, end = self.base, len(self.flow.text)
        self.base = end
        texts = [child for child in box.children if isinstance(child, boxes.TextBox)]
        self.flow.unread.update(id(text) for text in texts)
        if len(texts) != len(box.children) or len(texts) > 1:
            raise Stock
        if texts and base < end:
            (text,) = texts
            widths = tuple(advances(text.style, text.text))
            self.word.append((Reading(base, end, widths, text.style["font_size"]), box))

    def _text(self, box: Any, path: tuple[int, ...]) -> None:
        style, flow = box.style, self.flow
        if style["white_space"] not in _COLLAPSING or not style["font_size"]:
            raise Stock
        start = len(flow.text)
        wide = frozenset(
            i - start for i in self.quotes if 0 <= i - start < len(box.text)
        )
        flow.texts[path] = flow.pieces[id(box)] = Piece(box, start, wide)
        offset = 0
        for part in box.text.split("\n"):
            if offset:
                self._add("\n", [0.0], style["font_size"])
            inside = [i - offset for i in wide if offset <= i < offset + len(part)]
            if part:
                self._add(part, advances(style, part, inside), style["font_size"])
            offset += len(part) + 1
        flow.dotted = flow.dotted or style["text_emphasis_style"] != "none"
        flow.combined += [(start + a, start + b) for a, b in combined(style, box.text)]
        if style["white_space"] == "nowrap":
            flow.kept.update(range(start + 1, len(flow.text)))

    def _add(self, text: str, widths: list[float], em: float) -> None:
        flow = self.flow
        flow.text += text
        flow.own += widths
        flow.widths.append(widths[0] + self.waiting)
        flow.widths += widths[1:]
        flow.ems += [em] * len(text)
        self.waiting = 0.0

    def _inline(self, box: Any, path: tuple[int, ...]) -> None:
        if box.is_leader:
            raise Stock
        resolve_percentages(box, self.containing_block or (0, 0))
        left, right = (
            _number(getattr(box, f"margin_{side}"))
            + getattr(box, f"padding_{side}")
            + getattr(box, f"border_{side}_width")
            for side in ("left", "right")
        )
        self.waiting += left
        before = len(self.flow.text)
        self._children(box, path)
        if len(self.flow.text) > before:
            self.flow.widths[-1] += right
        elif self.flow.widths:
            self.flow.widths[-1] += right + self.waiting
            self.waiting = 0.0
        else:
            self.waiting += right

    def _object(self, box: Any) -> None:
        if self.containing_block is None:
            width = max_content_width(self.context, box)
        else:
            # As WeasyPrint's split_inline_level does before it sets a box.
            resolve_percentages(box, self.containing_block)
            made = inline.atomic_box(
                self.context, box, 0, None, self.containing_block, [], []
            )
            width = made.margin_width()
        self.flow.objects[id(box)] = len(self.flow.text)
        self._add(OBJECT, [width], box.style["font_size"])


def _number(value: Any) -> float:
    return 0.0 if value == "auto" else float(value)


def _sequence(box: Any) -> str:
    """The text of a line box as the reader will write it."""
    parts = []
    for child in box.children:
        if isinstance(child, boxes.TextBox) and child.is_in_normal_flow():
            parts.append(child.text)
        elif child.element_tag == "rt" and isinstance(child, boxes.InlineBox):
            continue
        elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
            parts.append(_sequence(child))
        elif child.is_in_normal_flow():
            parts.append(OBJECT)
    return "".join(parts)
