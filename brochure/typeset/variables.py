"""Names in `var(--name)` that nobody has defined: slips of the pen, mostly in an ink.

CSS makes such a declaration invalid when it is used, and goes on: a dark ground is
gone, and the words on it are white on white. So it is looked for in what is written, at
the place where it is written, whether a page uses it or not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from brochure.finding import Finding, Mark, Words, fail, meant, nearest
from brochure.typeset.pages.page import Element
from brochure.typeset.refusal import mark

_NAME = r"--[^\s,;:(){}\[\]'\"!*/]+"
_DEFINED = re.compile(rf"(?:^|[\s;{{])({_NAME})\s*:")
#: The beginning of a `var()` with its name; any other bracket; the end of either.
_BRACKET = re.compile(rf"\bvar\(\s*({_NAME})\s*(,)?|\(|\)", re.IGNORECASE)
_NO_CSS = re.compile(r"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)


def findings(sheets: Mapping[str, str], root: Element) -> list[Finding]:
    """The names that neither the style sheets nor the HTML's own styles define.

    `sheets` are texts by name, `root` is the HTML's root element.
    """
    inside = [*_styles(root)]
    texts = {name: _blank(text) for name, text in sheets.items()}
    known = {
        name
        for text in (*texts.values(), *inside)
        for name in _DEFINED.findall(text)
    }  # fmt: skip
    found = [
        _undefined(name, mark(sheet, text, offset), known)
        for sheet, text in texts.items()
        for name, offset in unknown(text, known)
    ]
    found += [
        _undefined(name, None, known)
        for text in inside
        for name, _ in unknown(text, known)
    ]
    return list(dict.fromkeys(found))


def without_echo(
    notices: Iterable[Finding], told: Collection[Finding]
) -> list[Finding]:
    """The layout engine's notices but those that the names explain: they say “no value”
    of what is written in the same line.
    """
    lines = {_line(finding) for finding in told}
    return [
        one
        for one in notices
        if one.code != "style.ignored"
        or not one.message.en.endswith("no value")
        or _line(one) not in lines
    ]


def unknown(text: str, known: Collection[str]) -> Iterator[tuple[str, int]]:
    """The names in a style sheet that are not `known`, and where they begin.

    One with a fallback may be unknown; and while it is not, its fallback may be wrong.
    """
    open_: list[bool] = []
    for found in _BRACKET.finditer(text):
        if found[0] == ")":
            if open_:
                open_.pop()
            continue
        name, comma = found[1], found[2]
        silent = bool(open_) and open_[-1]
        if name and name not in known and not comma and not silent:
            yield name, found.start(1)
        open_.append(silent or bool(comma and name in known))


def _styles(root: Element) -> Iterator[str]:
    """What the HTML itself says of styles."""
    for element in root.iter():
        if element.tag == "style":
            yield _blank(element.text or "")
        elif style := element.get("style"):
            yield _blank(style)


def _blank(text: str) -> str:
    """The text without comments and strings, everything else in its place."""
    return _NO_CSS.sub(lambda found: re.sub(r"\S", " ", found[0]), text)


def _line(finding: Finding) -> tuple[str, int] | None:
    at = finding.at
    return (at.file, at.line) if isinstance(at, Mark) else None


def _undefined(name: str, at: Mark | None, known: Collection[str]) -> Finding:
    near = nearest(name, sorted(known))
    return fail(
        "style.undefined-variable",
        f"{name} という名前の色や値はどこにも決められていません",
        f"nothing defines {name}",
        hint=meant(near)
        if near
        else Words(
            "インキなら styles/inks.yaml に、ほかの値ならスタイルの :root に書きます",
            "an ink is defined in styles/inks.yaml, any other value in a style sheet, "
            "in :root",
        ),
        at=at,
    )
