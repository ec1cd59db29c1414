"""仕上げ: the last stage turns a typeset PDF into the file that is sent out.

Each target has a module of its name here, with `finish(pdf, job) -> Finished`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from brochure.finishing.ticket import Finished, Job, Remark
from brochure.product.targets import Target

__all__ = ["Finished", "Job", "Remark", "finish", "warm_up"]


def finish(pdf: bytes, job: Job) -> Finished:
    """The finished file for the target of `job.output`.

    Same bytes in and same job, same bytes out: no clock, no chance, no machine.

    Raises:
        Stop: the file cannot be what its target asks; every reason at once.
    """
    finished: Finished = _module(job.output.target).finish(pdf, job)
    return finished


def warm_up(job: Job) -> None:
    """Imports and reads what `finish` will need for `job`, while there is time."""
    if prepare := getattr(_module(job.output.target), "warm_up", None):
        prepare(job)


def _module(target: Target) -> Any:
    """What finishes files for a target; imports what it needs, and no more."""
    return import_module(f"brochure.finishing.{target.name}")
