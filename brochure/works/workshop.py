"""The processes of one build: who reads, who sets, who finishes.

While this process imports WeasyPrint, another one, the clerk, reads content.yaml and
makes the HTML. A single output is then set here and finished by the clerk, who has
imported pikepdf meanwhile; several outputs are shared out among as many processes as
there are cores.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, NoReturn

from brochure.crew import Crew, Hand, Line, cores, heard
from brochure.finding import Finding, Status, Stop, Words
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.wishes import outputs
from brochure.works import placing, route, stamp
from brochure.works.delivery import Delivery
from brochure.works.order import Order
from brochure.works.route import Front, Leaf, Sheet
from brochure.works.stamp import Made, Seen, Stamp
from brochure.works.terminal import Progress, Row

_LAYOUT = Words("組版", "layout")
_FINISHING = Words("仕上げ", "finishing")
_Finished = tuple[tuple[bytes, ...], tuple[Finding, ...], tuple[Finding, ...]]
#: What comes of a sheet that is spoilt.
_NOTHING: _Finished = ((), (), ())


class Result(NamedTuple):
    """An output that is done; without files where a finding keeps it from being."""

    number: int
    files: tuple[bytes, ...]
    leaf: Leaf
    findings: tuple[Finding, ...]
    seconds: float
    #: What the shop would say of the file: it is delivered all the same.
    checked: tuple[Finding, ...] = ()


def make(order: Order, known: Stamp | None, lang: str) -> tuple[list[Made], list[str]]:
    """Makes what `known` does not have, puts it where it belongs, and stamps it.

    Returns all outputs that were chosen, and the names of the new ones among them.

    Raises: Stop where something is wrong; the files of earlier builds stay.
    """
    with _orderly_end(), Delivery(order.out) as delivery, Crew() as crew:
        before = stamp.circumstances(order.content, order.out)
        clerk = crew.hire(partial(_clerk, order, known))
        route.warm_up()
        gc.freeze()  # what is imported by now stays
        gc.enable()
        if clerk.receive() == 1:
            route.open_fonts(Project(order.content.absolute().parent))
        front: Front = clerk.receive()
        results = _results(front, crew, clerk, lang)
        rows = _deliver(results, front, delivery)
        inputs = _inputs(clerk.receive(), results, order.out)
        made = {**_kept(front, known), **rows}
        after = Stamp(before, inputs, front.listed, made, front.pieces)
        delivery.put(stamp.name_of(order.content), stamp.text(after).encode())
        delivery.commit()
    return [made[output.name] for output in front.chosen], list(rows)


@contextmanager
def _orderly_end() -> Iterator[None]:
    """Who is ended meanwhile, ends as by Ctrl-C: no process, no half file stays behind.

    Where a thread of somebody's program builds, that program answers its signals.
    """
    try:
        before = signal.signal(signal.SIGTERM, _terminated)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


# --- The processes ---------------------------------------------------------------


def _clerk(order: Order, known: Stamp | None, line: Line) -> None:
    """Content and markup; finishing, if there is one sheet; whatever needs places.

    The places of content.yaml stay here, for they bring pydantic along.
    """
    looked = stamp.look(order.content, order.out)  # before anything is read
    from brochure.content import load

    document = load(order.content)
    places = document.places
    listed = document.outputs
    chosen = outputs(listed, order.wishes, document.pieces)
    missing = [
        output
        for output in chosen
        if known is None or not stamp.stands(output, known, order.out)
    ]
    line.send(len(missing))
    project = Project(order.content.absolute().parent)
    sheets = route.sheets(document, missing, project)
    front = Front(listed, chosen, sheets, project, document.pieces)
    line.send(front)
    if len(front.sheets) == 1:
        route.warm_up_finishing(front.sheets)
    inputs = stamp.digested(looked, order.out, stamp.read(order))
    if len(front.sheets) == 1:
        while leaf := line.receive():
            line.send(_finished(leaf, front.sheets[0]))
    line.send(
        [
            (
                (
                    *placing.placed((*found, *_idle(sheet.output, listed)), places),
                    *placing.findings(missing_glyphs, places),
                ),
                *(tuple(placing.placed(one, places)) for one in later),
            )
            for sheet, (missing_glyphs, found, *later) in zip(
                front.sheets, line.receive(), strict=True
            )
        ]
    )
    line.send(inputs)


def _results(front: Front, crew: Crew, clerk: Hand, lang: str) -> list[Result]:
    """Every sheet laid out and finished, in the order of the sheets.

    Raises: Stop with all findings, if one of them is a FAIL.
    """
    progress = Progress(len(front.sheets), lang)
    try:
        if len(front.sheets) == 1:
            results = [_alone(front, clerk, progress)]
        else:
            results = _shared_out(front, crew, progress)
    finally:
        progress.clear()
    clerk.send(
        [
            (one.leaf.missing, one.leaf.findings, one.findings, one.checked)
            for one in results
        ]
    )
    results = [
        result._replace(findings=(*found, *finished), checked=checked)
        for result, (found, finished, checked) in zip(
            results, clerk.receive(), strict=True
        )
    ]
    findings = list(
        dict.fromkeys(found for result in results for found in result.findings)
    )
    if any(finding.status is Status.FAIL for finding in findings):
        raise Stop(*findings)
    return results


def _alone(front: Front, clerk: Hand, progress: Progress) -> Result:
    """The only sheet: laid out here, finished by the clerk."""
    start = perf_counter()
    sheet = front.sheets[0]
    progress.stage(sheet.output.name, _LAYOUT)
    leaf = route.lay_out(sheet, front.project)
    files, findings, checked = _NOTHING
    if not leaf.spoilt:
        progress.stage(sheet.output.name, _FINISHING)
        clerk.send(leaf)
        files, findings, checked = clerk.receive()
    clerk.send(None)
    progress.finished(sheet.output.name)
    return Result(0, files, leaf, findings, perf_counter() - start, checked)


def _shared_out(front: Front, crew: Crew, progress: Progress) -> list[Result]:
    """Whoever is free takes the next sheet."""
    route.warm_up_finishing(front.sheets)
    number = min(cores(), len(front.sheets))
    hands = [crew.hire(partial(_setter, front)) for _ in range(number)]
    waiting = iter(range(len(front.sheets)))
    busy = [hand for hand in hands if _next(hand, waiting)]
    results: list[Result] = []
    while busy:
        for hand in heard(busy):
            said = hand.receive()
            if not isinstance(said, Result):
                progress.stage(*said)
                continue
            results.append(said)
            progress.finished(front.sheets[said.number].output.name)
            if not _next(hand, waiting):
                busy.remove(hand)
    return sorted(results)


def _next(hand: Hand, waiting: Iterator[int]) -> bool:
    number = next(waiting, None)
    if number is not None:
        hand.send(number)
    return number is not None


def _setter(front: Front, line: Line) -> None:
    """Lays out and finishes one sheet after another, by number."""
    while True:
        number = line.receive()
        start = perf_counter()
        sheet = front.sheets[number]
        line.send((sheet.output.name, _LAYOUT))
        leaf = route.lay_out(sheet, front.project)
        files, findings, checked = _NOTHING
        if not leaf.spoilt:
            line.send((sheet.output.name, _FINISHING))
            files, findings, checked = _finished(leaf, sheet)
        seconds = perf_counter() - start
        line.send(Result(number, files, leaf, findings, seconds, checked))


def _finished(leaf: Leaf, sheet: Sheet) -> _Finished:
    """The files, what was found while finishing, and what the shop would say."""
    done = route.finish(leaf, sheet)
    checked: tuple[Finding, ...] = ()
    for file in done.files:
        checked += route.check(file, sheet, leaf.pages)
    return done.files, *route.named(done, checked)


def _idle(output: Output, listed: Sequence[Output]) -> Iterator[Finding]:
    """A note on whatever content.yaml asks of an output that cannot have it."""
    output = replace(output, apart=False)
    if output not in listed:
        return
    for field in output.idle:
        yield Finding(
            Status.WARN,
            "outputs.in-vain",
            Words(
                f"{output.target} のファイルでは使われません",
                f"it changes nothing in a file for {output.target}",
            ),
            Words("この項目を消してください", "leave it out"),
            subject=f"outputs.{listed.index(output)}.{field}",
        )


# --- What comes out --------------------------------------------------------------


def _deliver(
    results: Sequence[Result], front: Front, delivery: Delivery
) -> dict[str, Made]:
    """Puts the files where they belong, all at once; the table's rows for them."""
    for result in results:
        output = front.sheets[result.number].output
        for name, data in _named(output, result.files):
            delivery.put(name, data)
    delivery.commit()
    for result in results:
        _clear_pages(front.sheets[result.number].output, result, delivery.folder)
    made = {}
    for result in results:
        sheet = front.sheets[result.number]
        found = (*result.findings, *result.checked)
        rows = tuple(_rows(result, sheet))
        seen = tuple(stamp.seen(delivery.folder / row.file) for row in rows)
        made[sheet.output.name] = Made(sheet.output, rows, found, seen)
    return made


