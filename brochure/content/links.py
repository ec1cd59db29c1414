"""Addresses on paper: which ones a QR code and a PDF link can carry."""

from __future__ import annotations

import re

from brochure.content.flaw import Flaw, shown
from brochure.finding import Words, meant

#: A QR code of 18 mm keeps its modules at 0.4 mm up to version 6: about 100 bytes.
#: Longer ones still scan on a larger code, so the limit is generous.
LONGEST = 300

_HTTP = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d+)?(?:[/?#]|$)"
)
_MAIL = re.compile(r"mailto:[^@\s]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:\?|$)")
_BARE_MAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$", re.ASCII)
_BARE_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#]|$)")


def flaw_of(url: str) -> Flaw | None:
    """What is wrong with an address, or None: http, https or mailto, all ASCII."""
    if len(url) > LONGEST:
        return Flaw(
            LONGEST,
            "content.url-long",
            Words(
                f"URL が {len(url)} 文字あります（{LONGEST} 文字まで）",
                f"the address has {len(url)} characters (at most {LONGEST})",
            ),
            Words("短い URL を使ってください", "use a shorter address"),
        )
    for offset, character in enumerate(url):
        if not "!" <= character <= "~":
            return _odd_character(offset, character)
    if _HTTP.match(url) or _MAIL.match(url):
        return None
    return Flaw(
        0,
        "content.url",
        Words(
            f"「{shown(url)}」は URL として読めません",
            f"“{shown(url)}” is not an address",
        ),
        _hint(url),
    )


def _odd_character(offset: int, character: str) -> Flaw:
    code = f"U+{ord(character):04X}"
    character = shown(character)
    return Flaw(
        offset,
        "content.url-character",
        Words(
            f"URL に使えない文字「{character}」({code}) があります",
            f"an address cannot contain “{character}” ({code})",
        ),
        Words(
            "半角で書くか、ブラウザーのアドレス欄からコピーしてください",
            "copy it from the address bar of the browser",
        ),
    )


def _hint(url: str) -> Words:
    if _BARE_MAIL.match(url):
        better = f"mailto:{url}"
    elif _BARE_HOST.match(url):
        better = f"https://{url}"
    else:
        return Words(
            "https://、http:// か mailto: で始めてください",
            "begin with https://, http:// or mailto:",
        )
    return meant(shown(better))
