"""A small project folder to set pages from, and a press that is silent or fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brochure import HOME
from brochure.product.project import Project
from brochure.shop.inks import Palette
from brochure.typeset import Typeset, typeset
from brochure.typeset.inside import replacing
from brochure.typeset.inside.engine import engine
from tests.typeset.trial import page

SET = Callable[..., Typeset]


@pytest.fixture(autouse=True)
def _nothing_gives_up(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A build goes on without Japanese composition where that fails; a test does too.

    But then it fails at its end, unless it is marked `gives_up`.
    """
    engine()  # before a test imports WeasyPrint by itself, with the machine's fonts
    complaints: list[str] = []
    left = replacing.complain

    def complain(name: str, error: Exception, arguments: tuple[object, ...]) -> bool:
        complaints.append(f"{name}: {error!r}")
        return left(name, error, arguments)

    monkeypatch.setattr(replacing, "complain", complain)
    yield
    if not request.node.get_closest_marker("gives_up"):
        assert complaints == []


@pytest.fixture(scope="session")
def palette(tmp_path_factory: pytest.TempPathFactory) -> Palette:
    """An ink called night, #…, besides black and paper."""
    file = tmp_path_factory.mktemp("inks") / "inks.yaml"
    file.write_text("ink: 0 0 0 100\nnight: 100 88 32 38\npaper: 0 0 0 0\n")
    return Palette.load(file, next((HOME / "brochure" / "icc").glob("*.icc")))


@pytest.fixture
def set_(tmp_path: Path, palette: Palette) -> SET:
    """Sets `body` in a small page; files of `tmp_path` can be linked."""

    def set_page(body: str, css: str = "", *, tagged: bool = False) -> Typeset:
        html = page(body, palette.css() + css)
        return typeset(html, Project(tmp_path), palette, tagged=tagged)

    return set_page


@pytest.fixture
def clean(set_: SET) -> SET:
    """As `set_`, but whatever WeasyPrint has to say fails the test."""

    def set_clean(body: str, css: str = "", *, tagged: bool = False) -> Typeset:
        page = set_(body, css, tagged=tagged)
        assert (page.findings, page.missing) == ((), ())
        return page

    return set_clean
