"""A piece of the project's own goes through every door as ours do."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def flyer(project: Path) -> Path:
    """The real words, and a flyer made like the poster, folded, for the press."""
    words = project / "content.yaml"
    text = words.read_text(encoding="utf-8")
    head = text[: text.index("\noutputs:") + 1]
    words.write_text(
        f"{head}pieces:\n  flyer: {{size: A2, template: poster, fold: half}}\n"
        "outputs:\n  - {piece: flyer, target: press, printer: x1a-jc200103}\n",
        encoding="utf-8",
    )
    return project


def trim_mm(file: Path) -> tuple[float, float]:
    with pikepdf.open(file) as pdf:
        left, bottom, right, top = (float(x) for x in pdf.pages[0].trimbox)
    return round((right - left) * 25.4 / 72, 1), round((top - bottom) * 25.4 / 72, 1)


def test_it_is_built_in_its_size_for_its_printer(run: Run, flyer: Path) -> None:
    result = run(cwd=flyer)
    assert result.returncode == 0, result.stderr
    file = flyer / "out" / "flyer-press.pdf"
    assert trim_mm(file) == (420, 594)
    assert "PDF/X-1a:2001 · CMYK · JC200103" in result.stdout
    assert "unchanged" in run(cwd=flyer).stdout
    assert "unchanged" in run("build", "FLYER", cwd=flyer).stdout
    assert run("check", file).returncode == 0


def test_batch_tile_and_handout_know_it(run: Run, flyer: Path) -> None:
    (flyer / "rows.csv").write_text("ブース\nA-1\n", encoding="utf-8")
    made = run("batch", "rows.csv", cwd=flyer)
    assert made.returncode == 0, made.stderr
    assert trim_mm(flyer / "out" / "rows-flyer-press" / "0002.pdf") == (420, 594)
    assert run("handout", "flyer", "--up", "1", cwd=flyer).returncode == 0
    assert (flyer / "out" / "flyer-a3-1up.pdf").exists()
    planned = run("tile", "flyer", "--size", "A2", "--dry-run", cwd=flyer)
    assert planned.returncode == 0, planned.stderr


@pytest.mark.parametrize("command", ["build", "tile", "handout"])
def test_a_piece_that_is_not_there_is_named(
    run: Run, flyer: Path, command: str
) -> None:
    result = run(command, "flier", cwd=flyer)
    assert result.returncode == 2
    assert "there is no piece “flier”; did you mean “flyer”?" in result.stderr


def test_what_is_wrong_with_it_is_said_at_its_line(run: Run, flyer: Path) -> None:
    words = flyer / "content.yaml"
    text = words.read_text(encoding="utf-8")
    for old, new, said in (
        (
            "size: A2",
            "size: A33",
            "pieces.flyer.size: there is no size “A33”; did you mean “A3”?",
        ),
        ("fold: half", "fold: haff", "pieces.flyer.fold: “haff”"),
        ("piece: flyer", "piece: flier", "outputs.0.piece: “flier”"),
        ("piece: flyer,", "piece: flyer, size: A4,", "outputs.0.size: “A4”"),
        ("flyer: {", "Fl yer: {", "content.key-name"),
        ("template: poster", "template: ../x", "pieces.flyer.template"),
    ):
        words.write_text(text.replace(old, new), encoding="utf-8")
        result = run(cwd=flyer)
        assert (result.returncode, said in result.stderr) == (2, True), result.stderr
        assert "Traceback" not in result.stderr


def test_one_of_ours_can_be_another(run: Run, flyer: Path) -> None:
    words = flyer / "content.yaml"
    text = words.read_text(encoding="utf-8").replace("flyer", "poster")
    words.write_text(text, encoding="utf-8")
    result = run(cwd=flyer)
    assert result.returncode == 0, result.stderr
    assert trim_mm(flyer / "out" / "poster-press.pdf") == (420, 594)
