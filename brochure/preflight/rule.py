"""入稿検査の規則: one small function for one reason to stop the press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure.finding import Spot, Status, Words

if TYPE_CHECKING:
    from brochure.preflight.facts import Box
    from brochure.preflight.subject import Subject


@dataclass(frozen=True, slots=True)
class Offence:
    """One place where a rule is broken.

    `value` and `limit` are what was found and what the shop wants, with their unit, as
    the report shows them. `page` is 0 where the whole file is meant.
    """

    status: Status
    message: Words
    hint: Words | None = None
    page: int = 0
    box: Box | None = None
    thing: str = ""
    value: str = ""
    limit: str = ""

    @property
    def at(self) -> Spot | None:
        """The top left of the place, its page, or None where the file is meant."""
        if not self.page:
            return None
        if self.box is None:
            return Spot(self.page)
        return Spot(self.page, self.box.left, self.box.top)


Check = Callable[["Subject"], Iterator[Offence]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the registry. `code` is subject.defect and never changes.

    `why` is a sentence for the person who will be annoyed; `source` a clause of a
    standard or a shop's page. `severity` is the worst that it says.
    """

    code: str
    title: Words
    why: Words
    source: str
    severity: Status
    check: Check


class NotMeasured(Exception):
    """A check could not be made here, for want of a program; never a silent pass."""

    def __init__(self, reason: Words) -> None:
        super().__init__(reason.en)
        self.reason = reason


_RULES: dict[str, Rule] = {}


def rule(
    code: str, *, title: Words, why: Words, source: str, severity: Status = Status.FAIL
) -> Callable[[Check], Check]:
    """Enter a check into the registry.

    Raises:
        ValueError: The code is taken.
    """

    def enter(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"two rules are called {code}")
        _RULES[code] = Rule(code, title, why, source, severity, check)
        return check

    return enter


def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    from importlib import import_module
    from pkgutil import iter_modules

    from brochure.preflight import rules as folder

    for module in iter_modules(folder.__path__):
        import_module(f"{folder.__name__}.{module.name}")
    return tuple(_RULES[code] for code in sorted(_RULES))
