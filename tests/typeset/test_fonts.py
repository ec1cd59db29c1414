"""Only the files in fonts/ are used: another machine prints the same page."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from brochure.finding import Stop
from brochure.typeset import fonts
from tests.typeset.trial import page, python

#: Prints the families drawn, and the digest of the PDF.
SET = """
import hashlib
from pathlib import Path
from brochure import HOME
from brochure.shop.inks import Palette
from brochure.product.project import Project
from brochure.typeset import typeset
palette = Palette.load(
    HOME / "styles/inks.yaml", next((HOME / "brochure/icc").glob("*.icc"))
)
done = typeset(PAGE, Project(Path()), palette, tagged=TAGGED)
print(hashlib.sha256(done.pdf).hexdigest(), [m.character for m in done.missing])
"""
#: The same page without our stage, to see that the trap would catch.
PLAIN = """
import weasyprint
document = weasyprint.HTML(string=PAGE).render()
document.write_pdf()
print({font.glyph_count for font in document.fonts.values()})
"""
PAGE = page(
    "<h1>門を叩いて</h1><p>約≒倍、<b>太字</b></p>"
    '<svg><text y="9" font-family="Noto Sans JP">骨直</text></svg>',
    'h1 { font: 900 20pt "Noto Serif JP" }',
)


def code(text: str, *, tagged: bool = False) -> str:
    return text.replace("PAGE", repr(PAGE)).replace("TAGGED", repr(tagged))


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """A machine with fonts of its own: our family's name on boxes, and a ≒."""
    folder = tmp_path / ".fonts"
    folder.mkdir()
    for family, weight in (("Noto Sans JP", 400), ("Noto Sans JP", 700), ("Trap", 400)):
        boxes_for("門を叩いて約≒倍、太字骨直", family, weight, folder)
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}/c</cachedir></fontconfig>"
    )
    return {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / ".fonts"),
        "FONTCONFIG_FILE": str(configuration),
        "FONTCONFIG_PATH": str(tmp_path),
        "FC_LANG": "zh-cn",
        "PANGO_LANGUAGE": "zh-cn",
    }


def boxes_for(text: str, family: str, weight: int, folder: Path) -> None:
    """A font that draws every character of `text` as a box."""
    names = {ord(c): f"u{ord(c):04X}" for c in text}
    pen = TTGlyphPen(None)
    for x, y in ((0, 0), (0, 500), (500, 500), (500, 0)):
        (pen.lineTo if (x, y) != (0, 0) else pen.moveTo)((x, y))
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(builder.font.getGlyphOrder(), box))
    builder.setupHorizontalMetrics(
        dict.fromkeys(builder.font.getGlyphOrder(), (600, 0))
    )
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(usWeightClass=weight, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    builder.save(folder / f"{family}-{weight}.ttf")


def test_fonts_of_the_machine_change_nothing(
    machine: dict[str, str], tmp_path: Path
) -> None:
    assert python(code(SET), tmp_path, **machine) == python(code(SET), tmp_path)


def test_a_glyph_that_only_the_machine_has_is_missing_all_the_same(
    machine: dict[str, str], tmp_path: Path
) -> None:
    assert python(code(SET), tmp_path, **machine).decode().endswith("['≒']\n")


def test_that_machine_would_change_a_page_set_without_us(
    machine: dict[str, str], tmp_path: Path
) -> None:
    """Or else the two tests above prove nothing."""
    assert b"14" in python(code(PLAIN), tmp_path, **machine)


def test_a_font_from_elsewhere_stops_the_build() -> None:
    """A configuration that fontconfig cannot read lets all of them in, in silence."""
    with pytest.raises(Stop) as stop:
        fonts.check([("/usr/share/fonts/a.ttf", "Arial")])
    assert stop.value.findings[0].code == "fonts.not-ours"


def test_a_folder_without_fonts_stops_the_build() -> None:
    with pytest.raises(Stop) as stop:
        fonts.check([])
    assert stop.value.findings[0].code == "fonts.none"


def test_the_folder_of_a_process_is_gone_when_it_ends(tmp_path: Path) -> None:
    python(code(SET), tmp_path, TMPDIR=str(tmp_path))
    assert list(tmp_path.glob("brochure-*")) == []


def test_a_forked_process_leaves_the_folder_to_its_parent(tmp_path: Path) -> None:
    said = python(
        "import os\n"
        "from brochure.typeset.fonts import isolate\n"
        "place = isolate()\n"
        "if not (child := os.fork()):\n"
        "    raise SystemExit\n"
        "os.waitpid(child, 0)\n"
        "print(place.exists())",
        tmp_path,
    )
    assert said == b"True\n"


def test_without_room_for_temporary_files_a_finding_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(**_: str) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(Stop, match="no place for temporary files"):
        fonts.isolate.__wrapped__()


def test_the_readme_names_each_font_with_its_digest_and_family() -> None:
    """Someone will ask where these files come from, and it will not be a programmer."""
    from fontTools.ttLib import TTFont

    readme = (fonts.FOLDER / "README.md").read_text(encoding="utf-8")
    digests = dict(re.findall(r"^([0-9a-f]{64})  (\S+)$", readme, re.MULTILINE))
    files = sorted(fonts.FOLDER.glob("*.ttf"))
    assert sorted(digests.values()) == [file.name for file in files]
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert digests[digest] == file.name
        with TTFont(file, lazy=True) as font:
            family = font["name"].getBestFamilyName()
            weight = font["OS/2"].usWeightClass
            version = font["name"].getDebugName(5)
        assert f"| {file.name} | {family} {weight} |" in readme
        assert version in readme
        assert (fonts.FOLDER / f"OFL-{family.replace(' ', '')}.txt").is_file()
