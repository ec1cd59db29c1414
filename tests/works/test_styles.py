"""A project has the files of styles/ that it changes; all others are Brochure's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure import HOME
from brochure.content import load
from brochure.finding import Stop
from brochure.product.project import Project
from brochure.works import route
from brochure.works.route import Sheet

STARTER = HOME / "brochure" / "content" / "starter" / "content.yaml"
MAP = "styles/art/world-map-pacific.svg"
OTHER = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "styles" / "art").mkdir(parents=True)
    shutil.copy(STARTER, tmp_path)
    return Project(tmp_path)


def made(project: Project) -> Sheet:
    document = load(project.root / "content.yaml")
    return route.sheets(document, document.outputs[:1], project)[0]


def stopped(project: Project) -> list[tuple[str, str]]:
    with pytest.raises(Stop) as stop:
        made(project)
    return [(one.code, str(one.at)) for one in stop.value.findings]


def test_inks_alone_are_enough(project: Project) -> None:
    inks = (HOME / "styles" / "inks.yaml").read_text(encoding="utf-8")
    (project.root / "styles" / "inks.yaml").write_text(
        inks + "\nchouette: 1 2 3 4\n", encoding="utf-8"
    )
    sheet = made(project)
    assert sheet.job.palette.inks["chouette"].cmyk == (1, 2, 3, 4)
    paths = route._Paths(project)
    assert paths.path_of("styles/leaflet.css") == HOME / "styles" / "leaflet.css"
    assert paths.path_of(MAP) == HOME / MAP


def test_one_style_sheet_alone_is_the_projects(project: Project) -> None:
    own = project.root / "styles" / "leaflet.css"
    own.write_text("")
    paths = route._Paths(project)
    assert paths.path_of("styles/leaflet.css") == own.resolve()
    assert paths.path_of("styles/page.css") == HOME / "styles" / "page.css"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(bytes(range(256)) * 9),
        lambda path: path.write_text(OTHER),
        lambda path: path.write_text((HOME / MAP).read_text()[400:]),
        lambda path: path.write_text(
            (HOME / MAP).read_text().replace("data-frame=", "data-frames=")
        ),
        lambda path: path.write_text(
            (HOME / MAP).read_text().replace('viewBox="0 0 123', 'viewBox="0 0 nan')
        ),
        lambda path: path.mkdir(),
    ],
    ids=["empty", "binary", "another", "beheaded", "frameless", "not a size", "folder"],
)
def test_a_map_that_is_none_is_told(
    project: Project, spoil: Callable[[Path], object]
) -> None:
    spoil(project.root / MAP)
    assert stopped(project) == [("map.unusable", MAP)]


def test_a_link_to_a_map_that_is_gone_is_told(project: Project) -> None:
    (project.root / MAP).symlink_to("nowhere")
    assert stopped(project) == [("map.missing", MAP)]


def test_inks_that_our_own_art_needs_are_missing_in_the_palette(
    project: Project,
) -> None:
    inks = "ink: 0 0 0 100\nnight: 100 88 32 38\nmist: 5 0 0 0\n"
    (project.root / "styles" / "inks.yaml").write_text(inks)
    assert stopped(project) == [("inks.unknown", "styles/inks.yaml")]


def test_a_place_off_the_map_is_told_at_its_line(project: Project) -> None:
    content = project.root / "content.yaml"
    text = content.read_text(encoding="utf-8")
    content.write_text(text.replace("-157.86", "-0.13"), encoding="utf-8")
    (found,) = stopped(project)
    line = text[: text.index("honolulu: {name")].count("\n") + 1
    column = len("    honolulu: ") + 1
    assert found == ("map.place-outside", f"{content}:{line}:{column}")


def test_a_colour_is_blamed_on_a_file_that_the_page_has(project: Project) -> None:
    for name in ("aaa.svg", "used.svg"):
        (project.root / "styles" / name).write_text('<svg fill="#123456"/>')
    job = made(project).job
    assert str(job.written_at((0x12, 0x34, 0x56))).startswith("styles/aaa.svg")
    leaf = route.Leaf(b"", 1, (), (), (str(project.root / "styles" / "used.svg"),))
    job = route._as_read(leaf, job)
    assert str(job.written_at((0x12, 0x34, 0x56))) == "styles/used.svg:1:12"
    assert job.written_at((1, 2, 3)) is None
