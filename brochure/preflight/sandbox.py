"""Work on a stranger's file, in a process of its own with a limit of time and memory.

If that process dies or dawdles, the work was too much, and we are still here.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from brochure.crew import Crash, Crew, Line, heard

_MEMORY = 1_200_000_000
_Result = TypeVar("_Result")


class TooMuch(Exception):
    """The process died, or was given up; says why in a line."""


class Apart(Generic[_Result]):
    """A piece of work under way, which must return no more than can be pickled."""

    def __init__(self, work: Callable[[], _Result]) -> None:
        self._crew = Crew()
        self._hand = self._crew.hire(partial(_limited, work))

    def result(self, seconds: float) -> _Result:
        """What the work returned.

        Raises:
            TooMuch: It took too long or too much memory, or crashed.
            Stop: The work raised it.
        """
        with self._crew:
            if not heard([self._hand], seconds):
                raise TooMuch(f"{seconds:g} s")
            try:
                found: _Result = self._hand.receive()
            except Crash as crash:
                last = str(crash).strip().rsplit("\n", 1)[-1]
                raise TooMuch(last[:200]) from crash
        return found

    def close(self) -> None:
        """Stops the work, whose result nobody wants any more."""
        self._crew.dismiss()


def _limited(work: Callable[[], _Result], line: Line) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = _in_use() + _MEMORY
    limit = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    line.send(work())


def _in_use() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):  # not Linux
        return 2_000_000_000
    return pages * resource.getpagesize()
