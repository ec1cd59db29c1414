"""The inspection: every rule on one file, and what each of them said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from brochure.finding import Status, Words
from brochure.formats import FORMATS, Format
from brochure.preflight.reading import read
from brochure.preflight.report import Outcome, Report, Verdict
from brochure.preflight.rule import NotMeasured, Rule, rules
from brochure.preflight.subject import Subject

if TYPE_CHECKING:
    from brochure.preflight.facts import Facts
    from brochure.preflight.plates import Plates
    from brochure.printers import Printer

#: Writers round lengths; a trim this near to a named size has it.
_ROUNDING_MM = 0.5
_ORDER: tuple[Outcome, ...] = ("error", "fail", "warn", "skip", "info", "pass")
_OUTCOMES: dict[Status, Outcome] = {
    Status.FAIL: "fail",
    Status.WARN: "warn",
    Status.INFO: "info",
}
_WORST = list(_OUTCOMES)


def inspect(
    path: Path,
    printer: Printer,
    *,
    format: Format | None = None,
    expected_pages: int | None = None,
    plates: Plates | None = None,
) -> Report:
    """What `printer` would say of the PDF.

    Raises:
        Stop: It is no PDF, or cannot be read at all.
    """
    facts = read(path)
    subject = Subject(
        facts,
        printer,
        plates or _separations(path, facts),
        format or _known_format(facts),
        expected_pages,
    )
    return judge(subject)


def judge(subject: Subject) -> Report:
    """Every rule on a subject, the worst verdicts first, then by code."""
    verdicts = [_verdict(rule, subject) for rule in rules()]
    verdicts.sort(key=lambda one: (_ORDER.index(one.outcome), one.rule.code))
    return Report(subject, tuple(verdicts))


def _verdict(rule: Rule, subject: Subject) -> Verdict:
    """What one rule says; a bug in it is an error, never a pass."""
    offences = []
    try:
        for offence in rule.check(subject):
            offences.append(offence)
    except NotMeasured as error:
        if not offences:
            return Verdict(rule, "skip", reason=error.reason)
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        reason = Words(
            f"検査プログラムの誤りです（{words}）", f"a bug of this check ({words})"
        )
        return Verdict(rule, "error", tuple(offences), reason)
    if not offences:
        return Verdict(rule, "pass")
    offences.sort(key=lambda one: (_WORST.index(one.status), one.page))
    return Verdict(rule, _OUTCOMES[offences[0].status], tuple(offences))


def _known_format(facts: Facts) -> Format | None:
    """The format that all pages are trimmed to, either way round."""
    for one in FORMATS.values():
        for width, height in ((one.width, one.height), (one.height, one.width)):
            if facts.pages and all(
                abs(page.trim_mm[0] - width) <= _ROUNDING_MM
                and abs(page.trim_mm[1] - height) <= _ROUNDING_MM
                for page in facts.pages
            ):
                if width == one.width:
                    return one
                return Format(one.name, width, height, one.bleed, one.safe)
    return None


def _separations(path: Path, facts: Facts) -> Plates:
    """The plates of a file, by whatever here can make them."""
    from brochure.preflight import plates

    make = getattr(plates, "separations", None)
    made: Plates = make(path, facts) if make else _None()
    return made


class _None:
    """Plates where nothing can make any."""

    method = "none"
    dpi = 100

    def page(self, number: int) -> NoReturn:
        """Says that there are none."""
        raise NotMeasured(
            Words("版に分けるプログラムがありません", "nothing here can separate it")
        )

    def origin_mm(self, number: int) -> tuple[float, float]:
        """As if there were 3 mm of bleed."""
        return -3.0, -3.0
