"""One chunk of records, laid out and finished; the same wherever it is done.

A chunk is the unit of work: its records share the subsets of their fonts. What is done
with a chunk depends on the chunk alone, so one process or a hundred make equal files.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from brochure.batch.records import Record
from brochure.batch.shape import Parts, Skeleton, hidden, parts, skeleton
from brochure.content.variants import Base
from brochure.finding import Finding, Status
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.typeset.frames import Frame
from brochure.works import placing as gaps
from brochure.works import route
from brochure.works.route import Leaf, Sheet

#: Records of one chunk.
CHUNK = 50
#: A shape pays from so many records on.
_WORTH = 3


@dataclass(frozen=True, slots=True)
class Spec:
    """What is made of every record; a worker on another machine needs no more.

    `digest` names the versions of all inputs: a worker with others must not help.
    """

    content: Path
    output: Output
    merged: bool
    digest: str
    #: Lay every record out in full, for comparing.
    full: bool = False


class Made(NamedTuple):
    """A record that is done: its files, or what is wrong with it."""

    record: Record
    files: tuple[bytes, ...]
    findings: tuple[Finding, ...]
    fast: bool

    @property
    def pdf(self) -> bytes:
        """Its only file; empty where it is in a layer, or is not made."""
        return self.files[0] if self.files else b""


class Layer(NamedTuple):
    """Records of a merged file that lie over one static file."""

    static: bytes
    overlays: bytes
    records: tuple[tuple[Record, dict[int, int]], ...]


@dataclass(slots=True)
class Done:
    """A chunk that is done; `layers` only for a merged file."""

    number: int
    made: list[Made] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)


class _Shape(NamedTuple):
    """A finished page without what varies, and the boxes that go over it."""

    static: bytes
    frames: dict[str, Frame]


#: How large the varying elements of a record are, in tenths of a millimetre.
_Sizes = tuple[tuple[int, int], ...]


def run(spec: Spec, number: int, records: Sequence[Record]) -> Done:
    """Makes the records of chunk `number`.

    Raises:
        Stop: Something is wrong with all of them: style, palette, machine.
    """
    try:
        return _bench(spec).chunk(number, records)
    finally:
        # A document is full of cycles, and the program starts with collection off.
        gc.collect()


@lru_cache(maxsize=2)
def _bench(spec: Spec) -> _Bench:
    return _Bench(spec)


class _Bench:
    """A worker's table: the content read once, the shapes finished once."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.project = Project(spec.content.absolute().parent)
        self.base = Base(spec.content)
        self.places = self.base.document.places
        (self.sheet,) = route.sheets(self.base.document, [spec.output], self.project)
        self._skeletons: dict[bytes, Skeleton | None] = {}
        self._shapes: dict[tuple[bytes, _Sizes], _Shape | None] = {}

    def chunk(self, number: int, records: Sequence[Record]) -> Done:
        done = Done(number)
        groups: dict[bytes, list[tuple[Record, Sheet, Parts]]] = {}
        for record in records:
            sheet = self._sheet(record)
            taken = parts(sheet.html, [path for path, _ in record.values])
            key = sha256(taken.static.encode()).digest()
            groups.setdefault(key, []).append((record, sheet, taken))
        for key, group in groups.items():
            rest = group
            if not self.spec.full and self.spec.output.overlays:
                rest = self._overlaid(key, group, done)
            done.made += [self._in_full(record, sheet) for record, sheet, _ in rest]
        order = {record.row: place for place, record in enumerate(records)}
        done.made.sort(key=lambda made: order[made.record.row])
        return done

    def _sheet(self, record: Record) -> Sheet:
        from brochure.markup import render

        content = self.base.with_(dict(record.values))
        job = self.sheet.job
        html = render(content, self.spec.output, job.palette, self.project)
        return Sheet(html, job)

    # --- Whole pages -------------------------------------------------------------

    def _in_full(self, record: Record, sheet: Sheet) -> Made:
        leaf = route.lay_out(sheet, self.project)
        found = self._found(leaf)
        if any(one.status is Status.FAIL for one in found):
            return Made(record, (), found, fast=False)
        done = route.finish(leaf, sheet)
        return Made(record, done.files, (*found, *done.findings), fast=False)

    def _found(self, leaf: Leaf) -> tuple[Finding, ...]:
        return (
            *gaps.placed(leaf.findings, self.places),
            *gaps.findings(leaf.missing, self.places),
        )

    # --- What varies, over what does not -----------------------------------------

    def _overlaid(
        self, key: bytes, group: list[tuple[Record, Sheet, Parts]], done: Done
    ) -> list[tuple[Record, Sheet, Parts]]:
        """Makes those that can be overlays; returns those that must be laid out."""
        if len(group) < _WORTH:
            return group
        bones = self._skeleton(key, *group[0][1:])
        if bones is None:
            return group
        html = bones.page_of(
            (f"r{place}.", taken.varying) for place, (*_, taken) in enumerate(group)
        )
        job = self.sheet.job
        leaf = route.lay_out(Sheet(html, job), self.project, framed=True)
        per, frames = len(bones.sections), leaf.frames
        if leaf.pages != per * len(group) or frames is None:
            return group
        # Which static page it is depends on this chunk alone, never on what was done
        # before: it is made with elements as large as most of these have.
        sizes = [_sizes(bones, frames, place) for place in range(len(group))]
        usual = Counter(sizes).most_common(1)[0][0]
        shape = self._shape(key, usual, bones, group[sizes.index(usual)][1])
        if shape is None:
            return group
        odd = {
            place
            for place in range(len(group))
            if not _at_their_places(shape, bones, frames, place)
        }
        odd |= _blamed(leaf, len(group))
        good = [place for place in range(len(group)) if place not in odd]
        from brochure.finishing.overlay import Stack, prepare

        overlays = prepare(leaf.pdf, job)
        over = {
            place: {
                section: place * per + index
                for index, section in enumerate(bones.sections)
            }
            for place in good
        }
        if self.spec.merged:
            laid = tuple((group[place][0], over[place]) for place in good)
            done.layers.append(Layer(shape.static, overlays, laid))
            done.made += [Made(group[place][0], (), (), fast=True) for place in good]
        else:
            with Stack(shape.static, overlays, job).opened() as stack:
                for place in good:
                    record, sheet, _ = group[place]
                    pdf = stack.file(over[place], sheet.html.encode())
                    done.made.append(Made(record, (pdf,), (), fast=True))
        return [group[place] for place in sorted(odd)]

    def _skeleton(self, key: bytes, sheet: Sheet, page: Parts) -> Skeleton | None:
        """The pruned page of these static words; None where overlays go astray."""
        if key not in self._skeletons:
            self._skeletons[key] = self._pruned(sheet, page)
        return self._skeletons[key]

    def _pruned(self, sheet: Sheet, page: Parts) -> Skeleton | None:
        bones = skeleton(page)
        if bones is None or not bones.names:
            return None
        frames = self._framed(bones, self._below(bones, sheet)[1])
        if frames is None:
            return None
        if astray := self._astray(bones, frames, page):
            bones = skeleton(page, astray)
            if bones is None or self._astray(bones, frames, page):
                return None
        return bones

    def _shape(
        self, key: bytes, sizes: _Sizes, bones: Skeleton, sheet: Sheet
    ) -> _Shape | None:
        """The static page under elements of these sizes; None where it is spoilt."""
        if (key, sizes) not in self._shapes:
            below, leaf = self._below(bones, sheet)
            frames = self._framed(bones, leaf)
            made = None
            if frames is not None and not leaf.spoilt:
                made = _Shape(route.finish(leaf, below).pdf, frames)
            self._shapes[key, sizes] = made
        return self._shapes[key, sizes]

    def _below(self, bones: Skeleton, sheet: Sheet) -> tuple[Sheet, Leaf]:
        below = Sheet(hidden(sheet.html, bones.names), sheet.job)
        return below, route.lay_out(below, self.project, framed=True)

    def _framed(self, bones: Skeleton, leaf: Leaf) -> dict[str, Frame] | None:
        """Where the varying elements stand on a whole page; None if one does not."""
        found = leaf.frames or {}
        if not all(name in found for name in bones.names):
            return None
        return {name: found[name] for name in bones.names}

    def _astray(
        self, bones: Skeleton, frames: dict[str, Frame], page: Parts
    ) -> set[str]:
        """The elements that do not come to their places on the pruned page."""
        html = bones.page_of([("", page.varying)])
        leaf = route.lay_out(Sheet(html, self.sheet.job), self.project, framed=True)
        found = leaf.frames or {}
        return {
            name
            for name, wanted in frames.items()
            if name not in found or not found[name].same_place(wanted)
        }


