"""The HTML report, opened as HR opens it: in a browser, without a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest

from brochure.finding import Status, Words
from brochure.preflight import facts as f
from brochure.preflight.measuring.codes import Codes
from brochure.preflight.report import page as report_page
from brochure.preflight.report import places
from brochure.preflight.report.verdicts import Outcome, Report, Verdict
from brochure.preflight.rule import NotMeasured, Offence, Rule, rules
from brochure.preflight.subject import Subject
from brochure.product.formats import FORMATS
from brochure.product.units import pt
from brochure.shop import printers

pytestmark = pytest.mark.slow

HOME = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

EVIL = "<script>document.title='pwned'</script>{{ 7*7 }}{% raw %}\u202e\x00"
NIGHT = f.Colour("DeviceCMYK", (1.0, 0.88, 0.32, 0.38))
HEAVY = f.Colour("DeviceCMYK", (1.0, 1.0, 1.0, 0.5))
BLACK = f.Colour("DeviceGray", (0.0,))
MARKS = f.Colour("DeviceCMYK", (1.0, 1.0, 1.0, 1.0))
PLAIN = f.State()


class FlatPlates:
    """A night sky on every page, nothing else."""

    method = "own"
    dpi = 36

    def begin(self) -> None:
        pass

    def close(self) -> None:
        pass

    def page(self, number: int) -> numpy.ndarray:
        pixels = numpy.zeros((429, 306, 4), numpy.uint8)
        pixels[:120] = (100, 88, 32, 38)
        pixels[300:320, 40:90] = (100, 100, 100, 50)
        return pixels

    def origin_mm(self, number: int) -> tuple[float, float]:
        return -3.0, -3.0


class NoPlates(FlatPlates):
    """What a machine without Ghostscript has for a file of another program."""

    def page(self, number: int) -> numpy.ndarray:
        raise NotMeasured(
            Words("Ghostscript がないため測れません", "there is no Ghostscript here")
        )


def text(words: str, box: f.Box, fill: f.Colour) -> f.Text:
    return f.Text(box, words, "Noto", 9, len(words), 0, 0, 0, fill, None, PLAIN)


def a_page(number: int = 1, **more: Any) -> f.Page:
    """A4 with 3 mm of bleed and 13 mm of slug."""
    edge, trim, media = pt(13), pt(16), (pt(242), pt(329))
    bleed = (edge, edge, media[0] - edge, media[1] - edge)
    cut = (trim, trim, media[0] - trim, media[1] - trim)
    boxes = {"MediaBox": (0.0, 0.0, *media), "BleedBox": bleed, "TrimBox": cut}
    given: dict[str, Any] = {
        "texts": (
            text(EVIL, f.Box(20, 40, 90, 44), BLACK),
            text("夜空", f.Box(20, 60, 90, 64), HEAVY),
        ),
        "paths": (
            f.Path(f.Box(-3, -3, 213, 80), NIGHT, None, None, None, PLAIN),
            f.Path(f.Box(-13, 0, -4, 0), None, MARKS, 0.3, None, PLAIN),
        ),
        "images": (
            f.Image(
                f.Box(100, 100, 160, 140), "/Im1", (300, 200), 127.0, 8, "DeviceRGB",
                ("/DCTDecode",), 62, "image", PLAIN,
            ),
        ),
    }  # fmt: skip
    return f.Page(number, boxes, 0, 1.0, **{**given, **more})


def a_rule(code: str, ja: str, en: str) -> Rule:
    return Rule(
        code,
        Words(ja, en),
        Words("印刷したあとでは直せません。", "It cannot be mended after printing."),
        "alps-pps",
        Status.FAIL,
        lambda subject: iter(()),
    )


SMALL = a_rule("text.small", "文字が小さすぎます", "The type is too small")
COARSE = a_rule("image.coarse", "画像が粗いです", "The image is coarse")
PDFX = a_rule("pdfx.missing", "PDF/X ではありません", "It is no PDF/X")
QR = a_rule("qr.unreadable", "QR コードを読めません", "The QR code cannot be read")
FONTS = a_rule("fonts.missing", "フォントの埋め込み", "Embedded fonts")

SMALLS = Offence(
    Status.FAIL,
    Words(f"「{EVIL}」は 4.2 pt です", f"“{EVIL}” is 4.2 pt"),
    Words("6 pt 以上にしてください", "make it 6 pt or more"),
    1,
    f.Box(20, 40, 90, 44),
    "/Font<b>",
    "4.2 pt",
    "6 pt",
)


def verdicts(*told: tuple[Rule, Outcome, tuple[Offence, ...]]) -> tuple[Verdict, ...]:
    return tuple(Verdict(rule, outcome, found) for rule, outcome, found in told)


def a_report(*found: Verdict, plates: Any = None, **more: Any) -> Report:
    given: dict[str, Any] = {
        "name": f"leaflet{EVIL}.pdf",
        "size": 1_048_576,
        "version": "1.6",
        "pages": (a_page(1), a_page(2)),
        "fonts": (f.Font(f"ABCDEF+{EVIL}", "Type0", False, True, "", False, (1, 2)),),
        "intents": (
            f.Intent("GTS_PDFX", "FOGRA39", "", EVIL, True, 4, "prtr", "CMYK"),
        ),
        "info": {"Title": EVIL},
        "xmp": {"pdfxid:GTS_PDFXVersion": "PDF/X-4"},
        "has_id": True,
        "damage": (EVIL,),
    }
    facts = f.Facts(**{**given, **more})
    house = printers.load("", HOME)
    codes = Codes(Path("none.pdf"), facts)
    subject = Subject(facts, house, plates or FlatPlates(), codes, FORMATS["A4"], 2)
    return Report(subject, found)


def write(report: Report, file: Path, lang: str) -> None:
    file.write_text(report_page.html(report, lang), encoding="utf-8")


@pytest.fixture
def three() -> Report:
    """Two places that stop the press, a warning, and one thing of each other kind."""
    file_wide = Offence(Status.FAIL, Words("PDF/X-4 と書かれていません", "not said"))
    coarse = replace(
        SMALLS,
        status=Status.WARN,
        message=Words("画像は 127 ppi です", "the image has 127 ppi"),
        page=2,
        box=f.Box(100, 100, 160, 140),
    )
    return a_report(
        *verdicts(
            (COARSE, "warn", (coarse,)),
            (FONTS, "pass", ()),
            (SMALL, "fail", (SMALLS,)),
            (PDFX, "fail", (file_wide,)),
        ),
        Verdict(QR, "skip", (), Words("zxing-cpp がありません", "no zxing-cpp here")),
    )


# --- The words -------------------------------------------------------------------


def test_the_verdict_is_one_sentence_that_counts_what_to_mend(three: Report) -> None:
    page = report_page.html(three, "ja")
    assert "2 か所を直してください" in page
    assert "Please mend 2 places" in page
    tally = re.findall(r'<li class="([a-z]+)"><span[^>]*>.</span><b>(\d+)</b>', page)
    assert tally == [("fail", "2"), ("warn", "1"), ("skip", "1"), ("pass", "1")]


def test_a_clean_file_is_told_to_go() -> None:
    page = report_page.html(a_report(*verdicts((FONTS, "pass", ()))), "ja")
    assert "このまま入稿できます" in page
    assert "直すところも、気になるところもありません" in page


def test_a_file_that_was_not_measured_whole_is_not_called_clean() -> None:
    report = a_report(Verdict(QR, "skip", (), Words("ない", "none")))
    page = report_page.html(report, "ja")
    assert "測れた範囲では入稿できます（1 項目は測れませんでした）" in page
    assert "このまま入稿できます" not in page


def test_a_bug_of_ours_is_not_a_pass() -> None:
    report = a_report(Verdict(QR, "error", (), Words("KeyError", "KeyError")))
    assert "合否を決められません" in report_page.html(report, "ja")


def test_what_stops_the_press_comes_before_warnings(three: Report) -> None:
    titles = re.findall(r'aria-label="([a-z]+\.[a-z]+)"', report_page.html(three, "ja"))
    assert titles == ["text.small", "pdfx.missing", "image.coarse"]


def test_the_file_is_described_in_millimetres(three: Report) -> None:
    page = report_page.html(three, "en")
    for words in ("A4, 210 × 297 mm", "3 mm on all sides", "PDF/X-4", "FOGRA39"):
        assert words in page


def test_every_ink_has_its_four_numbers_and_their_sum(three: Report) -> None:
    found = report_page.swatches(three.subject.facts, three.subject.printer.icc)
    assert [(s.cmyk, s.total, s.slug) for s in found if s.cmyk] == [
        ((0, 0, 0, 100), 100, False),
        ((100, 100, 100, 50), 350, False),
        ((100, 88, 32, 38), 258, False),
        ((100, 100, 100, 100), 400, True),
    ]
    assert [s.screen for s in found][:1] == ["#000000"]


def test_marks_outside_the_bleed_are_not_called_too_much_ink(three: Report) -> None:
    page = report_page.html(three, "en")
    assert '<td class="n over"><b>350</b>' in page
    assert '<td class="n"><b>400</b>' in page


# --- Files that mean harm, and large ones ----------------------------------------


def test_nothing_from_the_file_becomes_markup(three: Report) -> None:
    page = report_page.html(three, "ja")
    assert page.count("<script>") == 1
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "\u202e" not in page
    assert "\x00" not in page


def test_a_lone_surrogate_in_a_title_does_not_keep_the_report_from_being_written(
    tmp_path: Path,
) -> None:
    write(a_report(info={"Title": "\ud800x"}), tmp_path / "r.html", "ja")
    assert "�x" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_thousand_places_a_page_are_outlined_and_the_rest_counted() -> None:
    many = tuple(SMALLS for _ in range(1_234))
    page = report_page.html(a_report(*verdicts((SMALL, "fail", many))), "ja")
    assert page.count('class="outline"') == places.MOST_ON_A_PAGE
    assert "ほかに 234 か所あります" in page
    assert "1,234 か所を直してください" in page


@pytest.mark.parametrize(
    "box",
    [
        f.Box(float("nan"), 0, 1, 1),
        f.Box(0, 0, float("inf"), 1),
        f.Box(0, 0, 1e12, 1),
        None,
    ],
)
def test_a_place_that_is_nowhere_is_listed_without_an_outline(
    box: f.Box | None,
) -> None:
    nowhere = replace(SMALLS, box=box)
    page = report_page.html(a_report(*verdicts((SMALL, "fail", (nowhere,)))), "ja")
    assert 'class="outline"' not in page
    assert "4.2 pt" in page


def test_numbers_that_are_none_do_not_stop_the_report() -> None:
    nan, inf = float("nan"), float("inf")
    nowhere = f.Box(nan, -inf, inf, 1e300)
    odd = f.Colour("DeviceCMYK", (nan, inf, -5, 1e300))
    wild = replace(
        a_page(),
        boxes={"MediaBox": (0, 0, inf, nan), "TrimBox": (0, 0, 1e300, 5)},
        paths=(f.Path(nowhere, odd, None, None, None, PLAIN),),
        images=(replace(a_page().images[0], box=nowhere, ppi=inf),),
    )
    page = report_page.html(a_report(pages=(wild,)), "ja")
    views = re.findall(r'viewBox="([^"]+)"', page)
    assert [v for v in views if re.search("nan|inf|e", v)] == []


def test_a_hairline_gets_an_outline_that_can_be_seen() -> None:
    box = places.outline(f.Box(10, 10, 60, 10))
    assert box is not None
    assert box.height == pytest.approx(places.LEAST_MM)
    assert box.width == pytest.approx(50)


def test_a_page_without_boxes_is_shown_all_the_same() -> None:
    bare = replace(a_page(), boxes={})
    page = report_page.html(a_report(pages=(bare,), plates=NoPlates()), "ja")
    assert "215.9 × 279.4 mm" in page


def test_a_book_of_many_pages_stays_small_enough_to_be_sent() -> None:
    book = tuple(a_page(number) for number in range(1, 301))
    page = report_page.html(a_report(pages=book), "ja")
    assert page.count("<image ") == 6 * 24
    assert "ページが多いため" in page
    assert "ほか 100 ページ" in page
    assert len(page) < 6_000_000


def test_where_nothing_can_separate_the_file_the_reason_and_the_outlines_stay(
    three: Report,
) -> None:
    report = replace(three, subject=replace(three.subject, plates=NoPlates()))
    page = report_page.html(report, "ja")
    assert "Ghostscript がないため測れません" in page
    assert "<image " not in page
    assert page.count('class="outline"') == 2


# --- In a browser ----------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing")
        pytest.skip("chromium is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Any, three: Report, tmp_path: Path) -> Iterator[Any]:
    """The report in the browser; an error, or a request beyond the file, fails."""
    file = tmp_path / "報告.html"
    write(three, file, "ja")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text))
    page.on(
        "request",
        lambda request: (
            None
            if request.url == file.as_uri() or request.url.startswith("data:")
            else troubles.append(request.url)
        ),
    )
    page.goto(file.as_uri())
    yield page
    context.close()
    assert troubles == []


def test_the_report_opens_without_an_error_and_asks_nothing_of_the_network(
    opened: Any,
) -> None:
    assert opened.locator("h1").inner_text().endswith("2 か所を直してください")


def test_the_policy_lets_no_other_script_run(browser: Any, three: Report) -> None:
    page = browser.new_context().new_page()
    evil = (
        "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'"
    )
    html = report_page.html(three, "ja").replace("</main>", evil + "</script></main>")
    page.set_content(html)
    page.wait_for_timeout(100)
    assert page.title() != "pwned"
    page.context.close()


def test_a_script_in_a_title_is_read_as_text(opened: Any) -> None:
    assert "<script>document.title='pwned'</script>{{ 7*7 }}" in opened.title()
    assert opened.locator(".facts").inner_text().count("<script>") >= 2


def test_clicking_a_finding_shows_its_place_on_the_page(opened: Any) -> None:
    opened.set_viewport_size({"width": 390, "height": 700})
    opened.locator("#f3 .where a").click()
    outline = opened.locator("#o3 .outline")
    opened.wait_for_function(
        "() => { const b = document.querySelector('#o3').getBoundingClientRect();"
        " return b.top >= 0 && b.bottom <= innerHeight }"
    )
    assert outline.evaluate("e => getComputedStyle(e).strokeWidth") == "4px"
    # Where it should be: 100–160 mm of the page that is 224 mm wide with its surround.
    stage = opened.locator("#page-2 .stage").bounding_box()
    box = outline.bounding_box()
    assert (box["x"] - stage["x"]) / stage["width"] == pytest.approx(
        107 / 224, abs=0.01
    )
    assert box["width"] / stage["width"] == pytest.approx(60 / 224, abs=0.015)


def test_an_outline_leads_back_to_its_finding_and_both_light_up(opened: Any) -> None:
    opened.locator("#o1 .outline").hover()
    assert "lit" in opened.locator("#f1").get_attribute("class")
    opened.mouse.move(0, 0)
    assert "lit" not in opened.locator("#f1").get_attribute("class")
    opened.locator("#f1 .number").hover()
    assert "lit" in opened.locator("#o1").get_attribute("class")
    opened.locator("#o1 .outline").click()
    assert opened.url.endswith("#f1")
    opened.locator("#f1.held").wait_for(timeout=2_000)


def test_places_switched_off_come_back_when_one_is_asked_for(opened: Any) -> None:
    opened.locator("label[for=places-1]").click()
    assert not opened.locator("#o1").is_visible()
    opened.locator("#f1 .number").click()
    opened.locator("#o1 .outline").wait_for(timeout=2_000)


def test_the_language_can_be_switched(opened: Any) -> None:
    title = opened.locator("h1")
    assert "直してください" in title.inner_text()
    opened.locator("label[for=lang-en]").click()
    assert "Please mend 2 places" in title.inner_text()
    assert "直して" not in opened.locator("main").inner_text()
    assert opened.evaluate("document.documentElement.lang") == "en"
    assert opened.title().startswith("Preflight leaflet")


def test_plates_and_languages_can_be_chosen_without_scripts(
    browser: Any, three: Report, tmp_path: Path
) -> None:
    write(three, tmp_path / "r.html", "en")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "r.html").as_uri())
    assert "Please mend" in page.locator("h1").inner_text()
    page.locator("label[for=layer-1-k]").click()
    assert page.locator("#page-1 .layer.k").is_visible()
    assert not page.locator("#page-1 .layer.proof").is_visible()
    page.locator("label[for=lang-ja]").click()
    assert "直してください" in page.locator("h1").inner_text()
    context.close()


def test_everything_can_be_reached_with_the_keyboard(opened: Any) -> None:
    reached = set()
    for _ in range(40):
        opened.keyboard.press("Tab")
        reached.add(
            opened.evaluate("document.activeElement.id || document.activeElement.hash")
        )
    assert {"#findings", "lang-ja", "#o1", "layer-1-proof", "o1", "guides-1"} <= reached


def test_every_control_has_a_name(opened: Any) -> None:
    nameless = opened.evaluate(
        "[...document.querySelectorAll('input')].filter(i => !i.labels.length).length"
    )
    assert nameless == 0
    tree = opened.locator("body").aria_snapshot()
    for role in ("banner", "main", "contentinfo", "heading", "radio", "table"):
        assert role in tree


def test_a_telephone_need_not_scroll_sideways(opened: Any) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scripts", [True, False])
def test_the_print_has_all_findings_folded_or_not(
    browser: Any, tmp_path: Path, scripts: bool
) -> None:
    found = tuple(
        replace(SMALLS, message=Words(f"finding-{n:03}.", f"finding-{n:03}."))
        for n in range(30)
    )
    report = a_report(*verdicts((SMALL, "fail", found), (FONTS, "pass", ())))
    write(report, tmp_path / "r.html", "en")
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto((tmp_path / "r.html").as_uri())
    page.pdf(path=tmp_path / "r.pdf", prefer_css_page_size=True)
    context.close()
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing")
    words = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "r.pdf", "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert {f"finding-{n:03}." for n in range(30)} <= set(
        re.findall(r"finding-\d+\.", words)
    )
    assert "Embedded fonts" in words


# --- Which PDF/X it is -----------------------------------------------------------


@pytest.mark.parametrize(
    ("info", "xmp", "said"),
    [
        ({}, {"pdfxid:GTS_PDFXVersion": "PDF/X-4"}, "PDF/X-4"),
        (
            {
                "GTS_PDFXVersion": "PDF/X-1:2001",
                "GTS_PDFXConformance": "PDF/X-1a:2001",
            },
            {},
            "PDF/X-1a:2001",
        ),
        ({"GTS_PDFXVersion": "PDF/X-3:2002"}, {}, "PDF/X-3:2002"),
        ({}, {}, ""),
    ],
)
@pytest.mark.parametrize("shop", ["house", "x1a-jc200103"])
def test_the_page_and_the_rule_say_the_same_of_which_pdfx_it_is(
    info: dict[str, str], xmp: dict[str, str], said: str, shop: str
) -> None:
    report = a_report(info=info, xmp=xmp)
    subject = replace(report.subject, printer=printers.load(shop, HOME))
    (rule,) = (rule for rule in rules() if rule.code == "pdfx.unidentified")
    wanted = f"PDF/{subject.printer.pdfx}"
    told = [offence.value for offence in rule.check(subject)]
    assert told == ([] if said.startswith(wanted.removesuffix(":2001")) else [said])
    shown = re.search(
        r"Flavour.*?<dd>(.*?) <small>", report_page.html(report, "en"), re.DOTALL
    )
    assert shown
    assert (said or "not PDF/X") in shown[1]
