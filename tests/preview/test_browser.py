"""What a designer and an HR person see and do, in a real browser."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from .conftest import Preview, until

pytestmark = pytest.mark.slow


def sheets(page: Any) -> bytes:
    """The desk as it looks now."""
    picture: bytes = page.locator("#desk").screenshot()
    return picture


def drawn(page: Any, number: int = 1) -> str:
    key: str = page.locator(f'.sheet[data-page="{number}"]').get_attribute("data-drawn")
    return key


def redrawn(page: Any, old: str, number: int = 1) -> None:
    """Wait for another picture of the page."""
    sheet = f'.sheet[data-page="{number}"]'
    page.wait_for_selector(f'{sheet}[data-drawn]:not([data-drawn="{old}"])')


def fits(page: Any) -> bool:
    """The first page stands whole on the desk."""
    desk, sheet = (
        page.locator(name).bounding_box() for name in ("#desk", ".sheet >> nth=0")
    )
    bottom: bool = sheet["y"] + sheet["height"] < desk["y"] + desk["height"]
    return bottom and sheet["y"] > desk["y"]


def test_every_output_has_a_tab_and_every_page_a_picture(page: Any) -> None:
    names = page.locator("#outputs button").all_text_contents()
    assert names == [
        "leaflet-press.pdf",
        "leaflet-office.pdf",
        "leaflet-screen.pdf",
        "poster-b2-press.pdf",
    ]
    assert page.locator(".sheet").count() == 2
    page.click("text=poster-b2-press.pdf")
    page.wait_for_selector('.sheet[data-output="poster-b2-press.pdf"][data-drawn]')
    assert page.locator(".sheet").count() == 1


def test_a_saved_style_appears(page: Any, preview: Preview) -> None:
    before, old, back = sheets(page), drawn(page), drawn(page, 2)
    style = preview.style.read_text()
    preview.style.write_text(style.replace("font-size: 46pt", "font-size: 40pt"))
    redrawn(page, old)
    assert sheets(page) != before
    assert drawn(page, 2) == back  # its layout did not change


@pytest.mark.parametrize("guide", ["trim", "bleed", "safe", "columns", "lines"])
def test_a_guide_is_drawn_and_taken_away(page: Any, guide: str) -> None:
    page.wait_for_selector(".words button")
    before = sheets(page)
    page.click(f"[data-guide={guide}]")
    page.wait_for_selector(
        {"columns": ".leading", "lines": ".line"}.get(guide, f"svg .{guide}"),
        state="attached",
    )
    page.mouse.move(0, 0)
    assert sheets(page) != before
    page.keyboard.press(
        {"trim": "t", "bleed": "b", "safe": "s", "columns": "g", "lines": "l"}[guide]
    )
    page.wait_for_selector(f'[data-guide={guide}][aria-pressed="false"]')
    assert sheets(page) == before


def test_guides_stand_where_they_are_on_paper(page: Any) -> None:
    page.click("[data-guide=safe]")
    rect = page.locator("svg .safe").first
    sides = {side: float(rect.get_attribute(side)) for side in ("x", "y", "width")}
    assert sides["x"] == pytest.approx(3 + 10, abs=0.01)
    assert sides["y"] == pytest.approx(3 + 10, abs=0.01)
    assert sides["width"] == pytest.approx(210 - 20, abs=0.01)


def test_folds_of_both_directions_are_drawn_front_and_back(
    page: Any, preview: Preview
) -> None:
    content = preview.content.read_text(encoding="utf-8")
    listed = "{piece: leaflet, target: press}"
    assert listed in content
    folded = listed.replace("press", "press, fold: cross")
    folded = content.replace(listed, f"{listed}\n  - {folded}")
    preview.content.write_text(folded, encoding="utf-8")
    page.wait_for_selector("text=leaflet-cross-press.pdf")
    page.click("text=leaflet-cross-press.pdf")
    page.wait_for_selector('.sheet[data-output="leaflet-cross-press.pdf"][data-drawn]')
    page.click("[data-guide=trim]")
    page.wait_for_selector("svg .fold", state="attached")
    for number, mountains in ((1, 3), (2, 1)):
        sheet = page.locator(f'.sheet[data-page="{number}"]')
        ends = [one.get_attribute("d") for one in sheet.locator("svg .fold").all()]
        found = [[float(n) for n in re.findall(r"[\d.]+", end)] for end in ends]
        assert found == [
            pytest.approx(half, abs=0.01)
            for half in (
                (108, 3, 0, 148.5), (108, 151.5, 0, 148.5),
                (3, 151.5, 105, 0), (108, 151.5, 105, 0),
            )
        ]  # fmt: skip
        assert sheet.locator("svg .fold.mountain").count() == mountains


def test_broken_yaml_is_explained_over_the_last_good_page(
    page: Any, preview: Preview, run: Any
) -> None:
    old = drawn(page)
    words = preview.content.read_text()
    preview.content.write_text(words.replace("slogan:", "slogun:"))
    page.wait_for_selector("#errors:not([hidden])")
    shown = page.locator("#errors p").all_text_contents()
    said = run("build", "--content", preview.content, "--lang", "en").stderr
    assert [line for line in said.splitlines() if "[content." in line] == shown
    assert "content.yaml:" in shown[0]
    assert drawn(page) == old
    until(lambda: fits(page), bool)
    preview.content.write_text(words)
    page.wait_for_selector("#errors", state="hidden")
    until(lambda: fits(page), bool)


def test_a_broken_style_is_a_finding_and_the_rest_is_drawn(
    page: Any, preview: Preview
) -> None:
    old = drawn(page)
    style = preview.style.read_text()
    preview.style.write_text(
        style.replace("font-size: 46pt", "font-szie: 1pt; font-size: 41pt")
    )
    redrawn(page, old)
    finding = page.locator("#findings .warn").first
    assert "leaflet.css:" in finding.text_content()
    assert "font-szie" in finding.text_content()


def test_words_are_changed_where_they_stand(page: Any, preview: Preview) -> None:
    old = drawn(page)
    before = preview.content.read_text()
    page.click('[data-path="slogan"]')
    page.wait_for_selector("#editor[open]")
    assert page.input_value("#text") == "“太陽の沈まない職場”"
    page.fill("#text", "“眠らない職場”")
    page.keyboard.press("Enter")
    redrawn(page, old)
    page.wait_for_selector("#editor", state="hidden")
    after = preview.content.read_text()
    assert after == before.replace(
        "slogan: “太陽の沈まない職場”", "slogan: “眠らない職場”"
    )
    assert after.count("#") == before.count("#")


def test_a_word_that_will_not_do_is_refused_in_words(
    page: Any, preview: Preview
) -> None:
    before = preview.content.read_text()
    page.click('[data-path="slogan"]')
    page.wait_for_selector("#editor[open]")
    page.fill("#text", "**開いたまま")
    page.click("[data-save]")
    page.wait_for_selector("#editor [role=alert] p")
    assert "[content.strong-unclosed]" in page.text_content("#editor [role=alert]")
    assert preview.content.read_text() == before
    page.click("#editor [data-cancel]")


def test_an_edit_of_what_has_changed_since_is_refused(
    page: Any, preview: Preview
) -> None:
    page.click('[data-path="slogan"]')
    page.wait_for_selector("#editor[open]")
    words = preview.content.read_text()
    preview.content.write_text(words.replace("沈まない職場”\n", "沈まぬ職場”\n"))
    page.fill("#text", "“眠らない職場”")
    page.click("[data-save]")
    page.wait_for_selector("#editor [role=alert] p")
    assert "[content.stale]" in page.text_content("#editor [role=alert]")
    assert "沈まぬ職場" in preview.content.read_text()
    page.click("#editor [data-cancel]")


def test_markup_that_somebody_typed_stays_text(page: Any, preview: Preview) -> None:
    dialogs: list[Any] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    old = drawn(page)
    typed = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    words = preview.content.read_text()
    preview.content.write_text(
        words.replace("slogan: “太陽の沈まない職場”", f"slogan: '{typed}'")
    )
    redrawn(page, old)
    page.click("[data-guide=lines]")
    page.locator('[data-path="slogan"]').first.click()
    page.wait_for_selector("#editor[open]")
    assert page.input_value("#text") == typed
    page.click("#editor [data-cancel]")
    assert page.locator("#desk script, #findings script, #findings img").count() == 0
    assert dialogs == []


def test_eight_hundred_per_cent_is_sharp(page: Any) -> None:
    for _ in range(20):
        page.keyboard.press("+")
    page.wait_for_selector("text=800 %")
    page.wait_for_selector(".part")
    width = page.evaluate("document.querySelector('.part').naturalWidth")
    shown = page.evaluate(
        "document.querySelector('.part').getBoundingClientRect().width"
    )
    assert width >= 0.98 * shown


def test_actual_size_is_a_millimetre_to_the_millimetre(page: Any) -> None:
    page.keyboard.press("1")
    width = page.evaluate(
        "document.querySelector('.sheet').getBoundingClientRect().width"
    )
    assert width == pytest.approx(216 * 96 / 25.4, abs=1)


def test_the_page_before_the_last_save_slides_over_it(
    page: Any, preview: Preview
) -> None:
    old = drawn(page)
    style = preview.style.read_text()
    preview.style.write_text(style.replace("font-size: 46pt", "font-size: 30pt"))
    redrawn(page, old)
    after = sheets(page)
    page.locator("#compare").fill("100")
    page.wait_for_selector(".before")
    assert page.get_attribute(".before", "src") == f"/picture/{old}"
    until(lambda: sheets(page), lambda now: now != after)


def test_everything_can_be_reached_with_the_keyboard(page: Any) -> None:
    page.keyboard.press("]")
    page.wait_for_selector('[role=tab][aria-selected=true]:text("leaflet-office.pdf")')
    page.keyboard.press("[")
    page.wait_for_selector('[role=tab][aria-selected=true]:text("leaflet-press.pdf")')
    page.wait_for_selector('[data-path="slogan"]')
    page.locator('[data-path="slogan"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#editor[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#editor", state="hidden")


def test_both_languages_are_spoken(page: Any) -> None:
    assert page.text_content("#build") == "Build PDFs"
    page.click("#language")
    assert page.text_content("#build") == "PDF を作る"
    assert page.text_content("[data-guide=trim]") == "仕上がり"
    page.click("#language")


def test_the_files_are_built_and_downloaded(page: Any, preview: Preview) -> None:
    page.click("#build")
    page.wait_for_selector("#built li", timeout=60_000)
    assert "leaflet-press.pdf" in page.text_content("#built pre")
    status, data = preview.get("/file/leaflet-press.pdf?download")
    assert status == 200
    assert data == (preview.folder / "out" / "leaflet-press.pdf").read_bytes()
    page.click("#built [data-cancel]")


def test_a_burst_of_saves_ends_with_the_last(page: Any, preview: Preview) -> None:
    style = preview.style.read_text()
    old = drawn(page)
    version = preview.state()["version"]
    for size in range(20, 46):
        preview.style.write_text(style.replace("46pt", f"{size}pt"))
        page.wait_for_timeout(10)
    redrawn(page, old)
    preview.settled()
    last = preview.keys()
    assert preview.state()["version"] - version < 26
    preview.style.write_text(style.replace("46pt", "44pt"))
    until(preview.keys, lambda keys: keys != last)
    preview.style.write_text(style.replace("46pt", "45pt"))
    until(preview.keys, lambda keys: keys == last)


def test_no_request_leaves_the_machine(page: Any, preview: Preview) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_selector(".sheet[data-drawn]")
    assert asked
    assert all(url.startswith((preview.origin, "data:")) for url in asked)


def test_the_state_is_small(preview: Preview) -> None:
    assert len(json.dumps(preview.state())) < 20_000
