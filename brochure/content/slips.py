"""What people really type in place of YAML: full-width colons, no space after them."""

from __future__ import annotations

import re
from typing import NamedTuple

from brochure.finding import Words


class Slip(NamedTuple):
    """A slip of the keyboard at `offset` characters into the text looked at."""

    offset: int
    code: str
    message: Words
    hint: Words


_COLON = re.compile(
    r"[ \u3000]*(?:- *)?([A-Za-z_][\w-]*)[ \u3000]*([：﹕:])(?![ /\n]|$)"
)
_INDENT = re.compile(r" *([\u3000\u00a0])")
_DASH = re.compile(r"[ \u3000]*([-－ー・•●○*–—])(?=\S)")


#: What is said of a line that is indented with anything but plain spaces.
FULLWIDTH_INDENT = (
    Words(
        "字下げに全角の空白が使われています", "this line is indented with a wide space"
    ),
    Words("半角の空白に置き換えてください", "use plain spaces"),
)


def in_mapping(text: str) -> Slip | None:
    """Why a line that was meant as `key: value` is not one."""
    if indented := _INDENT.match(text):
        return Slip(indented.start(1), "content.fullwidth-space", *FULLWIDTH_INDENT)
    found = _COLON.match(text)
    if not found:
        return None
    name, colon = found[1], found[2]
    after = text[found.end() : found.end() + 1]
    right = Words(f"「{name}: 」と書いてください", f"write “{name}: ”")
    if colon != ":":
        message = Words(
            f"「{name}」の後ろのコロンが全角です",
            f"the colon after “{name}” is full-width",
        )
        hint = Words(
            f"半角のコロンと半角の空白で{right.ja}", f"{right.en} with a plain colon"
        )
        return Slip(found.start(2), "content.fullwidth-colon", message, hint)
    if after == "\u3000":
        message = Words(
            f"「{name}:」の後ろの空白が全角です",
            f"the space after “{name}:” is full-width",
        )
        hint = Words(f"半角の空白で{right.ja}", f"{right.en} with a plain space")
        return Slip(found.end(), "content.fullwidth-space", message, hint)
    message = Words(
        f"「{name}:」の後ろに空白がありません", f"there is no space after “{name}:”"
    )
    return Slip(found.end(), "content.colon-space", message, Words(*right))


def in_sequence(text: str) -> Slip | None:
    """Why a line that was meant as a list item is not one."""
    found = _DASH.match(text)
    if not found:
        return None
    return Slip(
        found.start(1),
        "content.dash",
        Words(
            f"「{found[1]}」の書き方では箇条にならず、一つの文字列になります",
            f"“{found[1]}” written like this does not begin a list item",
        ),
        Words(
            "半角の「-」と半角の空白で始めてください", "begin with “- ”: hyphen, space"
        ),
    )
