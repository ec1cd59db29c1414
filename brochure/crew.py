"""Processes that share the work of one build, and stop when it stops.

A process is forked where that is safe, which takes a few milliseconds, and started
afresh where it is not, which takes as long as its imports. Both do the same.

`multiprocessing` would do it, too, but takes 40 ms to import and waits for a hand that
is killed; a fork, three pipes and pickle are all that is needed here.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import select
import shutil
import signal
import struct
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, NamedTuple, NoReturn

from brochure import HOME
from brochure.finding import Finding, Stop

#: Set this variable to `spawn`, and no process is forked.
START = "BROCHURE_START"

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
    """A process at the other end of a line."""

    def __init__(self, process: int, ours: _Ends) -> None:
        self.process = process
        self.line = Line(ours.reading, ours.writing)
        self._ours = ours

    def fileno(self) -> int:
        return self._ours.reading

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

    def kill(self) -> None:
        """Ends the process, whatever it is doing."""
        # A program that buries all of its children itself may have come before us.
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)

    def bury(self) -> None:
        """Waits until a process that was killed is gone; lets go of the line."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.process, 0)
        self._ours.close()


class Crew:
    """Everyone who works on one build; all are gone when the `with` block ends."""

    def __init__(self) -> None:
        self._hands: list[Hand] = []
        self._room = ""

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.dismiss()

    def dismiss(self) -> None:
        """Ends all of them, whatever they are doing."""
        hands, self._hands = self._hands, []
        for hand in hands:
            hand.kill()
        for hand in hands:
            hand.bury()
        if self._room:
            shutil.rmtree(self._room, ignore_errors=True)
            self._room = ""

    def hire(self, work: Callable[[Line], None], *, afresh: bool = False) -> Hand:
        """A process that does `work` and ends; what it raises, we receive.

        It is forked where that is safe; `afresh` asks for a process that has nothing
        of ours in its memory. Then `work` travels as a pickle: a function of a module,
        or a `partial` of one.

        Raises: TypeError for work that cannot be sent to a fresh process.
        """
        forked = _may_fork() and not afresh
        parcel = b"" if forked else _packed(work)
        sys.stdout.flush()
        sys.stderr.flush()
        self._room = self._room or _new_room()
        ours, theirs = _connection()
        with _undisturbed() as blocked:
            try:
                if not forked:
                    process = _started(theirs, self._room, blocked)
                elif not (process := os.fork()):
                    _live(work, theirs, self._room, blocked)
            except OSError:
                ours.close()
                raise
            finally:
                theirs.close()
            hand = Hand(process, ours)
            self._hands.append(hand)
        if not forked:
            hand.send(parcel)
        return hand


# --- Between two processes -------------------------------------------------------


class _Ends(NamedTuple):
    """One side of a connection: a pipe each way, and one on which nothing is said.

    The third ends the other process, wherever it is, when we do: see `_settle`.
    """

    reading: int
    writing: int
    life: int

    def close(self) -> None:
        for descriptor in self:
            os.close(descriptor)
        _held.discard(self)


#: Our sides of all connections. A forked process lets go of them, or else it would keep
#: those alive whom we have left, and hear nothing when we die.
_held: set[_Ends] = set()


def _connection() -> tuple[_Ends, _Ends]:
    """Our side and theirs; no other program that we start has a hand in it."""
    with contextlib.ExitStack() as undone:
        pipes = []
        for _ in range(3):
            pipes.append(os.pipe())
            for descriptor in pipes[-1]:
                undone.callback(os.close, descriptor)
        undone.pop_all()
    (their_reading, our_writing), (our_reading, their_writing), life = pipes
    ours = _Ends(our_reading, our_writing, life[1])
    _held.add(ours)
    return ours, _Ends(their_reading, their_writing, life[0])


@contextlib.contextmanager
def _undisturbed() -> Iterator[Iterable[int]]:
    """No signal is heard meanwhile; yields those that were blocked anyway.

    One that came right after a fork would raise KeyboardInterrupt in the new process,
    too, which would go back to where we come from and clear up there.
    """
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield blocked
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _new_room() -> str:
    """A folder for what a process has for a moment: when it is killed, we clear up.

    Empty where there is none; who needs one will find out, and has words for it.
    """
    try:
        return tempfile.mkdtemp(prefix="brochure-crew-")
    except OSError:
        return ""


