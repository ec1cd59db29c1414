"""A file is whole or not there, whoever writes it and whatever goes wrong."""

from __future__ import annotations

import errno
import io
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brochure import HOME, files
from brochure.art.__main__ import main as draw_maps
from brochure.batch.ledger import NAME, Ledger
from brochure.batch.shelf import Shelf
from brochure.commands.check import _write as write_report
from brochure.content.rewrite import rewrite, text_of
from brochure.files import Draft, clear_what_others_left, reason, write
from brochure.finding import Stop
from brochure.works.delivery import Delivery


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Full(io.FileIO):
    """A file on a disk that has room for three bytes more."""

    def write(self, data: Any) -> int:
        super().write(bytes(data)[:3])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "open", Full, raising=False)


def _draft(folder: Path) -> None:
    write(folder / "old", b"new and longer", "a.full")


def _delivery(folder: Path) -> None:
    with Delivery(folder) as delivery:
        delivery.put("old", b"new and longer")
        delivery.commit()


def _report(folder: Path) -> None:
    write_report(folder / "old", "new and longer")


def _ledger(folder: Path) -> None:
    (folder / "old").rename(folder / NAME)
    try:
        Ledger(folder).settle()
    except Stop:
        (folder / NAME).rename(folder / "old")
        raise


def _shelf(folder: Path) -> None:
    Shelf(folder, "")._write("old", b"new and longer")


def _content(folder: Path) -> None:
    content = (HOME / "content.yaml").read_bytes()
    (folder / "old").write_bytes(content)
    try:
        rewrite(folder / "old", "slogan", text_of(folder / "old", "slogan"), "新しい")
    except Stop:
        assert (folder / "old").read_bytes() == content
        (folder / "old").write_bytes(b"old")
        raise


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize(
    ("use", "code"),
    [
        (_draft, "a.full"),
        (_delivery, "build.cannot-write"),
        (_report, "check.unwritten"),
        (_ledger, "batch.unwritable"),
        (_shelf, "batch.unwritable"),
        (_content, "content.cannot-write"),
    ],
)
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, use: Callable[[Path], None], code: str
) -> None:
    (tmp_path / "old").write_bytes(b"old")
    with pytest.raises(Stop) as stop:
        use(tmp_path)
    (finding,) = stop.value.findings
    assert finding.code == code
    assert "空き容量がありません" in finding.message.ja
    assert names(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_the_old_map(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("brochure.art.__main__.draw", lambda _: {"map": "<svg/>"})
    (tmp_path / "map.svg").write_bytes(b"old")
    assert draw_maps([str(tmp_path / "map.yaml")]) == 2
    assert "map.svg: " in capsys.readouterr().err
    assert names(tmp_path) == ["map.svg"]
    assert (tmp_path / "map.svg").read_bytes() == b"old"


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, ValueError])
def test_trouble_leaves_the_old_file(
    tmp_path: Path, trouble: type[BaseException]
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def meet_trouble() -> None:
        with Draft(tmp_path / "a", "a.full") as draft:
            draft.write(b"new")
            raise trouble

    with pytest.raises(trouble):
        meet_trouble()
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_report_can_be_read_by_all_and_a_text_keeps_its_mode(tmp_path: Path) -> None:
    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    old = os.umask(0o077)
    try:
        write_report(tmp_path / "report.json", "{}")
    finally:
        os.umask(old)
    assert mode(tmp_path / "report.json") == 0o644
    file = tmp_path / "content.yaml"
    file.write_bytes((HOME / "content.yaml").read_bytes())
    file.chmod(0o640)
    rewrite(file, "slogan", text_of(file, "slogan"), "新しい")
    assert mode(file) == 0o640


def test_a_link_to_the_content_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    file, link = tmp_path / "real" / "content.yaml", tmp_path / "content.yaml"
    file.write_bytes((HOME / "content.yaml").read_bytes())
    link.symlink_to(file)
    rewrite(link, "slogan", text_of(link, "slogan"), "新しい")
    assert link.is_symlink()
    assert text_of(file, "slogan") == "新しい"


def test_only_what_the_dead_left_is_cleared_away(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    of_the_dead = {f".a.pdf.{dead.pid}.part", f".a.{'9' * 30}.part"}
    kept = {f".a.pdf.{os.getppid()}.part", ".a.part", ".mine.b.part", "a.1.part"}
    for name in of_the_dead | kept:
        (tmp_path / name).write_bytes(b"half")
    clear_what_others_left(tmp_path)
    assert set(names(tmp_path)) == kept


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
        PermissionError(errno.EACCES, "Permission denied"),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.ESTALE, "Stale file handle"),
        ValueError("embedded null byte"),
    ],
)
def test_the_system_speaks_both_languages(error: OSError | ValueError) -> None:
    words = reason(error)
    assert words.ja.isascii() is False
    assert not set(words.ja) & set("abcdefghijklmnopqrstuvwxyz")
    assert words.en in (getattr(error, "strerror", None), str(error))


def test_a_reason_of_the_system_is_given_in_both_languages() -> None:
    """`strerror` speaks English: only brochure/files.py may put it into a finding."""
    outside = [
        str(path.relative_to(HOME))
        for path in sorted((HOME / "brochure").rglob("*.py"))
        if "strerror" in path.read_text(encoding="utf-8")
        and path != HOME / "brochure" / "files.py"
    ]
    assert outside == []
