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
from brochure.shop.colour import Profile

if TYPE_CHECKING:
    from PIL.Image import Image

#: A B1 poster at 350 ppi has 14,200 × 10,000 pixels.
MAX_PIXELS = 150_000_000
_QUALITY = 95


class _Plates(NamedTuple):
    """A picture as it is written: its bytes, its space and whether they are JPEG."""

    data: bytes
    space: Name
    jpeg: bool


#: Converted pictures by what they were made of.
Cache = dict[bytes, _Plates]

_MODES = {"/DeviceRGB": "RGB", "/DeviceGray": "L", "/DeviceCMYK": "CMYK"}


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
    _write(image, cache[key_])


def _plates(image: pikepdf.Stream, profile: Profile, *, in_mask: bool) -> _Plates:
    size = (int(image.Width), int(image.Height))
    if size[0] * size[1] > MAX_PIXELS:
        raise Stop(_too_large(*size))
    try:
        with _whole_pictures_only():
            picture = _picture(image, size)
    except (OSError, SyntaxError, ValueError) as error:
        raise Stop(_broken(*size, error)) from None
    jpeg = image.get(Name.Filter) == Name.DCTDecode
    return _encode(_separated(picture, profile, in_mask=in_mask), jpeg=jpeg)


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
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
    if picture.mode == "RGB" and _is_neutral(picture):
        picture = picture.convert("L")
    if picture.mode == "L":
        # Greys follow the same curve as a neutral colour in a style sheet.
        curve = [255 - round(profile.black(grey) * 2.55) for grey in range(256)]
        return picture.point(curve)
    if picture.mode == "RGB":
        return profile.separate(picture, picture.info.get("icc_profile", b""))
    return picture


def _picture(image: pikepdf.Stream, size: tuple[int, int]) -> Image:
    """The image as Pillow sees it: mode L, RGB or CMYK, 255 meaning full ink."""
    from PIL import Image

    mode = _MODES.get(str(image.ColorSpace))
    kind = image.get(Name.Filter)
    if kind == Name.DCTDecode:
        picture: Image.Image = Image.open(io.BytesIO(image.read_raw_bytes()))
        picture.load()
        # Pillow takes every CMYK JPEG for Adobe's, inverted; a PDF says so by /Decode.
        if picture.mode == "CMYK" and Name.Decode not in image:
            return _inverted(picture)
        return (
            picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")
        )
    if mode and int(image.BitsPerComponent) == 8 and Name.Decode not in image:
        return Image.frombytes(mode, size, image.read_bytes())
    picture = pikepdf.PdfImage(image).as_pil_image()
    return picture if picture.mode in ("L", "CMYK") else picture.convert("RGB")


def _is_neutral(picture: Image) -> bool:
    from PIL import ImageChops

    red, green, blue = picture.split()
    return all(
        ImageChops.difference(red, other).getextrema() == (0, 0)
        for other in (green, blue)
    )


def _inverted(picture: Image) -> Image:
    from PIL import ImageChops

    return ImageChops.invert(picture)


def _encode(picture: Image, *, jpeg: bool) -> _Plates:
    space = Name.DeviceGray if picture.mode == "L" else Name.DeviceCMYK
    if not jpeg:
        return _Plates(picture.tobytes(), space, jpeg=False)
    # Pillow writes CMYK inverted, as Adobe does; inverted first, no /Decode is needed.
    right = _inverted(picture) if picture.mode == "CMYK" else picture
    file = io.BytesIO()
    right.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    return _Plates(file.getvalue(), space, jpeg=True)


def _write(image: pikepdf.Stream, plates: _Plates) -> None:
    for key in (Name.Decode, Name.DecodeParms):
        if key in image:
            del image[key]
    image.ColorSpace = plates.space
    image.BitsPerComponent = 8
    if plates.jpeg:
        image.write(plates.data, filter=Name.DCTDecode)
    else:
        image.write(plates.data)


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