# --- The other process -----------------------------------------------------------


def _may_fork() -> bool:
    """Whether a forked process would have everything that it may come to wait for.

    Only the thread that forks goes along. Pango has one of its own, from 1.52 on and
    from the first font that was opened; a copy of the process waits for it for ever.
    The same holds for any library of whoever calls us, so we look at what is: with one
    thread, nobody is left behind. The kernel counts them, since Python knows but its
    own. Where it does not say (macOS, where even the system's libraries have threads),
    nothing is forked.
    """
    if os.environ.get(START) == "spawn":
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def _packed(work: Callable[[Line], None]) -> bytes:
    try:
        return pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise TypeError(
            f"{work!r} cannot be sent to another process ({error}); "
            "hire a function of a module, or a partial of one"
        ) from error


def _started(theirs: _Ends, room: str, blocked: Iterable[int]) -> int:
    """A Python of our kind that will `begin`; its number.

    It has our folder, environment and path of modules, and of our files only these.
    """
    path = [*sys.path] if str(HOME) in sys.path else [*sys.path, str(HOME)]
    code = (
        f"import sys; sys.path[:] = {path!a}; "
        f"from brochure.crew import begin; begin{(*theirs, room)!a}"
    )
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", code],
        os.environ,
        # A descriptor put in its own place stays open there.
        file_actions=[(os.POSIX_SPAWN_DUP2, one, one) for one in theirs],
        # A Ctrl-C waits until it is ignored; Python would print a traceback.
        setsigmask=[*blocked, signal.SIGINT],
    )


def begin(reading: int, writing: int, life: int, room: str) -> NoReturn:
    """The whole life of a process that was started afresh."""
    try:
        _settle(life, room)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        _do(_unpacked, Line(reading, writing))
    finally:
        os._exit(0)  # as the other kind does; whoever hired us clears up


def _unpacked(line: Line) -> None:
    work: Callable[[Line], None] = pickle.loads(line.receive())
    work(line)


def _live(
    work: Callable[[Line], None], theirs: _Ends, room: str, blocked: Iterable[int]
) -> NoReturn:
    """The whole life of a forked process."""
    try:
        for ours in tuple(_held):
            ours.close()
        _settle(theirs.life, room)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        _do(work, Line(theirs.reading, theirs.writing))
    finally:
        os._exit(0)


def _settle(life: int, room: str) -> None:
    """A hired process answers no signal for us, dies with us, and leaves no litter.

    Waiting for the next word, it would see that we are gone; in the middle of a hostile
    file it may never come to that. Nobody writes to `life`: what the kernel has to
    report of it is our death, and SIGIO ends whoever does not care to answer it.
    """
    tempfile.tempdir = room or tempfile.tempdir
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    # Ctrl-C reaches every process of the terminal: only the first one acts.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    with contextlib.suppress(OSError):  # a kernel that knows no SIGIO for pipes
        fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(life, fcntl.F_GETFL)
        fcntl.fcntl(life, fcntl.F_SETFL, flags | os.O_ASYNC)
    if _ready([life], 0):
        os._exit(0)  # we are gone already


def _do(work: Callable[[Line], None], line: Line) -> None:
    """Does the work, and sends home what it raises."""
    try:
        work(line)
    except Stop as stop:
        line.send(_Stopped(stop.findings))
    except BrokenPipeError:
        pass  # the one who wanted the result is gone
    except BaseException:
        import traceback

        line.send(Crash("\n" + traceback.format_exc()))


def heard(hands: Iterable[Hand], seconds: float | None = None) -> list[Hand]:
    """Waits until somebody has sent something, no longer than told; says who."""
    listening = {hand.fileno(): hand for hand in hands}
    return [listening[number] for number in _ready(listening, seconds)]


def _ready(descriptors: Iterable[int], seconds: float | None) -> list[int]:
    """Those that have something to read, or an end; `select` knows but 1024."""
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    found = poll.poll(None if seconds is None else seconds * 1000)
    return [descriptor for descriptor, _ in found]


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
