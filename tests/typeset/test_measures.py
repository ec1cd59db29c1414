"""The real words at many measures, in both families: what a proof-reader would mark."""

from __future__ import annotations

import pytest

from tests.typeset.proofs import FAMILIES, MEASURES, page, proof


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_leaflet_is_set_without_a_mark(measure: int, family: str) -> None:
    found = proof(page(measure, family), measure)
    assert found.worst < 0.01  # em that a full line ends beside its measure
    assert (found.forbidden, found.divided, found.runts) == (0, 0, 0)
    if measure >= 18:
        assert found.stretch <= 0.25


def test_the_proof_sees_what_weasyprint_leaves() -> None:
    from brochure.typeset.inside import flow

    composer = flow.setting
    flow.setting = lambda style: None
    try:
        found = proof(page(17, "Sans"), 17)
    finally:
        flow.setting = composer
    assert found.worst > 0.5
    assert found.spread > 0.2
