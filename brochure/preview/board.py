"""What is on screen: the outputs, their pages and findings, and what is wrong now."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

from brochure.finding import Finding, Mark, Spot
from brochure.preview.bench import Laid, PageImage
from brochure.preview.press import Place, Proof
from brochure.product.folds import Fold, creases
from brochure.product.outputs import Output

#: Pictures kept for going back and for comparing: those of the last few saves.
PICTURES_KEPT = 64


class Board:
    """The state of the preview. All methods run in the server's event loop."""

    def __init__(self) -> None:
        self.version = 0
        self.outputs: list[Output] = []
        self.laid: dict[str, Laid] = {}
        #: The pages of each output as they were before the last save that changed them.
        self.before: dict[str, tuple[PageImage, ...]] = {}
        #: Names of outputs that are not laid out yet since the last save.
        self.stale: set[str] = set()
        #: What is wrong: with the content (""), or with one output.
        self.errors: dict[str, tuple[Finding, ...]] = {}
        self.pictures: dict[str, bytes] = {}
        #: What the press saw of the outputs for it, as far as that was looked at.
        self.proofs: dict[str, Proof] = {}
        self._listeners: set[asyncio.Queue[int]] = set()

    def listed(self, outputs: Iterable[Output]) -> None:
        """The content was read: these are its outputs, none of them laid out anew."""
        self.outputs = list(outputs)
        self.stale = {output.name for output in self.outputs}
        self.errors = {}
        self.laid = {name: one for name, one in self.laid.items() if name in self.stale}

    def wrong(self, name: str, findings: tuple[Finding, ...]) -> None:
        """The output `name` cannot be laid out ("" for all): the last pages stay."""
        self.errors[name] = findings
        self.stale.discard(name)
        self.say()

    def keep(self, laid: Laid) -> None:
        """An output was laid out: on screen with it."""
        old = self.laid.get(laid.name)
        keys = [page.key for page in laid.pages]
        if old and [page.key for page in old.pages] != keys:
            self.before[laid.name] = old.pages
        self.laid[laid.name] = laid
        self.proofs.pop(laid.name, None)
        self.stale.discard(laid.name)
        self.pictures.update(laid.pictures)
        laid.pictures.clear()
        self._forget()
        self.say()

    def proved(self, proof: Proof) -> None:
        """The press has looked at an output."""
        self.proofs[proof.name] = proof
        self.say()

    def _forget(self) -> None:
        """Drop the oldest pictures that nobody can see any more."""
        on_screen = [one.pages for one in self.laid.values()]
        needed = {
            page.key for pages in (*on_screen, *self.before.values()) for page in pages
        }
        for key in list(self.pictures):
            if len(self.pictures) <= PICTURES_KEPT:
                break
            if key not in needed:
                del self.pictures[key]

    def say(self) -> None:
        """Tell all browsers that something has changed."""
        self.version += 1
        for queue in self._listeners:
            queue.put_nowait(self.version)

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
            "busy": bool(self.stale) and not self.errors,
            "errors": [
                shown(finding)
                for finding in dict.fromkeys(
                    one for findings in self.errors.values() for one in findings
                )
            ],
            "outputs": [self._output(output) for output in self.outputs],
        }

    def files(self) -> set[str]:
        """The names of all files that a build makes of the outputs."""
        found: set[str] = set()
        for output in self.outputs:
            laid = self.laid.get(output.name)
            found.update(_files(output, len(laid.pages) if laid else 0))
        return found

    def anatomy(self, name: str) -> dict[str, Any] | None:
        """Where everything stands in the output `name`, as JSON values."""
        laid = self.laid.get(name)
        if laid is None or laid.anatomy is None:
            return None
        return {
            "lines": [line._asdict() for line in laid.anatomy.lines],
            "columns": [column._asdict() for column in laid.anatomy.columns],
            "fields": [
                {**field._asdict(), "typed": field.element in laid.typed}
                for field in laid.anatomy.fields
            ],
        }

    def _proof(self, name: str) -> dict[str, Any] | None:
        proof = self.proofs.get(name)
        if proof is None:
            return None
        reason = proof.reason
        return {
            "passed": proof.passed,
            "findings": [shown(finding) for finding in proof.findings],
            "places": _places(proof.places),
            "pictures": _places(proof.pictures),
            "reason": {"ja": reason.ja, "en": reason.en} if reason else None,
        }

    def _output(self, output: Output) -> dict[str, Any]:
        laid = self.laid.get(output.name)
        fmt = output.format
        return {
            "name": output.name,
            "piece": output.piece,
            "target": str(output.target),
            "size": output.size,
            "bleed": output.bleed_mm,
            "inspected": output.target.inspected,
            "safe": fmt.safe,
            "folds": _folds(output),
            "stale": output.name in self.stale,
            "pages": [page._asdict() for page in laid.pages] if laid else [],
            "before": [page._asdict() for page in self.before.get(output.name, ())],
            "findings": [shown(f) for f in laid.findings] if laid else [],
            "proof": self._proof(output.name),
            "seconds": laid.seconds if laid else {},
            "files": _files(output, len(laid.pages) if laid else 0),
        }


def _files(output: Output, pages: int) -> list[str]:
    """The files that a build makes of an output."""
    if not output.target.paged:
        return [output.name]
    return [output.file(page) for page in range(1, pages + 1)]


def _folds(output: Output) -> list[list[dict[str, Any]]]:
    """Every fold of the front and the back, in mm from the left, or from the top."""
    if not output.fold:
        return []
    fold = Fold(output.fold)
    return [
        [one._asdict() for one in creases(fold, output.format, number)]
        for number in (1, 2)
    ]


def _places(places: Iterable[Place]) -> list[dict[str, Any]]:
    return [
        {**place._asdict(), "words": {"ja": place.words.ja, "en": place.words.en}}
        for place in places
    ]


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
