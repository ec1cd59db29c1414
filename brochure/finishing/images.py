"""Pictures go to press in C M Y K, or in grey where they have no colour.

Photographs that came as JPEG stay JPEG (quality 95, no subsampling); all else stays
lossless. Nothing keeps a /Decode array or /Interpolate: old RIPs read the one wrongly,
and the other blurs line art.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Name

from brochure.finding import Finding, Stop, Words, fail
from brochure.pictures.colour import in_black, is_neutral
from brochure.shop.colour import Profile

if TYPE_CHECKING:
    from PIL.Image import Image

#: A B1 poster at 350 ppi has 14,200 × 10,000 pixels.
MAX_PIXELS = 150_000_000
_QUALITY = 95


class Encoded(NamedTuple):
    """A picture as it is written: its bytes, its space and whether they are JPEG."""

    data: bytes
    space: Name
    jpeg: bool


#: Converted pictures by what they were made of.
Cache = dict[bytes, Encoded]

_MODES = {"/DeviceRGB": "RGB", "/DeviceGray": "L", "/DeviceCMYK": "CMYK"}
#: Filters that are for bytes of any kind, not for pictures.
_PACKED = {"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
_SPACES = {mode: Name(space) for space, mode in _MODES.items()}


def convert(
    image: pikepdf.Stream, profile: Profile, cache: Cache, *, in_mask: bool
) -> None:
    """Rewrites the image XObject in place.

    Raises:
        Stop: it has more pixels than any of our formats can use.
    """
    for key in (Name.Interpolate, Name.Intent):
        if key in image:
            del image[key]
    mask = image.get(Name.SMask)
    if mask is not None and Name.Interpolate in mask:
        del mask[Name.Interpolate]
    if image.get(Name.ImageMask):
        return
    head = f"{image.ColorSpace} {image.get(Name.Decode)} {in_mask} "
    size = f"{image.Width} {image.Height} {image.get(Name.Filter)} "
    key_ = sha256((head + size).encode() + image.read_raw_bytes()).digest()
    if key_ not in cache:
        cache[key_] = _plates(image, profile, in_mask=in_mask)
    write(image, cache[key_])


def _plates(image: pikepdf.Stream, profile: Profile, *, in_mask: bool) -> Encoded:
    size = (int(image.Width), int(image.Height))
    if size[0] * size[1] > MAX_PIXELS:
        raise Stop(_too_large(*size))
    try:
        with whole_pictures_only():
            picture = picture_of(image, size)
    except (OSError, SyntaxError, ValueError) as error:
        raise Stop(_broken(*size, error)) from None
    jpeg = image.get(Name.Filter) == Name.DCTDecode
    return encode(_separated(picture, profile, in_mask=in_mask), jpeg=jpeg)


@contextmanager
def whole_pictures_only() -> Iterator[None]:
    """Pillow as it is without WeasyPrint, which has it accept half a picture.

    Its warning from 89 million pixels on is left out: our limit is another.
    """
    from PIL import ImageFile

    lax = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lax


def _separated(picture: Image, profile: Profile, *, in_mask: bool) -> Image:
    if in_mask:
        return picture.convert("L")
    if picture.mode == "RGB" and is_neutral(picture):
        picture = picture.convert("L")
    if picture.mode == "L":
        return in_black(picture, profile)
    if picture.mode == "RGB":
        return profile.separate(picture, picture.info.get("icc_profile", b""))
    return picture


def is_jpeg(image: pikepdf.Stream) -> bool:
    """Whether its bytes are a JPEG file."""
    return _filters(image) == ["/DCTDecode"]


def _filters(image: pikepdf.Stream) -> list[str]:
    found = image.get(Name.Filter, pikepdf.Array())
    return (
        [str(one) for one in found]
        if isinstance(found, pikepdf.Array)
        else [str(found)]
    )


def _is_deep(code: bytes) -> bool:
    """Whether a JPEG 2000 has over 8 bits: Pillow makes its white black.

    ISO/IEC 15444-1 § A.5.1: the depths stand in SIZ, behind the number of components.
    """
    at = code.find(b"\xff\x51") + 38
    count = int.from_bytes(code[at : at + 2])
    return any(depth & 0x7F > 7 for depth in code[at + 2 : at + 2 + 3 * count : 3])


def picture_of(image: pikepdf.Stream, size: tuple[int, int]) -> Image:
    """The image as Pillow sees it: mode L, RGB or CMYK, 255 meaning full ink.

    Raises:
        ValueError, OSError, SyntaxError: it is damaged, or nobody here can read it.
    """
    from PIL import Image

    mode = _MODES.get(str(image.ColorSpace))
    if is_jpeg(image):
        picture: Image.Image = Image.open(io.BytesIO(image.read_raw_bytes()))
        picture.load()
        # Pillow takes every CMYK JPEG for Adobe's, inverted; a PDF says so by /Decode.
        if picture.mode == "CMYK" and Name.Decode not in image:
            return _inverted(picture)
        return (
            picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")
        )
    plain = set(_filters(image)) <= _PACKED and Name.Decode not in image
    if mode and plain and int(image.BitsPerComponent) == 8:
        return Image.frombytes(mode, size, image.read_bytes())
    if "/JPXDecode" in _filters(image) and _is_deep(image.read_raw_bytes()):
        raise ValueError("JPEG 2000 of more than 8 bits")
    picture = pikepdf.PdfImage(image).as_pil_image()
    return picture if picture.mode in ("L", "CMYK") else picture.convert("RGB")


def _inverted(picture: Image) -> Image:
    from PIL import ImageChops

    return ImageChops.invert(picture)


def encode(picture: Image, *, jpeg: bool, quality: int = _QUALITY) -> Encoded:
    """A picture in mode L, RGB or CMYK (255 is full ink) as a PDF holds it."""
    space = _SPACES[picture.mode]
    if not jpeg:
        return Encoded(picture.tobytes(), space, jpeg=False)
    # Pillow writes CMYK inverted, as Adobe does; inverted first, no /Decode is needed.
    right = _inverted(picture) if picture.mode == "CMYK" else picture
    # Pillow would write its file's comments and XMP again: places, names, dates.
    right.info = {}
    file = io.BytesIO()
    right.save(file, "JPEG", quality=quality, subsampling=0)
    return Encoded(file.getvalue(), space, jpeg=True)


def write(image: pikepdf.Stream, encoded: Encoded) -> None:
    """Puts the pixels into the image XObject; its size is not touched."""
    for key in (Name.Decode, Name.DecodeParms):
        if key in image:
            del image[key]
    image.ColorSpace = encoded.space
    image.BitsPerComponent = 8
    if encoded.jpeg:
        image.write(encoded.data, filter=Name.DCTDecode)
    else:
        image.write(encoded.data)


def _broken(width: int, height: int, error: Exception) -> Finding:
    return fail(
        "image.broken",
        f"{width:,} × {height:,} 画素の画像を読めません",
        f"a picture of {width:,} × {height:,} pixels cannot be read ({error})",
        hint=Words(
            "8 ビットの PNG か JPEG で保存し直してください",
            "save it again as a PNG or JPEG of 8 bits",
        ),
    )


def _too_large(width: int, height: int) -> Finding:
    return fail(
        "image.too-large",
        f"画像が大きすぎます（{width:,} × {height:,} 画素）",
        f"a picture is too large ({width:,} × {height:,} pixels)",
        hint=Words(
            f"{MAX_PIXELS // 1_000_000} 百万画素までにしてください（B1 で 350 ppi）",
            f"make it {MAX_PIXELS // 1_000_000} million pixels at most (350 ppi on B1)",
        ),
    )
