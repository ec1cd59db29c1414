"""What is ours inside WeasyPrint: one table of it, and a way on where ours fails."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from brochure import HOME
from brochure.finding import Stop
from brochure.product.project import Project
from brochure.shop.inks import Palette
from brochure.typeset import Typeset, room, typeset
from brochure.typeset.inside.engine import engine
from tests.typeset.conftest import SET
from tests.typeset.trial import codes, page

engine()  # the table can be read only where WeasyPrint is there

from brochure.typeset.inside.replacing import Replacement, replaced  # noqa: E402
from brochure.typeset.inside.table import REPLACEMENTS  # noqa: E402

FUNCTIONS = [row for row in REPLACEMENTS if row.how != "entries"]
TABLES = [row for row in REPLACEMENTS if row.how == "entries"]
FALL_BACK = [row for row in FUNCTIONS if row.falls_back]
SOURCE = HOME / "brochure"

#: Something of everything that we replace; each piece of text with an id.
BODY = """
<p id="a">「外交」が国の命運を握るといっても過言ではありません。約5700名の職員。</p>
<p id="b"><ruby>門<rt>もん</rt></ruby>を<em style="text-emphasis: dot">叩</em>く
<span style="display: inline-block">印</span>。</p>
<div style="display: flex"><p id="c">世界、「日本」</p></div>
<div style="columns: 2; height: 12mm"><p id="d">国際社会の一員としての責任。</p></div>
<div style="writing-mode: vertical-rl; height: 20mm"><p id="e">縦書き12月</p></div>
<p style="letter-spacing: .1em; width: 5em" id="f">あいうえおかきくけこ</p>
<p id="g" lang="en" style="text-align: justify; width: 20mm">to be or not to be that</p>
<img alt="" src="data:image/svg+xml,
<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><defs><linearGradient id='g'>
<stop stop-color='black'/><stop offset='1' stop-color='white'/></linearGradient></defs>
<path d='M1 2h0'/><rect width='9' height='9' fill='url(%23g)'/></svg>">
<table style="border-collapse: collapse"><tr><td>升</td></tr></table>
"""
STYLE = """
@page { size: 100mm 150mm } p { margin: 0 } #b { margin-top: 3mm }
em { font-style: normal }
img { width: 5mm; height: 5mm } td { border: .3mm solid black }
em { font-style: normal }
"""


def ids(row: Replacement) -> str:
    return f"{row.module.removeprefix('weasyprint.')}.{row.name}"


def holder(row: Replacement) -> tuple[Any, str]:
    """What has the name, and its last part."""
    found: Any = import_module(row.module)
    *path, last = row.name.split(".")
    for part in path:
        found = getattr(found, part)
    return found, last


def installed(row: Replacement) -> Any:
    place, last = holder(row)
    return place[last] if isinstance(place, dict) else getattr(place, last)


def broken(
    row: Replacement, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let ours fail at once, whenever it is called."""

    def fail(*arguments: object, **more: object) -> None:
        raise error

    function = replaced(row._replace(ours=fail), installed(row).__wrapped__)
    place, last = holder(row)
    if isinstance(place, dict):
        monkeypatch.setitem(place, last, function)
    else:
        monkeypatch.setattr(place, last, function)


def words(done: Typeset) -> str:
    """All characters on the pages, sorted."""
    text = ""
    document = pypdfium2.PdfDocument(done.pdf)
    for sheet in document:
        text += sheet.get_textpage().get_text_bounded()
    return "".join(sorted(text.translate(str.maketrans("", "", " \r\n-•◦〝〟"))))


def is_whole(done: Typeset, whole: str) -> bool:
    """Whether all words are there, once; or the build stops for readings that are not.

    Readings are put over a line when it is too late for WeasyPrint to set it.
    """
    return words(done) == whole or (
        words(done) == whole.replace("も", "", 1).replace("ん", "", 1)
        and "box.overset" in codes(done)
    )


