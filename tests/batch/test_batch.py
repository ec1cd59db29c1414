"""A leaflet for every row: the same as if each had been made by itself."""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from brochure import HOME, files
from brochure.batch.records import Record
from brochure.batch.work import CHUNK, Spec, run
from brochure.commands.main import main
from brochure.product.outputs import Output
from brochure.product.targets import PRESS, TARGETS

from .conftest import HEAD, Write, line

pytestmark = pytest.mark.slow

LEAFLET = Output("leaflet", PRESS, "A4")


def batch(project: Path, table: Path, out: Path, *more: str) -> int:
    words = ["batch", str(table), "--content", str(project), "--out", str(out)]
    return main([*words, "--lang", "en", *more])


def words(file: Path, page: int | None = None) -> str:
    pages = ["-f", str(page), "-l", str(page)] if page else []
    said = subprocess.check_output(["pdftotext", *pages, file, "-"], text=True)
    return re.sub(r"\s", "", said)


def picture(file: Path, page: int, scale: float = 1.0) -> np.ndarray:
    with pypdfium2.PdfDocument(file) as pdf:
        return np.asarray(pdf[page].render(scale=scale).to_pil().convert("RGB"))


def record(number: int, **more: str) -> Record:
    paths = (
        "fair.name",
        "fair.date",
        "fair.venue",
        "fair.booth",
        "fair.guest",
        "call_to_action.url",
    )
    values = {**dict(zip(paths, line(number), strict=True)), **more}
    return Record(number + 2, f"{number}", tuple(sorted(values.items())))


