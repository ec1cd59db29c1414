"""What the last build was made from, so that the next one need not be made.

Kept in `out/.brochure.json`, one for each content file: every input with its size and
times, and a digest for when only those have changed; and every output, so that one that
was changed by hand, or thrown away, is made again. Files are named relative to `out/`:
a project can be moved.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from brochure import HOME, __version__
from brochure.finding import Finding, Mark, Spot, Status, Words
from brochure.product.outputs import Output, edition_of
from brochure.product.pieces import Piece
from brochure.product.targets import TARGETS
from brochure.works.order import Order
from brochure.works.terminal import Row

#: Our folders: whatever lies in them can change what comes out.
_OURS = ("brochure", "fonts", "styles")


class Seen(NamedTuple):
    """A file as it was: size, times and inode, and a digest; both empty for no file."""

    status: tuple[int, ...]
    digest: str


class Made(NamedTuple):
    """An output that was built: how, what the table says of its files, what was found.

    `seen` has its files as they were, in the order of the `rows`.
    """

    output: Output
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    seen: tuple[Seen, ...]


class Stamp(NamedTuple):
    """What a folder of outputs was made from, and the outputs by name."""

    circumstances: tuple[str, ...]
    inputs: Mapping[str, Seen]
    listed: tuple[Output, ...]
    made: Mapping[str, Made]
    pieces: Mapping[str, Piece]


def circumstances(content: Path, out: Path) -> tuple[str, ...]:
    """What changes an output and is none of our files: versions and environment."""
    places = [place for place in sys.path if place.endswith("-packages")]
    packages = (name for place in places for name in _names_in(place))
    return (
        __version__,
        sys.version,
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        os.path.relpath(content, out),
        *sorted(name for name in packages if name.endswith(".dist-info")),
    )


def look(content: Path, out: Path) -> dict[str, Seen]:
    """Every input as it is now, without its digest: content, code, styles, fonts."""
    files = {os.path.relpath(path, out) for path in _files(content)}
    return {name: Seen(_status(os.path.join(out, name)), "") for name in sorted(files)}


def digested(
    inputs: Mapping[str, Seen], out: Path, known: Stamp | None
) -> dict[str, Seen]:
    """The same inputs with their digests; those that `known` has are not read again.

    A file that has changed since `inputs` was taken gets none, so that it counts as
    changed the next time.
    """
    before = known.inputs if known else {}
    found = {}
    for name, seen in inputs.items():
        old = before.get(name)
        if old and old.status == seen.status:
            found[name] = old
            continue
        path = os.path.join(out, name)
        digest = _digest(path)
        found[name] = Seen(seen.status, digest if _status(path) == seen.status else "")
    return found


def unchanged(stamp: Stamp, content: Path, out: Path) -> bool:
    """Whether all that the stamp's build was made from is as it was."""
    return (
        stamp.circumstances == circumstances(content, out)
        and all(os.path.relpath(path, out) in stamp.inputs for path in _files(content))
        and all(still(out / name, seen) for name, seen in stamp.inputs.items())
    )


def stands(output: Output, known: Stamp, out: Path) -> bool:
    """Whether the output is there, made as it is wanted now, touched by nobody."""
    made = known.made.get(output.name)
    if made is None or made.output != output:
        return False
    files = zip(made.rows, made.seen, strict=True)
    return all(still(out / row.file, seen) for row, seen in files)


def still(path: Path, seen: Seen) -> bool:
    """Whether the file has the same bytes; read only where its status differs."""
    status = _status(path)
    if status == seen.status:
        return True
    same_size = status[:1] == seen.status[:1]
    return same_size and bool(seen.digest) and _digest(path) == seen.digest


def seen(path: Path) -> Seen:
    """The file as it is now, with its digest."""
    return Seen(_status(path), _digest(path))


def libraries() -> set[str]:
    """The system's libraries that this process sets type with: an upgrade shows."""
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return set()
    loaded = {line.partition("/")[2] for line in lines if ".so" in line}
    kinds = ("pango", "harfbuzz", "fontconfig", "freetype", "fribidi")
    return {
        f"/{path}"
        for path in loaded
        if os.path.basename(path).removeprefix("lib").startswith(kinds)
    }


def seen_all(files: Iterable[str], out: Path) -> dict[str, Seen]:
    """Files that a build has read besides, as `look` and `digested` give the others."""
    return {os.path.relpath(file, out): seen(Path(file)) for file in sorted(files)}


