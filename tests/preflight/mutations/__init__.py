"""Defects, each put into a good file in one way, and the rule that has to notice."""

from __future__ import annotations

from tests.preflight.mutations import (
    colour,
    document,
    geometry,
    identity,
    pictures,
    text,
)
from tests.preflight.mutations.registry import MUTATIONS, Mutation

__all__ = ["MUTATIONS", "Mutation", "colour", "document", "geometry", "identity"]
__all__ += ["pictures", "text"]
