"""ノセ: black text alone prints on top; everything else knocks out."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from brochure.finishing import Job
from brochure.finishing.contents import Op, join
from brochure.finishing.overprint import apply
from tests.finishing.conftest import Press
from tests.finishing.proof import opened

TEXT = """<p>墨の文字 black</p><p class=w>白抜き</p><p class=s>朱</p>
<p class=h>九割の墨</p><p>墨</p>"""
CSS = """p{background:var(--mist)} .w{color:var(--paper);background:var(--night)}
.s{color:var(--sun)} .h{color:var(--ink-90)}"""


def shown(pdf: pikepdf.Pdf) -> list[tuple[tuple[float, ...], bool, bool]]:
    """For each run of text its fill, whether overprint is on, and how (OPM 1)."""
    form = pdf.pages[0].Resources.XObject["/Page"]
    states = form.Resources.get(Name.ExtGState, Dictionary())
    fill, on, opm, kept = (), False, 0, []
    found = []
    for operands, operator in pikepdf.parse_content_stream(form):
        match str(operator):
            case "q":
                kept.append((fill, on, opm))
            case "Q":
                fill, on, opm = kept.pop()
            case "k":
                fill = tuple(float(value) for value in operands)
            case "gs":
                state = states[str(operands[0])]
                on = bool(state.get(Name.op, on))
                opm = int(state.get(Name.OPM, opm))
            case "TJ" | "Tj":
                found.append((fill, on, opm == 1))
            case "f" | "f*" | "S" | "B" | "sh" | "Do":
                assert not on, f"{operator} overprints"
    return found


def test_only_text_in_black_ink_alone_overprints(press: Press) -> None:
    with opened(press(TEXT, CSS).pdf) as pdf:
        found = shown(pdf)
    assert ((0, 0, 0, 1), True, True) in found
    for fill, on, opm in found:
        assert on == opm == (fill == (0, 0, 0, 1))
    assert {fill for fill, *_ in found} == {
        (0, 0, 0, 1),
        (0, 0, 0, 0),
        (0, 0.92, 0.9, 0),
        (0, 0, 0, 0.9),
    }


def test_a_printer_can_ask_for_no_overprint(press: Press, job: Job) -> None:
    assert job.printer
    shop = replace(job.printer, overprint_black=False)
    with opened(press(TEXT, CSS, printer=shop).pdf) as pdf:
        assert not any(on for _, on, _ in shown(pdf))


def test_overprint_in_both_flavours(press: Press) -> None:
    with opened(press(TEXT, CSS, printer="x1a-jc200103").pdf) as pdf:
        assert any(on for _, on, _ in shown(pdf))


BLACK, WHITE = Op(b"k", (b"0", b"0", b"0", b"1")), Op(b"k", (b"0", b"0", b"0", b"0"))
STROKE_WHITE = Op(b"K", (b"0", b"0", b"0", b"0"))
STROKE_BLACK = Op(b"K", (b"0", b"0", b"0", b"1"))
BT, ET, SAVE, RESTORE = Op(b"BT"), Op(b"ET"), Op(b"q"), Op(b"Q")


@pytest.mark.parametrize(
    ("pieces", "overprints"),
    [
        ([BLACK, BT, b"SHOW", ET], True),
        ([BT, BLACK, b"SHOW", ET], True),
        ([WHITE, BT, b"SHOW", ET], False),
        ([BT, b"SHOW", ET], False),
        ([BLACK, SAVE, WHITE, RESTORE, BT, b"SHOW", ET], True),
        ([WHITE, SAVE, BLACK, RESTORE, BT, b"SHOW", ET], False),
        ([BLACK, Op(b"scn", (b"/p0",)), BT, b"SHOW", ET], False),
        ([BLACK, STROKE_WHITE, Op(b"Tr", (b"2",)), BT, b"SHOW", ET], False),
        ([BLACK, STROKE_BLACK, Op(b"Tr", (b"2",)), BT, b"SHOW", ET], True),
        ([WHITE, STROKE_BLACK, Op(b"Tr", (b"1",)), BT, b"SHOW", ET], True),
        ([BLACK, Op(b"Tr", (b"3",)), BT, b"SHOW", ET], False),
        ([BLACK, Op(b"Tr", (b"7",)), BT, b"SHOW", ET], False),
    ],
)
def test_what_paints_the_letters_decides(
    pieces: list[bytes | Op], overprints: bool
) -> None:
    resources = Dictionary()
    text = join(apply(pieces, resources)).decode()
    before = text[: text.index("SHOW")]
    last = before.rsplit(" gs", 1)[0].rsplit("/", 1)[-1] if " gs" in before else ""
    assert (last == "Overprint") == overprints
    assert ("/ExtGState" in resources) == overprints


def test_overprint_ends_with_the_text() -> None:
    done = apply([BLACK, BT, b"SHOW", ET, b"0 0 1 1 re f"], Dictionary())
    assert join(done).decode().split("\n") == [
        "0 0 0 1 k",
        "/Overprint gs",
        "BT",
        "SHOW",
        "ET",
        "/Knockout gs",
        "0 0 1 1 re f",
    ]


def test_a_change_of_colour_inside_a_text_is_followed() -> None:
    done = apply([BT, BLACK, b"SHOW", WHITE, b"SHOW", ET], Dictionary())
    assert join(done).decode().split("\n") == [
        "BT",
        "0 0 0 1 k",
        "/Overprint gs",
        "SHOW",
        "0 0 0 0 k",
        "/Knockout gs",
        "SHOW",
        "ET",
    ]
