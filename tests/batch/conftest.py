"""A project to make batches of, and tables as HR saves them."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from brochure import HOME

HEAD = ("催し", "日付", "会場", "ブース", "宛名", "URL")
FAIRS = (
    ("外交キャリアフェア", "2026/12/5", "東京国際フォーラム"),
    ("国際機関合同説明会", "令和8年12月12日", "パシフィコ横浜"),
    ("官庁ガイダンス", "２０２７年１月９日", "京都大学 百周年時計台記念館"),
)
Write = Callable[..., Path]


def line(number: int) -> tuple[str, ...]:
    """A row as a spreadsheet has it."""
    return (
        *FAIRS[number % 3],
        f"A-{number + 1}",
        f"第{number}大学 様",
        f"https://www.mofa.go.jp/?utm_campaign={number:05}",
    )


def text_of(rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue()


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fairs")
    shutil.copy(HOME / "content.yaml", folder)
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Write:
    """Writes a table of so many rows, or these, as CSV."""

    def write(
        rows: int | Iterable[Sequence[str]] = 3,
        *,
        head: Sequence[str] = HEAD,
        name: str = "fairs.csv",
        encoding: str = "utf-8",
    ) -> Path:
        lines = [line(n) for n in range(rows)] if isinstance(rows, int) else rows
        path = tmp_path / name
        path.write_bytes(text_of([head, *lines]).encode(encoding))
        return path

    return write
