"""A picture's file is looked at, not read: its kind, its pixels, whether it is whole.

The door to pillow-heif, imported only for a HEIC file.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from brochure.finding import Stop
from brochure.pictures import flaws

if TYPE_CHECKING:
    from PIL.Image import Image

#: What Pillow may take a file for: JPEG is MPO as well. EPS needs another program.
KINDS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "AVIF", "BMP")
#: EXIF orientations that lie on their side (CIPA DC-008, table 6).
_LYING = (5, 6, 7, 8)
_ORIENTATION = 0x0112


class About(NamedTuple):
    """What a file says of itself; width and height as it is seen, turned upright.

    `bilevel` is black and white without grays.
    """

    kind: str
    width: int
    height: int
    frames: int
    bilevel: bool


def is_vector(data: bytes) -> bool:
    """Whether it is a PDF; Illustrator's files are, unless saved without."""
    return b"%PDF-" in data[:1024]


def look(name: str, data: bytes) -> About:
    """What the file is.

    Raises:
        Stop: it is no picture, has too many pixels, or was cut short.
    """
    with opened(name, data) as image:
        width, height = image.size
        if width * height > flaws.MAX_PIXELS:
            raise flaws.too_many_pixels(name)
        if not width or not height:
            raise flaws.unreadable(name)
        kind = image.format or ""
        if kind != "TIFF" and image.getexif().get(_ORIENTATION) in _LYING:
            width, height = height, width
        frames = 1 if kind in ("MPO", "HEIF") else int(getattr(image, "n_frames", 1))
        bilevel = image.mode == "1"
    if not _whole(kind, data):
        raise flaws.cut_short(name)
    return About(kind, width, height, frames, bilevel)


@contextmanager
def opened(name: str, data: bytes) -> Iterator[Image]:
    """The file in Pillow's hands, its pixels unread.

    Decoders raise whatever they like at a damaged file, so all of it means that.

    Raises:
        Stop: it cannot be read, now or while it is open.
    """
    from PIL import Image, ImageFile

    # WeasyPrint has Pillow accept half a picture.
    lax = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _image(data) as image:
                yield image
    except (Stop, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise flaws.too_many_pixels(name) from None
    except Exception as error:
        if "truncated" in str(error) or isinstance(error, EOFError):
            raise flaws.cut_short(name) from None
        raise flaws.unreadable(name) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lax


def _image(data: bytes) -> Image:
    from PIL import Image

    if not _is_heic(data):
        return Image.open(io.BytesIO(data), formats=KINDS)
    import pillow_heif

    return pillow_heif.HeifImageFile(io.BytesIO(data))  # type: ignore[no-untyped-call]


def _is_heic(data: bytes) -> bool:
    """Whether the file type box names no AV1 (ISO/IEC 14496-12, 23008-12)."""
    if data[4:8] != b"ftyp":
        return False
    brands = data[8 : min(int.from_bytes(data[:4]), 256)]
    return not any(brand in brands for brand in (b"avif", b"avis"))


def _whole(kind: str, data: bytes) -> bool:
    """Whether the end is there, as far as that shows without reading all of it."""
    if kind == "PNG":
        return b"IEND" in data[-4096:] or b"IEND" in data
    if kind in ("JPEG", "MPO"):
        # Telephones append films, and the preview in the head has an end of its own.
        return data.rfind(b"\xff\xd9") > _scan(data)
    if kind == "WEBP":
        (length,) = struct.unpack_from("<I", data, 4)
        return len(data) >= 8 + int(length)
    return True


def chunks(data: bytes) -> Iterator[bytes]:
    """The names of a WebP's chunks: a picture without loss is VP8L (RFC 9649 § 2.6)."""
    at = 12
    while at + 8 <= len(data):
        yield data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        at += 8 + length + length % 2


def _scan(data: bytes) -> int:
    """Where a JPEG's pixels begin: behind its first SOS marker."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xDA:
            return at
        if data[at + 1] == 0xFF:  # fill bytes
            at += 1
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return min(at, len(data))
