"""What only a press sees, on the screen of the designer."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from .conftest import Preview, until

pytestmark = pytest.mark.slow

LEAFLET = "leaflet-press.pdf"


def proof(preview: Preview) -> dict[str, Any]:
    """The press's verdict on the leaflet as it is now."""

    def of(state: dict[str, Any]) -> Any:
        (found,) = (o for o in state["outputs"] if o["name"] == LEAFLET)
        return not found["stale"] and found["proof"]

    found: dict[str, Any] = of(until(preview.state, of))
    return found


def layer(preview: Preview, name: str, page: int = 1) -> np.ndarray:
    status, data = preview.get(f"/layer/{LEAFLET}/{page}/{name}")
    assert status == 200
    return np.asarray(Image.open(io.BytesIO(data)))


def point(preview: Preview, page: int, x: float, y: float) -> dict[str, Any]:
    status, data = preview.get(f"/point/{LEAFLET}/{page}?x={x}&y={y}")
    assert status == 200
    found: dict[str, Any] = json.loads(data)
    return found


def at(picture: np.ndarray, x: float, y: float) -> int:
    """The darkest value within a millimetre of a point, in mm from the trim."""
    scale = picture.shape[1] / 216
    row, column = round((y + 3) * scale), round((x + 3) * scale)
    return int(picture[row - 3 : row + 4, column - 3 : column + 4].min())


def test_the_black_plate_has_the_words_and_a_tint_of_the_sky(preview: Preview) -> None:
    proof(preview)
    black, cyan = layer(preview, "k"), layer(preview, "c")
    assert at(cyan, 20, 15) == 0  # the sky is all cyan
    assert 255 - at(black, 20, 15) == pytest.approx(0.38 * 255, abs=3)
    words = black[round(0.82 * black.shape[0]) :]
    assert (words < 10).mean() > 0.01  # body type, in black alone
    assert (cyan[round(0.84 * cyan.shape[0]) :] < 255).mean() < 0.001


def test_more_ink_is_darker_on_the_heat_map(preview: Preview) -> None:
    proof(preview)
    heat = layer(preview, "heat").astype(int).sum(axis=2)
    sky, sun, paper = (at(heat, *place) for place in ((20, 15), (120, 70), (5, 292)))
    assert sky < sun < paper == 765


def test_the_proof_is_duller_on_paper(preview: Preview) -> None:
    proof(preview)
    screen, paper = layer(preview, "proof"), layer(preview, "paper")
    white = screen.reshape(-1, 3).max(axis=0)
    assert white.min() == 255
    assert paper.reshape(-1, 3).max(axis=0).min() < 250


def test_a_point_tells_its_inks_and_the_rule_that_painted_it(preview: Preview) -> None:
    proof(preview)
    sky = point(preview, 1, 20, 15)
    assert sky["cmyk"] == [100, 88, 32, 38]
    assert sky["ink"] == "night"
    style = (preview.folder / sky["origin"]["file"]).read_text().splitlines()
    assert "var(--night)" in style[sky["origin"]["line"] - 1]
    picture = point(preview, 2, 177, 262)
    assert picture["element"] == "img.qr"


def test_words_too_near_the_edge_are_found_at_their_place(preview: Preview) -> None:
    """The words are moved to the edge: the verdict on screen changes, with a place."""
    assert proof(preview)["passed"]
    style = preview.style.read_text()
    more = "\n.front .organization { position: absolute; left: 4mm; top: 4mm }\n"
    preview.style.write_text(style + more)
    found = until(
        lambda: proof(preview), lambda proof: not proof["passed"] or proof["findings"]
    )
    (place,) = (one for one in found["places"] if one["status"] == "fail")
    assert place["page"] == 1
    assert place["left"] < 3


def test_the_report_opens_and_allows_nothing_else(preview: Preview) -> None:
    proof(preview)
    status, html = preview.get(f"/report/{LEAFLET}?lang=en")
    assert status == 200
    assert b"Preflight" in html
    assert preview.get("/report/poster.pdf")[0] == 404