# --- The table -----------------------------------------------------------------------


def test_each_thing_in_weasyprint_is_replaced_once() -> None:
    places = [(row.module, row.name) for row in REPLACEMENTS]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("row", REPLACEMENTS, ids=ids)
def test_every_replacement_has_its_reason(row: Replacement) -> None:
    assert len(row.why.split()) >= 5


@pytest.mark.parametrize("row", FUNCTIONS, ids=ids)
def test_the_replaced_function_takes_what_ours_was_written_for(
    row: Replacement,
) -> None:
    stock = installed(row).__wrapped__
    assert stock.__module__.startswith("weasyprint")
    assert " ".join(inspect.signature(stock).parameters) == row.takes
    inspect.signature(row.ours).bind(None, *row.takes.split())


@pytest.mark.parametrize("row", TABLES, ids=ids)
def test_the_entries_are_in_their_table(row: Replacement) -> None:
    table = installed(row)
    for name in row.ours:
        assert name in table
        if isinstance(row.ours, dict):
            assert table[name] == row.ours[name]


def test_all_of_ours_falls_back_but_what_cannot_fail() -> None:
    assert [ids(row) for row in FUNCTIONS if not row.falls_back] == [
        "pdf.tags._build_box_tree"
    ]


def modules(*folders: str) -> Iterator[Path]:
    for file in sorted(SOURCE.rglob("*.py")):
        if not any(file.is_relative_to(SOURCE / "typeset" / name) for name in folders):
            yield file


