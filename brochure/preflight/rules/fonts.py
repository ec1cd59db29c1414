"""書体: in the file, whole, and readable."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.measuring import art
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject


@rule(
    "fonts.not-embedded",
    title=Words("書体の埋め込み", "Embedded fonts"),
    why=Words(
        "埋め込まれていない書体は、別の書体に置き換わります。",
        "A font that is not in the file is replaced by another.",
    ),
    source="ISO 15930-1:2001 § 6.5; all shops",
)
def not_embedded(subject: Subject) -> Iterator[Offence]:
    """Every font that is used is in the file."""
    for font in subject.facts.fonts:
        if not font.embedded:
            yield Offence(
                Status.FAIL,
                Words(
                    f"書体「{font.name}」が埋め込まれていません",
                    f"the font “{font.name}” is not embedded",
                ),
                Words(
                    "書体を埋め込むか、アウトラインにしてください",
                    "embed it, or turn the text into outlines",
                ),
                font.pages[0] if font.pages else 0,
                thing=font.name,
            )


@rule(
    "fonts.unmapped",
    title=Words("文字の対応", "Text mapping"),
    why=Words(
        "検索もコピーもできない文字は、校正で確かめられません。",
        "Text that cannot be searched or copied cannot be proof-read.",
    ),
    source="PDF 32000-1 § 9.10",
    severity=Status.WARN,
)
def unmapped(subject: Subject) -> Iterator[Offence]:
    """Every glyph that is drawn has a Unicode value."""
    for font in subject.facts.fonts:
        if not font.mapped and font.kind != "Type3":
            yield Offence(
                Status.WARN,
                Words(
                    f"書体「{font.name}」に、読み取れない文字があります",
                    f"some characters of the font “{font.name}” cannot be read",
                ),
                page=font.pages[0] if font.pages else 0,
                thing=font.name,
            )


@rule(
    "fonts.notdef",
    title=Words("字形のない文字", "Missing glyphs"),
    why=Words(
        "字形のない文字は、四角や空白で刷られます。",
        "A character without a glyph is printed as a box or a blank.",
    ),
    source="ISO 15930-7:2010 § 6.5",
)
def notdef(subject: Subject) -> Iterator[Offence]:
    """No text shows glyph 0."""
    for page in subject.facts.pages:
        for text in art.texts(page):
            if text.notdef:
                yield Offence(
                    Status.FAIL,
                    Words(
                        f"字形のない文字が {text.notdef} 字あります（{text.font}）",
                        f"{text.notdef} characters have no glyph in {text.font}",
                    ),
                    Words("別の書体か別の字にしてください", "use another font or word"),
                    page.number,
                    text.box,
                    art.short(text.text),
                )


@rule(
    "fonts.type3",
    title=Words("Type 3 の書体", "Type 3 fonts"),
    why=Words(
        "Type 3 の書体は小さい字でつぶれやすくなります。",
        "Small type in a Type 3 font is apt to fill in.",
    ),
    source="PDF 32000-1 § 9.6.5",
    severity=Status.INFO,
)
def type3(subject: Subject) -> Iterator[Offence]:
    """Which fonts are drawings rather than fonts."""
    for font in subject.facts.fonts:
        if font.kind == "Type3":
            yield Offence(
                Status.INFO,
                Words(
                    f"Type 3 の書体です（{font.name}）", f"a Type 3 font ({font.name})"
                ),
                page=font.pages[0] if font.pages else 0,
                thing=font.name,
            )
