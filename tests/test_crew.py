"""The processes of a build: nothing they say is lost, and none outlives the build."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from brochure import HOME, crew
from brochure.crew import Crash, Crew, Hand, Line, heard
from brochure.finding import Stop, fail

# What these do, a process can do without the threads of the one that tests.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
AFRESH = pytest.mark.parametrize("start", ["spawn"], indirect=True)


@pytest.fixture(autouse=True, params=["fork", "spawn"])
def start(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Every test here with both kinds of process; none leaves anything open."""
    monkeypatch.setattr(crew, "_may_fork", lambda: request.param == "fork")
    before = _open(), _children()
    yield request.param
    gc.collect()  # what was forgotten says so now, and warnings are errors
    assert (_open(), _children()) == before


def _open() -> list[str]:
    return sorted(os.listdir("/proc/self/fd"))


def _children() -> list[str]:
    """Also those that are dead and not buried."""
    threads = Path("/proc/self/task").iterdir()
    return sorted(
        child
        for thread in threads
        for child in (thread / "children").read_text().split()
    )


def _backwards(line: Line) -> None:
    line.send(line.receive()[::-1])


def test_a_value_larger_than_a_pipe_arrives_whole() -> None:
    large = os.urandom(3_000_000)
    with Crew() as crew:
        hand = crew.hire(_backwards)
        hand.send(large)
        assert hand.receive() == large[::-1]


def _give(value: object, line: Line) -> None:
    line.send(value)


def test_work_larger_than_a_pipe_arrives_whole() -> None:
    large = os.urandom(3_000_000)
    with Crew() as crew:
        assert crew.hire(partial(_give, large)).receive() == large


def _stop(line: Line) -> None:
    raise Stop(fail("a.b", "だめ", "no"), fail("c.d", "だめ", "neither"))


def test_a_stop_arrives_with_all_its_findings() -> None:
    with Crew() as crew, pytest.raises(Stop) as stop:
        crew.hire(_stop).receive()
    assert [finding.code for finding in stop.value.findings] == ["a.b", "c.d"]


def _stumble(line: Line) -> None:
    raise ZeroDivisionError("a bug of ours")


def test_a_bug_keeps_its_traceback() -> None:
    with Crew() as crew, pytest.raises(Crash, match=r"in _stumble[\s\S]*a bug of ours"):
        crew.hire(_stumble).receive()


def _die(line: Line) -> None:
    os._exit(1)


def test_a_death_is_noticed() -> None:
    with Crew() as crew, pytest.raises(Crash, match="died"):
        crew.hire(_die).receive()


def test_what_a_process_died_of_is_not_drowned_by_what_it_missed() -> None:
    with Crew() as crew:
        hand = crew.hire(_stop)
        os.waitid(os.P_PID, hand.process, os.WEXITED | os.WNOWAIT)
        hand.send("too late")
        with pytest.raises(Stop):
            hand.receive()


def _sleep(line: Line) -> None:
    line.send(os.getpid())
    time.sleep(60)


def test_nobody_outlives_the_build() -> None:
    with Crew() as crew:
        hands = [crew.hire(_sleep) for _ in range(3)]
        assert all(_runs(hand.process) for hand in hands)
    assert not any(_runs(hand.process) for hand in hands)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _wait(line: Line) -> None:
    line.receive()


def test_whoever_speaks_first_is_heard_first() -> None:
    works: list[Callable[[Line], None]] = [_wait, partial(_give, "here")]
    with Crew() as crew:
        hands = [crew.hire(work) for work in works]
        assert heard(hands) == [hands[1]]


def test_nobody_is_waited_for_longer_than_told() -> None:
    with Crew() as crew:
        assert heard([crew.hire(_wait)], 0.1) == []


def test_a_program_with_many_open_files_hears_its_hands() -> None:
    """`select` knows but the first 1024."""
    files = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    try:
        with Crew() as crew:
            hand = crew.hire(partial(_give, "here"))
            assert heard([hand]) == [hand]
            assert hand.receive() == "here"
    finally:
        for file in files:
            os.close(file)


def _litter(line: Line) -> None:
    name = tempfile.mkdtemp()
    with Crew() as crew:
        line.send((name, crew.hire(_drop).receive()))
        time.sleep(60)


def _drop(line: Line) -> None:
    line.send(tempfile.mkstemp()[1])
    time.sleep(60)


def test_whoever_is_killed_leaves_no_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Crew() as crew:
        left = crew.hire(_litter).receive()
        assert all(Path(name).is_relative_to(tmp_path) for name in left)
        assert all(Path(name).exists() for name in left)
    assert list(tmp_path.iterdir()) == []


