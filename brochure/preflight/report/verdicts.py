"""The outcome of an inspection, for eyes, for HR and for machines to be made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brochure.finding import Status

if TYPE_CHECKING:
    from brochure.finding import Words
    from brochure.preflight.rule import Offence, Rule
    from brochure.preflight.subject import Subject

#: "error" is a bug of ours in a rule, never a pass; "skip" could not be measured here.
Outcome = Literal["pass", "fail", "warn", "info", "skip", "error"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule said of the file; `reason` says why it was skipped or failed us."""

    rule: Rule
    outcome: Outcome
    offences: tuple[Offence, ...] = ()
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts, worst first, and what they were about."""

    subject: Subject
    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> bool:
        """Whether the shop will take it: no FAIL, and no bug that hid one."""
        return not any(v.outcome in ("fail", "error") for v in self.verdicts)

    def count(self, outcome: Outcome) -> int:
        """How many rules came to this outcome."""
        return sum(v.outcome == outcome for v in self.verdicts)

    def offences(self, status: Status) -> list[tuple[Rule, Offence]]:
        """Every place of this status, in the order of the verdicts."""
        return [
            (v.rule, o) for v in self.verdicts for o in v.offences if o.status is status
        ]