def _files(content: Path) -> Iterator[str]:
    """content.yaml, the folders beside it that pages are made of, and our own."""
    yield str(content)
    folders = [HOME / name for name in _OURS]
    folders += [
        content.parent / name for name in ("styles", "printers", "fonts", "templates")
    ]
    for folder in dict.fromkeys(os.path.realpath(folder) for folder in folders):
        for place, inner, files in os.walk(folder):
            inner[:] = [name for name in inner if name != "__pycache__"]
            yield from (os.path.join(place, name) for name in files)


def _names_in(folder: str) -> list[str]:
    return os.listdir(folder) if os.path.isdir(folder) else []


def _status(path: str | Path) -> tuple[int, ...]:
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _digest(path: str | Path) -> str:
    import hashlib

    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "blake2b").hexdigest()[:32]
    except OSError:
        return ""


# --- The file --------------------------------------------------------------------


def name_of(content: Path) -> str:
    """The file's name; every content file of a folder has its own."""
    edition = edition_of(content)
    return f".brochure.{edition}.json" if edition else ".brochure.json"


def read(order: Order) -> Stamp | None:
    """The stamp of the last build, or None where there is none that we understand."""
    return _read(order.out / name_of(order.content))


def _read(place: Path) -> Stamp | None:
    try:
        data = json.loads(place.read_bytes())
        return Stamp(
            tuple(data["circumstances"]),
            {name: Seen(tuple(s), d) for name, (s, d) in data["inputs"].items()},
            tuple(_output(values) for values in data["listed"]),
            {made.output.name: made for made in map(_made, data["made"])},
            {name: _piece(values) for name, values in data["pieces"].items()},
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


class Maker(NamedTuple):
    """How a file was made: its output, and the folder of its content.yaml."""

    output: Output
    project: Path


def maker_of(file: Path) -> Maker | None:
    """How the file was made, if a build made it and nobody has changed it since."""
    for place in sorted(file.parent.glob(".brochure*.json")):
        known = _read(place)
        for made in known.made.values() if known else ():
            for row, seen in zip(made.rows, made.seen, strict=True):
                if row.file == file.name and still(file, seen):
                    content = file.parent / known.circumstances[3] if known else file
                    return Maker(made.output, content.parent)
    return None


def text(stamp: Stamp) -> str:
    """The stamp as it stands in the file."""
    made = [
        {
            "output": _plain_output(one.output),
            "rows": [
                [getattr(row, name) for name in Row.__slots__] for row in one.rows
            ],
            "findings": [_plain_finding(finding) for finding in one.findings],
            "seen": one.seen,
        }
        for one in stamp.made.values()
    ]
    data = {
        "circumstances": stamp.circumstances,
        "inputs": stamp.inputs,
        "listed": [_plain_output(output) for output in stamp.listed],
        "made": made,
        "pieces": {name: _plain_piece(one) for name, one in stamp.pieces.items()},
    }
    return json.dumps(data, ensure_ascii=False) + "\n"


def _output(values: dict[str, Any]) -> Output:
    own = values["own"] and _piece(values["own"])
    return Output(**{**values, "target": TARGETS[values["target"]], "own": own})


def _plain_output(output: Output) -> dict[str, Any]:
    values = {name: getattr(output, name) for name in Output.__slots__}
    own = output.own and _plain_piece(output.own)
    return {**values, "target": output.target.name, "own": own}


def _piece(values: dict[str, Any]) -> Piece:
    words, sizes = Words(*values["words"]), tuple(values["sizes"])
    return Piece(**{**values, "words": words, "sizes": sizes})


def _plain_piece(piece: Piece) -> dict[str, Any]:
    return {name: getattr(piece, name) for name in Piece.__slots__}


def _made(data: dict[str, Any]) -> Made:
    return Made(
        _output(data["output"]),
        tuple(Row(*values) for values in data["rows"]),
        tuple(_finding(values) for values in data["findings"]),
        tuple(Seen(tuple(status), digest) for status, digest in data["seen"]),
    )


def _plain_finding(one: Finding) -> list[Any]:
    kind = "" if one.at is None else type(one.at).__name__
    return [one.status, one.code, one.message, one.hint, kind, one.at, one.subject]


def _finding(values: list[Any]) -> Finding:
    status, code, message, hint, kind, at, subject = values
    places = {"Mark": Mark, "Spot": Spot}
    place = places[kind](*at) if kind in places else at
    return Finding(
        Status(status),
        code,
        Words(*message),
        hint and Words(*hint),
        place,
        subject,
    )
