"""An address is shown as typed and leads where it says."""

from __future__ import annotations

import pytest

from brochure.content import links


@pytest.mark.parametrize(
    ("typed", "carried"),
    [
        ("https://example.jp/saiyo?a=b#c", "https://example.jp/saiyo?a=b#c"),
        ("https://例え.jp/採用", "https://xn--r8jz45g.jp/%E6%8E%A1%E7%94%A8"),
        ("http://例え。jp:8080", "http://xn--r8jz45g.jp:8080"),
        ("https://straße.de/ä", "https://xn--strae-oqa.de/%C3%A4"),
        ("https://a.jp/?q=外務省#上", "https://a.jp/?q=%E5%A4%96%E5%8B%99%E7%9C%81#%E4%B8%8A"),
        ("https://a.jp/%E6%8E%A1/用", "https://a.jp/%E6%8E%A1/%E7%94%A8"),
        ("mailto:saiyo@例え.jp", "mailto:saiyo@xn--r8jz45g.jp"),
        ("mailto:a@b.jp?subject=見学", "mailto:a@b.jp?subject=%E8%A6%8B%E5%AD%A6"),
        ("tel:03-1234-5678", "tel:03-1234-5678"),
        ("tel:+81-3-1234-5678", "tel:+81-3-1234-5678"),
        ("tel:0120-000-000;ext=12", "tel:0120-000-000;ext=12"),
        ("tel:(03)1234-5678", "tel:(03)1234-5678"),
        ("tel:110", "tel:110"),
    ],
)  # fmt: skip
def test_an_address_is_carried_in_ascii(typed: str, carried: str) -> None:
    assert links.flaw_of(typed) is None
    assert links.written(typed) == carried


@pytest.mark.parametrize(
    ("url", "offset", "hint"),
    [
        ("javascript:alert(1)", 0, "begin with https://"),
        ("data:text/html,x", 0, "begin with https://"),
        ("file:///etc/passwd", 0, "begin with https://"),
        ("https://www.mofa.go.jp@evil.example/", 8, "delete “www.mofa.go.jp@”"),
        ("https://a:b@evil.example", 8, "delete “a:b@”"),
        ("https://a.jp\\@evil.example/", 8, "delete “a.jp\\@”"),
        ("https://exa..mple.jp", 8, "name of the server"),
        ("https://-a.jp/", 8, "name of the server"),
        ("https://例え_x.jp", 8, "name of the server"),
        ("https://[::1]/", 8, "name of the server"),
        ("https://a.jp:99999/", 12, "port"),
        ("https://a.jp:x/", 12, "port"),
        ("tel:", 0, "tel:03-1234-5678"),
        ("tel:03-1234-5678*1", 0, "tel:03-1234-5678"),
        ("tel:" + "1" * 40, 0, "tel:03-1234-5678"),
        ("03-1234-5678", 0, "did you mean “tel:03-1234-5678”"),
        ("mailto:saiyo", 0, "like mailto:"),
        ("mailto:a@b@c.jp", 0, "like mailto:"),
        ("https://", 0, "begin with"),
    ],
)
def test_what_leads_elsewhere_or_nowhere_is_refused(
    url: str, offset: int, hint: str
) -> None:
    flaw = links.flaw_of(url)
    assert flaw
    assert (flaw.code, flaw.offset) == ("content.url", offset)
    assert flaw.hint
    assert hint in flaw.hint.en


@pytest.mark.parametrize(
    "character",
    [" ", "\t", "\n", "\0", "\x7f", "\u202e", "\u2066", "\u200b", "\u200e", "\u00a0",
     "\u3000", "：", "／", "１", "。", "、", "\ue000"],
)  # fmt: skip
def test_a_character_that_is_no_addresss_is_named(character: str) -> None:
    flaw = links.flaw_of(f"https://例え.jp/a{character}b")
    assert flaw
    assert (flaw.code, flaw.offset) == ("content.url-character", 15)


def test_the_length_is_the_one_that_is_printed() -> None:
    assert links.flaw_of("https://a.jp/" + "あ" * 30) is None
    flaw = links.flaw_of("https://a.jp/" + "あ" * 40)
    assert flaw
    assert flaw.code == "content.url-long"
    assert "373 characters" in flaw.message.en
