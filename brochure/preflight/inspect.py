"""The inspection: every rule on one file, and what each of them said."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.finding import Status, Words
from brochure.preflight.measuring.codes import Codes
from brochure.preflight.measuring.plates import DPI, separations
from brochure.preflight.reading import read
from brochure.preflight.report.verdicts import Outcome, Report, Verdict
from brochure.preflight.rule import NotMeasured, Offence, Rule, rules
from brochure.preflight.subject import Subject
from brochure.product.formats import Format, like

if TYPE_CHECKING:
    from brochure.preflight.facts import Facts
    from brochure.product.folds import Fold
    from brochure.shop.printers import Printer

#: Writers round lengths; a trim this near to a named size has it.
_ROUNDING_MM = 0.5
_ORDER: tuple[Outcome, ...] = ("error", "fail", "warn", "skip", "info", "pass")
_OUTCOMES: dict[Status, Outcome] = {
    Status.FAIL: "fail",
    Status.WARN: "warn",
    Status.INFO: "info",
}
#: No report shows more places of one rule.
_MOST_OFFENCES = 2_000


def inspect(
    path: Path,
    printer: Printer,
    *,
    format: Format | None = None,
    expected_pages: int | None = None,
    fold: Fold | None = None,
    dpi: int = DPI,
) -> Report:
    """What `printer` would say of the PDF.

    Raises:
        Stop: It is no PDF, or cannot be read at all.
    """
    facts = read(path)
    made, codes = separations(path, facts, dpi), Codes(path, facts)
    known = format or _known_format(facts)
    codes.begin()
    made.begin()
    try:
        return judge(Subject(facts, printer, made, codes, known, expected_pages, fold))
    finally:
        codes.close()
        made.close()


def judge(subject: Subject) -> Report:
    """Every rule on a subject, the worst verdicts first, then by code."""
    verdicts = [_verdict(rule, subject) for rule in rules()]
    verdicts.sort(key=lambda one: (_ORDER.index(one.outcome), one.rule.code))
    return Report(subject, tuple(verdicts))


def _verdict(rule: Rule, subject: Subject) -> Verdict:
    """What one rule says; a bug in it is an error, never a pass."""
    offences: list[Offence] = []
    why: Words | None = None
    try:
        for offence in islice(rule.check(subject), _MOST_OFFENCES):
            offences.append(offence)
    except NotMeasured as missing:
        if not offences:
            return Verdict(rule, "skip", reason=missing.reason)
        why = missing.reason
    except Exception as error:
        words = f"{type(error).__name__}: {error}"[:200]
        reason = Words(
            f"検査プログラムの誤りです（{words}）", f"a bug of this check ({words})"
        )
        return Verdict(rule, "error", tuple(offences), reason)
    if not offences:
        return Verdict(rule, "pass")
    if allowed := subject.printer.allow.get(rule.code):
        offences = [
            replace(one, status=max(one.status, allowed.status, key=lambda it: it.rank))
            for one in offences
        ]
        why = Words(allowed.reason, allowed.reason)
    offences.sort(key=lambda one: (one.status.rank, one.page))
    return Verdict(rule, _OUTCOMES[offences[0].status], tuple(offences), why)


def _known_format(facts: Facts) -> Format | None:
    """The format that the first page is trimmed to, either way round."""
    return like(*facts.pages[0].trim_mm, _ROUNDING_MM)
