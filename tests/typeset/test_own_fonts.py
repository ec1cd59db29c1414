"""A project's own fonts: used by their names, embedded as they may be, or refused."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from brochure import HOME
from brochure.finding import Finding, Status, Stop
from brochure.product.project import LARGEST, Project
from brochure.shop.inks import Palette
from brochure.typeset import Typeset, typeset
from brochure.typeset.own_fonts import listed, opened
from tests.typeset.foundry import (
    WORDS,
    cast,
    collected,
    label,
    own,
    postscript,
    saved,
    variable,
)
from tests.typeset.trial import codes, page, python

SETS = Callable[..., Typeset]
TEXT = "門を叩いて世界へ"


@pytest.fixture
def sets(tmp_path: Path, palette: Palette) -> SETS:
    """Sets a page of the project in `folder`, with its own fonts."""

    def set_page(
        css: str, body: str = f"<p>{TEXT}</p>", folder: Path = tmp_path
    ) -> Typeset:
        project = Project(folder)
        html = page(body, f"{palette.css()} p {{ {css} }}")
        return typeset(html, project, palette, tagged=False, own_fonts=project.fonts)

    return set_page


def embedded(done: Typeset) -> dict[str, bytes]:
    """The font programs in a PDF, by the names that they have without the tag."""
    with pikepdf.open(BytesIO(done.pdf)) as pdf:
        found = {}
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontDescriptor" in thing:
                about = thing.FontDescriptor
                file = about.get("/FontFile2") or about.get("/FontFile3")
                found[str(thing.BaseFont).partition("+")[2]] = file.read_bytes()
        return found


def drawn(done: Typeset) -> bytes:
    """The pixels of the first page."""
    import pypdfium2

    picture = pypdfium2.PdfDocument(done.pdf)[0].render(scale=3).to_pil()
    return bytes(picture.convert("L").tobytes())


def judged(folder: Path) -> list[Finding]:
    fonts = folder / "fonts"
    return list(opened(fonts, listed(fonts)).findings)


# --- Used by their names -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("a_ttf", cast),
        ("a_otf", lambda: postscript(cast())),
        ("a_otf", lambda: postscript(cast(), keyed=True)),
        ("a_otf", lambda: postscript(cast(), keyed=True, shift=9)),
        ("a_ttc", lambda: collected([cast("Other", like="NotoSerifJP-Black"), cast()])),
        ("a_ttf", lambda: variable(cast(), cast(like="NotoSansJP-Bold"))),
    ],
    ids=["TTF", "OTF", "CID-keyed", "CID-keyed, glyphs in another order", "TTC", "VF"],
)
def test_a_font_of_the_project_prints_as_ours_that_it_was_cast_from(
    sets: SETS, tmp_path: Path, name: str, font: Callable[[], Any]
) -> None:
    own(tmp_path, **{name: font()})
    done = sets('font: 20pt/2 "Test Gothic"')
    assert (codes(done), done.missing) == ([], ())
    assert list(embedded(done)) == ["Test-Gothic"]
    ours = drawn(sets('font: 20pt/2 "Noto Sans JP"'))
    changed = sum(
        abs(a - b) > 60 for a, b in zip(drawn(done), ours, strict=True)
    ) / len(ours)
    assert changed < 0.002


def test_it_is_found_in_a_folder_of_its_family_too(sets: SETS, tmp_path: Path) -> None:
    fonts = own(tmp_path)
    (fonts / "Test_Gothic").mkdir()
    cast().save(fonts / "Test_Gothic" / "a.TTF")
    assert codes(sets('font-family: "test gothic"')) == []


def test_the_project_comes_before_us_where_both_have_a_family(
    sets: SETS, tmp_path: Path
) -> None:
    before = drawn(sets('font: 20pt "Noto Sans JP"'))
    font = cast("Noto Sans JP", like="NotoSerifJP-Black", words=TEXT, weight=400)
    own(tmp_path, a_ttf=font)
    done = sets('font: 20pt "Noto Sans JP"')
    assert (codes(done), done.missing) == ([], ())
    assert list(embedded(done)) == ["Noto-Sans-JP"]
    assert drawn(done) != before


def test_it_may_be_called_by_its_japanese_name(sets: SETS, tmp_path: Path) -> None:
    font = cast()
    label(font, "Test Gothic", ja="試験ゴシック")
    own(tmp_path, a_ttf=font)
    done = sets('font-family: "試験ゴシック"')
    assert (codes(done), done.missing) == ([], ())


def test_the_language_of_the_machine_changes_no_byte(tmp_path: Path) -> None:
    font = cast()
    label(font, "Test Gothic", ja="試験ゴシック", zh="测试")
    own(tmp_path, a_ttf=font)
    code = f"""
