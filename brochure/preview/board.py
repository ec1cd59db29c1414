"""What is on screen: the outputs, their pages and findings, and what is wrong now.

The board asks the worker, newest wish first: a burst of saves is one wish, and the
output that somebody looks at is laid out before the others.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from brochure.crew import Crash
from brochure.finding import Finding, Mark, Spot, Stop, Words, fail
from brochure.job import Output
from brochure.preview.bench import Laid
from brochure.preview.worker import Worker

#: Editors save in several steps; so long is waited for the next one.
SETTLE_SECONDS = 0.008
#: Pictures kept for going back and for comparing: those of the last few saves.
PICTURES_KEPT = 64


class Board:
    """The state of the preview. All methods run in the server's event loop."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.version = 0
        self.outputs: list[Output] = []
        self.laid: dict[str, Laid] = {}
        self.errors: tuple[Finding, ...] = ()
        self.pictures: dict[str, bytes] = {}
        self.seen = ""
        self.busy = False
        self._stale: set[str] = set()
        self._wish = asyncio.Event()
        self._asking = asyncio.Lock()
        self._listeners: set[asyncio.Queue[int]] = set()
        self._reread = True

    # --- What others ask for -----------------------------------------------------

    def changed(self, paths: Iterable[Path]) -> None:
        """Files were saved: everything is laid out again."""
        if any(path.suffix in (".ttf", ".otf", ".ttc") for path in paths):
            self.worker.stop()
        self._reread = True
        self._wish.set()

    def look_at(self, name: str) -> None:
        """Somebody looks at the output `name`: it comes first."""
        self.seen = name

    async def ask(self, method: str, *arguments: object) -> Any:
        """Ask the worker something, when it is free. Raises: as `Worker.ask`."""
        async with self._asking:
            return await asyncio.to_thread(self.worker.ask, method, *arguments)

    async def listen(self) -> AsyncIterator[int]:
        """The version now, and again whenever it changes."""
        queue: asyncio.Queue[int] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield self.version
            while True:
                version = await queue.get()
                while not queue.empty():
                    version = queue.get_nowait()
                yield version
        finally:
            self._listeners.discard(queue)

    def state(self) -> dict[str, Any]:
        """All that the page needs to know, as JSON values."""
        return {
            "version": self.version,
            "busy": self.busy,
            "errors": [shown(finding) for finding in self.errors],
            "outputs": [self._output(output) for output in self.outputs],
        }

    # --- The work ----------------------------------------------------------------

    async def work(self) -> None:
        """Lay out whatever is stale, for ever."""
        self._wish.set()
        while True:
            await self._wish.wait()
            await asyncio.sleep(SETTLE_SECONDS)
            self._wish.clear()
            self.busy = True
            try:
                await self._catch_up()
            except Stop as stop:
                self.errors = stop.findings
            except Crash as crash:
                self.errors = (_bug(str(crash)),)
            self.busy = False
            self._say()

    async def _catch_up(self) -> None:
        if self._reread:
            self._reread = False
            self.outputs = await self.ask("read")
            self.errors = ()
            self._stale = {output.name for output in self.outputs}
        while self._stale and not self._wish.is_set():
            name = self._next()
            start = perf_counter()
            laid = await self.ask("lay_out", name, list(self.pictures))
            laid.seconds["all"] = perf_counter() - start
            self._stale.discard(name)
            self._keep(laid)
            self._say()

    def _next(self) -> str:
        if self.seen in self._stale:
            return self.seen
        return next(o.name for o in self.outputs if o.name in self._stale)

    def _keep(self, laid: Laid) -> None:
        self.laid[laid.name] = laid
        self.pictures.update(laid.pictures)
        laid.pictures.clear()
        needed = {page.key for one in self.laid.values() for page in one.pages}
        for key in list(self.pictures):
            if len(self.pictures) <= PICTURES_KEPT:
                break
            if key not in needed:
                del self.pictures[key]

    def _say(self) -> None:
        self.version += 1
        for queue in self._listeners:
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(self.version)

    def _output(self, output: Output) -> dict[str, Any]:
        laid = self.laid.get(output.name)
        fmt = output.format
        return {
            "name": output.name,
            "piece": output.piece,
            "target": str(output.target),
            "size": output.size,
            "bleed": fmt.bleed if output.target == "press" else 0,
            "safe": fmt.safe,
            "stale": output.name in self._stale,
            "pages": [page._asdict() for page in laid.pages] if laid else [],
            "findings": [shown(f) for f in laid.findings] if laid else [],
            "seconds": laid.seconds if laid else {},
        }


def shown(finding: Finding) -> dict[str, Any]:
    """A finding for the page, in both languages, with its place taken apart."""
    at = finding.at
    place: dict[str, Any] = {}
    if isinstance(at, Mark):
        place = {"file": at.file, "line": at.line, "column": at.column}
    elif isinstance(at, Spot):
        place = {"page": at.page, "x": at.x, "y": at.y}
    return {
        "status": str(finding.status),
        "code": finding.code,
        "subject": finding.subject,
        "ja": finding.line("ja"),
        "en": finding.line("en"),
        **place,
    }


def _bug(trace: str) -> Finding:
    last = trace.strip().splitlines()[-1] if trace.strip() else ""
    return fail(
        "preview.bug",
        f"プログラムの不具合です（{last}）",
        f"this is a bug of the program ({last})",
        hint=Words(
            "直前の変更を戻してみてください", "try to undo what was changed last"
        ),
    )
