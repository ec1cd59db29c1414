"""Every stage speaks of a problem in the language of the reader, and of its place."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterator

import pytest

from brochure import HOME
from brochure.finding import (
    At,
    Finding,
    Mark,
    Spot,
    Status,
    Words,
    fail,
    nearest,
    printable,
    shortened,
)
from brochure.works.stamp import _finding, _plain_finding

#: What Japanese print shops write in Latin letters, too.
UNITS = ("mm", "pt", "ppi")

PLACES: list[At] = [
    None,
    "見本.pdf",
    Mark("原稿.yaml", 3, 1),
    Spot(1),
    Spot(12, 15.04, 22.26),
    Spot(2, -3.0, 0.0),
]


@pytest.mark.parametrize("at", PLACES, ids=str)
@pytest.mark.parametrize("status", list(Status))
def test_a_japanese_line_has_no_english_in_it(at: At, status: Status) -> None:
    words, hint = Words("はみ出しています", "too wide"), Words("縮める", "shorten it")
    line = Finding(status, "line.overfull", words, hint, at, "見出し").line("ja")
    for known in ("[line.overfull]", "見本.pdf", "原稿.yaml", *UNITS):
        line = line.replace(known, "")
    assert not set(line) & set(string.ascii_letters)


def test_a_place_on_a_page_is_said_in_both_languages() -> None:
    assert Spot(1, 15, 22.3).in_("ja") == "1 ページ（左 15.0 mm、上 22.3 mm）"
    assert Spot(1, 15, 22.3).in_("en") == "page 1 at 15.0, 22.3 mm"
    assert Spot(3).in_("ja") == "3 ページ"
    assert Spot(3).in_("en") == "page 3"


@pytest.mark.parametrize("at", PLACES, ids=str)
def test_a_place_comes_back_from_the_stamp_as_it_was(at: At) -> None:
    finding = fail("a.bad", "悪い", "bad", at=at)
    back = _finding(json.loads(json.dumps(_plain_finding(finding))))
    assert back == finding
    assert type(back.at) is type(at)


@pytest.mark.parametrize("space", ["\u3000", "\u00a0", "\u2003"])
def test_a_space_of_any_width_is_shown_as_it_is(space: str) -> None:
    assert printable(f"外務省{space}採用") == f"外務省{space}採用"


@pytest.mark.parametrize(
    "hidden", ["\x1b", "\n", "\u202e", "\u2028", "\u2029", "\ud800", "\ue000", "\u0378"]
)
def test_what_could_steer_a_terminal_is_not_shown(hidden: str) -> None:
    assert printable(f"a{hidden}b") == "a�b"


def test_a_long_text_is_cut_and_says_so() -> None:
    assert shortened("あいう", 3) == "あいう"
    assert shortened("あいうえ", 3) == "あいう…"


@pytest.mark.parametrize(
    ("given", "meant"),
    [("ＴＩＴＬＥ", "title"), ("Titel", "title"), ("title_", "title"), ("zz", None)],
)
def test_a_name_is_known_whatever_its_width_and_case(
    given: str, meant: str | None
) -> None:
    assert nearest(given, ["title", "hours"]) == meant


@pytest.mark.parametrize(
    ("given", "known"),
    [("sessions", "questions"), ("--sun", "--ink"), ("mission", "question")],
)
def test_what_only_sounds_alike_is_not_meant(given: str, known: str) -> None:
    assert nearest(given, [known]) is None


@pytest.mark.parametrize(
    ("given", "known"),
    [("nmae", "name"), ("venu", "venue"), ("lable", "label"), ("numer", "number")],
)
def test_a_slip_in_a_short_word_is_known(given: str, known: str) -> None:
    assert nearest(given, [known]) == known


def test_the_worst_comes_first() -> None:
    assert sorted([Status.INFO, Status.FAIL, Status.WARN], key=lambda s: s.rank) == [
        Status.FAIL,
        Status.WARN,
        Status.INFO,
    ]


# --- Both languages, all over the program ------------------------------------------


def sentences() -> Iterator[tuple[str, str, str]]:
    """Every sentence that the code gives in both languages, and where it stands."""
    first = {"Words": 0, "say": 0, "fail": 1, "warn": 1, "refused": 1}
    for path in sorted((HOME / "brochure").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = node.args[first.get(called, 99) :]
            if len(given) >= 2 and (ja := text(given[0])) and (en := text(given[1])):
                yield f"{path.relative_to(HOME)}:{node.lineno}", ja, en


def text(node: ast.expr) -> str:
    """The words of a string in the code, without what is put into it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(text(part) for part in node.values)
    return ""


def test_no_japanese_sentence_is_english() -> None:
    english = re.compile(r"\b[a-z]{2,} (?!mm|pt)[a-z]{2,} [a-z]{2,}")
    command = re.compile(r"pip install|make_pdf\.py|apt-get")
    wrong = [
        f"{where}: {ja}"
        for where, ja, en in sentences()
        if (english.search(ja) and not command.search(ja))
        or (" of " in en and not re.search("[ぁ-んァ-ヶ一-龠]", ja))
    ]
    assert wrong == []


def test_names_are_compared_in_one_place() -> None:
    """What is nearly a name is one in every file, whatever its width and case."""
    users = [
        path.name
        for path in sorted((HOME / "brochure").rglob("*.py"))
        if "difflib" in path.read_text(encoding="utf-8")
    ]
    assert users == ["finding.py"]
