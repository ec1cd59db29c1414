"""Whole builds of the targets that are not one PDF a piece, and names that collided."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from brochure import HOME
from brochure.content import load
from brochure.preview.board import Board
from tests.conftest import Run

pytestmark = pytest.mark.slow


def outputs(project: Path, *entries: str) -> None:
    """Lets content.yaml list these."""
    words = project / "content.yaml"
    text = words.read_text(encoding="utf-8")
    head = text[: text.index("\noutputs:") + 1]
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries)
    words.write_text(f"{head}outputs:\n{lines}", encoding="utf-8")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name[0] != "."}


def test_a_proof_shows_what_the_shop_would_say(run: Run, project: Path) -> None:
    outputs(project, "piece: leaflet, target: proof, fold: half")
    result = run("build", cwd=project)
    assert result.returncode == 0, result.stderr
    file = project / "out" / "leaflet-half-proof.pdf"
    said = subprocess.check_output(["pdftotext", file, "-"], text=True)
    assert "文字が折り（148.5 mm）にかかっています" in said
    assert "unchanged" in run("build", cwd=project).stdout


def test_pictures_come_a_page_a_file_and_are_made_once(run: Run, project: Path) -> None:
    outputs(project, "piece: leaflet, target: image, width: 300, format: jpeg")
    result = run("build", cwd=project)
    assert result.returncode == 0, result.stderr
    out = project / "out"
    assert names(out) == {f"leaflet-image-300px-{page}.jpg" for page in (1, 2)}
    assert "300 × 424 px" in result.stdout
    picture = Image.open(io.BytesIO((out / "leaflet-image-300px-2.jpg").read_bytes()))
    assert picture.size == (300, 424)
    assert run("build", cwd=project).stdout.count("unchanged") == 2
    (out / "leaflet-image-300px-2.jpg").unlink()
    again = run("build", cwd=project)
    assert "unchanged" not in again.stdout
    assert len(names(out)) == 2


def test_pages_that_are_no_more_are_taken_away(run: Run, project: Path) -> None:
    outputs(project, "piece: poster, target: image, size: A4, width: 100")
    stale = project / "out" / "poster-a4-image-100px-2.png"
    stale.parent.mkdir()
    stale.write_bytes(b"of an edition with two pages")
    assert run("build", cwd=project).returncode == 0
    assert names(project / "out") == {"poster-a4-image-100px-1.png"}


def test_two_printers_in_one_build_give_two_files(run: Run, project: Path) -> None:
    outputs(
        project,
        "piece: poster, target: press, size: A4",
        "piece: poster, target: press, size: A4, printer: x1a-jc200103",
    )
    result = run("build", cwd=project)
    assert result.returncode == 0, result.stderr
    assert names(project / "out") == {
        "poster-a4-house-press.pdf",
        "poster-a4-x1a-jc200103-press.pdf",
    }
    # And each is judged by the shop that it is for.
    for name in names(project / "out"):
        check = run("check", project / "out" / name)
        assert (check.returncode, "× " in check.stdout) == (0, False), check.stdout


def test_content_files_of_one_folder_keep_their_files_apart(
    run: Run, project: Path
) -> None:
    outputs(project, "piece: poster, target: office, size: A4")
    for name in ("ja.yaml", "content.en.yaml"):
        shutil.copy(project / "content.yaml", project / name)
    for name in ("content.yaml", "ja.yaml", "content.en.yaml"):
        assert run("build", "--content", name, cwd=project).returncode == 0
    assert names(project / "out") == {
        "poster-a4-office.pdf",
        "poster-a4-office.ja.pdf",
        "poster-a4-office.en.pdf",
    }
    for name in ("content.yaml", "ja.yaml", "content.en.yaml"):
        assert "unchanged" in run("build", "--content", name, cwd=project).stdout


def test_batches_of_other_outputs_lie_in_other_folders(run: Run, project: Path) -> None:
    outputs(project, "piece: poster, target: image, size: A4, width: 100")
    rows = project / "rows.csv"
    rows.write_text("ブース\nA-1\nA-2\n", encoding="utf-8")
    shutil.copy(project / "content.yaml", project / "en.yaml")
    made = ("--piece", "poster", "--target", "image")
    for content in ("content.yaml", "en.yaml"):
        result = run("batch", rows, *made, "--content", content, cwd=project)
        assert result.returncode == 0, result.stderr
    out = project / "out"
    assert names(out) == {
        "rows-poster-a4-image-100px",
        "rows-poster-a4-image-100px.en",
    } or names(out) == {"rows-poster-a4-image", "rows-poster-a4-image.en"}
    for folder in out.iterdir():
        assert names(folder) == {"0002-1.png", "0003-1.png"}
    again = run("batch", rows, *made, cwd=project)
    assert "2 unchanged" in again.stdout


def test_what_changes_nothing_is_said_at_its_line(run: Run, project: Path) -> None:
    outputs(
        project,
        "piece: poster, target: office, size: A4, printer: x1a-jc200103",
        "piece: poster, target: image, size: A4, fold: half, width: 100",
    )
    said = run("build", cwd=project).stderr
    line = (project / "content.yaml").read_text("utf-8").count("\n") - 1
    assert f"content.yaml:{line}:" in said
    assert "outputs.0.printer: it changes nothing in a file for office" in said
    assert "outputs.1.fold: it changes nothing in a file for image" in said
    # Said again as long as it stands there.
    assert "outputs.1.fold" in run("build", cwd=project).stderr


def test_the_preview_names_the_files_that_a_build_makes(project: Path) -> None:
    outputs(project, "piece: leaflet, target: image", "piece: leaflet, target: press")
    board = Board()
    board.listed(load(project / "content.yaml").outputs)
    assert board.files() == {"leaflet-press.pdf"}  # nothing is laid out yet
    assert HOME
