"""A PDF written from front to back, of any number of pages in the same memory.

What is written is forgotten but for its place in the file: eight bytes an object. Old
RIPs read it too: no object streams, a plain cross-reference table (PDF 32000-1 § 7.5).
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from hashlib import md5
from itertools import islice
from typing import Any, Protocol

import pikepdf

#: Pages under one node of the page tree.
_BRANCH = 64
_FLATE_LEVEL = 6


class Sink(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes, /) -> object:
        """Takes some more."""
        ...


class Stream:
    """The file that is being written to `file`."""

    def __init__(self, file: Sink, version: str) -> None:
        self._file = file
        self._seal = md5(usedforsecurity=False)
        self._at = 0
        self._places = array("Q", [0])
        self._tree = self.number()
        self._branches: list[int] = []
        self._branch: list[int] = []
        self._pages = 0
        self._write(f"%PDF-{version}\n".encode() + b"%\xbf\xf7\xa2\xfe\n")

    def number(self) -> int:
        """A number for an object that is put later."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, number: int, body: bytes) -> None:
        """Writes an object."""
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def add(self, body: bytes) -> bytes:
        """Writes an object; how others refer to it."""
        number = self.number()
        self.put(number, body)
        return reference(number)

    def page(self, entries: bytes, number: int | None = None) -> None:
        """Writes the next page; `entries` are those of its dictionary but /Parent."""
        if len(self._branch) % _BRANCH == 0:
            self._close_branch()
            self._branches.append(self.number())
        number = number or self.number()
        self._branch.append(number)
        self._pages += 1
        parent = reference(self._branches[-1])
        self.put(number, b"<</Type/Page/Parent %s%s>>" % (parent, entries))

    def close(self, root: bytes, info: bytes) -> None:
        """Writes what ends the file; `root` are entries of the catalog but /Pages."""
        self._close_branch()
        kids = b" ".join(map(reference, self._branches))
        tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (self._pages, kids)
        self.put(self._tree, tree)
        catalog = self.add(
            b"<</Type/Catalog/Pages %s%s>>" % (reference(self._tree), root)
        )
        start, size = self._at, len(self._places)
        seal = self._seal.hexdigest().encode()
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for place in islice(self._places, 1, None):
            self._write(b"%010d 00000 n \n" % place)
        self._write(
            b"trailer <</Size %d/Root %s/Info %s/ID[<%s><%s>]>>\n"
            b"startxref\n%d\n%%%%EOF\n" % (size, catalog, info, seal, seal, start)
        )

    def _close_branch(self) -> None:
        if self._branch:
            kids = b" ".join(map(reference, self._branch))
            node = b"<</Type/Pages/Parent %s/Count %d/Kids[%s]>>"
            parent = reference(self._tree)
            self.put(self._branches[-1], node % (parent, len(self._branch), kids))
            self._branch = []

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._seal.update(data)
        self._at += len(data)


class Copier:
    """Takes things over from one file, each once, with all that they refer to."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, pikepdf.Object]] = []

    def pages(self, pages: Iterable[pikepdf.Page]) -> None:
        """Writes these pages as the next ones; they may refer to each other."""
        listed = [page.obj for page in pages]
        numbers = [self.stream.number() for _ in listed]
        for page, number in zip(listed, numbers, strict=True):
            self._numbers[page.objgen] = number
        for page, number in zip(listed, numbers, strict=True):
            entries = self.entries(page, but=("/Type", "/Parent"))
            self.stream.page(entries, number)

    def entries(self, thing: pikepdf.Object, but: Iterable[str] = ()) -> bytes:
        """The entries of a dictionary, without some."""
        left_out = set(but)
        listed = ((key, value) for key, value in thing.items() if key not in left_out)
        text = b"".join(b"%s %s" % (_name(key), self._text(it)) for key, it in listed)
        self._settle()
        return text

    def take(self, thing: Any) -> bytes:
        """How the new file refers to a thing, or the thing itself if it is direct."""
        text = self._text(thing)
        self._settle()
        return text

    def _settle(self) -> None:
        while self._waiting:
            number, thing = self._waiting.pop()
            self.stream.put(number, self._body(thing))

    def _text(self, thing: Any) -> bytes:
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            if thing.objgen not in self._numbers:
                self._numbers[thing.objgen] = self.stream.number()
                self._waiting.append((self._numbers[thing.objgen], thing))
            return reference(self._numbers[thing.objgen])
        return self._body(thing)

    def _body(self, thing: Any) -> bytes:
        match thing:
            case None:
                return b"null"
            case bool():
                return b"true" if thing else b"false"
            case int():
                return b"%d" % thing
            case Decimal():
                return format(thing, "f").encode()
            case pikepdf.Stream():
                return self._stream(thing)
            case pikepdf.Array():
                return b"[%s]" % b" ".join(map(self._text, thing))
            case pikepdf.Dictionary():
                items = thing.items()
                parts = (b"%s %s" % (_name(key), self._text(it)) for key, it in items)
                return b"<<%s>>" % b"".join(parts)
            case pikepdf.Object():
                return thing.unparse()
        raise TypeError(type(thing))

    def _stream(self, thing: pikepdf.Stream) -> bytes:
        data, packed = thing.read_raw_bytes(), b""
        if "/Filter" not in thing and thing.get("/Type") != "/Metadata":
            data, packed = zlib.compress(data, _FLATE_LEVEL), b"/Filter/FlateDecode"
        items = ((key, it) for key, it in thing.items() if key != "/Length")
        entries = b"".join(b"%s %s" % (_name(key), self._text(it)) for key, it in items)
        head = b"<<%s%s/Length %d>>" % (entries, packed, len(data))
        return b"%s\nstream\n%s\nendstream" % (head, data)


def reference(number: int) -> bytes:
    """How one object refers to another."""
    return b"%d 0 R" % number


@lru_cache(maxsize=1024)
def _name(key: str) -> bytes:
    return pikepdf.Name(key).unparse()
