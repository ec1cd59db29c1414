"""JLREQ's character classes: what each character is in the sentence it stands in."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

#: § 3.9.2 and appendix A: the characters of each class, in their Japanese forms and
#: their full-width compatibility forms (A.1, note 1).
MEMBERS: Final = {
    1: "‘“〔〈《「『【⦅〘〖«〝（［｛｟",
    2: "’”〕〉》」』】⦆〙〗»〟）］｝｠",
    3: "‐〜゠–～",
    4: "‼⁇⁈⁉！？",
    5: "・：；･",
    6: "。．｡",
    7: "、，､",
    8: "—―─…‥〳〴〵",
    9: "ヽヾゝゞ々〻",
    10: "ーｰ",
    11: "ぁぃぅぇぉァィゥェォっゃゅょゎゕゖッャュョヮヵヶ"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ",
    12: "￥＄￡＃№€",
    13: "°′″℃￠％‰㏋ℓ㌃㌍㌔㌘㌢㌣㌦㌧㌫㌶㌻㍉㍊㍍㍑㍗㎎㎏㎜㎝㎞㎡㏄％℉",
    14: "\u3000",
    17: "＝≠≒≃≅≈≡≢＜＞≦≧≪≫≶≷⋚⋛∧∨⌅⌆⊂⊃⊄⊅⊆⊇⊊⊋∈∋∉∪∩∥∦⇒⇔↔∽∝⊥⊕⊗",
    18: "＋−×÷±∓－",
    26: " \u00a0\u202f\u2002\u2003\u2004\u2005\u2009\t",
}
#: The same marks in ASCII: Japanese punctuation unless they stand inside Latin text.
ASCII_MARKS: Final = {
    **dict.fromkeys("([{", 1),
    **dict.fromkeys(")]}", 2),
    **dict.fromkeys("!?", 4),
    **dict.fromkeys(":;", 5),
    ".": 6,
    ",": 7,
}
ASCII_ABBREVIATIONS: Final = {"¥": 12, "$": 12, "£": 12, "#": 12, "%": 13, "¢": 13}

_CLASS: Final = {char: cl for cl, chars in MEMBERS.items() for char in chars}
#: Not JLREQ's: characters that belong to the one before them, wherever it goes.
JOINED: Final = 0
_JOINERS: Final = frozenset("\u200d\u2060\ufeff")
_SPECIAL: Final = frozenset(
    [*ASCII_MARKS, *ASCII_ABBREVIATIONS, *"’-\u200d"]
    + [chr(code) for code in range(0x1F1E6, 0x1F200)]
)


@cache
def alone(char: str) -> int:
    """The class of `char` without its neighbours, `JOINED` for marks on another."""
    if (known := _CLASS.get(char)) is not None:
        return known
    code = ord(char)
    if 0x30 <= code <= 0x39:
        return 24
    if code < 0x80:
        return 27
    if 0x3041 <= code <= 0x309F:
        return 15
    if 0x30A1 <= code <= 0x30FF or 0xFF66 <= code <= 0xFF9D:
        return 16
    if char in _JOINERS or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return JOINED
    if 0x1F3FB <= code <= 0x1F3FF:  # skin tones
        return JOINED
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Mc", "Cf"):
        return 19 if char in "\u00ad\u200b" else JOINED
    if category[0] == "L" or category == "Nd":
        return 19 if unicodedata.east_asian_width(char) in ("W", "F") else 27
    return 12 if category == "Sc" else 19


_JAPANESE: Final = frozenset({1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 16, 19})
_WESTERN: Final = frozenset({21, 24, 25, 27})


def is_japanese(cl: int) -> bool:
    """Whether the class is of Japanese writing: kana, kanji, their punctuation."""
    return cl in _JAPANESE


def is_western(cl: int) -> bool:
    """Figures, Latin letters, and the units that they make."""
    return cl in _WESTERN


def classify(text: str) -> list[int]:
    """The class of every character of `text` in its context.

    ASCII punctuation, ¥ # % and the quotation marks “ ” ‘ ’ are Latin where they stand
    between Latin characters ("3.5", "e.g.", "it’s") and Japanese elsewhere (A.1,
    note 1; § 3.9.2, cl-27).
    """
    classes = [alone(char) for char in text]
    if not _SPECIAL.intersection(text):
        return classes
    for index, char in enumerate(text):
        if char in ASCII_MARKS:
            inside = is_western(_side(classes, index, -1)) and is_western(
                _side(classes, index, 1)
            )
            classes[index] = 27 if inside else ASCII_MARKS[char]
        elif char in ASCII_ABBREVIATIONS:
            cl = ASCII_ABBREVIATIONS[char]
            follows = is_western(_side(classes, index, -1))
            precedes = is_western(_side(classes, index, 1))
            inside = follows if cl == 12 else precedes and not _figure(text, index - 1)
            classes[index] = 27 if inside else cl
        elif char == "’" and _letters_around(text, index):
            classes[index] = 27
        elif char == "-" and _figure(text, index + 1):
            classes[index] = 24
        elif char == "\u200d" and index + 1 < len(text):
            classes[index + 1] = JOINED
        elif _is_flag(text, index):
            classes[index] = JOINED
    return classes


def _figure(text: str, index: int) -> bool:
    return 0 <= index < len(text) and "0" <= text[index] <= "9"


def _is_flag(text: str, index: int) -> bool:
    """Whether this is the second letter of a flag, 🇯 and 🇵."""
    first = index
    while first and "\U0001f1e6" <= text[first - 1] <= "\U0001f1ff":
        first -= 1
    return "\U0001f1e6" <= text[index] <= "\U0001f1ff" and (index - first) % 2 == 1


def wide_quotes(text: str) -> list[int]:
    """Where “ ” ‘ ’ stand in Japanese, and so take their full-width form."""
    if "“" not in text and "”" not in text and "‘" not in text and "’" not in text:
        return []
    return [
        index
        for index, char in enumerate(text)
        if char in "‘’“”" and _in_japanese(text, index)
    ]


def _side(classes: list[int], index: int, step: int) -> int:
    index += step
    while 0 <= index < len(classes) and classes[index] == JOINED:
        index += step
    return classes[index] if 0 <= index < len(classes) else JOINED


def _letters_around(text: str, index: int) -> bool:
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    return len(around) == 2 and around.isalpha() and around.isascii()


def _in_japanese(text: str, index: int) -> bool:
    """A Japanese neighbour on either side makes the quotation a Japanese one."""
    if text[index] == "’" and _letters_around(text, index):
        return False
    for step in (1, -1):
        near = index + step
        while 0 <= near < len(text) and text[near] in "‘’“”":
            near += step
        if 0 <= near < len(text) and is_japanese(alone(text[near])):
            return True
    return False
