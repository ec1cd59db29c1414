"""A text of content.yaml is changed in place; nothing else of the file is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure import HOME
from brochure.content import load
from brochure.content.rewrite import rewrite, text_of
from brochure.finding import Stop

REAL = (HOME / "content.yaml").read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "content.yaml"
    path.write_text(REAL, encoding="utf-8")
    return path


def changed_lines(file: Path) -> list[str]:
    after = file.read_text(encoding="utf-8").splitlines()
    before = REAL.splitlines()
    assert len(after) == len(before)
    return [new for old, new in zip(before, after, strict=True) if old != new]


def test_one_line_changes_and_its_comment_stays(file: Path) -> None:
    rewrite(file, "document.job", "MOFA-2026-A4", "MOFA-2027-A4")
    (line,) = changed_lines(file)
    assert line.split("#")[0].strip() == "job: MOFA-2027-A4"
    assert "# 入稿データの欄外" in line


@pytest.mark.parametrize(
    ("path", "new", "written"),
    [
        ("slogan", "眠らない職場", "slogan: 眠らない職場"),
        ("slogan", "a: b", "slogan: 'a: b'"),
        ("slogan", "#1", "slogan: '#1'"),
        ("slogan", "it's", "slogan: it's"),
        ("slogan", "'quoted'", "slogan: '''quoted'''"),
        ("interview.career.1.detail", "米国, 英国", "detail: '米国, 英国', place"),
        ("message.keywords.3", "外務省", "日本の発信, 外務省]"),
    ],
)
def test_quotes_come_only_where_they_must(
    file: Path, path: str, new: str, written: str
) -> None:
    rewrite(file, path, text_of(file, path), new)
    (line,) = changed_lines(file)
    assert written in line
    assert text_of(file, path) == new


def test_lines_ends_and_the_byte_order_mark_stay(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + REAL.replace("\n", "\r\n").encode())
    rewrite(file, "closing", text_of(file, "closing"), "お待ちしています")
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf#")
    assert b"\r\n" in data
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert load(file).content.closing == "お待ちしています"


@pytest.mark.parametrize("mark", [">", ">-", "|"])
def test_a_text_over_several_lines_becomes_one(file: Path, mark: str) -> None:
    folded = REAL.replace(
        "slogan: “太陽の沈まない職場”", f"slogan: {mark}\n  太陽の\n  沈まない職場"
    )
    file.write_text(folded, encoding="utf-8")
    rewrite(file, "slogan", text_of(file, "slogan"), "眠らない: 職場")
    expected = REAL.replace("slogan: “太陽の沈まない職場”", "slogan: '眠らない: 職場'")
    assert file.read_text(encoding="utf-8") == expected


def test_an_edit_of_an_old_text_is_refused(file: Path) -> None:
    with pytest.raises(Stop, match=r"content\.stale"):
        rewrite(file, "slogan", "前の文", "後の文")
    assert file.read_text(encoding="utf-8") == REAL


@pytest.mark.parametrize(
    ("path", "new", "code"),
    [
        ("slogan", "**開いたまま", "content.strong-unclosed"),
        ("document.issued", "きのう", "content."),
        ("call_to_action.url", "javascript:alert(1)", "content."),
        ("no.such.path", "x", "content.no-such-text"),
        ("slogan", "あ" * 20_001, "content.too-long"),
        ("organization.name", "", "content."),
    ],
)
def test_what_would_be_no_leaflet_is_not_written(
    file: Path, path: str, new: str, code: str
) -> None:
    old = text_of(file, path) if path != "no.such.path" else ""
    with pytest.raises(Stop) as stop:
        rewrite(file, path, old, new)
    assert stop.value.findings[0].code.startswith(code)
    assert ".part" not in str(stop.value)
    assert file.read_text(encoding="utf-8") == REAL
    assert [path.name for path in file.parent.iterdir()] == ["content.yaml"]


def test_a_pasted_line_break_is_none(file: Path) -> None:
    rewrite(file, "slogan", text_of(file, "slogan"), "太陽の\n  沈まない職場\n")
    assert text_of(file, "slogan") == "太陽の沈まない職場"


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    new=st.text(
        alphabet=st.sampled_from("あ漢a1 :#-'\"\\{}[]|*&!%@`,?>~\t"), min_size=1
    )
)
def test_whatever_is_typed_reads_back_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, new: str
) -> None:
    file = tmp_path_factory.mktemp("rewrite") / "content.yaml"
    file.write_text(REAL, encoding="utf-8")
    try:
        rewrite(file, "message.label", "MESSAGE", new)
    except Stop:
        assert file.read_text(encoding="utf-8") == REAL
    else:
        assert text_of(file, "message.label") == new.strip()
