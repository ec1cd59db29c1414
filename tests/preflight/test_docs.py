"""docs/rules.md lists what is looked at, and what has been seen to be caught."""

from __future__ import annotations

import pytest

from brochure import HOME
from brochure.preflight.rule import rules
from tests.preflight.mutations import MUTATIONS

PAGE = HOME / "docs" / "rules.md"
_HEAD = """# What preflight looks at

Every rule with the defects that the tests put into a good file to see it caught, each
by this rule and by no other than those that cannot but notice too. `check --list-rules`
says why each matters. Written by `make pictures`; a test keeps it true.

| rule | 規則 | what | worst | source | defects that the tests make |
| --- | --- | --- | --- | --- | --- |
"""


def table() -> str:
    lines = []
    for rule in rules():
        defects = [one.defect for one in MUTATIONS if one.rule == rule.code]
        cells = (
            f"`{rule.code}`",
            rule.title.ja,
            rule.title.en,
            rule.severity.value,
            rule.source,
            "; ".join(defects),
        )
        lines.append(f"| {' | '.join(cells)} |\n")
    return _HEAD + "".join(lines)


def test_the_table_of_rules_is_true(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--record"):
        PAGE.write_text(table(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == table()
