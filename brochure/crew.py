"""Processes that share the work of one build, and stop when it stops.

`multiprocessing` would do it, too, but takes 40 ms to import and waits for a hand that
is killed; a fork, two pipes and pickle are all that is needed here.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import struct
import sys
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, NamedTuple

from brochure.finding import Finding, Stop

_LENGTH = struct.Struct("!Q")


class Crash(Exception):
    """A bug of ours in another process; carries that process's traceback."""


class _Stopped(NamedTuple):
    """A Stop on its way to us: exceptions lose their arguments in a pickle."""

    findings: tuple[Finding, ...]


class Line:
    """One end of a connection on which Python values travel both ways."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing

    def send(self, value: object) -> None:
        """Hands a value to the other end."""
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        rest = memoryview(_LENGTH.pack(len(data)) + data)
        while rest:
            rest = rest[os.write(self._writing, rest) :]

    def receive(self) -> Any:
        """The next value from the other end.

        Raises: EOFError where the other end is gone.
        """
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size))
        return pickle.loads(self._read(length))

    def fileno(self) -> int:
        return self._reading

    def close(self) -> None:
        os.close(self._reading)
        os.close(self._writing)

    def _read(self, length: int) -> bytes:
        parts = []
        while length:
            part = os.read(self._reading, min(length, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


class Hand:
    """A forked process at the other end of a line."""

    def __init__(self, process: int, line: Line) -> None:
        self.process = process
        self.line = line

    def fileno(self) -> int:
        return self.line.fileno()

    def send(self, value: object) -> None:
        """Hands a value to the process; if it is gone, `receive` says why."""
        with contextlib.suppress(BrokenPipeError):
            self.line.send(value)

    def receive(self) -> Any:
        """The next value that the process sends.

        Raises: Stop that the process raised; Crash for a bug, or a death, of its own.
        """
        try:
            value = self.line.receive()
        except EOFError:
            raise Crash("a process of the build died") from None
        if isinstance(value, _Stopped):
            raise Stop(*value.findings)
        if isinstance(value, Crash):
            raise value
        return value


class Crew:
    """Everyone who works on one build; all are gone when the `with` block ends."""

    def __init__(self) -> None:
        self._hands: list[Hand] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for hand in self._hands:
            os.kill(hand.process, signal.SIGKILL)
        for hand in self._hands:
            os.waitpid(hand.process, 0)
            hand.line.close()

    def hire(self, work: Callable[[Line], None]) -> Hand:
        """Forks a process that does `work` and ends; what it raises, we receive."""
        sys.stdout.flush()
        sys.stderr.flush()
        their_reading, our_writing = os.pipe()
        our_reading, their_writing = os.pipe()
        process = os.fork()
        if process == 0:
            # Ctrl-C reaches every process of the terminal: only the first one acts.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            for descriptor in (our_reading, our_writing):
                os.close(descriptor)
            for hand in self._hands:
                hand.line.close()
            _do(work, Line(their_reading, their_writing))
        os.close(their_reading)
        os.close(their_writing)
        hand = Hand(process, Line(our_reading, our_writing))
        self._hands.append(hand)
        return hand


def _do(work: Callable[[Line], None], line: Line) -> None:
    """The whole life of a forked process."""
    try:
        work(line)
    except Stop as stop:
        line.send(_Stopped(stop.findings))
    except BrokenPipeError:
        pass  # the one who wanted the result is gone
    except BaseException:
        import traceback

        line.send(Crash("\n" + traceback.format_exc()))
    finally:
        os._exit(0)


def heard(hands: Iterable[Hand]) -> list[Hand]:
    """Waits until somebody has sent something; says who."""
    ready, _, _ = select.select(list(hands), [], [])
    return ready


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
