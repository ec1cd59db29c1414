"""libyaml's complaints in our words, and the slips of the keyboard behind them."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, TypeAlias

from brochure.content import slips
from brochure.content.flaw import Flaw
from brochure.content.places import Lines
from brochure.finding import Finding, Words, fail, shortened

#: How many lines with tabs are named; whoever sees these replaces them all.
MOST_TABS = 200
_TAB = re.compile(r"^ *\t[ \t]*", re.MULTILINE)


def indentation(text: str, lines: Lines) -> list[Finding]:
    """A finding for every line that is indented by a tab."""
    return [
        fail(
            "content.tab",
            "字下げにタブが使われています",
            "this line is indented with a tab",
            hint=Words(
                "タブを半角の空白2つに置き換えてください", "use two spaces for each tab"
            ),
            at=lines.mark(found.start() + found[0].index("\t")),
        )
        for found in islice(_TAB.finditer(text), MOST_TABS)
    ]


def explain(error: Any, text: str, lines: Lines) -> Finding:
    """What libyaml could not read (a `MarkedYAMLError`), where, and what to do."""
    at = (error.problem_mark or error.context_mark).index
    begin = error.context_mark.index if error.context_mark else at
    said = f"{error.context or ''}: {error.problem or ''}"
    place, flaw = (
        ("quoted" not in said and _slip(text, min(begin, at), at))
        or _after_quote(text, at)
        or _mark_first(text, begin, at)
        or _swallowed(text, at, said)
        or _known(text, begin, at, said)
        or (at, _unknown(error.problem or ""))
    )
    return fail(flaw.code, *flaw.message, hint=flaw.hint, at=lines.mark(place))


#: A place in the text and what is wrong there.
_Seen: TypeAlias = tuple[int, Flaw]


def _slip(text: str, begin: int, at: int) -> _Seen | None:
    """The slip on the lines around `begin` to `at`, and its place."""
    for index in (begin, at):
        start = text.rfind("\n", 0, index) + 1
        # A key that was not seen as one swallows the line below it.
        for line in (text.rfind("\n", 0, max(start - 1, 0)) + 1, start):
            if slip := slips.in_mapping(text[line : _line_end(text, line)]):
                return line + slip.offset, Flaw(*slip)
    return None


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return end if end >= 0 else len(text)


#: The start of a line up to the value: `  - key: `.
_UP_TO_VALUE = r" *(?:- +)*(?:[^\s:#'\"-][^:#\n]*: +)?"
_OPENING = re.compile(_UP_TO_VALUE + r"(\*\*|[{\[@`%*&!|>])")
#: What follows on a bracket that is part of a text: a reading, a link, or words after
#: the bracket that closes it.
_BEGINS_TEXT = {
    "{": re.compile(r"[^{}:]*\|[^{}:]*\}|[^{}\n]*\} *[^\s,\]}:#]"),
    "[": re.compile(r".*\]\(|[^\[\]\n]*\] *[^\s,\]}:#]"),
}
_QUOTED = re.compile(
    _UP_TO_VALUE + r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*') *[^\s#,\]}:]"""
)


def _after_quote(text: str, at: int) -> _Seen | None:
    """`"JAPAN"の発信`: YAML takes the quotation marks for its own."""
    found = _QUOTED.match(text, text.rfind("\n", 0, at) + 1)
    if not found or found.end() <= at < found.start(1):
        return None
    message = Words(
        f"「{found[1][0]}」で始まる文は、そこで閉じたところまでしか読めません",
        f"a text that begins with {found[1][0]} ends where that is closed",
    )
    quote = _quote(text, found.start(1))
    return found.start(1), Flaw(0, "content.quote-first", message, quote)


def _mark_first(text: str, begin: int, at: int) -> _Seen | None:
    """A text that begins with an inline mark, which YAML reads as its own sign."""
    for index in (begin, at):
        found = _OPENING.match(text, text.rfind("\n", 0, index) + 1)
        if not found or found.start(1) > at:
            continue
        sign = found[1]
        rest = text[found.end() : _line_end(text, found.end())]
        if sign in "{[" and not _BEGINS_TEXT[sign].match(rest):
            continue
        message = Words(
            f"「{sign}」で始まる文は、そのままでは読めません",
            f"YAML gives “{sign}” at the start of a text another meaning",
        )
        quote = _quote(text, found.start(1))
        return found.start(1), Flaw(0, "content.mark-first", message, quote)
    return None


