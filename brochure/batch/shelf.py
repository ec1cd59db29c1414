"""The finished chunks of a merged file, kept between runs: only changed ones are made.

Everything is named by what it is (a digest of its bytes), or by what it was made from,
so that a half-written or changed piece is a piece that is not there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from brochure.batch.ledger import digest
from brochure.batch.records import Record
from brochure.batch.work import Done, Layer, Made
from brochure.files import write


class Shelf:
    """A folder beside the merged file, for batches of these inputs."""

    def __init__(self, folder: Path, inputs: str) -> None:
        self.folder, self.inputs = folder, inputs
        self._used: set[str] = set()
        self._sound: set[str] = set()

    def put(self, done: Done) -> None:
        """Keeps a chunk, unless there was something to say about it."""
        if any(made.findings for made in done.made):
            return
        with suppress(OSError):  # the first piece will say what is wrong
            self.folder.mkdir(exist_ok=True)
        listed = {
            "layers": [
                {
                    "static": self._keep(layer.static),
                    "overlays": self._keep(layer.overlays),
                    "records": [
                        [record.row, list(over.items())]
                        for record, over in layer.records
                    ],
                }
                for layer in done.layers
            ],
            "whole": [
                [made.record.row, self._keep(made.pdf)]
                for made in done.made
                if made.files
            ],
        }
        label = self._label([made.record for made in done.made])
        self._write(label, json.dumps(listed).encode())

    def take(self, number: int, records: Sequence[Record]) -> Done | None:
        """Chunk `number` as it was made before; None if a piece of it is gone."""
        try:
            listed = json.loads(self._place(self._label(records)).read_bytes())
            done = self._chunk(number, records, listed)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return done if len(done.made) == len(records) else None

    def tidy(self) -> None:
        """Throws away what this run had no use for."""
        if not self.folder.exists():
            return
        for path in self.folder.iterdir():
            if path.name not in self._used:
                path.unlink(missing_ok=True)
        if not self._used:
            self.folder.rmdir()

    def _chunk(self, number: int, records: Sequence[Record], listed: Any) -> Done:
        by_row = {record.row: record for record in records}
        whole = {row: (self._piece(name),) for row, name in listed["whole"]}
        layers = [
            Layer(
                self._piece(layer["static"]),
                self._piece(layer["overlays"]),
                tuple((by_row[row], dict(over)) for row, over in layer["records"]),
            )
            for layer in listed["layers"]
        ]
        overlaid = {it.row for layer in layers for it, _ in layer.records}
        made = [
            Made(record, whole.get(record.row, ()), (), fast=record.row in overlaid)
            for record in records
            if record.row in overlaid or record.row in whole
        ]
        return Done(number, made, layers)

    def _label(self, records: Sequence[Record]) -> str:
        seal = sha256()
        for record in records:
            seal.update(digest(record, self.inputs).encode())
        return f"{seal.hexdigest()[:32]}.json"

    def _keep(self, data: bytes) -> str:
        name = f"{sha256(data).hexdigest()}.pdf"
        if name not in self._sound:
            self._write(name, data)
            self._sound.add(name)
        return name

    def _piece(self, name: str) -> bytes:
        data = self._place(name).read_bytes()
        if f"{sha256(data).hexdigest()}.pdf" != name:
            raise ValueError(name)
        self._sound.add(name)
        return data

    def _write(self, name: str, data: bytes) -> None:
        write(self._place(name), data, "batch.unwritable")

    def _place(self, name: str) -> Path:
        self._used.add(name)
        return self.folder / name
