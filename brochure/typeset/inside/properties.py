"""The CSS properties of Japanese composition, under the specification's own names.

CSS Text 4 (https://www.w3.org/TR/css-text-4/). An unknown value is warned about by
WeasyPrint as with any property.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from weasyprint.css.tokens import get_keyword
from weasyprint.css.validation import expanders

from brochure.typeset.composer import Setting

#: name: (initial value, permitted keywords). All are inherited. "auto" leaves the
#: choice to us: see `setting`.
KEYWORDS: Final = {
    "text-spacing-trim": (
        "auto",
        ("auto", "normal", "space-all", "space-first", "trim-start", "trim-both"),
    ),
    "hanging-punctuation": ("none", ("none", "allow-end", "force-end")),
    "line-break": ("auto", ("auto", "loose", "normal", "strict", "anywhere")),
    "text-justify": ("auto", ("auto", "none", "inter-character", "inter-word")),
    "text-wrap": ("wrap", ("wrap", "auto", "balance", "pretty", "stable")),
    "word-break": (
        "normal",
        ("normal", "break-all", "break-word", "keep-all", "auto-phrase"),
    ),
    "writing-mode": ("horizontal-tb", ("horizontal-tb", "vertical-rl")),
    "ruby-align": (
        "space-around",
        ("space-around", "center", "start", "space-between"),
    ),
    "ruby-merge": ("auto", ("auto", "separate")),
    "ruby-overhang": ("auto", ("auto", "none")),
    "ruby-position": ("over", ("over", "under")),
    "text-emphasis-position": ("over", ("over", "under")),
    "text-orientation": ("mixed", ("mixed", "upright", "sideways")),
}
AUTOSPACE: Final = {
    frozenset({"auto"}): "normal",
    frozenset({"normal"}): "normal",
    frozenset({"ideograph-alpha", "ideograph-numeric"}): "normal",
    frozenset({"no-autospace"}): "no-autospace",
}


def _one_of(keywords: frozenset[str]) -> Callable[[Any], Any]:
    def validator(tokens: Any) -> Any:
        words = [get_keyword(token) for token in tokens]
        return words[0] if len(words) == 1 and words[0] in keywords else None

    return validator


def _autospace(tokens: Any) -> Any:
    return AUTOSPACE.get(frozenset(get_keyword(token) for token in tokens))


def _combine(tokens: Any) -> Any:
    """none, all, or the most digits that stand side by side: 2 where none is given."""
    if not tokens or (word := get_keyword(tokens[0])) not in ("none", "all", "digits"):
        return None
    if word != "digits":
        return word if len(tokens) == 1 else None
    if len(tokens) == 1:
        return 2
    most = getattr(tokens[1], "int_value", None)
    return most if len(tokens) == 2 and most in (2, 3, 4) else None


_SHAPES: Final = frozenset(["dot", "circle", "double-circle", "triangle", "sesame"])


def _emphasis(tokens: Any) -> Any:
    """none, a string, or a fill and a shape, as `filled sesame`."""
    if len(tokens) == 1 and tokens[0].type == "string":
        return f'"{tokens[0].value}' if tokens[0].value else None
    words = [get_keyword(token) for token in tokens]
    if words == ["none"]:
        return "none"
    fills = [word for word in words if word in ("filled", "open")]
    shapes = [word for word in words if word in _SHAPES]
    if len(fills) > 1 or len(shapes) > 1 or len(fills) + len(shapes) != len(words):
        return None
    return " ".join([*fills, *shapes]) or None


#: The initial values, the validators and the shorthands, for WeasyPrint's tables.
INITIAL: Final[dict[str, Any]] = {
    name.replace("-", "_"): initial for name, (initial, _) in KEYWORDS.items()
} | {
    "text_autospace": "normal",
    "text_combine_upright": "none",
    "text_emphasis_style": "none",
}
VALIDATORS: Final[dict[str, Callable[[Any], Any]]] = {
    name: _one_of(frozenset(keywords)) for name, (_, keywords) in KEYWORDS.items()
} | {
    "text-autospace": _autospace,
    "text-combine-upright": _combine,
    "text-emphasis-style": _emphasis,
}
EXPANDERS: Final = {
    "text-emphasis": expanders.generic_expander("-style")(
        lambda tokens, name: [("-style", tokens)]
    )
}
for _validator in VALIDATORS.values():
    _validator.wants_base_url = False  # type: ignore[attr-defined]


_LEVELS: Final = {"auto": "strict"}
_WORDS: Final = {"auto-phrase": "phrase", "break-word": "normal"}


def setting(style: Any) -> Setting | None:
    """How the lines of this style are to be set; None where they are WeasyPrint's.

    The defaults of Japanese text are JIS X 4051's: strict line starts, brackets flush
    with both edges (天付き, 行末約物半角), a quarter em beside Latin.
    """
    if not _is_japanese(style["lang"]) or style["direction"] == "rtl":
        return None
    justified = style["text_align_all"] == "justify" and style["text_justify"] != "none"
    if justified and style["text_justify"] == "inter-word":
        return None
    trim = style["text_spacing_trim"]
    words = style["word_break"]
    balanced = style["text_wrap"] == "balance"
    return Setting(
        level=_LEVELS.get(style["line_break"], style["line_break"]),
        trim="trim-both" if trim == "auto" else trim,
        autospace=style["text_autospace"] == "normal",
        hang=style["hanging_punctuation"],
        align="balance" if balanced else "justify" if justified else "ragged",
        words=_WORDS.get(words, words),
        emergency=(
            style["overflow_wrap"] in ("anywhere", "break-word")
            or words == "break-word"
        ),
    )


def _is_japanese(lang: str | None) -> bool:
    return bool(lang) and str(lang).split("-")[0].lower() == "ja"
