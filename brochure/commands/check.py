"""`make_pdf.py check`: files in, verdicts on the terminal and in files out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.commands.options import Command, Given, Option
from brochure.commands.shared import FOLD, LANG, PRINTER
from brochure.files import clear_what_others_left, write
from brochure.finding import Finding, Stop, Words, fail, printable
from brochure.product.folds import FLAT, Fold
from brochure.product.formats import Format
from brochure.shop import printers
from brochure.shop.printers import Printer
from brochure.works import stamp
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


COMMAND = Command(
    "check",
    Words(
        "入稿できる PDF かどうかを、印刷会社の条件で調べます。ほかのソフトの PDF も"
        "調べられます。Brochure の PDF は、作ったときの印刷会社と折りで調べます。",
        "Says whether a print shop will take the PDF, whichever program made it. One"
        " that Brochure made is judged by the printer and the fold it was made for.",
    ),
    operand=Words("FILE.pdf…", "FILE.pdf…"),
    most=None,
    needed=Words(
        "check のあとに、検査する PDF の名前が要ります", "check needs the name of a PDF"
    ),
    example="make_pdf.py check leaflet.pdf",
    options=(
        PRINTER,
        FOLD,
        Option(
            "--html",
            Words(
                "人が読む報告書を作る（ページの絵と、指摘の場所つき）",
                "write a report for people, with pictures and places",
            ),
            "FILE",
        ),
        Option(
            "--json",
            Words("機械が読む報告を作る", "write a report for programs"),
            "FILE",
        ),
        Option("--list-rules", Words("すべての規則を表示する", "every rule")),
        LANG,
    ),
    ending=Words(
        "終了コード: 0 合格、1 直すところがある、2 PDF として読めない",
        "Exit status: 0 passed, 1 there is something to mend, 2 no readable PDF",
    ),
)


def run(given: Given, lang: str) -> int:
    """Inspects the files and says so; 0 all pass, 1 something to mend, 2 unreadable.

    Raises:
        Stop: The printer is not known, or a report cannot be written.
    """
    if given["list_rules"]:
        return list_rules(lang)
    files = tuple(map(Path, given.names))
    if given["html"] and len(files) > 1:
        raise Stop(_one_at_a_time())
    from brochure.preflight.inspect import inspect

    reports: list[Report] = []
    unread: list[Finding] = []
    for file in files:
        printer, fold, format_ = _judged_by(file, given["printer"], given["fold"])
        try:
            report = inspect(file, printer, fold=fold, format=format_)
        except Stop as stop:
            unread += stop.findings
            continue
        reports.append(report)
        print(report_text(report, str(file), lang))
    if unread:
        print(findings_text(unread, lang), file=sys.stderr)
    if given["json"]:
        from brochure.preflight.report import data

        _write(Path(given["json"]), data.text(reports))
    if given["html"] and reports:
        from brochure.preflight.report import page

        _write(Path(given["html"]), page.html(reports[0], lang))
    if unread:
        return 2
    return 0 if all(report.passed for report in reports) else 1


def _judged_by(
    file: Path, printer: str, fold: str
) -> tuple[Printer, Fold | None, Format | None]:
    """Whose wishes hold for the file, its fold and size: as said, or as it was made."""
    made = stamp.maker_of(file)
    if made is None or not made.output.target.inspected:
        return _printer(printer), _fold(fold), None
    fold = fold or made.output.fold
    shop = (
        _printer(printer)
        if printer
        else printers.load(made.output.printer, made.project)
    )
    return shop, _fold(fold), made.output.format


def _fold(name: str) -> Fold | None:
    return None if name in ("", FLAT) else Fold(name)


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


def _printer(name: str) -> Printer:
    """A printer by name, or by a file wherever it lies."""
    file = Path(name)
    if name and file.suffix and file.is_file():
        return printers.load(file.name, file.parent)
    return printers.load(name, Path())


def _write(path: Path, text: str) -> None:
    """Writes the whole file or leaves the old one."""
    clear_what_others_left(path.parent)
    write(path, text.encode(), "check.unwritten", mode=0o644)


def _one_at_a_time() -> Finding:
    return fail(
        "usage.extra",
        "--html は 1 つの PDF の報告です",
        "--html reports on one PDF",
        hint=Words("PDF を 1 つずつ検査してください", "check one PDF at a time"),
    )
