"""What becomes of the chunks as they come in: a file a row, or one file of all."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Self

from brochure.batch.asked import Batch
from brochure.batch.executor import Chunk
from brochure.batch.ledger import Ledger, digest
from brochure.batch.records import Record
from brochure.batch.shelf import Shelf
from brochure.batch.work import CHUNK, Done, Layer, Made
from brochure.files import Draft, write
from brochure.finding import Finding, Mark, Status, Stop, Words, fail
from brochure.works import route
from brochure.works.route import Sheet
from brochure.works.terminal import findings_text

#: Chunks of which the shop is asked about one, and about one file of it. Records that
#: were laid out in full are all checked; overlays have no more than their own boxes.
_CHECKED_EVERY = 10
#: Findings of all records that the terminal shows.
_MOST_SHOWN = 40


class Outcome:
    """What is done with the chunks that come in."""

    def __init__(
        self,
        asked: Batch,
        out: Path,
        sheet: Sheet,
        chunks: Sequence[Chunk],
        file: str,
    ) -> None:
        self.asked, self.out, self.sheet = asked, out, sheet
        self.chunks, self.file = chunks, file
        self.total = sum(len(part) for _, part in chunks)
        self.findings: list[Finding] = []
        self.made = self.fast = self.failed = self.refused = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leaves nothing half-written."""

    def wants(self, chunk: Chunk) -> bool:
        """Whether a chunk has to be made."""
        raise NotImplementedError

    def take(self, done: Done) -> None:
        """Keeps what was made of a chunk."""
        raise NotImplementedError

    def stop(self) -> None:
        """Nothing more comes in, though there should."""

    def settle(self) -> None:
        """All has come in."""

    def told(self, made: Made) -> None:
        """Remembers what was said about a record, at its row."""
        self.fast += made.fast
        for one in made.findings:
            at = Mark(self.file, made.record.row, 1)
            self.findings.append(replace(one, at=at))

    def check(self, pdf: bytes, row: int) -> None:
        """Asks the shop about a file, and says what it would say."""
        if not self.sheet.output.target.inspected:
            return
        from brochure.finishing.saving import pages_in

        found = route.check(pdf, self.sheet, pages_in(pdf))
        if any(one.status is Status.FAIL for one in found):
            self.refused += 1
        at = Mark(self.file, row, 1)
        self.findings += [replace(one, at=at) for one in found]

    def report(self, lang: str, seconds: float) -> int:
        """Says what was made; the exit status."""
        shown = self.findings[:_MOST_SHOWN]
        if shown:
            print(findings_text(shown, lang), file=sys.stderr)
        if (more := len(self.findings) - len(shown)) > 0:
            print(
                Words(f"ほかに {more} 件", f"and {more} more").in_(lang),
                file=sys.stderr,
            )
        stood = self.total - self.made
        rate = self.made / seconds if seconds > 0 and self.made else 0.0
        print(
            Words(
                f"{self.made} 件を {self.out} に作りました"
                f"（変更なし {max(0, stood - self.failed)} 件、{seconds:.1f} 秒、"
                f"毎秒 {rate:.0f} 件、全組み {self.made - self.fast} 件）",
                f"{self.made} made in {self.out}"
                f" ({max(0, stood - self.failed)} unchanged, {seconds:.1f} s,"
                f" {rate:.0f} a second, {self.made - self.fast} laid out in full)",
            ).in_(lang)
        )
        if self.failed:
            print(
                Words(
                    f"{self.failed} 件は作れませんでした（上を見てください）",
                    f"{self.failed} could not be made (see above)",
                ).in_(lang)
            )
            return 2
        return 1 if self.refused else 0


