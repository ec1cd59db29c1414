"""The worker process: keeps the layout engine warm and answers one question at a time.

It is started afresh (no fork: the server has threads) and ends when its pipe does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

from brochure import HOME
from brochure.crew import Crash, Line
from brochure.finding import Finding, Stop

_START = "import sys; from brochure.preview.worker import main; main(*sys.argv[1:])"


class Worker:
    """The preview's other process. One question at a time; ask from one thread."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Line | None = None

    def ask(self, method: str, *arguments: object) -> Any:
        """What `Bench.method(*arguments)` returns.

        Raises: Stop and ValueError as it does; Crash for a bug, or where the process
            died; the next question starts a new one.
        """
        if self._line is None:
            self._start()
        assert self._line is not None
        try:
            self._line.send((method, arguments))
            answer = self._line.receive()
        except (EOFError, BrokenPipeError):
            self.stop()
            raise Crash("the layout process died") from None
        kind, value = answer
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
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self) -> None:
        their_reading, our_writing = os.pipe()
        our_reading, their_writing = os.pipe()
        self._process = subprocess.Popen(
            [
                sys.executable, "-c", _START, str(self.content),
                str(their_reading), str(their_writing),
            ],
            pass_fds=(their_reading, their_writing),
            cwd=os.getcwd(),
            env={**os.environ, "PYTHONPATH": str(HOME)},
        )  # fmt: skip
        os.close(their_reading)
        os.close(their_writing)
        self._line = Line(our_reading, our_writing)


def main(content: str, reading: str, writing: str) -> None:
    """The life of the worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends us
    line = Line(int(reading), int(writing))
    from brochure.preview.bench import Bench

    bench = Bench(Path(content))
    while True:
        try:
            method, arguments = line.receive()
        except EOFError:
            return
        try:
            line.send(_answer(bench, method, arguments))
        except BrokenPipeError:  # nobody waits any more
            return


def _answer(bench: Any, method: str, arguments: tuple[Any, ...]) -> tuple[str, object]:
    try:
        return "done", getattr(bench, method)(*arguments)
    except Stop as stop:
        return "stop", stop.findings
    except ValueError as error:
        return "refused", str(error)
    except Exception:
        return "crash", traceback.format_exc()
