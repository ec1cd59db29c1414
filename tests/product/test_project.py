"""No content, template or style sheet reads a file outside of the project."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest

from brochure import HOME
from brochure.finding import Stop
from brochure.product.project import LARGEST, Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "春の採用"
    (root / "art").mkdir(parents=True)
    (root / "art" / "a b.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("秘密")
    (tmp_path / "春の採用-2").mkdir()
    (tmp_path / "春の採用-2" / "x.svg").write_text("<svg/>")
    return Project(root)


def refused(project: Project, url: str) -> str:
    with pytest.raises(Stop) as stop:
        project.path_of(url)
    (finding,) = stop.value.findings
    return finding.code


def test_files_of_the_project_are_read_by_path_or_url(project: Project) -> None:
    path = project.root / "art" / "a b.svg"
    for url in (
        "art/a b.svg",
        "./art/../art/a b.svg",
        str(path),
        path.as_uri(),
        path.as_uri().replace("file:///", "file://localhost/"),
        path.as_uri().replace("file:///", "FILE:///"),
        path.as_uri() + "?v=1#sun",
    ):
        assert project.path_of(url) == path.resolve()


@pytest.mark.parametrize("folder", ["styles", "fonts"])
def test_what_brochure_brings_is_read_too(project: Project, folder: str) -> None:
    path = next(path for path in sorted((HOME / folder).iterdir()) if path.is_file())
    assert project.path_of(path.as_uri()) == path


@pytest.mark.parametrize(
    "url",
    [
        "../secret.txt",
        "art/../../secret.txt",
        "/etc/passwd",
        "file:///etc/passwd",
        "file:/etc/passwd",
        "../春の採用-2/x.svg",
        str(HOME / "content.yaml"),
        (HOME / "styles" / ".." / "content.yaml").as_uri(),
        "file:///proc/self/environ",
    ],
)
def test_a_file_outside_is_refused(project: Project, url: str) -> None:
    assert refused(project, url) == "project.outside"


def test_an_encoded_way_out_is_a_way_out(project: Project) -> None:
    url = project.root.as_uri() + "/%2e%2e/secret.txt"
    assert refused(project, url) == "project.outside"


def test_a_link_that_leads_out_is_refused(project: Project) -> None:
    (project.root / "link.txt").symlink_to(project.root.parent / "secret.txt")
    (project.root / "way").symlink_to("/etc")
    assert refused(project, "link.txt") == "project.outside"
    assert refused(project, "way/passwd") == "project.outside"


def test_a_link_inside_leads_to_the_real_file(project: Project) -> None:
    (project.root / "link.svg").symlink_to("art/a b.svg")
    assert project.path_of("link.svg") == (project.root / "art" / "a b.svg").resolve()


def test_a_project_behind_a_link_is_a_project(project: Project, tmp_path: Path) -> None:
    (tmp_path / "now").symlink_to(project.root)
    found = Project(tmp_path / "now").path_of("art/a b.svg")
    assert found == (project.root / "art" / "a b.svg").resolve()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.svg",
        "http://169.254.169.254/",
        "ftp://example.com/a",
        "//example.com/a.svg",
        "file://example.com/etc/passwd",
        "data:text/plain,x",
        "jar:file:///etc/passwd",
    ],
)
def test_nothing_is_read_from_the_network(project: Project, url: str) -> None:
    assert refused(project, url) == "project.network"


@pytest.mark.parametrize("url", ["no.svg", "art", "", ".", "a\0b", "x" * 5000, "%00"])
def test_what_is_no_file_is_missing(project: Project, url: str) -> None:
    assert refused(project, url) == "project.missing"


def test_a_circle_of_links_is_missing(project: Project) -> None:
    (project.root / "a").symlink_to("b")
    (project.root / "b").symlink_to("a")
    assert refused(project, "a") == "project.missing"


def test_a_huge_file_is_refused_before_it_is_read(project: Project) -> None:
    with (project.root / "huge.png").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert refused(project, "huge.png") == "project.too-large"


def test_styles_of_the_project_go_before_ours(project: Project) -> None:
    assert project.style("page.css") == HOME / "styles" / "page.css"
    own = project.root / "styles" / "page.css"
    own.parent.mkdir()
    own.write_text("")
    assert project.style("page.css") == own
    assert project.style("type.css") == HOME / "styles" / "type.css"
    assert project.style("nowhere.css") == HOME / "styles" / "nowhere.css"
    assert project.styles()["styles/page.css"] == own
    assert project.styles()["styles/art/world-map.yaml"].is_relative_to(HOME)


@pytest.mark.parametrize("name", ["../secret.txt", "../../secret.txt", "x" * 300, "\0"])
def test_a_style_is_no_way_out(project: Project, name: str) -> None:
    (project.root / "styles").mkdir()
    path = str(project.style(name))
    assert refused(project, path) in ("project.outside", "project.missing")


def test_a_broken_url_is_refused_and_no_crash(project: Project) -> None:
    assert refused(project, "file://[::1") in ("project.missing", "project.network")


@pytest.mark.parametrize(("there", "asked"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_a_name_is_found_however_its_system_spells_it(
    project: Project, there: str, asked: str
) -> None:
    file = project.root / normalize(there, "ガラスの絵.svg")
    file.write_text("<svg/>")
    assert project.path_of(normalize(asked, "ガラスの絵.svg")) == file.resolve()


def test_another_spelling_is_no_way_out_of_the_project(project: Project) -> None:
    (project.root / normalize("NFD", "ガ")).symlink_to(project.root.parent)
    assert refused(project, "ガ/secret.txt") == "project.outside"
