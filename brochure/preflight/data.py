"""The report for machines. The shape is promised: docs/preflight-schema.json.

Fields are only ever added; `schema` counts up when one goes or means something else.
"""

from __future__ import annotations

import json
from typing import Any

from brochure import __version__
from brochure.finding import Words
from brochure.preflight.facts import Box
from brochure.preflight.report import Report, Verdict

SCHEMA = 1


def data(report: Report) -> dict[str, Any]:
    """The report as JSON values; lengths in mm from the top left of the trim."""
    facts, printer = report.subject.facts, report.subject.printer
    return {
        "schema": SCHEMA,
        "program": f"Brochure {__version__}",
        "file": facts.name,
        "bytes": facts.size,
        "passed": report.passed,
        "printer": {"name": printer.name, "pdfx": str(printer.pdfx)},
        "pdf": {
            "version": facts.version,
            "pages": [
                {
                    "number": page.number,
                    "trim_mm": [round(mm, 3) for mm in page.trim_mm],
                }
                for page in facts.pages
            ],
        },
        "rules": [_verdict(verdict) for verdict in report.verdicts],
    }


def text(report: Report) -> str:
    """The report as JSON."""
    return json.dumps(data(report), ensure_ascii=False, indent=2) + "\n"


def _verdict(verdict: Verdict) -> dict[str, Any]:
    rule = verdict.rule
    return {
        "code": rule.code,
        "title": _words(rule.title),
        "outcome": verdict.outcome,
        "reason": _words(verdict.reason),
        "source": rule.source,
        "offences": [
            {
                "status": str(one.status),
                "message": _words(one.message),
                "hint": _words(one.hint),
                "page": one.page or None,
                "box_mm": _box(one.box),
                "thing": one.thing,
                "value": one.value,
                "limit": one.limit,
            }
            for one in verdict.offences
        ],
    }


def _words(words: Words | None) -> dict[str, str] | None:
    return {"ja": words.ja, "en": words.en} if words is not None else None


def _box(box: Box | None) -> list[float] | None:
    return [round(side, 3) for side in box] if box is not None else None
