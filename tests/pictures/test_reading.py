"""Every kind of file becomes the same upright pixels of 8 bits, or one sentence."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy
import pytest
from PIL import Image

from brochure.finding import Stop
from brochure.pictures.looking import look
from brochure.pictures.reading import read
from tests.pictures.files import (
    cornered,
    data_of,
    exif,
    patches,
    turned,
    unmarked_cmyk_jpeg,
)

KINDS: dict[str, dict[str, Any]] = {
    "PNG": {},
    "JPEG": {"quality": 97, "subsampling": 0},
    "WEBP": {"lossless": True},
    "TIFF": {"compression": "tiff_lzw"},
    "AVIF": {"quality": 98, "subsampling": "4:4:4"},
    "HEIF": {},
    "GIF": {},
    "BMP": {},
}
COLOURS = ((200, 30, 60), (20, 90, 160), (240, 240, 240), (10, 10, 10))


def middle(image: Image.Image, n: int, side: int = 48) -> Any:
    return image.getpixel((n * side + side // 2, side // 2))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_every_kind_has_its_colours(kind: str) -> None:
    data = data_of(patches(*COLOURS), kind, **KINDS[kind])
    about = look("a", data)
    assert (about.width, about.height, about.frames) == (192, 48, 1)
    image = read("a", data).image
    for n, colour in enumerate(COLOURS):
        assert middle(image, n) == pytest.approx(colour, abs=3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_upright(kind: str, orientation: int) -> None:
    stored = turned(cornered(), orientation)
    options = {**KINDS[kind], "exif": exif(orientation)}
    if kind == "TIFF":
        options = {"tiffinfo": {0x0112: orientation}}
    data = data_of(stored, kind, **options)
    about = look("a", data)
    assert (about.width, about.height) == (80, 40)
    for size in (None, (40, 20)):
        image = read("a", data, size).image
        assert image.size == (size or (80, 40))
        scale = image.width / 80
        assert image.getpixel((round(9 * scale), round(9 * scale))) == pytest.approx(
            (220, 20, 20), abs=12
        )
        assert image.getpixel((round(70 * scale), round(9 * scale))) == pytest.approx(
            (20, 20, 220), abs=12
        )


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bits_of_gray_are_scaled_to_8(kind: str) -> None:
    levels = numpy.arange(65536, dtype=numpy.uint16).reshape(256, 256)
    image = read("a", data_of(Image.fromarray(levels), kind)).image
    assert image.mode == "L"
    off = numpy.asarray(image).astype(int) - numpy.rint(levels / 257)
    assert abs(off).max() == 0


def png(width: int, height: int, bits: int, colour: int, rows: bytes) -> bytes:
    """A PNG by hand: Pillow writes no RGB of 16 bits."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data))
            + name
            + data
            + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    body = zlib.compress(rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def test_16_bits_of_colour_are_scaled_to_8() -> None:
    pixel = struct.pack(">3H", 200 * 257, 30 * 257 + 90, 60 * 257)
    image = read("a", png(8, 8, 16, 2, (b"\0" + pixel * 8) * 8)).image
    assert image.getpixel((4, 4)) == pytest.approx((200, 30, 60), abs=1)


def test_16_bits_of_cmyk_in_a_tiff_are_scaled_to_8() -> None:
    inks = struct.pack("<4H", 0, 65535, 40000, 1000)
    entries = [
        (256, 4, 1, 4), (257, 4, 1, 4), (258, 3, 4, 200), (259, 3, 1, 1),
        (262, 3, 1, 5), (273, 4, 1, 300), (277, 3, 1, 4), (278, 4, 1, 4),
        (279, 4, 1, 128),
    ]  # fmt: skip
    body = struct.pack("<2sHIH", b"II", 42, 8, len(entries))
    body += b"".join(struct.pack("<HHII", *one) for one in entries) + bytes(4)
    body = body.ljust(200, b"\0") + struct.pack("<4H", 16, 16, 16, 16)
    image = read("a", body.ljust(300, b"\0") + inks * 16).image
    assert image.mode == "CMYK"
    assert image.getpixel((1, 1)) == pytest.approx((0, 255, 156, 4), abs=1)


def test_a_palette_and_its_transparency_are_resolved() -> None:
    image = patches((200, 30, 60), (20, 90, 160)).convert(
        "P", palette=Image.Palette.ADAPTIVE, colors=4
    )
    index = image.getpixel((70, 20))
    raster = read("a", data_of(image, "PNG", transparency=index))
    assert raster.image.getpixel((20, 20)) == pytest.approx((200, 30, 60), abs=2)
    assert raster.alpha
    assert [raster.alpha.getpixel((x, 20)) for x in (20, 70)] == [255, 0]


def test_an_alpha_that_hides_nothing_is_none() -> None:
    assert read("a", data_of(Image.new("RGBA", (8, 8), "red"), "PNG")).alpha is None


def test_a_cmyk_jpeg_is_right_with_and_without_adobes_marker() -> None:
    image = Image.new("CMYK", (64, 64), (200, 30, 60, 10))
    for data in (
        data_of(image, "JPEG", quality=98, subsampling=0),
        unmarked_cmyk_jpeg(image),
    ):
        found = read("a", data).image
        assert found.getpixel((30, 30)) == pytest.approx((200, 30, 60, 10), abs=3)


def test_a_smaller_picture_is_an_average_not_a_choice() -> None:
    """Fine stripes become gray; the nearest pixel would be black or white."""
    stripes = Image.fromarray(numpy.tile(numpy.uint8([0, 255]), (200, 100)))
    image = read("a", data_of(stripes, "PNG"), (20, 20)).image
    levels = numpy.asarray(image)[2:-2, 2:-2]
    assert levels.min() > 110
    assert levels.max() < 145


def test_a_transparent_edge_keeps_its_own_colour_when_it_is_made_smaller() -> None:
    image = Image.new("RGBA", (100, 100), (0, 255, 0, 0))
    image.paste((220, 0, 0, 255), (0, 0, 53, 100))
    raster = read("a", data_of(image, "PNG"), (10, 10))
    assert raster.image.getpixel((5, 5)) == pytest.approx((220, 0, 0), abs=3)


# --- What is refused -------------------------------------------------------------


def code(data: bytes) -> str:
    """What is said of a file; "" where it can be read."""
    try:
        look("a", data)
        read("a", data)
    except Stop as stop:
        (finding,) = stop.findings
        assert finding.subject == "a"
        return finding.code
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_ends_too_early_is_refused_wherever_it_ends(kind: str) -> None:
    noise = Image.effect_noise((90, 70), 60).convert("RGB")
    data = data_of(noise, kind, **KINDS[kind])
    for part in range(20):
        found = code(data[: len(data) * part // 20])
        assert found in ("image.cut-short", "image.unreadable"), (part, found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_a_picture_or_a_finding_never_a_crash(kind: str) -> None:
    data = bytearray(data_of(patches(*COLOURS), kind, **KINDS[kind]))
    for step in range(40):
        hurt = bytearray(data)
        at = step * len(data) // 40
        hurt[at : at + 3] = b"\xff\x00\xff"[: len(hurt[at : at + 3])]
        assert code(bytes(hurt)) in (
            "",
            "image.cut-short",
            "image.unreadable",
            "image.too-many-pixels",
        )


def test_200_megapixels_are_refused_unopened() -> None:
    data = png(20_000, 10_000, 8, 2, b"")
    assert code(data) == "image.too-many-pixels"


def test_what_is_no_picture_is_refused() -> None:
    for data in (b"", b"words", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"8BPS" + bytes(60)):
        assert code(data) == "image.unreadable"


def test_a_film_has_frames_and_shows_its_first() -> None:
    first, second = (Image.new("RGB", (8, 8), one) for one in ("red", "blue"))
    for kind in ("GIF", "PNG", "WEBP"):
        data = data_of(first, kind, save_all=True, append_images=[second])
        assert look("a", data).frames == 2
        red, _, blue = read("a", data).image.getpixel((4, 4))  # type: ignore[misc]
        assert red > 240 > 20 > blue


def test_what_a_telephone_appends_to_a_photograph_is_not_missed() -> None:
    data = data_of(cornered(), "JPEG") + bytes(9000)
    assert code(data) == ""


def test_24_megapixels_for_a_small_place_take_little_time() -> None:
    from time import perf_counter

    noise = Image.effect_noise((600, 400), 60).resize((6000, 4000)).convert("RGB")
    data = data_of(noise, "JPEG", quality=85)
    start = perf_counter()
    assert read("a", data, (600, 400)).image.size == (600, 400)
    assert perf_counter() - start < 2


def test_a_profile_comes_along() -> None:
    from tests.pictures.files import P3, rgb_profile

    profile = rgb_profile(P3)
    for kind in ("PNG", "JPEG", "TIFF", "WEBP", "AVIF"):
        data = data_of(cornered(), kind, icc_profile=profile)
        assert read("a", data).profile == profile
    heif = io.BytesIO()
    import pillow_heif

    pillow_heif.from_pillow(cornered()).save(heif, icc_profile=profile)
    assert read("a", heif.getvalue()).profile == profile