class Files(Outcome):
    """A file for each record."""

    def __init__(
        self,
        asked: Batch,
        out: Path,
        sheet: Sheet,
        chunks: Sequence[Chunk],
        file: str,
        inputs: str,
    ) -> None:
        super().__init__(asked, out, sheet, chunks, file)
        self.ledger = Ledger(out)
        self.digests = {
            record.row: digest(record, inputs) for _, part in chunks for record in part
        }

    def wants(self, chunk: Chunk) -> bool:
        """Whether a chunk has a record that is not there."""
        return any(not self._stands(record) for record in chunk[1])

    def _stands(self, record: Record) -> bool:
        if self.asked.force:
            return False
        made_from = self.digests[record.row]
        names = [self._name(record, 1)]
        while self._name(record, len(names) + 1) in self.ledger.known:
            if not self.sheet.output.target.paged:
                break
            names.append(self._name(record, len(names) + 1))
        return all(self.ledger.stands(name, made_from) for name in names)

    def _name(self, record: Record, page: int) -> str:
        """The file of a record, or that of one of its pages."""
        output = self.sheet.output
        number = f"-{page}" if output.target.paged else ""
        return f"{record.name}{number}.{output.suffix}"

    def take(self, done: Done) -> None:
        """Writes the files of a chunk, and down that they are there."""
        written = []
        for place, made in enumerate(done.made):
            self.told(made)
            if not made.files:
                self.failed += 1
                continue
            if self._stands(made.record):
                self.fast -= made.fast
                continue
            for page, data in enumerate(made.files, 1):
                name = self._name(made.record, page)
                write(self.out / name, data, "batch.unwritable")
                written.append((name, self.digests[made.record.row]))
            self.made += 1
            if not made.fast or (place == 0 and done.number % _CHECKED_EVERY == 0):
                self.check(made.pdf, made.record.row)
        self.ledger.add(written)

    def stop(self) -> None:
        """Tidies up."""
        self.ledger.settle()

    def settle(self) -> None:
        """Tidies up."""
        self.ledger.settle()


class OneFile(Outcome):
    """All records in one file, in the order of the rows; written as they come."""

    def __init__(
        self,
        asked: Batch,
        out: Path,
        sheet: Sheet,
        chunks: Sequence[Chunk],
        file: str,
        inputs: str,
    ) -> None:
        super().__init__(asked, out, sheet, chunks, file)
        self.draft = Draft(out / f"{asked.rows.stem}.pdf", "batch.unwritable")
        self.shelf = Shelf(out / f".{self.draft.path.name}.chunks", inputs)
        self.waiting: dict[int, Done] = {}
        self.next = 0

    def __enter__(self) -> Self:
        from brochure.finishing.overlay import Merger

        self.merger = Merger(self.sheet.job, self.draft.__enter__())
        return self

    def __exit__(self, *_: object) -> None:
        self.draft.__exit__()

    def wants(self, chunk: Chunk) -> bool:
        """Whether a chunk is not on the shelf."""
        return self.asked.force or self.shelf.take(*chunk) is None

    def take(self, done: Done) -> None:
        """Keeps a chunk, and writes it when it is its turn."""
        for made in done.made:
            self.told(made)
            if made.fast or made.files:
                self.made += 1
            else:
                self.failed += 1
        self.shelf.put(done)
        self.waiting[done.number] = done
        self._go_on()

    def settle(self) -> None:
        """Ends the file, if everything is in it: half a file is no file."""
        self._go_on()
        if self.failed:
            return
        if self.next < len(self.chunks):
            raise Stop(_TORN)
        seal = sha256(repr([part for _, part in self.chunks]).encode())
        self.merger.close(seal.digest())
        self.draft.keep()
        self.shelf.tidy()
        if self.total <= CHUNK:
            self.check(self.draft.path.read_bytes(), self.chunks[0][1][0].row)

    def _go_on(self) -> None:
        """Writes the chunks whose turn it is."""
        while self.next < len(self.chunks):
            done = self.waiting.pop(self.next, None)
            if done is None and not self.asked.force:
                done = self.shelf.take(*self.chunks[self.next])
            if done is None:
                return
            self._append(done)
            self.next += 1

    def _append(self, done: Done) -> None:
        """Writes the records of a chunk; those in a row over one page go together."""
        layer_of = {
            record.row: (layer, over)
            for layer in done.layers
            for record, over in layer.records
        }
        nothing: tuple[Layer | None, dict[int, int]] = (None, {})
        placed = ((made, *layer_of.get(made.record.row, nothing)) for made in done.made)
        for layer, run in groupby(placed, key=itemgetter(1)):
            if layer is not None:
                overs = [over for *_, over in run]
                self.merger.add(layer.static, layer.overlays, overs)
                continue
            for made, *_ in run:
                if made.files:
                    self.merger.add_whole(made.pdf)


_TORN = fail(
    "batch.torn",
    "作りおきの一部がなくなりました",
    "a piece of what was made before is gone",
    hint=Words("もう一度実行してください", "run it once more"),
)
