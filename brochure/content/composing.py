"""か and ゛ as one が: text as macOS pastes it, composed, every place still known."""

from __future__ import annotations

from unicodedata import category, is_normalized, normalize


def composed(text: str) -> tuple[str, tuple[int, ...] | None]:
    """The text with each letter and its combining marks as one character (NFC).

    Compatibility ideographs stay, though NFC exchanges them: 神 (U+FA19) and 神 are two
    ways to write a name. Comes with the place in `text` of each character, or None
    where nothing has changed.
    """
    if is_normalized("NFC", text):
        return text, None
    parts: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        part = text[at:end]
        if end - at > 1 and is_normalized("NFC", part[0]):
            part = normalize("NFC", part)
        parts.append(part)
        places.extend(min(at + index, end - 1) for index in range(len(part)))
        at = end
    whole = "".join(parts)
    return (whole, None) if whole == text else (whole, tuple(places))


def _joins(character: str) -> bool:
    """Whether it can melt into what stands before: a mark, a vowel or end in Hangul."""
    if character < "\u0300":
        return False
    hangul = "\u1161" <= character <= "\u1175" or "\u11a8" <= character <= "\u11c2"
    return hangul or category(character)[0] == "M"
