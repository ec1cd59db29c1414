"""What an earlier run has made, so that the next one makes only what changed.

Kept beside the files, a line a record, written as soon as the record is: an interrupted
run loses nothing that it has finished.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from brochure.batch.records import Record
from brochure.files import told, write
from brochure.works.stamp import Seen, still
from brochure.works.stamp import seen as seen_now

NAME = ".brochure-batch.jsonl"


def digest(record: Record, inputs: str) -> str:
    """What a record was made from: its texts, and everything else."""
    return sha256(f"{inputs}\0{record!r}".encode()).hexdigest()[:32]


class Ledger:
    """The records that stand in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, tuple[str, Seen]] = {}
        try:
            lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            lines = []
        for line in lines:
            try:
                name, made_from, (status, found) = json.loads(line)
                self.known[name] = (made_from, Seen(tuple(status), found))
            except (ValueError, TypeError):
                continue  # the last line of an interrupted run

    def stands(self, name: str, made_from: str) -> bool:
        """Whether the file is there, made from this, touched by nobody."""
        before = self.known.get(name)
        if before is None or before[0] != made_from:
            return False
        return still(self.folder / name, before[1])

    def add(self, made: Iterable[tuple[str, str]]) -> None:
        """These files have been made, each from what its digest says."""
        place = self.folder / NAME
        with told(place, "batch.unwritable"), place.open("a", encoding="utf-8") as file:
            for name, made_from in made:
                seen = seen_now(self.folder / name)
                self.known[name] = (made_from, seen)
                file.write(json.dumps([name, made_from, seen]) + "\n")

    def settle(self) -> None:
        """Leave one line for each file."""
        lines = [
            json.dumps([name, made_from, seen])
            for name, (made_from, seen) in sorted(self.known.items())
        ]
        text = "".join(f"{line}\n" for line in lines)
        write(self.folder / NAME, text.encode(), "batch.unwritable")
