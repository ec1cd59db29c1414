"""`make_pdf.py check`: files in, verdicts on the terminal and in files out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.files import clear_what_others_left, write
from brochure.finding import Finding, Stop, Words, fail, printable
from brochure.product.folds import Fold
from brochure.shop import printers
from brochure.works.terminal import findings_text

if TYPE_CHECKING:
    from brochure.preflight.report.verdicts import Report, Verdict
    from brochure.preflight.rule import Offence

_SIGNS = {
    "error": Words("検査の誤り", "error"),
    "fail": Words("× 要修正", "× fail"),
    "warn": Words("△ 注意", "△ warning"),
    "skip": Words("— 測れず", "— not measured"),
    "info": Words("i 参考", "i note"),
}
_PASSED = Words("○ 合格", "○ passed")
_REFUSED = Words("× 不合格", "× refused")
#: Places of one rule that the terminal shows; --json and --html have more.
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Check:
    """What was asked: files, the printer's name or file, and where reports go."""

    files: tuple[Path, ...]
    printer: str = ""
    fold: Fold | None = None
    json: Path | None = None
    html: Path | None = None


def check(asked: Check, lang: str) -> int:
    """Inspects the files and says so; 0 all pass, 1 something to mend, 2 unreadable.

    Raises:
        Stop: The printer is not known, or a report cannot be written.
    """
    from brochure.preflight.inspect import inspect

    printer = _printer(asked.printer)
    reports: list[Report] = []
    unread: list[Finding] = []
    for file in asked.files:
        try:
            report = inspect(file, printer, fold=asked.fold)
        except Stop as stop:
            unread += stop.findings
            continue
        reports.append(report)
        print(report_text(report, str(file), lang))
    if unread:
        print(findings_text(unread, lang), file=sys.stderr)
    if asked.json:
        from brochure.preflight.report import data

        _write(asked.json, data.text(reports))
    if asked.html and reports:
        from brochure.preflight.report import page

        _write(asked.html, page.html(reports[0], lang))
    if unread:
        return 2
    return 0 if all(report.passed for report in reports) else 1


def list_rules(lang: str) -> int:
    """Every rule with its reason and its source."""
    from brochure.preflight.rule import rules

    for rule in rules():
        print(f"{rule.code}  {rule.title.in_(lang)}")
        print(f"    {rule.why.in_(lang)} [{rule.source}]")
    return 0


def report_text(report: Report, name: str, lang: str) -> str:
    """The verdicts, worst first, and a last line with the sum."""
    lines = []
    for verdict in report.verdicts:
        if verdict.outcome != "pass":
            lines += _verdict_lines(verdict, lang)
    passed = report.count("pass")
    last = _PASSED if report.passed else _REFUSED
    counts = [
        f"{_SIGNS[one].in_(lang)} {report.count(one)}"
        for one in ("error", "fail", "warn", "skip", "info")
        if report.count(one)
    ]
    counts.append(Words(f"合格した規則 {passed}", f"rules passed {passed}").in_(lang))
    lines.append(f"{printable(name)}: {last.in_(lang)} ({', '.join(counts)})")
    return "\n".join(lines)


def _verdict_lines(verdict: Verdict, lang: str) -> list[str]:
    sign, title = _SIGNS[verdict.outcome].in_(lang), verdict.rule.title.in_(lang)
    lines = [f"{sign}  {title} [{verdict.rule.code}]"]
    if verdict.reason:
        lines.append("    " + printable(verdict.reason.in_(lang)))
    shown = verdict.offences[:_MOST_PLACES]
    lines += ["    " + printable(_offence_text(one, lang)) for one in shown]
    if hints := {one.hint.in_(lang) for one in shown if one.hint}:
        lines += [f"    → {printable(hint)}" for hint in sorted(hints)]
    if more := len(verdict.offences) - len(shown):
        lines.append("    " + Words(f"ほか {more} か所", f"and {more} more").in_(lang))
    return lines


def _offence_text(one: Offence, lang: str) -> str:
    place = f"{one.at.in_(lang)}: " if one.at else ""
    thing = f"{one.thing}: " if one.thing else ""
    return place + thing + one.message.in_(lang)


def _printer(name: str) -> printers.Printer:
    """A printer by name, or by a file wherever it lies."""
    file = Path(name)
    if name and file.suffix and file.is_file():
        return printers.load(file.name, file.parent)
    return printers.load(name, Path())


def _write(path: Path, text: str) -> None:
    """Writes the whole file or leaves the old one."""
    clear_what_others_left(path.parent)
    write(path, text.encode(), "check.unwritten", mode=0o644)


def refused(html: str | None, files: Sequence[str]) -> Finding | None:
    """What does not go together on the command line."""
    if not files:
        return fail(
            "usage.missing",
            "check のあとに、検査する PDF の名前が要ります",
            "check needs the name of a PDF",
            hint=Words(
                "例: make_pdf.py check leaflet.pdf",
                "e.g. make_pdf.py check leaflet.pdf",
            ),
        )
    if html and len(files) > 1:
        return fail(
            "usage.extra",
            "--html は 1 つの PDF の報告です",
            "--html reports on one PDF",
            hint=Words("PDF を 1 つずつ検査してください", "check one PDF at a time"),
        )
    return None