def _named(output: Output, files: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of an output with their names."""
    for page, data in enumerate(files, 1):
        yield output.file(page if output.target.paged else 0), data


def _clear_pages(output: Output, result: Result, folder: Path) -> None:
    """Takes the pages away that an earlier, longer edition of the output had."""
    page = len(result.files) + 1
    while output.target.paged and (folder / output.file(page)).is_file():
        (folder / output.file(page)).unlink()
        page += 1


def _rows(result: Result, sheet: Sheet) -> Iterator[Row]:
    output = sheet.output
    share = result.seconds / max(1, len(result.files))
    for name, data in _named(output, result.files):
        yield Row(
            name,
            1 if output.target.paged else result.leaf.pages,
            len(data),
            output.measures,
            route.colour_of(sheet),
            share,
            _verdict(result, sheet),
        )


def _verdict(result: Result, sheet: Sheet) -> str:
    """ "pass" or "fail" for a file that was inspected; "" for the others."""
    if not sheet.output.target.inspected:
        return ""
    failed = any(finding.status is Status.FAIL for finding in result.checked)
    return "fail" if failed else "pass"


def _inputs(
    inputs: Mapping[str, Seen], results: Sequence[Result], out: Path
) -> dict[str, Seen]:
    """All inputs: those known before, and what the pages turned out to need."""
    files = {file for result in results for file in result.leaf.files}
    files |= stamp.libraries()
    return {**stamp.seen_all(files, out), **inputs}


def _kept(front: Front, known: Stamp | None) -> dict[str, Made]:
    """The outputs of the last build that still hold, also those not asked for now."""
    if known is None:
        return {}
    new = {sheet.output.name for sheet in front.sheets}
    return {name: made for name, made in known.made.items() if name not in new}