def _sizes(bones: Skeleton, frames: dict[str, Frame], place: int) -> _Sizes:
    """How large a record's elements are, in their order."""
    found = (frames.get(f"r{place}.{name}") for name in bones.names)
    return tuple(
        (round(frame.width * 10), round(frame.height * 10)) if frame else (0, 0)
        for frame in found
    )


def _at_their_places(
    shape: _Shape, bones: Skeleton, frames: dict[str, Frame], place: int
) -> bool:
    """Whether every box of a record is where, and as large as, the static page's."""
    for name, wanted in shape.frames.items():
        found = frames.get(f"r{place}.{name}")
        if found is None or not found.same_place(wanted):
            return False
        section = bones.sections.index(wanted.page - 1)
        if found.page != place * len(bones.sections) + section + 1:
            return False
    return True


def _blamed(leaf: Leaf, count: int) -> set[int]:
    """Records about which there is something to say; all, where nobody is named."""
    found: set[int] = set()
    subjects = [finding.subject for finding in leaf.findings]
    subjects += [gap.element for gap in leaf.missing]
    for subject in subjects:
        name = subject.partition(".")[0]
        if name[:1] == "r" and name[1:].isdigit():
            found.add(int(name[1:]))
        else:
            return set(range(count))
    return found


def by_chunks(records: Sequence[Record]) -> list[tuple[int, Sequence[Record]]]:
    """The records in their order, so many to a chunk."""
    return [
        (number, records[start : start + CHUNK])
        for number, start in enumerate(range(0, len(records), CHUNK))
    ]
