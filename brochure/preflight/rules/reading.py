"""What could not be read was not checked either, and is never passed in silence."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject

_AGAIN = Words(
    "作ったソフトからもう一度 PDF に書き出してください",
    "export the PDF again from the program that made it",
)


@rule(
    "reading.incomplete",
    title=Words("読めない部分があります", "Part of the file cannot be read"),
    why=Words(
        "壊れたファイルは、印刷所の機械でも読めないか、違う姿で印刷されます。",
        "A broken file cannot be read at the printer's either, or prints differently.",
    ),
    source="PDF 32000-1",
)
def incomplete(subject: Subject) -> Iterator[Offence]:
    """Says what the reader left out of the file and of each page."""
    for damage in subject.facts.damage:
        yield _offence(0, damage)
    for page in subject.facts.pages:
        if page.cut_short:
            yield _offence(page.number, page.cut_short)


def _offence(page: int, reason: str) -> Offence:
    return Offence(
        Status.FAIL,
        Words(
            f"壊れているか複雑すぎて、すべては検査できません（{reason}）",
            f"broken or too complex to be checked as a whole ({reason})",
        ),
        _AGAIN,
        page,
    )
