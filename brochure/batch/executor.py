"""Who does the chunks: processes of this machine, or a Dask cluster.

Both do the same work (`work.run`), which depends on nothing but the spec and the chunk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Protocol

from brochure.batch.records import Record
from brochure.batch.work import Done, Spec, run
from brochure.crew import Crew, Hand, Line, heard
from brochure.finding import Stop, Words, fail

Chunk = tuple[int, Sequence[Record]]


class Executor(Protocol):
    """Does chunks in any order."""

    def map(self, spec: Spec, chunks: Sequence[Chunk]) -> Iterator[Done]:
        """Every chunk, done, as soon as it is.

        Raises:
            Stop: Something is wrong with all of them.
        """
        ...


class Processes:
    """Forked processes of this machine, each with its own layout engine."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(self, spec: Spec, chunks: Sequence[Chunk]) -> Iterator[Done]:
        with Crew() as crew:
            number = min(self.jobs, len(chunks))
            hands = [crew.hire(partial(_hand, spec)) for _ in range(number)]
            waiting = iter(chunks)
            busy = [hand for hand in hands if _next(hand, waiting)]
            while busy:
                for hand in heard(busy):
                    yield hand.receive()
                    if not _next(hand, waiting):
                        busy.remove(hand)


def _hand(spec: Spec, line: Line) -> None:
    while True:
        number, records = line.receive()
        line.send(run(spec, number, records))


def _next(hand: Hand, waiting: Iterator[Chunk]) -> bool:
    chunk = next(waiting, None)
    if chunk is not None:
        hand.send(chunk)
    return chunk is not None


class Dask:
    """A Dask cluster whose workers see this folder and have this version of Brochure.

    The scheduler gives the chunks of a worker that dies to another one.
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def map(self, spec: Spec, chunks: Sequence[Chunk]) -> Iterator[Done]:
        distributed = _distributed()
        try:
            client = distributed.Client(self.address, timeout="6s")
        except (OSError, ValueError) as error:
            raise Stop(
                fail(
                    "batch.scheduler",
                    f"スケジューラ {self.address} につながりません",
                    f"there is no scheduler at {self.address} ({error})",
                )
            ) from None
        with client:
            tasks = [
                client.submit(
                    _elsewhere, spec, number, records,
                    key=f"brochure-{spec.digest}-{number}", pure=True, retries=3,
                )
                for number, records in chunks
            ]  # fmt: skip
            for task in distributed.as_completed(tasks):
                done = task.result()
                if isinstance(done, tuple):
                    raise Stop(*done)
                yield done
                task.release()


def _elsewhere(spec: Spec, number: int, records: Sequence[Record]) -> Any:
    """A chunk on a worker; a Stop comes back as its findings, pickled whole."""
    try:
        return run(spec, number, records)
    except Stop as stop:
        return stop.findings


def _distributed() -> Any:
    try:
        import distributed
    except ModuleNotFoundError:
        raise Stop(
            fail(
                "batch.distributed",
                "--scheduler には Python のパッケージ distributed が要ります",
                "--scheduler needs the Python package distributed",
                hint=Words(
                    "pip install -r requirements-cluster.txt を実行してください",
                    "run pip install -r requirements-cluster.txt",
                ),
            )
        ) from None
    return distributed