@pytest.mark.parametrize(
    "address",
    [
        "/layer/leaflet-press.pdf/1/x",
        "/layer/leaflet-press.pdf/9/k",
        "/layer/leaflet-screen.pdf/1/k",
        "/point/leaflet-press.pdf/1?x=nan&y=1",
        "/point/leaflet-press.pdf/1?x=9999&y=1",
        "/point/leaflet-press.pdf/1",
        "/room/leaflet-press.pdf/document.nothing",
        "/room/nothing.pdf/slogan",
    ],
)
def test_what_is_not_there_is_refused(preview: Preview, address: str) -> None:
    proof(preview)
    assert preview.get(address)[0] in (400, 404)


def test_the_room_left_for_words_is_true(preview: Preview) -> None:
    """So many characters more fit; with one more, the box must be set tighter."""
    status, data = preview.get(f"/room/{LEAFLET}/interview.body.0")
    assert status == 200
    room = json.loads(data)["room"]
    assert 0 < room < 256
    words = preview.content.read_text()
    first = "学ぶ貴重な経験を得られました。"
    for more, fits in ((room, True), (room + 1, False)):
        longer = first + "永" * more
        preview.content.write_text(words.replace(first, longer))
        until(lambda n=more: told(preview).count("永") - n, lambda rest: not rest)
        codes = {one["code"] for one in leaflet(preview)["findings"]}
        assert (not codes & {"box.overset", "box.fitted"}) is fits


def told(preview: Preview) -> str:
    """The words of the leaflet as it was laid out last."""
    preview.settled()
    lines = json.loads(preview.get(f"/anatomy/{LEAFLET}")[1])["lines"]
    return "".join(line["text"] for line in lines)


def leaflet(preview: Preview) -> dict[str, Any]:
    state = preview.settled()
    (found,) = (o for o in state["outputs"] if o["name"] == LEAFLET)
    return found


# --- In the browser --------------------------------------------------------------


def test_plates_and_colours_are_shown_over_the_page(page: Any) -> None:
    page.wait_for_selector("[data-layer=k]:enabled")
    seen = {page.locator("#desk").screenshot()}
    for name in ("k", "c", "heat", "proof", "paper"):
        page.click(f"[data-layer={name}]")
        page.wait_for_selector(f".sheet[data-layer={name}] .layer[data-shows^={name}]")
        page.wait_for_timeout(100)
        seen.add(page.locator("#desk").screenshot())
    assert len(seen) == 6
    page.click("[data-layer=screen]")
    assert page.locator(".layer").count() == 0


def test_a_click_asks_a_point(page: Any) -> None:
    page.wait_for_selector("[data-layer=k]:enabled")
    page.keyboard.press("i")
    box = page.locator('.sheet[data-page="1"]').bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    page.wait_for_selector("#probe .inks")
    assert "K 38" in page.locator("#probe .inks").text_content()
    assert "var(--night)" in page.locator("#probe .rule").text_content()
    page.keyboard.press("i")
    assert not page.locator("#probe").is_visible()


def test_the_verdict_has_a_way_to_the_report(page: Any) -> None:
    page.wait_for_selector("#verdict.good a")
    with page.context.expect_page() as opened:
        page.click("#verdict a")
    report = opened.value
    report.wait_for_load_state()
    assert report.locator("h1, h2").count() > 1


def test_the_editor_says_how_much_room_is_left(page: Any) -> None:
    page.wait_for_selector('[data-path="interview.body.0"]', state="attached")
    page.locator('[data-path="interview.body.0"]').first.click()
    count = page.locator("#editor output")
    until(count.text_content, lambda said: "room for" in said)
    room = int(count.text_content().split("room for ")[1].split()[0])
    page.locator("#editor textarea").press("End")
    page.keyboard.insert_text("国" * (room + 2))
    assert "2 too many" in count.text_content()
    page.keyboard.press("Escape")


def test_too_many_words_are_told_at_their_place(page: Any, preview: Preview) -> None:
    words = preview.content.read_text()
    preview.content.write_text(
        words.replace("学ぶ貴重な経験を", "学ぶ貴重な経験を" + "国" * 250)
    )
    page.wait_for_selector("svg .misfit", state="attached")
    said = page.locator("svg .label").first.text_content()
    assert "too many" in said
