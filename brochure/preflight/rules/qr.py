"""QR コード: black alone, large enough, with room around it, and readable."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from brochure.finding import Status, Words
from brochure.preflight.measuring.codes import Code
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.product.units import MM_PER_INCH

_SOURCE = "c-cloud, commutty; JIS X 0510"
#: Percent of ink in a dark module, and of other inks that may be noise.
_DARK, _NOISE = 60, 5


def _codes(subject: Subject) -> Iterator[Code]:
    """The codes that can be read."""
    return (code for code in subject.codes.all() if code.readable)


def _inks(subject: Subject, code: Code) -> tuple[float, ...]:
    """C M Y K in percent, on average, where the code is dark."""
    plates, box = subject.plates, code.box
    left, top = plates.origin_mm(code.page)
    px = plates.dpi / MM_PER_INCH
    x0, x1 = (max(0, round((x - left) * px)) for x in (box.left, box.right))
    y0, y1 = (max(0, round((y - top) * px)) for y in (box.top, box.bottom))
    ink = plates.page(code.page)[y0 : y1 + 1, x0 : x1 + 1]
    dark = ink[ink.max(axis=2) > _DARK]
    return tuple(map(float, numpy.mean(dark, axis=0))) if len(dark) else (0.0,) * 4


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
        module = code.module_mm / subject.scale
        if module < least * 0.95:
            yield Offence(
                Status.FAIL,
                Words(
                    f"QR コードのセルが {module:.2f} mm です（{least:g} mm 以上）",
                    f"modules of {module:.2f} mm, the least is {least:g} mm",
                ),
                Words("大きくしてください", "make the code larger"),
                code.page,
                code.box,
                code.text,
                f"{module:.2f} mm",
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
        inks = _inks(subject, code)
        if max(inks[:3]) > _NOISE:
            value = " ".join(f"{ink:.0f}" for ink in inks)
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
    least = subject.printer.limits.qr_quiet_zone_modules
    for code in _codes(subject):
        if code.quiet < min(least, 4):
            yield Offence(
                Status.FAIL,
                Words(
                    f"QR コードのまわりの余白が {code.quiet} セルです"
                    f"（{least:g} セル以上）",
                    f"a quiet zone of {code.quiet} modules, the least is {least:g}",
                ),
                Words(
                    f"まわりを {least:g} セル分あけてください",
                    f"leave {least:g} modules around it",
                ),
                code.page,
                code.box,
                code.text,
                str(code.quiet),
                f"{least:g}",
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


@rule(
    "qr.unreadable",
    title=Words("読めない QR コード", "QR codes that cannot be read"),
    why=Words(
        "電話でも読めません。刷ってからでは直せません。",
        "Telephones cannot read it either; after printing it is too late.",
    ),
    source="JIS X 0510",
)
def unreadable(subject: Subject) -> Iterator[Offence]:
    """Whatever looks like a code can be read."""
    for code in subject.codes.all():
        if not code.readable:
            yield Offence(
                Status.FAIL,
                Words("QR コードが読み取れません", "a QR code cannot be read"),
                Words("作り直してください", "make it anew"),
                code.page,
                code.box,
            )
