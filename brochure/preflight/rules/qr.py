"""QR コード: read as a telephone reads it, from the plates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy

from brochure.finding import Status, Words
from brochure.preflight.facts import Box
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.units import MM_PER_INCH

_SOURCE = "c-cloud, commutty; JIS X 0510"


class _Code(NamedTuple):
    page: int
    text: str
    box: Box
    module_mm: float
    #: Ink in percent of the darkest part: C, M, Y, K.
    dark: tuple[float, float, float, float]
    quiet: bool


def _codes(subject: Subject) -> Iterator[_Code]:
    import zxingcpp

    wanted: Any = zxingcpp.BarcodeFormat.QRCode
    for page in subject.facts.pages:
        plates = subject.plates
        ink = plates.page(page.number)
        light = 255 - numpy.minimum(
            ink.max(axis=2).astype(numpy.uint16) * 255 // 100, 255
        )
        gray = numpy.repeat(numpy.repeat(light.astype("uint8"), 2, 0), 2, 1)
        for found in zxingcpp.read_barcodes(gray, wanted):
            yield _code(subject, page.number, ink, found)


def _code(subject: Subject, page: int, ink: numpy.ndarray, found: Any) -> _Code:
    plates = subject.plates
    mm = MM_PER_INCH / plates.dpi
    place = found.position
    xs = [p.x / 2 for p in (place.top_left, place.top_right, place.bottom_left)]
    ys = [p.y / 2 for p in (place.top_left, place.top_right, place.bottom_left)]
    left, top = plates.origin_mm(page)
    box = Box(
        left + min(xs) * mm, top + min(ys) * mm, left + max(xs) * mm, top + max(ys) * mm
    )
    symbol = getattr(found, "symbol", None)
    modules = symbol.shape[0] if symbol is not None and symbol.size else 0
    if not 21 <= modules <= 177:
        modules = 33  # version 4, which most addresses need
    x0, x1, y0, y1 = (round(v) for v in (min(xs), max(xs), min(ys), max(ys)))
    inside = ink[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1]
    black = inside[inside.max(axis=2) > 60]
    dark = tuple(float(v) for v in black.mean(axis=0)) if len(black) else (0.0,) * 4
    module = (x1 - x0) * mm / modules
    quiet_px = round(4 * module / mm) - 1
    ring = (
        ink[
            max(0, y0 - quiet_px) : y1 + quiet_px, max(0, x0 - quiet_px) : x1 + quiet_px
        ].max(axis=2)
        > 40
    )
    inner = numpy.zeros_like(ring)
    dy, dx = min(quiet_px, y0), min(quiet_px, x0)
    inner[max(0, dy - 1) : dy + y1 - y0 + 2, max(0, dx - 1) : dx + x1 - x0 + 2] = True
    quiet = not (ring & ~inner).any()
    return _Code(page, found.text, box, module, dark, quiet)  # type: ignore[arg-type]


@rule(
    "qr.module-small",
    title=Words("QR コードの大きさ", "Size of QR codes"),
    why=Words(
        "セルが小さいと、電話で読み取れません。",
        "Telephones cannot read modules that are too small.",
    ),
    source=_SOURCE,
)
def module_small(subject: Subject) -> Iterator[Offence]:
    """A module is at least as large as the shop asks."""
    least = subject.printer.limits.qr_module_least_mm
    for code in _codes(subject):
        if code.module_mm < least * 0.95:
            yield Offence(
                Status.FAIL,
                Words(
                    f"QR コードのセルが {code.module_mm:.2f} mm です（{least:g}"
                    f" mm 以上）",
                    f"modules of {code.module_mm:.2f} mm, the least is {least:g} mm",
                ),
                Words("大きくしてください", "make the code larger"),
                code.page,
                code.box,
                code.text,
                f"{code.module_mm:.2f} mm",
                f"{least:g} mm",
            )


@rule(
    "qr.coloured",
    title=Words("QR コードの色", "Colour of QR codes"),
    why=Words(
        "色をかけ合わせた QR コードは、版がずれると読めません。",
        "A code of several inks cannot be read when plates are off register.",
    ),
    source=_SOURCE,
)
def coloured(subject: Subject) -> Iterator[Offence]:
    """Codes are of black alone."""
    for code in _codes(subject):
        if max(code.dark[:3]) > 5:
            value = " ".join(f"{ink:.0f}" for ink in code.dark)
            yield Offence(
                Status.FAIL,
                Words(f"QR コードが {value} です", f"the code is {value}"),
                Words("スミ 100 % だけにしてください", "make it 0 0 0 100"),
                code.page,
                code.box,
                code.text,
                value,
                "0 0 0 100",
            )


@rule(
    "qr.quiet-zone",
    title=Words("QR コードの余白", "Quiet zone of QR codes"),
    why=Words(
        "まわりの余白がないと、電話がコードを見つけられません。",
        "Without a quiet zone telephones do not find the code.",
    ),
    source=_SOURCE,
)
def quiet_zone(subject: Subject) -> Iterator[Offence]:
    """Four modules of nothing lie around each code."""
    for code in _codes(subject):
        if not code.quiet:
            yield Offence(
                Status.FAIL,
                Words(
                    "QR コードのまわりの余白が足りません",
                    "the quiet zone of the code is too small",
                ),
                Words("4 セル分の余白をあけてください", "leave four modules around it"),
                code.page,
                code.box,
                code.text,
            )


@rule(
    "qr.content",
    title=Words("QR コードの中身", "What QR codes say"),
    why=Words(
        "刷る前に、行き先を目で確かめてください。",
        "Look where it leads before it is printed.",
    ),
    source="own experience",
    severity=Status.INFO,
)
def said(subject: Subject) -> Iterator[Offence]:
    """The text of every code that can be read."""
    for code in _codes(subject):
        yield Offence(
            Status.INFO,
            Words(f"QR コード: {code.text[:200]}", f"QR code: {code.text[:200]}"),
            None,
            code.page,
            code.box,
            code.text[:200],
        )
