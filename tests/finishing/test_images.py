"""A picture goes to press in C M Y K, or in black ink where it has no colour."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image, ImageChops

from brochure.finding import Stop
from brochure.finishing import images as under_test
from brochure.shop.colour import Profile
from tests.finishing.conftest import PROFILE, Press
from tests.finishing.proof import images, opened

Pixel = Callable[[int, int], object]
SIZE = (64, 48)


def picture(mode: str, pixel: Pixel) -> Image.Image:
    image = Image.new(mode, SIZE)
    image.putdata([pixel(x, y) for y in range(SIZE[1]) for x in range(SIZE[0])])
    return image


def tag(image: Image.Image, kind: str = "PNG", **options: object) -> str:
    file = io.BytesIO()
    image.save(file, kind, **options)
    data = base64.b64encode(file.getvalue()).decode()
    return f'<img src="data:image/{kind.lower()};base64,{data}">'


def colourful(x: int, y: int) -> tuple[int, int, int]:
    return (x * 4, y * 5, 90)


def plates(image: pikepdf.Stream) -> Image.Image:
    """The picture as a RIP reads it: no /Decode, no /Interpolate to think of."""
    assert Name.Decode not in image
    assert Name.Interpolate not in image
    mode = {"/DeviceCMYK": "CMYK", "/DeviceGray": "L"}[str(image.ColorSpace)]
    if image.get(Name.Filter) == Name.DCTDecode:
        decoded = Image.open(io.BytesIO(image.read_raw_bytes()))
        assert decoded.mode == mode
        # Pillow inverts what it takes for Adobe's CMYK; a RIP does so only for /Decode.
        return ImageChops.invert(decoded) if mode == "CMYK" else decoded
    return Image.frombytes(
        mode, (int(image.Width), int(image.Height)), image.read_bytes()
    )


def only_image(press: Press, html: str) -> tuple[Image.Image, bool]:
    """Its plates, and whether it is a JPEG."""
    with opened(press(html).pdf) as pdf:
        (image,) = images(pdf)
        return plates(image), image.get(Name.Filter) == Name.DCTDecode


def wanted(image: Image.Image) -> Image.Image:
    return Profile(PROFILE).separate(image)


def most_different(one: Image.Image, other: Image.Image) -> int:
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


def test_a_png_is_separated_pixel_for_pixel(press: Press) -> None:
    image = picture("RGB", colourful)
    found, jpeg = only_image(press, tag(image))
    assert not jpeg
    assert most_different(found, wanted(image)) == 0


def test_an_indexed_png_is_separated(press: Press) -> None:
    image = picture("RGB", lambda x, y: (200, 30, 30) if x > y else (20, 90, 160))
    found, _ = only_image(
        press, tag(image.convert("P", palette=Image.Palette.ADAPTIVE))
    )
    assert most_different(found, wanted(image)) <= 2


def test_a_photograph_stays_a_jpeg_and_loses_nothing_visible(press: Press) -> None:
    image = picture("RGB", colourful)
    html = tag(image, "JPEG", quality=95, subsampling=0)
    found, jpeg = only_image(press, html)
    assert jpeg
    assert most_different(found, wanted(image)) < 30


def test_a_cmyk_jpeg_keeps_its_plates(press: Press) -> None:
    image = picture("CMYK", lambda x, y: (x * 4, y * 5, 90, 10))
    found, _ = only_image(press, tag(image, "JPEG", quality=95, subsampling=0))
    assert most_different(found, image) < 20


def test_a_grey_picture_is_black_ink_only(press: Press) -> None:
    found, _ = only_image(press, tag(picture("L", lambda x, y: x * 4)))
    assert found.mode == "L"
    assert found.getpixel((0, 0)) == 0
    assert 250 <= found.getpixel((63, 0)) <= 255  # type: ignore[operator]


def test_an_rgb_picture_without_colour_is_black_ink_only(press: Press) -> None:
    grey = picture("L", lambda x, y: (x * 4 + y) % 256)
    found, _ = only_image(press, tag(grey.convert("RGB")))
    same, _ = only_image(press, tag(grey))
    assert found.mode == "L"
    assert found.tobytes() == same.tobytes()


def test_a_black_and_white_picture_is_all_or_nothing(press: Press) -> None:
    image = picture("1", lambda x, y: 255 * ((x // 4 + y // 4) % 2))
    found, _ = only_image(press, tag(image))
    assert set(found.tobytes()) == {0, 255}


def test_an_alpha_channel_is_kept_as_it_is(press: Press) -> None:
    image = picture("RGBA", lambda x, y: (*colourful(x, y), y * 5))
    with opened(press(tag(image)).pdf) as pdf:
        (mask,) = (i for i in images(pdf) if Name.SMask not in i)
        (colour,) = (i for i in images(pdf) if Name.SMask in i)
        assert Name.Interpolate not in mask
        assert mask.read_bytes() == image.getchannel("A").tobytes()
        assert most_different(plates(colour), wanted(image.convert("RGB"))) == 0


def test_a_picture_used_on_two_pages_is_in_the_file_once(press: Press) -> None:
    html = tag(picture("RGB", colourful))
    with opened(press(f"<p>{html}</p><p style='break-before:page'>{html}").pdf) as pdf:
        assert len(pdf.pages) == 2
        assert len(images(pdf)) == 1


def test_the_same_picture_is_converted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pikepdf.new()
    cache: under_test.Cache = {}
    converted = []
    real = under_test._plates

    def count(*args: object, **options: object) -> object:
        converted.append(args)
        return real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(under_test, "_plates", count)
    for _ in range(3):
        image = pdf.make_stream(
            b"abcdef",
            Width=2,
            Height=1,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
        )
        under_test.convert(image, Profile(PROFILE), cache, in_mask=False)
    assert len(converted) == 1


def test_a_picture_beyond_all_measure_is_a_finding_and_is_not_opened() -> None:
    pdf = pikepdf.new()
    image = pdf.make_stream(
        b"", Width=60_000, Height=60_000, BitsPerComponent=8, ColorSpace=Name.DeviceRGB
    )
    with pytest.raises(Stop, match=r"60,000 × 60,000 pixels"):
        under_test.convert(image, Profile(PROFILE), {}, in_mask=False)


def test_half_a_photograph_does_not_go_to_press() -> None:
    file = io.BytesIO()
    picture("RGB", colourful).resize((400, 300)).save(file, "JPEG", quality=95)
    pdf = pikepdf.new()
    half = pdf.make_stream(
        file.getvalue()[:9000],
        Width=400,
        Height=300,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB,
        Filter=Name.DCTDecode,
    )
    with pytest.raises(Stop, match=r"400 × 300 pixels cannot be read"):
        under_test.convert(half, Profile(PROFILE), {}, in_mask=False)


def test_a_picture_with_too_few_bytes_is_a_finding() -> None:
    # What the layout engine makes of a grey PNG of 16 bits: it calls it RGB.
    pdf = pikepdf.new()
    image = pdf.make_stream(
        b"abc", Width=2, Height=2, BitsPerComponent=8, ColorSpace=Name.DeviceRGB
    )
    with pytest.raises(Stop, match="8 bits"):
        under_test.convert(image, Profile(PROFILE), {}, in_mask=False)
