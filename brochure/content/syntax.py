"""libyaml's complaints in our words, and the slips of the keyboard behind them."""

from __future__ import annotations

import re
from typing import Any

from brochure.content import slips
from brochure.content.places import Lines
from brochure.finding import Finding, Words, fail

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
        for found in _TAB.finditer(text)
    ]


def explain(error: Any, text: str, lines: Lines) -> Finding:
    """What libyaml could not read (a `MarkedYAMLError`), where, and what to do."""
    problem = error.problem or ""
    context = error.context or ""
    at = (error.problem_mark or error.context_mark).index
    begin = error.context_mark.index if error.context_mark else at
    if slip := _slip(text, min(begin, at), at):
        place, found = slip
        return fail(found.code, *found.message, hint=found.hint, at=lines.mark(place))
    if opened := _value_begins_with_mark(text, begin, at):
        place, sign = opened
        return fail(
            "content.mark-first",
            f"「{sign}」で始まる文は、そのままでは読めません",
            f"YAML gives “{sign}” at the start of a text another meaning",
            hint=_quote(text, place),
            at=lines.mark(place),
        )
    line = text.rfind("\n", 0, at) + 1
    if "mapping values" in problem and ":" not in text[line:at]:
        # The first colon of its line: the line above swallowed this key.
        problem = "did not find expected key"
        at = line + len(text[line:at]) - len(text[line:at].lstrip())
    for pattern, words, hint in _PROBLEMS:
        if re.search(pattern, f"{context}: {problem}"):
            place = begin if hint is _CLOSE else at
            return fail("content.yaml", *words, hint=hint, at=lines.mark(place))
    return fail(
        "content.yaml",
        f"YAML として読めません（{problem}）",
        f"this is not YAML ({problem})",
        hint=Words(
            "字下げ、コロン、括弧、引用符を確かめてください",
            "check the indentation, colons, brackets and quotes",
        ),
        at=lines.mark(at),
    )


def _slip(text: str, begin: int, at: int) -> tuple[int, slips.Slip] | None:
    """The slip on the lines around `begin` to `at`, and its place."""
    start = text.rfind("\n", 0, begin) + 1
    # A key that was not seen as one swallows the lines below it.
    start = text.rfind("\n", 0, max(start - 1, 0)) + 1
    while start <= at:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if slip := slips.in_mapping(text[start:end]):
            return start + slip.offset, slip
        start = end + 1
    return None


_OPENING = re.compile(
    r"^[ ]*(?:- +)*(?:[^\s:#'\"-][^:#\n]*: +)?(\*\*|[{\[@`%*&!|>])", re.MULTILINE
)


def _value_begins_with_mark(text: str, begin: int, at: int) -> tuple[int, str] | None:
    """A text that begins with an inline mark, which YAML reads as its own sign."""
    for index in (begin, at):
        start = text.rfind("\n", 0, index) + 1
        found = _OPENING.match(text, start)
        if not found or found.start(1) > at:
            continue
        sign = found[1]
        end = text.find("\n", found.end())
        rest = text[found.end() : end if end >= 0 else len(text)]
        if sign == "{" and not re.match(r"[^{}:]*\|[^{}:]*\}", rest):
            continue
        if sign == "[" and "](" not in rest:
            continue
        return found.start(1), sign
    return None


def _quote(text: str, start: int) -> Words:
    end = text.find("\n", start)
    words = text[start : end if end >= 0 else len(text)].split(" #")[0].strip()
    words = words if len(words) <= 16 else f"{words[:15]}…"
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
        Words("この行の字下げが合いません", "this line does not line up"),
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