def test_every_row_has_its_words_and_a_code_that_leads_to_its_url(
    project: Path, table: Write, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert batch(project, table(6), out, "--name", "{row}-{宛名}") == 0
    assert len(list(out.glob("*.pdf"))) == 6
    for number in range(6):
        fair, _, venue, booth, guest, url = line(number)
        (file,) = out.glob(f"{number + 2:04}-*.pdf")
        said = words(file, 1)
        for one in (fair, venue, f"ブース{booth}", guest):
            assert one.replace(" ", "") in said
        assert re.search(r"20\d\d年\d+月\d+日（.）", said)
        codes = zxingcpp.read_barcodes(
            picture(file, 1, 3), zxingcpp.BarcodeFormat.QRCode
        )
        assert [code.text for code in codes] == [url]


@pytest.mark.parametrize("target", ["press", "office"])
def test_an_overlaid_record_is_the_one_laid_out_in_full(
    project: Path, tmp_path: Path, target: str
) -> None:
    output = Output("leaflet", TARGETS[target], "A4")
    rows = [record(number) for number in range(4)]
    content = project / "content.yaml"
    fast = run(Spec(content, output, False, "t"), 0, rows).made
    full = run(Spec(content, output, False, "t", full=True), 0, rows).made
    assert [one.fast for one in fast] == [True] * 4
    assert [one.fast for one in full] == [False] * 4
    for a, b in zip(fast, full, strict=True):
        (tmp_path / "a.pdf").write_bytes(a.pdf)
        (tmp_path / "b.pdf").write_bytes(b.pdf)
        for page in (0, 1):
            ours, theirs = (picture(tmp_path / f"{n}.pdf", page, 2) for n in "ab")
            assert np.abs(ours.astype(int) - theirs.astype(int)).max() <= 2
        assert sorted(words(tmp_path / "a.pdf")) == sorted(words(tmp_path / "b.pdf"))


def test_nobody_reads_another_guest(project: Path, tmp_path: Path) -> None:
    """Of the record that the shared page was made from, nothing is left in others."""
    rows = [record(number) for number in range(4)]
    made = run(Spec(project / "content.yaml", LEAFLET, False, "t"), 0, rows).made
    (tmp_path / "a.pdf").write_bytes(made[3].pdf)
    assert "第3大学様" in words(tmp_path / "a.pdf")
    assert "第0大学様" not in words(tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        streams = (
            thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream)
        )
        name = "第0大学".encode("utf-16-be").hex()
        assert not any(name.encode() in stream.lower() for stream in streams)


def test_what_a_worker_did_before_changes_nothing(project: Path) -> None:
    """A chunk after others, some of them odd, is the chunk by itself."""
    content = project / "content.yaml"
    rows = [record(number) for number in range(6)]
    few = [record(7, **{"fair.venue": ""}), record(8, **{"fair.venue": ""}), *rows[:3]]
    odd = [record(n, **{"fair.guest": "とても長い宛名の" * 3}) for n in range(4)]
    alone = [run(Spec(content, LEAFLET, False, f"{n}"), 0, part)
             for n, part in enumerate((rows, few))]  # fmt: skip
    busy = Spec(content, LEAFLET, False, "busy")
    for part in (odd, [record(n, **{"fair.venue": ""}) for n in range(4)]):
        run(busy, 0, part)
    for before, part in zip(alone, (rows, few), strict=True):
        after = run(busy, 0, part)
        assert [one.fast for one in after.made] == [one.fast for one in before.made]
        assert [one.pdf for one in after.made] == [one.pdf for one in before.made]


def test_a_record_that_would_shift_the_page_is_laid_out_in_full(
    project: Path,
) -> None:
    """A guest without a fair's name has another page; a longer slogan other boxes."""
    rows = [record(n) for n in range(5)]
    rows[2] = record(2, **{"fair.venue": ""})
    made = run(Spec(project / "content.yaml", LEAFLET, False, "t"), 0, rows).made
    assert [one.fast for one in made] == [True, True, False, True, True]
    assert all(one.pdf for one in made)


def test_a_record_that_does_not_fit_is_told_and_never_printed(
    project: Path, table: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [line(n) for n in range(4)]
    rows[1] = (*rows[1][:4], "とても長い宛名" * 8, rows[1][5])
    out = tmp_path / "out"
    assert batch(project, table(rows), out) == 2
    said = capsys.readouterr()
    assert "fairs.csv:3:1" in said.err
    assert "1 could not be made" in said.out
    assert sorted(path.name for path in out.glob("*.pdf")) == [
        "0002.pdf",
        "0004.pdf",
        "0005.pdf",
    ]


def test_the_shop_is_asked_about_the_files(
    project: Path, table: Write, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert batch(project, table(4), out) == 0
    assert main(["check", *map(str, sorted(out.glob("*.pdf")))]) == 0


def test_one_file_has_all_rows_in_order_and_shares_what_they_share(
    project: Path, table: Write, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    rows = [line(n) for n in range(CHUNK + 5)]
    rows[3] = (*rows[3][:2], "", *rows[3][3:])  # another shape, in full
    assert batch(project, table(rows), out, "--merge") == 0
    file = out / "fairs.pdf"
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 2 * len(rows)
        shared = {page.Resources.XObject.Page.objgen for page in pdf.pages}
        assert len(shared) == 4  # two sides, and the two of the row in full
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFX"
    assert file.stat().st_size < 5_000_000 + 3_500 * len(rows)
    for number in (0, 3, CHUNK, len(rows) - 1):
        assert line(number)[4].replace(" ", "") in words(file, 2 * number + 1)
    assert main(["check", str(file)]) == 0


def test_a_second_run_makes_only_what_changed(
    project: Path, table: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    rows = [line(n) for n in range(5)]
    assert batch(project, table(rows), out) == 0
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    (out / "0004.pdf").unlink()
    rows[4] = (*rows[4][:3], "Z-9", *rows[4][4:])
    capsys.readouterr()
    assert batch(project, table(rows), out) == 0
    assert "2 made" in capsys.readouterr().out
    after = {path.name: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"0004.pdf", "0006.pdf"}
    assert "Z-9" in words(out / "0006.pdf", 1)


def test_the_same_table_gives_the_same_bytes_whoever_works(
    project: Path, table: Write, tmp_path: Path
) -> None:
    path = table(CHUNK + 3)
    for jobs in ("1", "2"):
        assert batch(project, path, tmp_path / jobs, "--jobs", jobs) == 0
    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / jobs).glob("*.pdf")}
        for jobs in ("1", "2")
    )
    assert len(one) == CHUNK + 3
    assert one == two


@pytest.mark.parametrize("merge", [False, True])
def test_ctrl_c_keeps_what_is_finished_and_the_next_run_goes_on(
    project: Path, table: Write, tmp_path: Path, merge: bool
) -> None:
    out = tmp_path / "out"
    path = table(4 * CHUNK)
    more = ["--merge"] if merge else []
    # So many of these there are when one chunk is finished, and when all are.
    pattern, one, all_ = ("0*.pdf", CHUNK, 4 * CHUNK)
    if merge:
        pattern, one, all_ = (".fairs.pdf.chunks/*.json", 1, 4)
    command = [
        sys.executable, HOME / "make_pdf.py", "batch", path, "--out", out, *more,
        "--content", project, "--lang", "en",
    ]  # fmt: skip
    program = subprocess.Popen(
        [*command, "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    while len(list(out.glob(pattern))) < one:
        assert program.poll() is None
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=30)
    assert program.returncode == 130
    assert "Traceback" not in said
    finished = len(list(out.glob(pattern)))
    assert one <= finished < all_
    assert not list(out.glob("*.part")) + list(out.glob(".*.part"))
    assert not (out / "fairs.pdf").exists()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    made = int(done.stdout.split()[0])
    assert made <= (all_ - finished) * CHUNK // one + CHUNK
    assert len(list(out.glob(pattern))) == all_
    assert (out / "fairs.pdf").exists() is merge


def test_one_file_again_makes_only_the_chunks_that_changed(
    project: Path, table: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    rows = [line(n) for n in range(CHUNK + 4)]

    def again() -> str:
        capsys.readouterr()
        assert batch(project, table(rows), out, "--merge", "--jobs", "1") == 0
        return capsys.readouterr().out

    assert f"{len(rows)} made" in again()
    first = (out / "fairs.pdf").read_bytes()
    assert f"{len(rows)} unchanged" in again()
    assert (out / "fairs.pdf").read_bytes() == first
    rows[CHUNK] = (*rows[CHUNK][:3], "Z-9", *rows[CHUNK][4:])
    assert "4 made" in again()
    assert "Z-9" in words(out / "fairs.pdf", 2 * CHUNK + 1)
    second = (out / "fairs.pdf").read_bytes()
    pieces = out / ".fairs.pdf.chunks"
    for torn in pieces.glob("*.pdf"):  # what is damaged is made anew
        torn.write_bytes(torn.read_bytes()[:-9])
    assert f"{len(rows)} made" in again()
    assert f"{len(rows)} unchanged" in again()
    assert (out / "fairs.pdf").read_bytes() == second
    assert not list(out.glob(".*.part"))


def test_one_file_is_whole_or_not_there(
    project: Path, table: Write, tmp_path: Path
) -> None:
    """A row that does not fit leaves the old file, and no half of a new one."""
    out = tmp_path / "out"
    rows = [line(n) for n in range(4)]
    rows[1] = (*rows[1][:4], "とても長い宛名" * 8, rows[1][5])
    out.mkdir()
    (out / "fairs.pdf").write_bytes(b"old")
    assert batch(project, table(rows), out, "--merge") == 2
    assert (out / "fairs.pdf").read_bytes() == b"old"
    assert not list(out.glob(".*.part"))


@pytest.mark.parametrize("merge", [False, True])
def test_a_full_disk_leaves_the_old_file(
    project: Path,
    table: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    merge: bool,
) -> None:
    class Full(io.FileIO):
        def write(self, data: Any) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    out = tmp_path / "out"
    old = out / ("fairs.pdf" if merge else "0002.pdf")
    out.mkdir()
    old.write_bytes(b"old")
    monkeypatch.setattr(files, "open", Full, raising=False)
    assert batch(project, table(1), out, *(["--merge"] if merge else [])) == 2
    assert "[batch.unwritable]" in capsys.readouterr().err
    assert old.read_bytes() == b"old"
    assert not list(out.rglob(".*.part"))


@pytest.mark.parametrize("more", [("--piece", "poster"), ("--target", "screen")])
def test_posters_and_screen_files_are_made_too(
    project: Path, table: Write, tmp_path: Path, more: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    assert batch(project, table(4), out, *more) == 0
    assert "ブースA-4" in words(out / "0005.pdf")


def test_words_about_the_command_line_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("会場\n横浜\n", encoding="utf-8")
    for more in (
        [],
        [str(path), "extra"],
        [str(path), "--name", "../x"],
        [str(path), "--jobs", "0"],
        [str(path), "--target", "moon"],
    ):
        assert main(["batch", *more, "--out", str(tmp_path / "out")]) == 2
    assert HEAD[0] == "催し"