def names_from_weasyprint(tree: ast.AST) -> set[str]:
    """The names in a module that are WeasyPrint's."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                if one.name.partition(".")[0] == "weasyprint":
                    names.add(one.asname or one.name.partition(".")[0])
        elif (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").partition(".")[0] == "weasyprint"
        ):
            names |= {one.asname or one.name for one in node.names}
    return names


def written_to(tree: ast.AST) -> Iterator[str]:
    """The name before the first point of all that is assigned, deleted or set."""
    for node in ast.walk(tree):
        targets: list[ast.AST] = []
        if isinstance(node, ast.Assign | ast.Delete):
            targets = [*node.targets]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            sets = node.func.id in ("setattr", "delattr")
            targets = [ast.Attribute(node.args[0], "")] if sets else []
        for target in targets:
            while isinstance(target, ast.Attribute | ast.Subscript):
                target = target.value
                if isinstance(target, ast.Name):
                    yield target.id


def test_weasyprint_is_imported_in_two_folders_alone() -> None:
    """And at the desk, whose answer to WeasyPrint is a documented class."""
    knowing = {
        file.relative_to(SOURCE).as_posix()
        for file in modules("inside", "pages")
        if names_from_weasyprint(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert knowing == {"typeset/fetch.py"}


@pytest.mark.parametrize("name", ["_page_box", "_box", "descendants", "element_tag"])
def test_boxes_are_known_in_two_folders_alone(name: str) -> None:
    for file in modules("inside", "pages"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Attribute) and node.attr == name), file


def test_only_the_table_changes_weasyprint() -> None:
    for file in modules():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        assert not names_from_weasyprint(tree) & {*written_to(tree)}, file


# --- Where ours fails ----------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    return words(set_page(tmp_path_factory.mktemp("whole")))


def set_page(folder: Path, *, tagged: bool = True) -> Typeset:
    inks = next((HOME / "brochure" / "icc").glob("*.icc"))
    palette = Palette.load(HOME / "styles" / "inks.yaml", inks)
    html = page(BODY, palette.css() + STYLE)
    return typeset(html, Project(folder), palette, tagged=tagged)


def test_the_page_is_set_well_where_nothing_fails(tmp_path: Path) -> None:
    assert codes(set_page(tmp_path)) == []


@pytest.mark.gives_up
@pytest.mark.parametrize("row", FALL_BACK, ids=ids)
def test_weasyprint_goes_on_where_ours_fails(
    row: Replacement, whole: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(row, ZeroDivisionError("a bug"), monkeypatch)
    done = set_page(tmp_path)
    assert "composer.gave-up" in codes(done)
    assert is_whole(done, whole)


INNER = [
    ("flow", "plan"),
    ("flow", "classify"),
    ("flow", "advances"),
    ("lines", "_until"),
    ("lines", "_made"),
    ("lines", "set_line"),
    ("lines", "space"),
    ("lines", "annotate"),
    ("annotations", "place"),
    ("annotations", "_lift"),
    ("structure", "counted"),
    ("structure", "turn"),
    ("vertical", "_measure"),
    ("vertical", "_laid_out"),
    ("columns", "_cut"),
    ("drawing", "is_dots"),
    ("drawing", "_gap_behind"),
    ("drawing", "draw_line"),
    ("upright", "_is_upright"),
    ("dots", "_operators"),
]


@pytest.mark.gives_up
@pytest.mark.parametrize(("module", "name"), INNER)
def test_no_word_is_lost_or_doubled_where_a_part_of_ours_fails(
    module: str,
    name: str,
    whole: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise ZeroDivisionError

    place = import_module(f"brochure.typeset.inside.{module}")
    monkeypatch.setattr(place, name, fail)
    done = set_page(tmp_path)
    said = [one for one in done.findings if one.code == "composer.gave-up"]
    assert said
    assert all("ZeroDivisionError" in one.message.en for one in said)
    assert words(done) == whole


@pytest.mark.gives_up
def test_the_element_is_named(set_: SET, monkeypatch: pytest.MonkeyPatch) -> None:
    from brochure.typeset.inside import flow

    def fail(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(flow, "plan", fail)
    done = set_('<div id="a"><p>門を叩く</p></div><p id="b">門を<b>叩く</b></p>')
    assert [(one.code, one.subject) for one in done.findings] == [
        ("composer.gave-up", "a"),
        ("composer.gave-up", "b"),
    ]


@pytest.mark.gives_up
def test_no_page_is_blamed_for_another(
    set_: SET, tmp_path: Path, palette: Palette, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brochure.typeset.inside import flow

    def fail(*arguments: object) -> None:
        raise ZeroDivisionError

    body = '<p id="a">門を叩く</p>'
    with monkeypatch.context() as patch:
        patch.setattr(flow, "plan", fail)
        room(page(body, palette.css()), Project(tmp_path), palette, "a")
        assert codes(set_(body)) == ["composer.gave-up"]
    assert codes(set_(body)) == []


@pytest.mark.parametrize("row", FALL_BACK, ids=ids)
def test_what_ends_the_page_is_not_taken_for_a_failure(
    row: Replacement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for end in (KeyboardInterrupt(), Stop()):
        with monkeypatch.context() as patch:
            broken(row, end, patch)
            with pytest.raises(type(end)):
                set_page(tmp_path)


def test_an_error_of_weasyprint_is_its_own(
    set_: SET, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be made again and again, once for each box around it."""
    from weasyprint.layout import inline

    made = []

    def fail(*arguments: object, **more: object) -> None:
        made.append(1)
        raise ZeroDivisionError

    (row,) = (row for row in FUNCTIONS if row.name == "split_text_box")
    monkeypatch.setattr(inline, row.name, replaced(row, fail))
    with pytest.raises((ZeroDivisionError, Stop)):
        set_(f'{"<div>" * 20}<p lang="en">门', "")
    assert len(made) == 1


@pytest.mark.gives_up
def test_nobody_is_left_to_complain_to_where_no_page_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (row,) = (row for row in FUNCTIONS if row.name == "justify_line")
    broken(row, ZeroDivisionError(), monkeypatch)
    with pytest.raises(ZeroDivisionError):
        installed(row)(None, None, 0)