def test_without_room_for_temporary_files_processes_work_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(**_: str) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with Crew() as crew:
        assert crew.hire(partial(_give, "here")).receive() == "here"


def _place(line: Line) -> None:
    line.send((os.getcwd(), dict(os.environ), sys.path))


def test_a_process_stands_where_we_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROCHURE_TEST", "求人")
    monkeypatch.syspath_prepend(tmp_path / "外")
    with Crew() as crew:
        assert crew.hire(_place).receive() == (
            str(tmp_path), dict(os.environ), sys.path
        )  # fmt: skip


def _signals(line: Line) -> None:
    handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}
    line.send(
        (
            [number for number, handler in handlers.items() if callable(handler)],
            handlers[signal.SIGINT] == signal.SIG_IGN,
            [int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
        )
    )


def test_ctrl_c_and_other_signals_are_ours_to_answer() -> None:
    before = signal.signal(signal.SIGTERM, lambda number, frame: None)
    try:
        with Crew() as crew:
            assert crew.hire(_signals).receive() == ([], True, [])
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_ctrl_c_right_after_the_start_hurts_nobody(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Crew() as crew:
        for _ in range(10):
            hand = crew.hire(partial(_give, "here"))
            os.kill(hand.process, signal.SIGINT)
            assert hand.receive() == "here"
    assert capfd.readouterr().err == ""


# --- Whoever hired them is killed ------------------------------------------------

_FAMILY = """
import os, sys, time
sys.path.insert(0, {home!r})
from tests.test_crew import _keep_busy, _employ
from brochure.crew import Crew
with Crew() as crew:
    first, second = crew.hire(_employ), crew.hire(_keep_busy)
    print(*first.receive(), second.receive(), flush=True)
    time.sleep(60)
"""


def _keep_busy(line: Line) -> None:
    """Does what takes for ever and never looks at the line, all of it in C."""
    line.send(os.getpid())
    sum(range(10**15))


def _employ(line: Line) -> None:
    with Crew() as crew:
        line.send((os.getpid(), crew.hire(_keep_busy).receive()))
        _keep_busy(line)


def test_whoever_we_hired_dies_with_us_and_so_does_whom_they_hired(start: str) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", _FAMILY.format(home=str(HOME))],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "BROCHURE_START": start},
    )
    assert program.stdout
    with program, program.stdout as said:
        family = [int(number) for number in said.readline().split()]
        assert len(family) == 3
        program.kill()
        program.wait()
    end = time.monotonic() + 5
    while left := [process for process in family if _works(process)]:
        assert time.monotonic() < end, left
        time.sleep(0.02)


def _works(process: int) -> bool:
    """Whether it still runs; one that nobody has buried does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


# --- Forked or started afresh ----------------------------------------------------


@AFRESH
def test_work_that_cannot_be_sent_is_a_bug_that_says_so() -> None:
    with Crew() as crew, pytest.raises(TypeError, match="hire a function of a module"):
        crew.hire(lambda line: None)


@AFRESH
def test_work_that_the_other_side_does_not_know_is_a_bug_that_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As what was typed into a notebook, whose `__main__` is nobody else's."""
    here = ModuleType("typed_here")
    exec("def work(line): pass", here.__dict__)
    monkeypatch.setitem(sys.modules, "typed_here", here)
    with Crew() as crew, pytest.raises(Crash, match="typed_here"):
        crew.hire(here.work).receive()


def test_a_start_that_fails_leaves_nothing_open(
    start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError("too many processes")

    monkeypatch.setattr(os, "fork", refuse)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(OSError, match=r"too many|No such file"), Crew() as crew:
        crew.hire(_wait)


def test_only_a_process_with_one_thread_is_forked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    code = (
        f"import os, sys, threading; sys.path.insert(0, {str(HOME)!r})\n"
        "from brochure.crew import _may_fork\n"
        "alone = _may_fork()\n"
        "done = threading.Event()\n"
        "threading.Thread(target=done.wait).start()\n"
        "print(alone, _may_fork())\n"
        "done.set()\n"
    )
    for wanted, said in (("", "True False\n"), ("spawn", "False False\n")):
        assert (
            subprocess.check_output(
                [sys.executable, "-c", code],
                text=True,
                env={**os.environ, "BROCHURE_START": wanted},
            )
            == said
        )


@AFRESH
def test_who_was_hired_by_a_thread_stays_when_it_ends() -> None:
    hired: list[Hand] = []
    with Crew() as crew:
        thread = threading.Thread(target=lambda: hired.append(crew.hire(_backwards)))
        thread.start()
        thread.join()
        time.sleep(0.1)
        hired[0].send("ab")
        assert hired[0].receive() == "ba"
