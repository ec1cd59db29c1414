"""ノセ: black text prints on top of what is under it, so that no white edge can show.

PDF/X switches the shop's automatic overprint off, so it has to be in the file (diamic).
Only text in K 100 alone overprints; white that overprints would vanish (alps-pps).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary, Name

from brochure.finishing.contents import Op, Pieces

_ON, _OFF = "/Overprint", "/Knockout"
_BLACK = (b"0", b"0", b"0", b"1")
_COLOURS = {b"k", b"g", b"rg", b"cs", b"sc", b"scn"}
#: Text rendering modes (PDF 32000-1, table 106) that fill, and that stroke.
_FILLS = {0, 2, 4, 6}
_STROKES = {1, 2, 5, 6}


class _Paint(NamedTuple):
    """The part of the graphics state that decides; False where it is not K 100."""

    fill: bool = False
    stroke: bool = False
    mode: int = 0

    @property
    def overprints(self) -> bool:
        """Whether text is painted now, and with nothing but K 100."""
        fills, strokes = self.mode in _FILLS, self.mode in _STROKES
        return (
            (fills or strokes)
            and (self.fill or not fills)
            and (self.stroke or not strokes)
        )


def apply(pieces: Pieces, resources: pikepdf.Object) -> Pieces:
    """The separated stream with overprint switched on around text in K 100 alone."""
    text = _Text()
    changed = [switched for piece in pieces for switched in text.follow(piece)]
    if text.switched:
        if Name.ExtGState not in resources:
            resources.ExtGState = Dictionary()
        # PDF 32000-1, table 58; OPM 1: a zero in C, M or Y leaves that plate alone.
        states = resources.ExtGState
        states[_ON] = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
        states[_OFF] = Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0)
    return changed


class _Text:
    """Goes through a stream and puts the switches in."""

    def __init__(self) -> None:
        self.paint = _Paint()
        self.saved: list[_Paint] = []
        self.in_text = False
        self.on = False
        self.switched = False

    def follow(self, piece: bytes | Op) -> Iterator[bytes | Op]:
        """The piece, with a switch before or after it where one is due."""
        if isinstance(piece, bytes):
            yield piece
        elif piece.operator == b"BT":
            self.in_text = True
            yield from self._switch(on=self.paint.overprints)
            yield piece
        elif piece.operator == b"ET":
            self.in_text = False
            yield piece
            yield from self._switch(on=False)
        else:
            self._remember(piece)
            yield piece
            if self.in_text:
                yield from self._switch(on=self.paint.overprints)

    def _switch(self, *, on: bool) -> Iterator[Op]:
        if on != self.on:
            self.on = on
            self.switched = True
            yield Op(b"gs", ((_ON if on else _OFF).encode(),))

    def _remember(self, op: Op) -> None:
        if op.operator == b"q":
            self.saved.append(self.paint)
        elif op.operator == b"Q":
            self.paint = self.saved.pop() if self.saved else _Paint()
        elif op.operator == b"Tr":
            self.paint = self.paint._replace(mode=int(op.operands[-1]))
        elif op.operator.lower() in _COLOURS:
            black = op.operator in (b"k", b"K") and op.operands == _BLACK
            if op.operator.isupper():
                self.paint = self.paint._replace(stroke=black)
            else:
                self.paint = self.paint._replace(fill=black)
