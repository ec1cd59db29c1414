"""The report for machines: JSON, described in docs/preflight-schema.md.

`schema` is counted up when a field changes its meaning or goes; new ones may come.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brochure.finding import Words
    from brochure.preflight.report.verdicts import Report, Verdict
    from brochure.preflight.rule import Offence

SCHEMA = 1


def text(reports: Sequence[Report]) -> str:
    """The reports as one JSON document."""
    data = {"schema": SCHEMA, "files": [_file(report) for report in reports]}
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _file(report: Report) -> dict[str, Any]:
    subject = report.subject
    facts = subject.facts
    return {
        "file": _sound(facts.name),
        "bytes": facts.size,
        "version": facts.version,
        "printer": subject.printer.name,
        "format": subject.format.name if subject.format else None,
        "passed": report.passed,
        "pages": [
            {
                "page": page.number,
                "trim_mm": [_number(side) for side in page.trim_mm],
                "rotation": page.rotation,
            }
            for page in facts.pages
        ],
        "verdicts": [_verdict(verdict) for verdict in report.verdicts],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "code": verdict.rule.code,
        "outcome": verdict.outcome,
        "title": _words(verdict.rule.title),
        "why": _words(verdict.rule.why),
        "source": verdict.rule.source,
        "reason": _words(verdict.reason),
        "offences": [_offence(offence) for offence in verdict.offences],
    }


def _offence(offence: Offence) -> dict[str, Any]:
    box = offence.box
    return {
        "status": str(offence.status),
        "message": _words(offence.message),
        "hint": _words(offence.hint),
        "page": offence.page or None,
        "box_mm": [_number(value) for value in box] if box else None,
        "thing": _sound(offence.thing),
        "value": _sound(offence.value),
        "limit": _sound(offence.limit),
    }


def _words(words: Words | None) -> dict[str, str] | None:
    return {"ja": _sound(words.ja), "en": _sound(words.en)} if words else None


def _number(value: float) -> float | None:
    """To a thousandth of a millimetre; JSON has no infinity."""
    return round(value, 3) if math.isfinite(value) else None


def _sound(text: str) -> str:
    """What can be written as UTF-8: names in a PDF can be any bytes."""
    return text.encode("utf-8", "replace").decode("utf-8")
