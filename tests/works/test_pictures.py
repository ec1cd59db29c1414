"""A picture's fault is said once, by its name, where somebody has asked for it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from brochure.commands.main import main
from brochure.content import load
from brochure.finding import Finding, Mark, Spot, Status, Words
from brochure.finishing import Finished
from brochure.works import placing, route
from tests.conftest import HOME

SAID = Finding(
    Status.WARN, "picture.coarse", Words("粗い", "coarse"), subject="pictures/a.jpg"
)
DONE = Finished((b"",), (SAID,), ((2, (10.0, 20.0, 60.0, 50.0), SAID),))


def seen(status: Status, page: int, x: float) -> Finding:
    return Finding(status, "images.coarse", Words("粗", "c"), at=Spot(page, x, 20))


def test_what_the_shop_sees_of_a_named_picture_is_not_said_again() -> None:
    found, checked = route.named(DONE, (seen(Status.WARN, 2, 10),))
    assert (found, checked) == ((SAID,), ())


def test_what_the_shop_refuses_is_refused_by_name() -> None:
    found, (refused,) = route.named(DONE, (seen(Status.FAIL, 2, 10),))
    assert found == ()
    assert (refused.status, refused.code) == (Status.FAIL, "images.coarse")
    assert (refused.subject, refused.message) == (SAID.subject, SAID.message)


def test_a_picture_that_nobody_knows_is_told_as_the_shop_sees_it() -> None:
    others = (seen(Status.WARN, 1, 10), seen(Status.WARN, 2, 90))
    assert route.named(DONE, others) == ((SAID,), others)


def test_a_picture_is_found_at_the_line_of_content_yaml_that_names_it(
    tmp_path: Path,
) -> None:
    text = (HOME / "content.yaml").read_text(encoding="utf-8")
    old = "title:"
    path = tmp_path / "content.yaml"
    at = text.index(old)
    line = text.count("\n", 0, at) + 1
    value = text[at + len(old) :].split("\n")[0].strip()
    path.write_text(text, encoding="utf-8")
    named = Finding(Status.WARN, "picture.coarse", Words("", ""), subject=value)
    (found,) = placing.placed([named], load(path).places)
    assert isinstance(found.at, Mark)
    assert found.at.line == line


@pytest.mark.slow
def test_a_build_names_the_picture_its_size_and_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(HOME / "content.yaml", tmp_path)
    shutil.copytree(HOME / "styles", tmp_path / "styles")
    file = io.BytesIO()
    Image.effect_noise((640, 480), 60).save(file, "JPEG")
    (tmp_path / "a.jpg").write_bytes(file.getvalue())
    sheet = tmp_path / "styles" / "leaflet.css"
    text = sheet.read_text(encoding="utf-8")
    photo = "url(../a.jpg) no-repeat 0 0/90mm 67.5mm"
    more = f".back .message {{ background: {photo} var(--night) }}\n"
    sheet.write_text(text + more, encoding="utf-8")
    line = text.count("\n") + 1
    order = ["build", "leaflet", "--target", "press", "--lang", "en"]
    order += ["--content", str(tmp_path), "--out", str(tmp_path / "out")]
    assert main(order) == 0
    said = capsys.readouterr()
    told = [one for one in (said.out + said.err).splitlines() if "coarse]" in one]
    assert told == [
        f"styles/leaflet.css:{line}:30: warning: a.jpg: 640 × 480 px on 90 × 67 mm "
        "is 181 ppi; 1241 × 931 px would do [picture.coarse]"
    ]
