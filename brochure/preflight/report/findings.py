"""A report as findings, the way every other stage of a build speaks of a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brochure.finding import Finding, Status, Words

if TYPE_CHECKING:
    from brochure.preflight.report.verdicts import Report, Verdict
    from brochure.preflight.rule import Offence

#: Places of one rule; `check` and its reports show all.
_MOST_PLACES = 5


def findings(report: Report) -> tuple[Finding, ...]:
    """What is to be mended or could not be measured, worst first; no mere notes."""
    name = report.subject.facts.name
    found: list[Finding] = []
    for verdict in report.verdicts:
        found += _unmeasured(verdict, name)
        grave = [one for one in verdict.offences if one.status is not Status.INFO]
        found += [_finding(verdict, one, name) for one in grave[:_MOST_PLACES]]
        if (more := len(grave) - _MOST_PLACES) > 0:
            words = Words(f"ほかに {more} か所あります", f"and {more} more places")
            status = grave[_MOST_PLACES].status
            found.append(Finding(status, verdict.rule.code, words, at=name))
    return tuple(found)


def _unmeasured(verdict: Verdict, name: str) -> list[Finding]:
    """What a rule could not say, or a bug of ours kept it from saying."""
    if verdict.outcome not in ("skip", "error") or verdict.reason is None:
        return []
    status = Status.FAIL if verdict.outcome == "error" else Status.WARN
    title, reason = verdict.rule.title, verdict.reason
    words = Words(
        f"{title.ja}: 測れませんでした（{reason.ja}）",
        f"{title.en}: not measured ({reason.en})",
    )
    return [Finding(status, verdict.rule.code, words, at=name)]


def _finding(verdict: Verdict, one: Offence, name: str) -> Finding:
    at = name if one.box is None else one.at
    words = one.message
    if one.thing:
        words = Words(f"「{one.thing}」{words.ja}", f"“{one.thing}”: {words.en}")
    return Finding(one.status, verdict.rule.code, words, one.hint, at)
