"""A new folder is complete or not there at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brochure import HOME
from brochure.content import load, new
from brochure.finding import Stop
from brochure.product.project import Project


def files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refused(folder: Path) -> str:
    with pytest.raises(Stop) as stop:
        new.create(folder)
    (finding,) = stop.value.findings
    return finding.code


@pytest.mark.parametrize("there", [False, True])
def test_a_new_folder_has_words_schema_and_styles(there: bool) -> None:
    folder = Path("春")
    if there:
        folder.mkdir()
    made = new.create(folder)
    assert [path.name for path in made] == [
        "styles",
        "content.schema.json",
        "content.yaml",
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        path.name for path in made
    )
    assert files(folder / "styles") == files(HOME / "styles")
    assert load(folder / "content.yaml").content.interview is not None
    assert Project(folder).style("page.css") == folder / "styles" / "page.css"


def test_the_sample_words_use_every_block() -> None:
    new.create(Path("new"))
    content = load(Path("new/content.yaml")).content
    unused = [name for name in type(content).model_fields if not getattr(content, name)]
    assert unused == []


def test_the_sample_words_build_as_they_are() -> None:
    new.create(Path("new"))
    program = [sys.executable, HOME / "make_pdf.py", "build", "--content"]
    done = subprocess.run(
        [*program, "new/content.yaml", "--lang", "en"], capture_output=True, text=True
    )
    assert (done.returncode, "warning" in done.stdout + done.stderr) == (0, False)
    assert sorted(path.name for path in Path("new/out").glob("*.pdf")) == [
        "leaflet-office.pdf",
        "leaflet-press.pdf",
        "leaflet-screen.pdf",
        "poster-b2-press.pdf",
    ]


def test_the_folder_that_one_stands_in_can_be_filled() -> None:
    new.create(Path("."))
    assert Path("content.yaml").is_file()


def test_a_folder_with_something_in_it_is_left_alone() -> None:
    folder = Path("mine")
    folder.mkdir()
    (folder / "content.yaml").write_text("大事")
    assert refused(folder) == "new.not-empty"
    assert files(folder) == {"content.yaml": "大事".encode()}


def test_a_file_in_the_way_is_left_alone() -> None:
    Path("mine").write_text("大事")
    assert refused(Path("mine")) == "new.not-empty"
    assert Path("mine").read_text() == "大事"


@pytest.mark.parametrize(
    "name", ["no/such/folder", "x" * 300, "a\0b", "/proc/brochure"]
)
def test_a_place_where_nothing_can_be_made_is_told(name: str) -> None:
    assert refused(Path(name)) == "new.unwritable"


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("trouble", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_nothing_is_left_half_written(
    there: bool, trouble: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path("new")
    if there:
        folder.mkdir()
    copied = 0
    copy = shutil.copyfile

    def fails_at_the_third(source: Path, target: Path) -> None:
        nonlocal copied
        copied += 1
        if copied == 3:
            raise trouble
        copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", fails_at_the_third)
    with pytest.raises((Stop, KeyboardInterrupt)):
        new.create(folder)
    assert folder.exists() == there
    assert not there or list(folder.iterdir()) == []
