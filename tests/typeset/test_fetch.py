"""A page reads files of its project and nothing else, and says what it was refused."""

from __future__ import annotations

import io
import os
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from brochure.finding import Stop
from brochure.pictures import looking
from brochure.shop.inks import Palette
from brochure.typeset import fetch
from tests.typeset.conftest import SET
from tests.typeset.trial import codes, places

PLAIN_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def picture(kind: str = "PNG", width: int = 4, height: int = 4) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#1b2b50").save(file, kind)
    return file.getvalue()


#: What Python opens while a test looks: files by name, and connections.
opened: list[str] = []


def _note(event: str, details: tuple[object, ...]) -> None:
    if opened is None:  # the interpreter ends and has emptied this module
        return
    if event == "open" or event.startswith(("socket.", "urllib.")):
        opened.append(" ".join([event, *map(str, details[:1])]))


sys.addaudithook(_note)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    opened.clear()
    yield
    assert [event for event in opened if not event.startswith("open ")] == []


# --- What may be read ----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF"])
def test_a_photograph_of_the_project_is_printed(
    clean: SET, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "外務省 photo").write_bytes(picture(kind))
    assert b"/Subtype /Image" in clean('<img src="外務省 photo">').pdf


def test_a_style_sheet_finds_its_files_from_where_it_lies(
    clean: SET, tmp_path: Path
) -> None:
    (tmp_path / "styles" / "art").mkdir(parents=True)
    (tmp_path / "styles" / "art" / "a.png").write_bytes(picture())
    (tmp_path / "styles" / "a.css").write_text(
        "p { color: white; background: url(art/a.png?2#x) }"
    )
    page = clean('<link rel="stylesheet" href="styles/a.css"><p>門</p>')
    assert b"/Subtype /Image" in page.pdf


def test_inks_are_filled_in_in_an_svg_file(
    clean: SET, tmp_path: Path, palette: Palette
) -> None:
    """WeasyPrint has no var() there and would paint it black."""
    (tmp_path / "a.svg").write_text(
        PLAIN_SVG.format('<path d="M0 0h9" fill="var( --night )"/>')
    )
    night = [value / 255 for value in palette.inks["night"].srgb]
    operators = clean('<img src="a.svg">').pdf.decode("latin-1")
    painted = re.findall(r"(\S+) (\S+) (\S+) rg", operators)
    assert pytest.approx(night, abs=1e-5) in [list(map(float, c)) for c in painted]


def test_a_picture_inside_the_page_is_printed(clean: SET) -> None:
    from base64 import b64encode

    data = b64encode(picture()).decode()
    clean(f'<img src="data:image/png;base64,{data}">')
    svg = PLAIN_SVG.format("<path d='M0 0h9'/>").replace('"', "'")
    clean(f'<img src="data:image/svg+xml,{svg}">')


# --- What may not --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/a.png", "file.network"),
        ("https://example.com/a.png", "file.network"),
        ("//example.com/a.png", "file.outside"),
        ("ftp://example.com/a.png", "file.network"),
        ("gopher:a", "file.network"),
        ("file://example.com/a.png", "file.outside"),
        ("/etc/hostname", "file.outside"),
        ("file:///proc/self/environ", "file.outside"),
        ("/dev/zero", "file.outside"),
        ("../../../../etc/hostname", "file.outside"),
        ("%2e%2e/%2e%2e/etc/hostname", "project.outside"),
        ("%2e%2e%2fsecret.png", "project.outside"),
        ("link.png", "project.outside"),
        ("pipe.png", "project.missing"),
        ("nothing.png", "project.missing"),
        ("folder", "project.missing"),
        ("a%00b.png", "project.missing"),
        ("a.ttf", "file.font"),
        ("data:text/html,<p>門", "file.data"),
        ("data:image/png;base64,AAAA", "image.unreadable"),
        ("words.txt", "image.unreadable"),
    ],
)
def test_every_other_url_is_refused_with_its_name(
    set_: SET, tmp_path: Path, url: str, code: str
) -> None:
    (tmp_path.parent / "secret.png").write_bytes(picture())
    (tmp_path / "link.png").symlink_to(tmp_path.parent / "secret.png")
    (tmp_path / "words.txt").write_text("words")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    page = set_(f"<p>門</p><img src='{url}'>")
    assert codes(page) == [code]
    assert page.findings[0].status == "fail"
    assert page.findings[0].subject
    assert b"/Subtype /Image" not in page.pdf


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">門</a>',
        '<img src="{}">',
        '<embed src="{}">',
        '<object data="{}">門</object>',
        '<p style="background: url({})">門</p>',
        "<style>@import '{}';</style>",
        "<style>@font-face {{ font-family: a; src: url({}) }}</style>",
        "<style>@color-profile --a {{ src: url({}) }}</style>",
        '<svg><image href="{}"/></svg>',
        '<base href="{}"><img src="a.png">',
    ],
)
@pytest.mark.parametrize("url", ["http://example.com/a", "file://{secret}"])
def test_no_way_of_asking_gets_a_file_from_outside(
    set_: SET, tmp_path: Path, markup: str, url: str
) -> None:
    secret = tmp_path.parent / "secret.png"
    secret.write_bytes(picture())
    opened.clear()
    url = url.format(secret=secret)
    try:
        page = set_(f"<p>門</p>{markup.format(url)}")
    except Stop as stop:
        found = stop.findings
    else:
        found = page.findings
    assert f"open {secret}" not in opened
    expected = "file.network" if url.startswith("http") else "file.outside"
    assert [finding.code for finding in found if finding.status == "fail"] == [expected]


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="content: url({})">門</p>',
        '<svg><style>@import "{}";</style></svg>',
        '<svg><use href="{}#a"/></svg>',
        '<iframe src="{}"></iframe><script src="{}"></script>',
        '<p style="mask: url({}); filter: url({})">門</p>',
    ],
)
def test_what_the_engine_does_not_know_reads_nothing(
    set_: SET, tmp_path: Path, markup: str
) -> None:
    secret = tmp_path.parent / "secret.svg"
    secret.write_text(PLAIN_SVG.format('<path id="a" d="M0 0h9"/>'))
    opened.clear()
    set_(markup.replace("{}", f"file://{secret}"))
    assert f"open {secret}" not in opened