def _swallowed(text: str, at: int, said: str) -> _Seen | None:
    """A key on a line that YAML took for the rest of the line above."""
    start = text.rfind("\n", 0, at) + 1
    before = text[start:at]
    if "mapping values" not in said or ":" in before:
        return None
    place = start + len(before) - len(before.lstrip())
    return place, Flaw(0, "content.yaml", _INDENT, _ALIGN)


def _known(text: str, begin: int, at: int, said: str) -> _Seen | None:
    opens_above = "\n" in text[begin:at]
    for pattern, message, hint in _PROBLEMS:
        if re.search(pattern, said):
            # What was left open is best mended where it opens.
            place = begin if hint in (_CLOSE, _COMMA) and opens_above else at
            return place, Flaw(0, "content.yaml", message, hint)
    return None


def _unknown(problem: str) -> Flaw:
    return Flaw(
        0,
        "content.yaml",
        Words("YAML として読めません", f"this is not YAML ({problem})"),
        Words(
            "字下げ、コロン、括弧、引用符を確かめてください",
            "check the indentation, colons, brackets and quotes",
        ),
    )


def _quote(text: str, start: int) -> Words:
    words = text[start : _line_end(text, start)].split(" #")[0].strip()
    words = words.replace("'", "''")
    words = shortened(words, 15)
    return Words(
        f"全体を半角の一重引用符で囲んで '{words}' と書いてください",
        f"put the whole text in single quotes: '{words}'",
    )


_CLOSE = Words("同じ記号で閉じてください", "close it with the same sign")
_COMMA = Words(
    "項目の間は半角の「,」で区切り、最後を閉じてください",
    "separate the items by “,” and close the bracket",
)
_ALIGN = Words(
    "上の行と字下げ（半角の空白の数）をそろえてください",
    "indent it exactly like the lines above (with spaces)",
)
_INDENT = Words("この行の字下げが合いません", "this line does not line up")
_COLON = Words(
    "「項目: 内容」の形か、文なら全体を '…' で囲んでください",
    "write “key: value”, or put a text with “: ” in '…'",
)
_PROBLEMS = (
    (
        "quoted scalar: found unexpected (end of stream|document)",
        Words("引用符が閉じていません", "this quotation mark is never closed"),
        _CLOSE,
    ),
    (
        "unknown escape|hexdecimal|invalid Unicode character",
        Words(
            "二重引用符の中の「\\」の使い方が YAML の決まりに合いません",
            "YAML does not know this “\\” inside double quotes",
        ),
        Words(
            "二重引用符 \"…\" を一重引用符 '…' に替えてください",
            "use single quotes '…' in place of \"…\"",
        ),
    ),
    (
        r"expected ',' or '\]'",
        Words(
            "「[」の並びが正しく閉じていません", "this “[ … ]” list is not well formed"
        ),
        _COMMA,
    ),
    (
        r"expected ',' or '\}'",
        Words(
            "「{」の並びが正しく閉じていません", "this “{ … }” block is not well formed"
        ),
        _COMMA,
    ),
    (
        "mapping values are not allowed",
        Words(
            "この「:」は読めません（一行に「: 」が二つあるか、上の行が続いています）",
            "this “:” cannot be here (two on a line, or the line above goes on)",
        ),
        _COLON,
    ),
    (
        "could not find expected ':'",
        Words("「項目: 」のコロンがありません", "a key without its “: ” stands here"),
        _COLON,
    ),
    (
        "expected '-' indicator|sequence entries are not allowed",
        Words("箇条の「- 」の位置が合いません", "this list item does not line up"),
        _ALIGN,
    ),
    (
        "did not find expected key|expected <document start>|keys are not allowed",
        _INDENT,
        _ALIGN,
    ),
    (
        "cannot start any token|expected node content",
        Words("この記号で値を始められません", "a value cannot begin with this sign"),
        Words(
            "文なら全体を半角の '…' で囲んでください",
            "put the text in single quotes '…'",
        ),
    ),
    (
        "directive",
        Words("「%」で始まる行は使えません", "a line cannot begin with “%” here"),
        Words("文なら '…' で囲んでください", "put the text in '…'"),
    ),
    (
        "alphabetic or numeric|tag",
        Words("この記号で値を始められません", "a value cannot begin with this sign"),
        Words(
            "文なら全体を半角の '…' で囲んでください",
            "put the text in single quotes '…'",
        ),
    ),
)
