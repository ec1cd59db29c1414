"""`make_pdf.py batch`: from the table to the files, and what is said meanwhile."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from brochure.batch import table
from brochure.batch.asked import Batch
from brochure.batch.executor import Dask, Executor, Processes
from brochure.batch.outcome import Files, OneFile, Outcome
from brochure.batch.records import Record, records
from brochure.batch.work import Spec, by_chunks
from brochure.content import Document
from brochure.content.variants import Base
from brochure.files import clear_what_others_left, told
from brochure.finding import Stop, Words, fail, printable
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.targets import PRESS
from brochure.product.wishes import outputs, the_one
from brochure.works import route, stamp
from brochure.works.terminal import Bar, findings_text


def batch(asked: Batch, lang: str) -> int:
    """Makes what is not there yet; returns the exit status.

    Raises: Stop for all that is wrong with the table, before anything is made.
    """
    read = table.read(asked.rows)
    base = Base(asked.content)
    listed = records(read, base, asked.name)
    _tell(read, listed, lang)
    output = _output(asked, base.document)
    out = asked.out or asked.content.parent / "out" / _folder(asked.rows, output)
    with told(out, "batch.unwritable"):
        out.mkdir(parents=True, exist_ok=True)
    clear_what_others_left(out)
    inputs = _inputs(asked, output, out)
    spec = Spec(asked.content.absolute(), output, asked.merged, inputs)
    (sheet,) = route.sheets(base.document, [output], Project(spec.content.parent))
    executor: Executor = (
        Dask(asked.scheduler) if asked.scheduler else Processes(asked.jobs)
    )
    chunks = by_chunks(listed)
    kind = OneFile if asked.merged else Files
    with kind(asked, out, sheet, chunks, read.file, inputs) as outcome:
        return _made(executor, spec, outcome, lang)


def _tell(read: table.Table, listed: Sequence[Record], lang: str) -> None:
    """What the table comes to, before anything is made of it."""
    if read.notes:
        print(findings_text(read.notes, lang), file=sys.stderr)
    first, last = listed[0].name, listed[-1].name
    names = f"{first}.pdf" if len(listed) == 1 else f"{first}.pdf … {last}.pdf"
    words = Words(
        f"{read.file}: {len(listed)} 行 → {names}",
        f"{read.file}: {len(listed)} rows → {names}",
    )
    print(printable(words.in_(lang)), file=sys.stderr)


def _output(asked: Batch, document: Document) -> Output:
    """What is made of every row: as content.yaml lists it, or as it is wished for.

    Raises: Stop where that is not one output, or rows of it cannot be put together.
    """
    wishes = asked.wishes
    if not wishes.pieces:
        pieces = [one.piece for one in document.outputs]
        usual = pieces[0] if pieces and _USUAL not in pieces else _USUAL
        wishes = replace(wishes, pieces=(usual,))
    if not wishes.targets:
        wishes = replace(wishes, targets=(PRESS,))
    output = the_one(outputs(document.outputs, wishes, document.pieces))
    if asked.merged and output.target.paged:
        raise Stop(
            fail(
                "usage.merge",
                f"{output.target} のファイルは一つにまとめられません",
                f"files for {output.target} cannot be put into one",
                hint=Words("--merge を外してください", "leave --merge out"),
            )
        )
    return output


#: What is made where nothing is said, as long as content.yaml has it.
_USUAL = "leaflet"


def _folder(rows: Path, output: Output) -> str:
    """The folder for a table's files; it says what they are, unless that is usual.

    So neither another piece nor another content file overwrites what is there.
    """
    called = output.called(output.target.name)
    usual = f"{_USUAL}-{PRESS}"
    return rows.stem + (
        called.removeprefix(usual) if called.startswith(usual) else f"-{called}"
    )


def _made(executor: Executor, spec: Spec, outcome: Outcome, lang: str) -> int:
    chunks = [chunk for chunk in outcome.chunks if outcome.wants(chunk)]
    progress = Bar(sum(len(part) for _, part in chunks), lang)
    try:
        with _interruptible() as goes_on:
            for done in executor.map(spec, chunks) if chunks else ():
                outcome.take(done)
                progress.add(len(done.made))
                goes_on()
    except KeyboardInterrupt:
        progress.clear()
        outcome.stop()
        print(_INTERRUPTED.in_(lang), file=sys.stderr)
        return 130
    progress.clear()
    outcome.settle()
    return outcome.report(lang, progress.seconds)


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
    "中断しました。できた分は残っています。もう一度実行すると続きから作ります。",
    "Interrupted; what is finished stays, and the next run goes on from there.",
)


def _inputs(asked: Batch, output: Output, out: Path) -> str:
    """A digest of all that every record is made from besides its row."""
    known = stamp.digested(stamp.look(asked.content, out), out, None)
    seal = sha256(repr(stamp.circumstances(asked.content, out)).encode())
    for name, seen in sorted(known.items()):
        seal.update(f"{Path(name).name}\0{seen.digest}\0".encode())
    seal.update(repr((output, asked.merged)).encode())
    return seal.hexdigest()[:32]
