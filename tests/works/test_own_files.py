"""A project's own fonts and templates, on the whole way to files, in every process."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from brochure import HOME
from tests.conftest import Run
from tests.typeset.foundry import WORDS, cast, own, postscript, variable

pytestmark = pytest.mark.slow

FAMILY = "Test Gothic"
BOLD = "NotoSansJP-Bold"
PRESS = ("build", "leaflet", "--target", "press")


@pytest.fixture
def styled(project: Path) -> Path:
    """The sample, its type set in a family that only the project can have."""
    shutil.copytree(HOME / "styles", project / "styles")
    sheet = project / "styles" / "type.css"
    css = sheet.read_text(encoding="utf-8")
    for family in ("Noto Sans JP", "Noto Serif JP"):
        css = css.replace(f'"{family}"', f'"{FAMILY}"')
    sheet.write_text(css, encoding="utf-8")
    return project


def all_words(project: Path) -> str:
    words = (project / "content.yaml").read_text(encoding="utf-8")
    return "".join(sorted({*words, *WORDS} - {"\n"}))


def kinds(words: str) -> dict[str, Any]:
    """The project's fonts: every kind, each with all words."""

    def one(like: str) -> Any:
        return cast(FAMILY, like=like, words=words)

    regular = "NotoSansJP-Regular"
    return {
        "static": {"a_ttf": one(regular), "b_ttf": one(BOLD)},
        "variable": {"a_ttf": variable(one(regular), one(BOLD))},
        "CID-keyed": {
            "a_otf": postscript(one(regular), keyed=True, shift=5),
            "b_otf": postscript(one(BOLD), keyed=True, shift=5),
        },
    }


def used(file: Path) -> set[str]:
    with pikepdf.open(file) as pdf:
        return {
            "-".join(str(thing.BaseFont).partition("+")[2].split("-")[:2])
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontDescriptor" in thing
        }


@pytest.mark.parametrize("kind", ["static", "variable", "CID-keyed"])
@pytest.mark.parametrize("printer", ["", "x1a-jc200103"])
def test_the_print_shop_takes_a_file_with_it(
    run: Run, styled: Path, kind: str, printer: str
) -> None:
    own(styled, **kinds(all_words(styled))[kind])
    order = (*PRESS, "--printer", printer) if printer else PRESS
    result = run(*order, cwd=styled)
    assert result.returncode == 0, result.stderr
    assert "font." not in result.stderr.replace("font.missing-weight", "")
    assert result.stdout.rstrip().endswith("passed")
    (file,) = (styled / "out").glob("*.pdf")
    # The line beside the trim is ours.
    assert {name for name in used(file) if "Noto" not in name} == {"Test-Gothic"}


def test_every_process_has_them_forked_or_started(run: Run, styled: Path) -> None:
    own(styled, **kinds(all_words(styled))["variable"])
    several = (*PRESS, "--target", "office", "--target", "screen")
    alone, company, afresh = (styled / name for name in ("a", "b", "c"))
    assert run(*PRESS, "--out", alone, cwd=styled).returncode == 0
    assert run(*several, "--out", company, cwd=styled).returncode == 0
    spawn = {"BROCHURE_START": "spawn"}
    assert run(*several, "--out", afresh, cwd=styled, env=spawn).returncode == 0
    files = [folder / "leaflet-press.pdf" for folder in (alone, company, afresh)]
    assert len({file.read_bytes() for file in files}) == 1


def test_a_batch_has_them_too(run: Run, styled: Path) -> None:
    own(styled, **kinds(all_words(styled))["static"])
    (styled / "fairs.csv").write_text("ブース\nA-1\nB-2\nA-3\n", encoding="utf-8")
    batch = ("batch", "fairs.csv", "--content", styled / "content.yaml")
    result = run(*batch, "--target", "office", "--jobs", "2", cwd=styled)
    assert result.returncode == 0, result.stderr
    assert "font.unknown-family" not in result.stderr
    files = sorted(styled.rglob("*.pdf"))
    assert len(files) == 3
    assert {name for file in files for name in used(file)} == {"Test-Gothic"}


def test_a_font_that_is_not_there_any_more_or_is_another_is_noticed(
    run: Run, styled: Path
) -> None:
    office = ("build", "leaflet", "--target", "office")
    fonts = own(styled, **kinds(all_words(styled))["static"])
    assert run(*office, cwd=styled).returncode == 0
    assert "unchanged" in run(*office, cwd=styled).stdout
    own(styled, a_ttf=cast(FAMILY, like=BOLD, words=all_words(styled), weight=400))
    assert "unchanged" not in run(*office, cwd=styled).stdout
    for file in fonts.iterdir():
        file.unlink()
    assert "font.unknown-family" in run(*office, cwd=styled).stderr


def test_a_broken_font_stops_the_build_by_name(run: Run, styled: Path) -> None:
    own(styled, a_ttf=b"\0\1\0\0")
    result = run(*PRESS, cwd=styled)
    assert result.returncode == 2
    assert "fonts/a.ttf: this font cannot be read" in result.stderr
    assert not (styled / "out" / "leaflet-press.pdf").exists()


def test_a_template_counts_from_the_day_it_appears(run: Run, project: Path) -> None:
    office = ("build", "leaflet", "--target", "office")
    assert run(*office, cwd=project).returncode == 0
    templates = project / "templates"
    templates.mkdir()
    (templates / "leaflet.html").write_text(
        '{% extends "brochure/leaflet.html" %}', encoding="utf-8"
    )
    before = (project / "out" / "leaflet-office.pdf").read_bytes()
    assert "unchanged" not in run(*office, cwd=project).stdout
    assert (project / "out" / "leaflet-office.pdf").read_bytes() == before
    assert "unchanged" in run(*office, cwd=project).stdout
    (templates / "leaflet.html").write_text("{{ titel }}", encoding="utf-8")
    result = run(*office, cwd=project)
    assert result.returncode == 2
    assert result.stderr.startswith("templates/leaflet.html:1:4: there is no “titel”")
    assert (project / "out" / "leaflet-office.pdf").read_bytes() == before