def test_the_guard_would_see_a_file_that_is_opened(clean: SET, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    opened.clear()
    clean('<img src="a.png">')
    assert f"open {tmp_path}/a.png" in opened


def test_all_of_them_are_named_at_once(set_: SET) -> None:
    page = set_('<img src="a.png"><img src="http://b/b.png"><img src="a.png">')
    assert [finding.subject for finding in page.findings] == [
        "a.png",
        "http://b/b.png",
    ]


def test_a_file_that_a_style_sheet_asks_for_is_named_at_its_line(
    set_: SET, tmp_path: Path
) -> None:
    (tmp_path / "a.css").write_text("p { color: red }\n  p { background: url(b.png) }")
    page = set_('<link rel="stylesheet" href="a.css"><p>門</p>')
    assert places(page) == ["a.css:2:19 project.missing"]


# --- Bombs ---------------------------------------------------------------------------


def test_a_picture_with_too_many_pixels_is_refused_unopened(
    set_: SET, tmp_path: Path
) -> None:
    """10 kB of PNG can stand for gigabytes of memory."""
    small = picture(width=4, height=4)
    size = (20_000).to_bytes(4, "big") * 2
    header = b"IHDR" + size + small[24:29]
    bomb = small[:12] + header + zlib.crc32(header).to_bytes(4, "big") + small[33:]
    (tmp_path / "a.png").write_bytes(bomb)
    assert codes(set_('<img src="a.png">')) == ["image.too-many-pixels"]


def test_a_hundred_megapixels_are_allowed() -> None:
    header = Image.new("1", (10_000, 10_000))
    file = io.BytesIO()
    header.save(file, "PNG")
    looking.look("a.png", file.getvalue())


def test_a_file_that_is_too_large_is_refused(set_: SET, tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(fetch.MAX_BYTES + 1)
    assert codes(set_('<img src="a.png">')) == ["project.too-large"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_half_a_picture_is_refused(set_: SET, tmp_path: Path, kind: str) -> None:
    """WeasyPrint would print the rest of it grey."""
    whole = picture(kind, 300, 300)
    (tmp_path / "a").write_bytes(whole[: len(whole) - 20])
    assert codes(set_('<img src="a">')) == ["image.cut-short"]


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        ('\n<image href="b.png"/>', "a.svg:2:14 svg.foreign"),
        ("<script>1</script>", "a.svg:1:59 svg.foreign"),
        ('<rect fill="url(b.svg#a)"/>', "a.svg:1:71 svg.foreign"),
        ("<style>a{fill:url('http://a/b')}</style>", "a.svg:1:73 svg.foreign"),
        ('<style>@import "b.css";</style>', "a.svg:1:66 svg.foreign"),
        ('<rect fill="var(--nigth)"/>', "a.svg:1:71 inks.unknown"),
        ("<rect>", "a.svg:1:67 svg.malformed"),
    ],
)
def test_an_svg_file_needs_nothing_but_itself(
    set_: SET, tmp_path: Path, inside: str, place: str
) -> None:
    (tmp_path / "a.svg").write_text(PLAIN_SVG.format(inside))
    assert places(set_('<img src="a.svg">')) == [place]


def test_an_svg_file_that_unpacks_itself_is_refused(set_: SET, tmp_path: Path) -> None:
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">'
        for n in range(10)
    )
    (tmp_path / "a.svg").write_text(
        f"<!DOCTYPE svg [{laughs}]>" + PLAIN_SVG.format("<text>&l9;</text>")
    )
    assert codes(set_('<img src="a.svg">')) == ["svg.foreign"]


@pytest.mark.parametrize(
    "inside",
    [
        '<defs><path id="a" d="M0 0h9"/></defs><use href="#a"/>',
        '<linearGradient id="a"/><rect width="9" height="9" fill="url(#a)"/>',
        '<a href="https://www.mofa.go.jp/"><path d="M0 0h9"/></a>',
    ],
)
def test_links_inside_an_svg_file_are_fine(
    clean: SET, tmp_path: Path, inside: str
) -> None:
    (tmp_path / "a.svg").write_text(PLAIN_SVG.format(inside))
    clean('<img src="a.svg">')


def test_a_very_large_photograph_is_taken_without_a_word(
    clean: SET, tmp_path: Path
) -> None:
    """Pillow warns from 89 megapixels on; nobody could act on that."""
    file = io.BytesIO()
    Image.new("1", (9_800, 9_800)).save(file, "PNG")
    (tmp_path / "a.png").write_bytes(file.getvalue())
    assert b"/Subtype /Image" in clean('<img src="a.png" style="width: 9mm">').pdf
