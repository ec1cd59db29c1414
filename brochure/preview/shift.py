"""Who lays out what, and when: the newest save first, and what somebody looks at.

Two workers. One lays out the output in view, so that it need never wait; the other lays
out the rest. A burst of saves is one change, and whatever is older is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from brochure.crew import Crash
from brochure.finding import Finding, Stop, Words, fail
from brochure.preview.bench import Laid
from brochure.preview.board import Board
from brochure.preview.worker import Worker

#: Editors save in several steps; so long is waited for the next one.
SETTLE_SECONDS = 0.008
#: The browser draws what is in view before the other outputs are laid out.
REST_SECONDS = 0.15
#: The press takes longer, and waits until the designer does.
PRESS_SECONDS = 0.5
_FONTS = (".ttf", ".otf", ".ttc", ".otc")


class _Seat:
    """A worker, and the edition of the files that it has read."""

    def __init__(self, content: Path) -> None:
        self.worker = Worker(content)
        self.edition = -1
        self.free = asyncio.Lock()
        self.wanted = asyncio.Event()

    async def ask(self, method: str, *arguments: object) -> Any:
        """The worker's answer, when it is free. Raises: as `Worker.ask`."""
        async with self.free:
            return await asyncio.to_thread(self.worker.ask, method, *arguments)


class Shift:
    """All the work of a preview. All methods run in the server's event loop."""

    def __init__(self, board: Board, content: Path) -> None:
        self.board = board
        self.seen = ""
        self.edition = 0
        self.front, self.rest, self.press = (_Seat(content) for _ in range(3))
        #: Who has the pages of each output.
        self._with: dict[str, _Seat] = {}
        #: What the press could not finish, or saw too late.
        self._refused: dict[str, Laid] = {}

    def changed(self, paths: Iterable[Path]) -> None:
        """Files were saved: everything is laid out again."""
        self.edition += 1
        if any(path.suffix.lower() in _FONTS for path in paths):
            self.stop()  # fonts are read once a process
        self.front.wanted.set()

    def look_at(self, name: str) -> None:
        """Somebody looks at the output `name`: it comes first."""
        self.seen = name
        if name in self.board.stale:
            self.front.wanted.set()

    async def region(self, name: str, *arguments: object) -> bytes:
        """See `Bench.region`."""
        seat = self._with.get(name, self.front)
        picture: bytes = await seat.ask("region", name, *arguments)
        return picture

    async def ask_press(self, method: str, name: str, *arguments: object) -> Any:
        """What the press saw of an output: `Bench.layer`, `.point` or `.report`.

        Raises: ValueError where it has not seen it, or there is no such thing.
        """
        if name not in self.board.proofs:
            raise ValueError("not proved yet")
        return await self.press.ask(method, name, *arguments)

    def stop(self) -> None:
        """End the worker processes; the next question starts new ones."""
        for seat in (self.front, self.rest, self.press):
            seat.worker.stop()
            seat.edition = -1

    async def work(self) -> None:
        """Lay out whatever is stale, for ever."""
        self.front.wanted.set()
        await asyncio.gather(
            self._work_in_front(), self._work_on_the_rest(), self._prove()
        )

    async def _work_in_front(self) -> None:
        while True:
            await self.front.wanted.wait()
            await asyncio.sleep(SETTLE_SECONDS)
            self.front.wanted.clear()
            if await self._read(self.front) and (name := self._first()):
                await self._lay_out(self.front, name)
            asyncio.get_running_loop().call_later(REST_SECONDS, self.rest.wanted.set)

    async def _work_on_the_rest(self) -> None:
        while True:
            await self.rest.wanted.wait()
            self.rest.wanted.clear()
            while (name := self._first()) and not self.front.wanted.is_set():
                if not await self._read(self.rest):
                    break
                await self._lay_out(self.rest, name)

    async def room(self, name: str, element: str) -> int | None:
        """See `Bench.room`; the content must be one that can be read."""
        if not await self._read(self.rest):
            raise ValueError("the content cannot be read now")
        found: int | None = await self.rest.ask("room", name, element)
        return found

    async def _prove(self) -> None:
        """Let the press look at what is laid out, when nobody has saved for a while."""
        while True:
            await self.press.wanted.wait()
            self.press.wanted.clear()
            await asyncio.sleep(PRESS_SECONDS)
            if self.press.wanted.is_set():
                continue
            while (laid := self._unproved()) and not self.press.wanted.is_set():
                if not await self._read(self.press):
                    break
                await self._prove_one(laid)

    def _unproved(self) -> Laid | None:
        """What the press has not seen yet: first what somebody looks at."""
        board = self.board
        new = [
            laid
            for name, laid in board.laid.items()
            if laid.pdf and name not in board.stale and name not in board.proofs
        ]
        new = [laid for laid in new if laid is not self._refused.get(laid.name)]
        new.sort(key=lambda laid: laid.name != self.seen)
        return new[0] if new else None

    async def _prove_one(self, laid: Laid) -> None:
        edition = self.edition
        painted = laid.anatomy.paints if laid.anatomy else ()
        question = ("prove", laid.name, laid.pdf, len(laid.pages), painted)
        try:
            proof = await self.press.ask(*question)
        except (Stop, Crash) as error:
            self._refused[laid.name] = laid
            self.board.wrong(laid.name, _findings(error))
            return
        if edition == self.edition and self.board.laid.get(laid.name) is laid:
            self.board.proved(proof)
        else:
            self._refused[laid.name] = laid

    def _first(self) -> str | None:
        stale = self.board.stale
        if self.seen in stale:
            return self.seen
        return next((o.name for o in self.board.outputs if o.name in stale), None)

    async def _read(self, seat: _Seat) -> bool:
        """Whether `seat` has read the files as they are now."""
        edition = self.edition
        if seat.edition == edition:
            return True
        try:
            outputs = await seat.ask("read")
        except (Stop, Crash) as error:
            self.board.wrong("", _findings(error))
            return False
        seat.edition = edition
        if seat is self.front:
            self.board.listed(outputs)
        return edition == self.edition

    async def _lay_out(self, seat: _Seat, name: str) -> None:
        edition, start = self.edition, perf_counter()
        try:
            laid = await seat.ask("lay_out", name, list(self.board.pictures))
        except (Stop, Crash) as error:
            self.board.wrong(name, _findings(error))
            return
        if edition == self.edition:
            self._with[name] = seat
            laid.seconds["all"] = perf_counter() - start
            self.board.keep(laid)
            self.press.wanted.set()


def _findings(error: Stop | Crash) -> tuple[Finding, ...]:
    if isinstance(error, Stop):
        return error.findings
    trace = str(error).strip().splitlines()
    last = trace[-1] if trace else ""
    return (
        fail(
            "preview.bug",
            f"プログラムの不具合です（{last}）",
            f"this is a bug of the program ({last})",
            hint=Words(
                "直前の変更を戻してみてください", "try to undo what was changed last"
            ),
        ),
    )
