"""出力インテント: for which press and paper the colours were made."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.facts import Intent
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.shop.printers import Flavour

_WHY = Words(
    "どの印刷条件のための色かを、印刷会社はここで知ります。",
    "It tells the shop which press and paper the colours are for.",
)
_SOURCE = "PDF 32000-1 § 14.11.5, ISO 15930-7:2010 § 6.2.2; antenna house"


def _intents(subject: Subject) -> list[Intent]:
    return [one for one in subject.facts.intents if one.subtype == "GTS_PDFX"]


@rule(
    "intent.missing",
    title=Words("出力インテント", "Output intent"),
    why=_WHY,
    source=_SOURCE,
)
def missing(subject: Subject) -> Iterator[Offence]:
    """There is exactly one for PDF/X."""
    if subject.printer.limits.bleed_mm == 0:
        return
    count = len(_intents(subject))
    if count == 0:
        yield Offence(
            Status.FAIL,
            Words("出力インテントがありません", "there is no output intent"),
            Words("PDF/X で書き出してください", "export it as PDF/X"),
        )
    elif count > 1:
        yield Offence(
            Status.FAIL,
            Words(
                f"出力インテントが {count} つあります",
                f"there are {count} output intents",
            ),
            value=str(count),
            limit="1",
        )


@rule(
    "intent.identifier",
    title=Words("印刷条件の名前", "Name of the condition"),
    why=_WHY,
    source=_SOURCE,
)
def identifier(subject: Subject) -> Iterator[Offence]:
    """The condition is named, and is the shop's."""
    wanted = subject.printer.condition.identifier
    for one in _intents(subject):
        if not one.identifier:
            yield Offence(
                Status.FAIL,
                Words("印刷条件の名前がありません", "the condition has no name"),
                limit=wanted,
            )
        elif one.identifier != wanted:
            yield Offence(
                Status.WARN,
                Words(
                    f"{one.identifier} のためのデータです（この印刷会社は {wanted}）",
                    f"it was made for {one.identifier}, the shop prints {wanted}",
                ),
                Words(
                    "色が少し変わってよいか、印刷会社に確かめてください",
                    "ask the shop whether a small change of colours will do",
                ),
                value=one.identifier,
                limit=wanted,
            )


@rule(
    "intent.profile",
    title=Words("出力プロファイル", "Output profile"),
    why=_WHY,
    source="ISO 15930-7:2010 § 6.2.2, ICC.1 § 7.2",
)
def profile(subject: Subject) -> Iterator[Offence]:
    """X-4 carries a profile; any profile is of a CMYK printer."""
    for one in _intents(subject):
        if not one.profile:
            if subject.printer.pdfx is Flavour.X4 and subject.facts.flavour:
                yield Offence(
                    Status.FAIL,
                    Words(
                        "出力プロファイルが埋め込まれていません",
                        "the output profile is not embedded",
                    ),
                )
            continue
        if one.device_class != "prtr" or one.space != "CMYK" or one.components != 4:
            found = f"{one.device_class} {one.space} N={one.components}"
            yield Offence(
                Status.FAIL,
                Words(
                    f"出力プロファイルが CMYK の印刷用ではありません（{found}）",
                    f"the output profile is not of a CMYK printer ({found})",
                ),
                value=found,
                limit="prtr CMYK N=4",
            )
