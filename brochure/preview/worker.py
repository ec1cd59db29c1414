"""The worker process: keeps the layout engine warm and answers one question at a time.

It is started afresh, for the server has threads.
"""

from __future__ import annotations

import traceback
from functools import partial
from pathlib import Path
from typing import Any

from brochure.crew import Crash, Crew, Hand, Line
from brochure.finding import Finding, Stop


class Worker:
    """The preview's other process. One question at a time; ask from one thread."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self._crew = Crew()
        self._hand: Hand | None = None

    def ask(self, method: str, *arguments: object) -> Any:
        """What `Bench.method(*arguments)` returns.

        Raises: Stop and ValueError as it does; Crash for a bug, or where the process
            died; the next question starts a new one.
        """
        if self._hand is None:
            self._hand = self._crew.hire(partial(_work, self.content), afresh=True)
        try:
            self._hand.send((method, arguments))
            kind, value = self._hand.receive()
        except Crash:
            self.stop()
            raise
        if kind == "stop":
            findings: tuple[Finding, ...] = value
            raise Stop(*findings)
        if kind == "refused":
            raise ValueError(value)
        if kind == "crash":
            raise Crash(value)
        return value

    def stop(self) -> None:
        """End the process; the next question starts a new one with new fonts."""
        self._hand = None
        self._crew.dismiss()


def _work(content: Path, line: Line) -> None:
    """The life of the worker process."""
    from brochure.preview.bench import Bench

    bench = Bench(content)
    while True:
        method, arguments = line.receive()
        line.send(_answer(bench, method, arguments))


def _answer(bench: Any, method: str, arguments: tuple[Any, ...]) -> tuple[str, object]:
    try:
        return "done", getattr(bench, method)(*arguments)
    except Stop as stop:
        return "stop", stop.findings
    except ValueError as error:
        return "refused", str(error)
    except Exception:
        return "crash", traceback.format_exc()
