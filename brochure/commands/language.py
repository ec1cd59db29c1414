"""Which of our two languages a person is spoken to in."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("ja", "en")


def language(environment: Mapping[str, str]) -> str:
    """ "ja" or "en": what the locale says, in the order that POSIX gives its variables.

    POSIX.1-2017, 8.2: LC_ALL before LC_MESSAGES before LANG, empty ones not counting.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"
