"""入稿検査: every rule is asked, and what they say becomes the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.finding import Status, Words
from brochure.formats import FORMATS
from brochure.preflight.plates import plates
from brochure.preflight.reading import read
from brochure.preflight.report import Outcome, Report, Verdict
from brochure.preflight.rule import NotMeasured, Offence, Rule, rules
from brochure.preflight.subject import Subject

if TYPE_CHECKING:
    from brochure.formats import Format
    from brochure.preflight.facts import Facts
    from brochure.printers import Printer

_WORST: dict[str, int] = {
    "error": 0, "fail": 1, "warn": 2, "skip": 3, "info": 4, "pass": 5
}  # fmt: skip
_RANK = {Status.FAIL: 0, Status.WARN: 1, Status.INFO: 2}
#: No report shows more of one rule.
MOST_OFFENCES = 2_000


def inspect(
    path: Path,
    printer: Printer,
    *,
    format: Format | None = None,
    expected_pages: int | None = None,
) -> Report:
    """What the shop's rules say of the file at `path`.

    Raises:
        Stop: it is no PDF that can be read.
    """
    facts = read(path)
    subject = Subject(
        facts, printer, plates(path, facts), format or known(facts), expected_pages
    )
    verdicts = [_verdict(rule, subject) for rule in rules()]
    verdicts.sort(key=lambda verdict: (_WORST[verdict.outcome], verdict.rule.code))
    return Report(subject, tuple(verdicts))


def known(facts: Facts) -> Format | None:
    """The format whose trimmed size the first page has, lying or standing."""
    if not facts.pages:
        return None
    size = sorted(facts.pages[0].trim_mm)
    for fmt in FORMATS.values():
        wanted = sorted((fmt.width, fmt.height))
        if all(abs(a - b) < 0.5 for a, b in zip(size, wanted, strict=True)):
            return fmt
    return None


def _verdict(rule: Rule, subject: Subject) -> Verdict:
    """What one rule says; a crash is an error of ours, never a pass."""
    offences: list[Offence] = []
    try:
        for offence in rule.check(subject):
            offences.append(offence)
            if len(offences) >= MOST_OFFENCES:
                break
    except NotMeasured as missing:
        return Verdict(rule, "skip", tuple(offences), missing.reason)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:160]
        reason = Words(f"規則の不具合です（{said}）", f"a bug in the rule ({said})")
        return Verdict(rule, "error", tuple(offences), reason)
    why: Words | None = None
    if allowed := subject.printer.allow.get(rule.code):
        offences = [
            replace(
                offence,
                status=max(offence.status, allowed.status, key=_RANK.__getitem__),
            )
            for offence in offences
        ]
        why = Words(allowed.reason, allowed.reason)
    offences.sort(key=lambda offence: (_RANK[offence.status], offence.page))
    outcome: Outcome = "pass"
    if offences:
        outcome = offences[0].status.value
    return Verdict(rule, outcome, tuple(offences), why)