import hashlib
from pathlib import Path
from brochure import HOME
from brochure.shop.inks import Palette
from brochure.product.project import Project
from brochure.typeset import typeset
palette = Palette.load(
    HOME / "styles/inks.yaml", next((HOME / "brochure/icc").glob("*.icc"))
)
page = {page(f"<p>{TEXT}</p>", 'p {font-family: "Test Gothic"; color: #000}')!r}
page = page.replace("var(--ink)", "#000")
done = typeset(page, Project(Path()), palette, tagged=False, own_fonts=Path("fonts"))
print(hashlib.sha256(done.pdf).hexdigest(), done.findings, b"Test-Gothic" in done.pdf)
"""
    said = {python(code, tmp_path, LANG=lang, LC_ALL=lang) for lang in ("C", "ja_JP")}
    assert len(said) == 1
    assert said.pop().endswith(b"() True\n")


def test_two_projects_in_one_process_have_nothing_of_each_other(
    sets: SETS, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, like in ((one, "NotoSansJP-Regular"), (two, "NotoSerifJP-Black")):
        folder.mkdir()
        own(folder, a_ttf=cast(like=like, weight=400))
    own(one, b_ttf=cast("Only One"))
    css = 'font: 20pt "Test Gothic"'
    first, second = drawn(sets(css, folder=one)), drawn(sets(css, folder=two))
    assert first != second
    assert drawn(sets(css, folder=one)) == first
    assert codes(sets('font-family: "Only One"', folder=one)) == []
    assert codes(sets('font-family: "Only One"', folder=two)) == ["font.unknown-family"]
    plain = tmp_path / "plain"
    plain.mkdir()
    assert codes(sets(css, folder=plain)) == ["font.unknown-family"]


def test_a_font_that_was_changed_is_read_again(sets: SETS, tmp_path: Path) -> None:
    css = 'font: 20pt "Test Gothic"'
    own(tmp_path, a_ttf=cast())
    before = drawn(sets(css))
    own(tmp_path, a_ttf=cast(like="NotoSerifJP-Black", weight=400))
    assert drawn(sets(css)) != before


def test_our_own_fonts_are_no_fonts_of_a_project() -> None:
    assert Project(HOME).fonts is None


# --- What is said --------------------------------------------------------------------


def test_a_family_that_nobody_has_is_told_the_nearest(
    sets: SETS, tmp_path: Path
) -> None:
    own(tmp_path, a_ttf=cast())
    (found,) = sets('font-family: "Test Gotik"').findings
    assert found.line("en").endswith(
        "did you mean “Test Gothic”? [font.unknown-family]"
    )
    (found,) = sets("font-family: Zapfino").findings
    assert "there are Noto Sans JP, Noto Serif JP, Test Gothic" in found.line("en")


def test_a_character_that_it_lacks_is_named_with_the_family_that_helped(
    sets: SETS, tmp_path: Path
) -> None:
    own(tmp_path, a_ttf=cast())
    (gap,) = sets('font-family: "Test Gothic"', "<p id=a>門鬱</p>").missing
    assert (gap.character, gap.asked, gap.element) == ("鬱", "Test Gothic", "a")
    assert gap.drawn.startswith("Noto S")


def test_a_missing_weight_is_said_once(sets: SETS, tmp_path: Path) -> None:
    own(tmp_path, a_ttf=cast(), b_ttf=cast(like="NotoSansJP-Bold"))
    body = f"<p>{TEXT}<p>{TEXT}"
    (found,) = sets('font: 900 9pt "Test Gothic"', body).findings
    assert found.line("en") == (
        "warning: “Test Gothic” has no weight 900; 700 was used; there are 400, 700"
        " [font.missing-weight]"
    )
    assert codes(sets('font: 700 9pt "Test Gothic"')) == []


def test_a_missing_weight_of_ours_is_said_too(sets: SETS) -> None:
    (found,) = sets('font: 900 9pt "Noto Sans JP"').findings
    assert "ある太さ: 400, 500, 700" in found.line("ja")


def test_italics_that_nobody_has_are_said_and_others_used(
    sets: SETS, tmp_path: Path
) -> None:
    own(tmp_path, a_ttf=cast())
    css = 'font: italic 9pt "Test Gothic"'
    assert codes(sets(css)) == ["font.missing-italic"]
    own(tmp_path, b_ttf=cast(italic=True))
    assert codes(sets(css)) == []


@pytest.mark.parametrize("asked", [400, 500, 700])
def test_a_variable_font_has_every_weight_of_its_axis(
    sets: SETS, tmp_path: Path, asked: int
) -> None:
    font = variable(cast(), cast(like="NotoSansJP-Bold"))
    own(tmp_path, a_ttf=font)
    done = sets(f'font: {asked} 9pt "Test Gothic"')
    assert codes(done) == []
    (program,) = embedded(done).values()
    instance = TTFont(BytesIO(program))
    assert not {"fvar", "gvar", "HVAR"} & set(instance.keys())
    number = font.getGlyphID(font.getBestCmap()[ord("門")])
    light, bold = cast(), cast(like="NotoSansJP-Bold")
    points, light_points, bold_points = (
        one["glyf"][one.getGlyphName(number)].coordinates
        for one in (instance, light, bold)
    )
    part = (asked - 400) / 300
    for (x, _), (light_x, _), (bold_x, _) in zip(
        points, light_points, bold_points, strict=True
    ):
        assert x == pytest.approx(light_x + (bold_x - light_x) * part, abs=1)


def test_a_variable_font_is_the_same_tomorrow(
    sets: SETS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(tmp_path, a_ttf=variable(cast(), cast(like="NotoSansJP-Bold")))
    today = sets('font: 500 9pt "Test Gothic"').pdf
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert sets('font: 500 9pt "Test Gothic"').pdf == today


def test_a_variable_font_that_cannot_be_embedded_fails(
    sets: SETS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("gvar")

    own(tmp_path, a_ttf=variable(cast(), cast(like="NotoSansJP-Bold")))
    sets('font-family: "Test Gothic"')
    monkeypatch.setattr("weasyprint.pdf.fonts.instantiateVariableFont", broken)
    (found,) = sets('font-family: "Test Gothic"').findings
    assert (found.code, found.status) == ("font.variable", Status.FAIL)


def test_a_weight_beyond_the_axis_is_said(sets: SETS, tmp_path: Path) -> None:
    own(tmp_path, a_ttf=variable(cast(), cast(like="NotoSansJP-Bold")))
    (found,) = sets('font: 900 9pt "Test Gothic"').findings
    assert "no weight 900; 700 was used; there are 400–700" in found.line("en")


def test_fonts_without_a_licence_are_noted_once(tmp_path: Path) -> None:
    fonts = own(tmp_path, a_ttf=cast(), b_ttf=cast("Other"))
    assert judged(tmp_path) == []
    (fonts / "OFL.txt").unlink()
    (found,) = judged(tmp_path)
    assert (found.code, found.status) == ("font.no-licence", Status.INFO)


# --- What its maker allows -----------------------------------------------------------


@pytest.mark.parametrize("rights", [0, 4, 8, 2 | 8])
def test_installable_preview_and_editable_fonts_are_embedded(
    tmp_path: Path, rights: int
) -> None:
    own(tmp_path, a_ttf=cast(fs_type=rights))
    assert judged(tmp_path) == []


def test_a_font_that_may_not_be_embedded_is_refused(sets: SETS, tmp_path: Path) -> None:
    own(tmp_path, a_ttf=cast(fs_type=2))
    done = sets('font-family: "Test Gothic"')
    assert [
        (f.code, f.status, f.at)
        for f in done.findings
        if f.code != "font.unknown-family"
    ] == [("font.no-embedding", Status.FAIL, "fonts/a.ttf")]


@pytest.mark.parametrize("make", [cast, lambda **more: postscript(cast(**more))])
def test_a_font_that_may_not_be_divided_is_embedded_whole(
    sets: SETS, tmp_path: Path, make: Callable[..., Any]
) -> None:
    font = make(fs_type=0)
    font["OS/2"].fsType = 0x104
    own(tmp_path, a_otf=font)
    done = sets('font-family: "Test Gothic"')
    assert (codes(done), done.missing) == ([], ())
    (program,) = embedded(done).values()
    assert program == (tmp_path / "fonts" / "a.otf").read_bytes()


@pytest.mark.parametrize(
    ("name", "font", "code"),
    [
        ("a_ttf", lambda: cast(fs_type=0x200), "font.bitmap"),
        (
            "a_ttc",
            lambda: collected([cast(fs_type=0x104), cast("Other")]),
            "font.no-subsetting",
        ),
        ("a_woff2", lambda: b"wOF2", "font.format"),
        ("a_ttf", lambda: b"wOF2" + bytes(90), "font.format"),
        ("a_dfont", lambda: b"", "font.format"),
        ("a_ttf", lambda: b"", "font.broken"),
        ("a_ttf", lambda: bytes(range(256)) * 9, "font.broken"),
        ("a_ttf", lambda: b"\0\1\0\0\xff\xff" + bytes(99), "font.broken"),
        ("a_ttc", lambda: b"ttcf\0\1\0\0\xff\xff\xff\xff", "font.broken"),
    ],
    ids=[
        "bitmaps",
        "indivisible",
        "WOFF2",
        "WOFF2 in a TTF",
        "dfont",
        "empty",
        "random bytes",
        "too many tables",
        "too many fonts",
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(
    tmp_path: Path, name: str, font: Callable[[], Any], code: str
) -> None:
    own(tmp_path, **{name: font()})
    (found,) = judged(tmp_path)
    assert (found.code, found.status) == (code, Status.FAIL)
    assert found.at == f"fonts/{name.replace('_', '.')}"


# --- Hostile files -------------------------------------------------------------------


def test_a_file_that_breaks_off_anywhere_is_refused(tmp_path: Path) -> None:
    for font in (cast(), postscript(cast()), collected([cast(), cast("Other")])):
        data = font if isinstance(font, bytes) else saved(font)
        for part in range(20):
            own(tmp_path, a_otf=data[: len(data) * part // 20])
            assert [found.code for found in judged(tmp_path)] == ["font.broken"]


def test_a_byte_that_is_wrong_is_warned_of(sets: SETS, tmp_path: Path) -> None:
    data = bytearray(saved(cast()))
    with TTFont(BytesIO(data)) as font:
        data[font.reader.tables["glyf"].offset + 99] ^= 255
    own(tmp_path, a_ttf=bytes(data))
    (found,) = judged(tmp_path)
    assert (found.code, found.status) == ("font.checksum", Status.WARN)
    assert "glyf" in found.line("en")
    sets('font-family: "Test Gothic"')


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_is_a_crash_or_goes_unsaid(
    sets: SETS, tmp_path: Path, seed: int
) -> None:
    import random

    chance = random.Random(seed)
    data = bytearray(saved(cast()))
    for _ in range(40):
        data[chance.randrange(len(data))] = chance.randrange(256)
    own(tmp_path, a_ttf=bytes(data))
    assert judged(tmp_path)
    with suppress(Stop):
        sets('font-family: "Test Gothic"')


def test_a_few_bytes_that_name_a_million_characters_again_and_again_are_refused(
    tmp_path: Path,
) -> None:
    group = struct.pack(">LLL", 0, 0x10FFFF, 1)
    groups = struct.pack(">HHLLL", 12, 0, 16 + 12 * 4000, 0, 4000) + group * 4000
    bomb = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + groups
    own(tmp_path, a_ttf=_with(saved(cast()), b"cmap", bomb))
    assert [found.code for found in judged(tmp_path)] == ["font.broken"]


def test_a_font_without_glyphs_is_refused(tmp_path: Path) -> None:
    own(tmp_path, a_ttf=_with(saved(cast()), b"maxp", struct.pack(">LH", 0x10000, 0)))
    (found,) = judged(tmp_path)
    assert "there is not one glyph in it" in found.line("en")


def test_a_font_that_is_too_large_is_refused(tmp_path: Path) -> None:
    fonts = own(tmp_path)
    with (fonts / "a.ttf").open("wb") as file:
        file.truncate(LARGEST + 1)
    (found,) = judged(tmp_path)
    assert "larger than 64 MiB" in found.line("en")


def test_a_link_that_leads_out_of_the_project_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (own(project) / "a.ttf").symlink_to(HOME / "fonts" / "NotoSansJP-Bold.ttf")
    assert [found.code for found in judged(project)] == ["font.outside"]


def _with(data: bytes, tag: bytes, table: bytes) -> bytes:
    """The font with another table, put at its end."""
    made = bytearray(data)
    at = made.index(tag, 12)
    made += bytes(-len(made) % 4)
    struct.pack_into(">LL", made, at + 8, len(made), len(table))
    return bytes(made + table)


# --- The em box ----------------------------------------------------------------------


@pytest.mark.parametrize("above", [0.88, 0.80])
def test_a_reading_stands_on_the_em_box_of_its_font(
    sets: SETS, tmp_path: Path, above: float
) -> None:
    font = cast()
    em = font["head"].unitsPerEm
    font["OS/2"].sTypoAscender = round(above * em)
    font["OS/2"].sTypoDescender = round((above - 1) * em)
    if "BASE" in font:
        del font["BASE"]
    own(tmp_path, a_ttf=font)
    body = "<p><ruby>門<rt>へ</rt></ruby></p>"
    css = 'font: 10mm/3 "Test Gothic"; margin: 0'
    done = sets(css + "} rt { font-size: 5mm", body)
    assert codes(done) == []
    with pikepdf.open(BytesIO(done.pdf)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    matrices = re.findall(rb"1 0 0 -?1 ([-.\d]+) ([-.\d]+) Tm", content)
    lines = sorted({float(y) for _, y in matrices})
    assert lines[-1] - lines[0] == pytest.approx(
        (above * 10 + (1 - above) * 5) / 25.4 * 96, abs=0.05
    )


def test_every_character_of_the_foundry_is_in_its_fonts() -> None:
    assert {ord(c) for c in WORDS} <= set(cast().getBestCmap())
