"""`make_pdf.py batch`: from the table to the files, and what is said meanwhile."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from brochure import route, stamp
from brochure.batch import table
from brochure.batch.executor import Dask, Executor, Processes
from brochure.batch.ledger import Ledger, digest
from brochure.batch.records import Record, records
from brochure.batch.work import CHUNK, Done, Layer, Made, Spec, by_chunks
from brochure.content.variants import Base
from brochure.finding import Finding, Mark, Status, Stop, Words
from brochure.job import Output, Target
from brochure.order import Order
from brochure.project import Project
from brochure.route import Sheet
from brochure.table import findings_text

#: Chunks of which the shop is asked about one, and about one file of it. Records that
#: were laid out in full are all checked; overlays have no more than their own boxes.
_CHECKED_EVERY = 10
#: Findings of all records that the terminal shows.
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked for: a file for each row of `rows`, or one file of all."""

    content: Path
    out: Path
    rows: Path
    output: Output
    name: str
    jobs: int
    merged: bool = False
    scheduler: str = ""
    force: bool = False


def batch(asked: Batch, lang: str) -> int:
    """Makes what is not there yet; returns the exit status.

    Raises: Stop for all that is wrong with the table, before anything is made.
    """
    read = table.read(asked.rows)
    base = Base(asked.content)
    listed = records(read, base, asked.name)
    asked.out.mkdir(parents=True, exist_ok=True)
    inputs = _inputs(asked)
    spec = Spec(asked.content.absolute(), asked.output, asked.merged, inputs)
    (sheet,) = route.sheets(base.document, [asked.output], Project(spec.content.parent))
    executor: Executor = (
        Dask(asked.scheduler) if asked.scheduler else Processes(asked.jobs)
    )
    chunks = by_chunks(listed)
    if asked.merged:
        work: _Work = _OneFile(asked, sheet, listed, read.file)
    else:
        work = _ManyFiles(asked, sheet, listed, read.file, inputs)
        chunks = [chunk for chunk in chunks if work.wants(chunk[1])]
    wanted = sum(len(part) for _, part in chunks)
    progress = _Progress(wanted, lang)
    try:
        with _interruptible() as goes_on:
            for done in executor.map(spec, chunks) if chunks else ():
                work.take(done)
                progress.add(len(done.made))
                goes_on()
    except KeyboardInterrupt:
        progress.clear()
        work.settle()
        print(_INTERRUPTED.in_(lang), file=sys.stderr)
        return 130
    progress.clear()
    work.settle()
    return work.report(lang, progress.seconds)


@contextmanager
def _interruptible() -> Iterator[Callable[[], None]]:
    """Ctrl-C stops the work, even one that a library has swallowed.

    An exception that arrives inside a C callback is printed and forgotten; so what is
    given must be called now and then.
    """
    heard = False

    def ring(number: int, frame: object) -> None:
        nonlocal heard
        heard = True
        raise KeyboardInterrupt

    def goes_on() -> None:
        if heard:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield goes_on
        return
    before = signal.signal(signal.SIGINT, ring)
    try:
        yield goes_on
        goes_on()
    finally:
        signal.signal(signal.SIGINT, before)


_INTERRUPTED = Words(
    "中断しました。できたファイルは残っています。もう一度実行すると続きから作ります。",
    "Interrupted; what is finished stays, and the next run goes on from there.",
)


def _inputs(asked: Batch) -> str:
    """A digest of all that every record is made from besides its row."""
    order = Order(asked.content, asked.out)
    looked = stamp.look(order.content, order.out)
    known = stamp.digested(looked, order.out, None)
    seal = sha256(repr(stamp.circumstances(order.content, order.out)).encode())
    for name, seen in sorted(known.items()):
        seal.update(f"{Path(name).name}\0{seen.digest}\0".encode())
    seal.update(repr((asked.output, asked.merged)).encode())
    return seal.hexdigest()[:32]


class _Work:
    """What is done with the chunks that come in."""

    def __init__(
        self, asked: Batch, sheet: Sheet, listed: Sequence[Record], file: str
    ) -> None:
        self.asked, self.sheet, self.file = asked, sheet, file
        self.total = len(listed)
        self.findings: list[Finding] = []
        self.made = self.fast = self.refused = 0
        self._checked: set[bool] = set()

    def take(self, done: Done) -> None:
        """Keeps what was made of a chunk."""
        raise NotImplementedError

    def settle(self) -> None:
        """Nothing more comes in."""

    def told(self, made: Made) -> None:
        """Remembers what was said about a record, at its row."""
        self.fast += made.fast
        for one in made.findings:
            at = Mark(self.file, made.record.row, 1)
            self.findings.append(replace(one, at=at))

    def check(self, pdf: bytes, made: Made) -> None:
        """Asks the shop about a file, and says what it would say."""
        pages = 0
        if self.asked.output.target is Target.PRESS:
            pages = _pages(pdf)
        found = route.check(pdf, self.sheet, pages)
        if any(one.status is Status.FAIL for one in found):
            self.refused += 1
        at = Mark(self.file, made.record.row, 1)
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
                f"{self.made} 件を {self.asked.out} に作りました"
                f"（変更なし {max(0, stood - self.failed)} 件、{seconds:.1f} 秒、"
                f"毎秒 {rate:.0f} 件、全組み {self.made - self.fast} 件）",
                f"{self.made} made in {self.asked.out}"
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

    failed = 0


