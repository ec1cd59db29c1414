"""Which of our two languages a person is spoken to in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from brochure.finding import Words

LANGUAGES = ("ja", "en")


def language(environment: Mapping[str, str]) -> str:
    """ "ja" or "en": what the locale says, in the order that POSIX gives its variables.

    POSIX.1-2017, 8.2: LC_ALL before LC_MESSAGES before LANG, empty ones not counting.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"


def did_you_mean(given: str, known: Iterable[str]) -> Words:
    """A hint: the nearest of the names we know, or else all of them."""
    from difflib import get_close_matches

    names = list(known)
    folded = {name.lower(): name for name in names}
    near = get_close_matches(given.lower(), folded, n=1, cutoff=0.6)
    if near:
        name = folded[near[0]]
        return Words(f"「{name}」ではありませんか？", f"did you mean “{name}”?")
    listed = ", ".join(names)
    return Words(f"使えるもの: {listed}", f"there are: {listed}")
