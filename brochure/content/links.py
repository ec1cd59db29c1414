"""Addresses on paper: which ones a QR code and a PDF link can carry, and how."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from brochure.content.flaw import Flaw, shown
from brochure.finding import Words, meant

#: A QR code of 18 mm keeps its modules at 0.4 mm up to version 6: about 100 bytes.
#: Longer ones still scan on a larger code, so the limit is generous.
LONGEST = 300

_HTTP = re.compile(r"(?P<start>https?://)(?P<host>[^/?#:]+)(?::(?P<port>\d{1,5}))?")
_MAIL = re.compile(r"(?P<start>mailto:[^@?\s]+@)(?P<host>[^@?]+\.[^@?]+)")
#: RFC 3966, global or, as everybody writes it, local: digits and what divides them.
_TELEPHONE = re.compile(r"tel:\+?[0-9(][0-9().-]*(;ext=[0-9]{1,8})?")
_BARE_MAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$", re.ASCII)
_BARE_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#]|$)")
_BARE_TELEPHONE = re.compile(r"\+?[0-9(][0-9().-]{7,}$")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
#: What ends a Japanese sentence rather than an address, and full-width ASCII.
_STRANGE = re.compile("[、。\u3000\uff01-\uff5e]")


def written(url: str) -> str:
    """The address as a QR code and a link carry it: in ASCII, whatever was typed.

    The host becomes punycode (IDNA 2008 and UTS 46, as browsers do it), all else in
    Japanese is written as %E3%81%82 (RFC 3987 § 3.1).
    """
    if url.isascii():
        return url
    named = _HTTP.match(url) or _MAIL.match(url)
    start, host, rest = "", "", url
    if named:
        start, host = named["start"], _ascii(named["host"]) or named["host"]
        rest = url[named.end("host") :]
    return _percent(start) + host + _percent(rest)


def _percent(text: str) -> str:
    return "".join(one if one.isascii() else quote(one) for one in text)


def _ascii(host: str) -> str | None:
    """The host in ASCII, None if it cannot be one."""
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            return None
    right = len(host) <= 253 and all(map(_LABEL.fullmatch, host.split(".")))
    return host if right else None


def flaw_of(url: str) -> Flaw | None:
    """What is wrong with an address, or None: http, https, mailto or tel."""
    if len(written(url)) > LONGEST:
        return _too_long(url)
    host_end = named.end("host") if (named := _HTTP.match(url)) else 0
    for offset, character in enumerate(url):
        if not (_is_fine(character) or (character == "。" and offset < host_end)):
            return _odd_character(offset, character)
    if named:
        return _web_flaw(url, named)
    if (mail := _MAIL.match(url)) and _ascii(mail["host"]):
        return None
    if _TELEPHONE.fullmatch(url) and 3 <= sum(map(str.isdigit, url)) <= 23:
        return None
    return _flaw(0, url, _hint(url))


def _is_fine(character: str) -> bool:
    """Whether it can stand in an address: it is seen, and is no sentence's."""
    if character.isascii():
        return "!" <= character <= "~"
    return (
        not _STRANGE.match(character)
        and unicodedata.category(character)[0] not in "CZ"  # controls, spaces
    )


def _web_flaw(url: str, named: re.Match[str]) -> Flaw | None:
    """What is wrong with the host of an http address, or with what follows it."""
    before = re.match(r"https?://([^/?#]*)@", url)
    if before:
        hint = Words(
            f"「{shown(before[1])}@」を消してください（本当の行き先を隠す書き方です）",
            f"delete “{shown(before[1])}@”: it hides where the address leads",
        )
        return _flaw(before.start(1), url, hint)
    if _ascii(named["host"]) is None:
        hint = Words(
            f"サーバーの名前「{shown(named['host'])}」を確かめてください",
            f"check the name of the server, “{shown(named['host'])}”",
        )
        return _flaw(named.start("host"), url, hint)
    if url[named.end() : named.end() + 1] not in ("", "/", "?", "#") or (
        named["port"] and not 0 < int(named["port"]) < 65536
    ):
        hint = Words(
            "「:」の後ろのポート番号を確かめてください", "check the port after the “:”"
        )
        return _flaw(named.end("host"), url, hint)
    return None


def _flaw(offset: int, url: str, hint: Words) -> Flaw:
    return Flaw(
        offset,
        "content.url",
        Words(
            f"「{shown(url)}」は URL として読めません",
            f"“{shown(url)}” is not an address",
        ),
        hint,
    )


def _too_long(url: str) -> Flaw:
    long = len(written(url))
    coded = Words("", "")
    if long != len(url):
        coded = Words("（% の形に直した長さ）", " once it is written with %")
    return Flaw(
        min(len(url), LONGEST),
        "content.url-long",
        Words(
            f"URL が {long} 文字あります{coded.ja}（{LONGEST} 文字まで）",
            f"the address has {long} characters{coded.en} (at most {LONGEST})",
        ),
        Words("短い URL を使ってください", "use a shorter address"),
    )


def _odd_character(offset: int, character: str) -> Flaw:
    code = f"U+{ord(character):04X}"
    hint = _COPY
    if character in "、。":
        hint = Words(
            f"文の一部なら外へ出し、URL の一部なら {quote(character)} としてください",
            f"is it the sentence's? if it is the address's, write {quote(character)}",
        )
    character = shown(character)
    return Flaw(
        offset,
        "content.url-character",
        Words(
            f"URL に使えない文字「{character}」({code}) があります",
            f"an address cannot contain “{character}” ({code})",
        ),
        hint,
    )


_COPY = Words(
    "半角で書くか、ブラウザーのアドレス欄からコピーしてください",
    "copy it from the address bar of the browser",
)


def _hint(url: str) -> Words:
    if url.startswith("tel:"):
        return Words(
            "電話番号は tel:03-1234-5678 のように、数字とハイフンで書いてください",
            "write a telephone number in digits and hyphens: tel:03-1234-5678",
        )
    if url.startswith("mailto:"):
        return Words(
            "mailto:saiyo@example.jp のように書いてください",
            "write it like mailto:jobs@example.jp",
        )
    if _BARE_MAIL.match(url):
        better = f"mailto:{url}"
    elif _BARE_TELEPHONE.match(url):
        better = f"tel:{url}"
    elif _BARE_HOST.match(url):
        better = f"https://{url}"
    else:
        return Words(
            "https://、http://、mailto: か tel: で始めてください",
            "begin with https://, http://, mailto: or tel:",
        )
    return meant(shown(better))
