"""身代わり: what the layout engine is given for a picture, and finishing takes away.

A JPEG of the picture's width and height that holds no pixels. The layout engine lays a
JPEG out by its header and puts it into the PDF byte for byte, so whatever follows the
JPEG's end arrives in finishing: the file itself, unread and unchanged. So a photograph
of 24 megapixels costs nothing until it is known how large it will be printed, and its
profile, its depth and its name are still there. ISO/IEC 10918-1, Annex B.
"""

from __future__ import annotations

import json
import struct
from typing import NamedTuple

from brochure.finding import Mark

#: What no file has by chance.
MARK = b"brochure:picture:1:"
#: The longest side that a JPEG's header can say.
MAX_SIDE = 65_535

_START, _COMMENT, _END = b"\xff\xd8", b"\xff\xfe", b"\xff\xd9"
#: SOF0 of one component with 8 bits, then SOS.
_FRAME = b"\xff\xc0\x00\x0b\x08%b\x01\x01\x11\x00"
_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
_TAIL = 13 + len(_SCAN) + len(_END)


class Held(NamedTuple):
    """A picture on its way: its file's name and bytes, and where it is asked for.

    `treatment` is the query of its URL, as typed. `vector` are PDF files.
    """

    name: str
    data: bytes
    treatment: str = ""
    at: Mark | None = None
    vector: bool = False


def make(held: Held, width: int, height: int) -> bytes:
    """The stand-in of a picture of so many pixels, a ratio where it has none."""
    about = {
        "name": held.name,
        "treatment": held.treatment,
        "at": held.at,
        "vector": held.vector,
    }
    comment = MARK + json.dumps(about).encode("ascii")
    return b"".join(
        (
            _START,
            _COMMENT,
            struct.pack(">H", len(comment) + 2),
            comment,
            _FRAME % struct.pack(">HH", height, width),
            _SCAN,
            _END,
            held.data,
        )
    )


def held_in(data: bytes) -> Held | None:
    """The picture that a stand-in stands for; None for any other JPEG.

    Raises:
        ValueError: There is nothing behind it: the layout engine has drawn it anew.
    """
    if data[:4] != _START + _COMMENT or not data.startswith(MARK, 6):
        # Pillow writes another marker first.
        if data.startswith(_START) and MARK in data[:4096]:
            raise ValueError("a stand-in without its picture")
        return None
    (length,) = struct.unpack_from(">H", data, 4)
    about = json.loads(data[6 + len(MARK) : 4 + length])
    if about["at"] is not None:
        about["at"] = Mark(*about["at"])
    return Held(data=data[4 + length + _TAIL :], **about)
