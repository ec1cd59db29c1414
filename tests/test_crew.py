"""The processes of a build: nothing they say is lost, and none outlives the build."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from brochure.crew import Crash, Crew, Line, heard
from brochure.finding import Stop, fail


def test_a_value_larger_than_a_pipe_arrives_whole() -> None:
    large = os.urandom(3_000_000)
    with Crew() as crew:
        hand = crew.hire(lambda line: line.send(line.receive()[::-1]))
        hand.send(large)
        assert hand.receive() == large[::-1]


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


def test_a_death_is_noticed() -> None:
    with Crew() as crew, pytest.raises(Crash, match="died"):
        crew.hire(lambda line: os._exit(1)).receive()


def test_what_a_process_died_of_is_not_drowned_by_what_it_missed() -> None:
    with Crew() as crew:
        hand = crew.hire(_stop)
        os.waitid(os.P_PID, hand.process, os.WEXITED | os.WNOWAIT)
        hand.send("too late")
        with pytest.raises(Stop):
            hand.receive()


def test_nobody_outlives_the_build() -> None:
    with Crew() as crew:
        hands = [crew.hire(lambda line: time.sleep(60)) for _ in range(3)]
        assert all(_runs(hand.process) for hand in hands)
    assert not any(_runs(hand.process) for hand in hands)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_whoever_speaks_first_is_heard_first() -> None:
    def later(line: Line) -> None:
        line.receive()

    def at_once(line: Line) -> None:
        line.send("here")

    works: list[Callable[[Line], None]] = [later, at_once]
    with Crew() as crew:
        hands = [crew.hire(work) for work in works]
        assert heard(hands) == [hands[1]]
