"""`make_pdf.py check`: files in, a table on the terminal, reports, an exit status."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from brochure import printers
from brochure.finding import Finding, Spot, Status, Stop, Words, fail
from brochure.preflight import data
from brochure.preflight.inspect import inspect
from brochure.preflight.report import Report
from brochure.preflight.rule import rules
from brochure.table import findings_text

_PASSED = Words("このまま入稿できます", "good to send")
_FAILED = Words("直すところがあります", "there is something to mend")
#: Lines of one rule on the terminal; the reports have all.
_MOST_LINES = 5


def check(
    files: Sequence[Path], printer: str, json_file: str, html_file: str, lang: str
) -> int:
    """Inspect the files and say what was found; returns the exit status.

    Raises: Stop where a file is no PDF, or the printer is unknown.
    """
    if len(files) > 1 and (json_file or html_file):
        raise Stop(
            fail(
                "usage.one-file",
                "--json と --html は、ファイルを一つだけ調べるときに使えます",
                "--json and --html are for one file at a time",
            )
        )
    worst = 0
    for path in files:
        report = inspect(path, printers.load(printer, Path.cwd()))
        print(said(report, lang))
        worst = max(worst, 0 if report.passed else 1)
        if json_file:
            _write(Path(json_file), data.text(report))
        if html_file:
            from brochure.preflight import page

            page.write(report, Path(html_file), lang)
    return worst


def said(report: Report, lang: str) -> str:
    """The report for a terminal, worst first."""
    facts, printer = report.subject.facts, report.subject.printer
    lines = [
        f"{facts.name}  {printer.title.in_(lang)}",
        *([text] if (text := findings_text(findings(report), lang)) else []),
    ]
    counts = [
        f"{_COUNTS[outcome].in_(lang)} {count}"
        for outcome in _COUNTS
        if (count := report.count(outcome))  # type: ignore[arg-type]
    ]
    verdict = _PASSED if report.passed else _FAILED
    lines.append(f"{verdict.in_(lang)}  ({', '.join(counts)})")
    return "\n".join(lines)


_COUNTS = {
    "error": Words("検査の不具合", "errors of ours"),
    "fail": Words("不合格", "failed"),
    "warn": Words("注意", "warned"),
    "skip": Words("測れず", "not measured"),
    "info": Words("参考", "noted"),
    "pass": Words("合格", "passed"),
}


def findings(report: Report) -> list[Finding]:
    """What was found, as findings; of each rule the first few."""
    found = []
    for verdict in report.verdicts:
        rule = verdict.rule
        if verdict.outcome in ("skip", "error") and verdict.reason is not None:
            status = Status.FAIL if verdict.outcome == "error" else Status.WARN
            words = Words(
                f"{rule.title.ja}: 測れませんでした（{verdict.reason.ja}）",
                f"{rule.title.en}: not measured ({verdict.reason.en})",
            )
            found.append(
                Finding(status, rule.code, words, at=report.subject.facts.name)
            )
        for offence in verdict.offences[:_MOST_LINES]:
            at: Spot | str = report.subject.facts.name
            if offence.box is not None:
                at = Spot(offence.page, offence.box.left, offence.box.top)
            elif offence.page:
                at = f"page {offence.page}"
            thing = f"「{offence.thing}」" if offence.thing else ""
            message = Words(
                f"{thing}{offence.message.ja}",
                f"“{offence.thing}”: {offence.message.en}"
                if offence.thing
                else offence.message.en,
            )
            found.append(Finding(offence.status, rule.code, message, offence.hint, at))
        if (more := len(verdict.offences) - _MOST_LINES) > 0:
            found.append(
                Finding(
                    verdict.offences[-1].status,
                    rule.code,
                    Words(f"ほかに {more} か所あります", f"and {more} more places"),
                )
            )
    return found


def list_rules(lang: str) -> str:
    """Every rule: its code, what it is about, where it comes from."""
    return "\n".join(
        f"{rule.code:24} {rule.severity.value:5} {rule.title.in_(lang)}"
        f"  [{rule.source}]"
        for rule in rules()
    )


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Stop(
            fail(
                "check.unwritable",
                f"書き込めません（{error.strerror}）",
                f"cannot be written ({error.strerror})",
                at=str(path),
            )
        ) from None
