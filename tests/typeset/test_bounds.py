"""A page that would never end is stopped, and says why."""

from __future__ import annotations

import gc
import signal
import threading
from time import perf_counter

import pytest

from brochure.finding import Stop
from brochure.typeset import placing, weasy
from brochure.typeset.inside import notices
from tests.typeset.conftest import SET

PARAGRAPH = "<p>外務省は世界中に200以上の公館を有し、約5700名の職員がいます。</p>"


def code(stop: pytest.ExceptionInfo[Stop]) -> str:
    return stop.value.findings[-1].code


def test_a_hundred_pages_are_set(clean: SET) -> None:
    body = "<p style='break-before: page'>門</p>" * notices.MAX_PAGES
    assert clean(body).pages == notices.MAX_PAGES


def test_a_hundred_and_one_are_too_many(set_: SET) -> None:
    with pytest.raises(Stop) as stop:
        set_("<p style='break-before: page'>門</p>" * (notices.MAX_PAGES + 1))
    assert code(stop) == "typeset.too-long"


def test_ten_thousand_pages_of_text_are_refused_at_once(set_: SET) -> None:
    start = perf_counter()
    with pytest.raises(Stop) as stop:
        set_(PARAGRAPH * 300_000)
    assert code(stop) == "typeset.too-long"
    assert perf_counter() - start < 5


def test_a_layout_that_takes_for_ever_is_stopped(
    set_: SET, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time for a flex column grows with the cube of its text."""
    set_("<p>門</p>")
    monkeypatch.setattr(weasy, "MAX_SECONDS", 0.3)
    start = perf_counter()
    with pytest.raises(Stop) as stop:
        set_(f"<div style='display:flex;flex-direction:column'>{PARAGRAPH * 300}</div>")
    assert code(stop) == "typeset.too-slow"
    assert perf_counter() - start < 5


def test_a_drawing_that_takes_for_ever_is_stopped(
    set_: SET, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint goes on after any error inside an SVG picture, even after an alarm."""
    set_("<p>門</p>")
    monkeypatch.setattr(weasy, "MAX_SECONDS", 0.3)
    uses = "".join(
        f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)
    )
    with pytest.raises(Stop) as stop:
        set_(f'<svg viewBox="0 0 9 9"><path id="a0" d="M0 0h9"/>{uses}</svg>')
    assert code(stop) == "typeset.too-slow"


def test_ctrl_c_is_heard_while_a_picture_is_drawn(
    set_: SET, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.svg import SVG

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(SVG, "draw_node", interrupted)
    with pytest.raises(KeyboardInterrupt):
        set_('<svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg>')


def test_the_alarm_and_the_collector_are_left_as_they_were(set_: SET) -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(Stop):
        set_("<p style='break-before: page'>門</p>" * (notices.MAX_PAGES + 1))
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert gc.isenabled()


def test_a_page_can_be_set_in_another_thread(set_: SET) -> None:
    pages = []
    thread = threading.Thread(target=lambda: pages.append(set_("<p>門</p>").pages))
    thread.start()
    thread.join()
    assert pages == [1]


def test_a_style_sheet_that_the_engine_breaks_down_on_is_a_finding(set_: SET) -> None:
    """WeasyPrint 70 crashes on device-cmyk() in a gradient."""
    gradient = "linear-gradient(device-cmyk(0 0 0 1), device-cmyk(1 0 0 0))"
    with pytest.raises(Stop) as stop:
        set_(f"<p style='background: {gradient}'>門</p>")
    assert code(stop) == "typeset.crash"


def test_markup_that_is_nested_too_deeply_is_a_finding(set_: SET) -> None:
    with pytest.raises(Stop) as stop:
        set_("<div>" * 3000 + "門")
    assert code(stop) == "typeset.crash"


def test_a_crash_of_our_own_keeps_its_traceback(
    set_: SET, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_PAGE", None)
    with pytest.raises(AttributeError, match="'match'"):
        set_("<p>門</p>")


def test_a_crash_of_our_own_at_the_desk_keeps_its_traceback(
    set_: SET, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint takes it for a file that cannot be read."""
    monkeypatch.setattr(placing, "look", None)
    with pytest.raises(TypeError, match="not callable"):
        set_('<img src="data:image/png;base64,AAAA">')