class _ManyFiles(_Work):
    """A file for each record."""

    def __init__(
        self,
        asked: Batch,
        sheet: Sheet,
        listed: Sequence[Record],
        file: str,
        inputs: str,
    ) -> None:
        super().__init__(asked, sheet, listed, file)
        self.ledger = Ledger(asked.out)
        self.digests = {record.row: digest(record, inputs) for record in listed}

    def wants(self, part: Sequence[Record]) -> bool:
        """Whether a chunk has a record that is not there."""
        return any(not self._stands(record) for record in part)

    def _stands(self, record: Record) -> bool:
        if self.asked.force:
            return False
        return self.ledger.stands(f"{record.name}.pdf", self.digests[record.row])

    def take(self, done: Done) -> None:
        written = []
        for place, made in enumerate(done.made):
            self.told(made)
            if not made.pdf:
                self.failed += 1
                continue
            if self._stands(made.record):
                self.fast -= made.fast
                continue
            name = f"{made.record.name}.pdf"
            _put(self.asked.out / name, made.pdf)
            written.append((name, self.digests[made.record.row]))
            self.made += 1
            if not made.fast or (place == 0 and done.number % _CHECKED_EVERY == 0):
                self.check(made.pdf, made)
        self.ledger.add(written)

    def settle(self) -> None:
        self.ledger.settle()


class _OneFile(_Work):
    """All records in one file, in the order of the rows."""

    def __init__(
        self, asked: Batch, sheet: Sheet, listed: Sequence[Record], file: str
    ) -> None:
        from brochure.finishing.overlay import Merger

        super().__init__(asked, sheet, listed, file)
        self.merger = Merger(sheet.job)
        self.waiting: dict[int, Done] = {}
        self.next = 0
        self.chunks = (len(listed) + CHUNK - 1) // CHUNK
        self.seal = sha256(repr(listed).encode())

    def take(self, done: Done) -> None:
        self.waiting[done.number] = done
        while self.next in self.waiting:
            self._append(self.waiting.pop(self.next))
            self.next += 1

    def _append(self, done: Done) -> None:
        layer_of: dict[int, tuple[Layer, dict[int, int]]] = {}
        for layer in done.layers:
            for record, over in layer.records:
                layer_of[record.row] = (layer, over)
        run: list[dict[int, int]] = []
        current: Layer | None = None
        for made in done.made:
            self.told(made)
            if made.record.row in layer_of:
                layer, over = layer_of[made.record.row]
                if layer is not current:
                    self._flush(current, run)
                    current, run = layer, []
                run.append(over)
                self.made += 1
                continue
            self._flush(current, run)
            current, run = None, []
            if not made.pdf:
                self.failed += 1
                continue
            self.merger.add_whole(made.pdf)
            self.made += 1
        self._flush(current, run)

    def _flush(self, layer: Layer | None, run: list[dict[int, int]]) -> None:
        if layer is not None and run:
            self.merger.add(layer.key, layer.static, layer.overlays, run)

    def settle(self) -> None:
        if self.next < self.chunks or self.failed:
            return  # half a file is no file
        pdf = self.merger.saved(self.seal.digest())
        _put(self.asked.out / f"{Path(self.asked.rows).stem}.pdf", pdf)
        first = Made(Record(1, "", ()), pdf, (), fast=True)
        if self.made <= CHUNK:
            self.check(pdf, first)


def _pages(pdf: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _put(path: Path, data: bytes) -> None:
    """Writes the whole file or leaves the old one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        reason = error.strerror or str(error)
        raise Stop(
            Finding(
                Status.FAIL,
                "batch.unwritable",
                Words(
                    f"ファイルを書けません（{reason}）",
                    f"the file cannot be written ({reason})",
                ),
                at=str(path),
            )
        ) from None


class _Progress:
    """A bar with the rate and the time left, on a terminal; elsewhere nothing."""

    def __init__(self, total: int, lang: str) -> None:
        self.total, self.lang, self.done = total, lang, 0
        self.start = time.monotonic()
        self.live = sys.stderr.isatty()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.start

    def add(self, count: int) -> None:
        self.done += count
        if not self.live:
            return
        rate = self.done / max(self.seconds, 1e-3)
        left = (self.total - self.done) / max(rate, 1e-3)
        filled = 24 * self.done // max(1, self.total)
        bar = "█" * filled + "░" * (24 - filled)
        words = Words(
            f"{bar} {self.done}/{self.total}  毎秒 {rate:.0f} 件  あと {left:.0f} 秒",
            f"{bar} {self.done}/{self.total}  {rate:.0f} a second, {left:.0f} s left",
        )
        sys.stderr.write(f"\r\x1b[K{words.in_(self.lang)}")
        sys.stderr.flush()

    def clear(self) -> None:
        if self.live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
