"""Every rule lets a good file pass and notices the defect that it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure import HOME
from brochure.preflight.inspect import inspect
from brochure.preflight.report.verdicts import Report
from brochure.preflight.rule import rules
from brochure.product.folds import Fold
from brochure.shop import printers
from tests.preflight.good import good
from tests.preflight.mutations import MUTATIONS, Mutation

pytestmark = pytest.mark.slow

#: What a good file tells all the same.
NOTES = {"qr.content"}


def inspected(
    folder: Path, pdf: bytes, printer: str, fold: Fold | None = None
) -> Report:
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    return inspect(file, printers.load(printer, HOME), expected_pages=2, fold=fold)


@pytest.mark.parametrize("printer", ["", "poster", "x1a-fogra39", "x1a-jc200103"])
def test_a_good_file_passes_every_rule(tmp_path: Path, printer: str) -> None:
    report = inspected(tmp_path, good(printer), printer)
    found = {v.rule.code for v in report.verdicts if v.outcome != "pass"}
    assert report.passed
    assert found == NOTES


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.id)
def test_a_defect_is_caught_by_its_rule_and_by_no_other(
    tmp_path: Path, mutation: Mutation
) -> None:
    report = inspected(tmp_path, mutation.pdf(), mutation.printer, mutation.fold)
    outcomes = {v.rule.code: v.outcome for v in report.verdicts}
    assert outcomes[mutation.rule] == mutation.outcome
    noticed = {code for code, outcome in outcomes.items() if outcome != "pass"}
    assert noticed - NOTES == {mutation.rule, *mutation.also} - NOTES
    assert report.passed is (mutation.outcome != "fail" and not _fails(report))


def _fails(report: Report) -> bool:
    return any(v.outcome in ("fail", "error") for v in report.verdicts)


def test_every_rule_has_a_defect_that_it_catches() -> None:
    assert {rule.code for rule in rules()} == {one.rule for one in MUTATIONS}
    assert len(MUTATIONS) >= 60
