"""A picture has the right colours and no more pixels than its target can use."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image

from brochure.finding import Mark, Stop
from brochure.finishing import Job
from brochure.shop.inks import Palette
from tests.finishing.conftest import PROFILE
from tests.finishing.studio import (
    EVERY,
    PRESSES,
    SCREENS,
    Studio,
    pictures,
    seen_at,
    spaces,
    told,
)
from tests.pictures.files import (
    ADOBE,
    P3,
    data_of,
    exif,
    gray_profile,
    patches,
    put,
    rgb_profile,
    unmarked_cmyk_jpeg,
)

COLOURS = ((200, 30, 60), (20, 190, 60), (60, 90, 220))
WIDE = 'style="width:60mm"'
#: The middles of three patches in a picture 60 mm wide, mm.
MIDDLES = ((13, 7), (30, 7), (50, 7))


@pytest.fixture
def studio(tmp_path: Path, palette: Palette, job: Job) -> Studio:
    return Studio(tmp_path, palette, job)


def ways_in(name: str, data: bytes, kind: str) -> dict[str, tuple[str, str]]:
    """Body and CSS of the ways to ask for a picture, 60 mm wide at the top left."""
    link = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20" width="60mm" '
        'height="20mm" style="display:block"><image width="60" height="20" '
        f'href="{link}"/></svg>'
    )
    css = "div{{width:60mm;height:20mm;background:url({}) 0 0/60mm 20mm no-repeat}}"
    return {
        "img": (f'<img src="{name}" alt="" {WIDE}>', ""),
        "css": ("<div></div>", css.format(name)),
        "data": (f'<img src="{link}" alt="" {WIDE}>', ""),
        "svg": (svg, ""),
    }


def check(studio: Studio, target: str, body: str, css: str, wanted: Any) -> None:
    """`wanted` has a pixel for each patch: of plates for a press, else in sRGB."""
    file = studio.make(target, body, css)
    if target in PRESSES:
        (seen,) = pictures(file)
        found = seen.pixels
        step = found.width // 3
        middles = [found.getpixel((step * n + step // 2, step // 2)) for n in range(3)]
        for middle, pixel in zip(middles, wanted, strict=True):
            assert middle == pytest.approx(pixel, abs=2)
        return
    for place, pixel in zip(MIDDLES, wanted, strict=True):
        assert seen_at(file, *place) == pytest.approx(pixel, abs=2)
    if target != "image":
        assert not spaces(file) & {"k", "K", "/DeviceCMYK"}


def answer(image: Image.Image, profile: bytes | None, target: str) -> list[Any]:
    made = told(image, profile, "ink" if target in PRESSES else "sRGB")
    return [made.getpixel((48 * n + 24, 24)) for n in range(3)]


@pytest.mark.slow
@pytest.mark.parametrize("target", EVERY)
@pytest.mark.parametrize("way", ["img", "css", "data", "svg"])
@pytest.mark.parametrize("space", [ADOBE, P3, None], ids=["adobe", "p3", "srgb"])
def test_colours_are_what_the_profile_says_in_every_target(
    studio: Studio, target: str, way: str, space: Any
) -> None:
    image, profile = patches(*COLOURS), rgb_profile(space) if space else None
    data = data_of(image, "PNG", icc_profile=profile)
    (studio.folder / "a.png").write_bytes(data)
    body, css = ways_in("a.png", data, "png")[way]
    check(studio, target, body, css, answer(image, profile, target))


@pytest.mark.slow
@pytest.mark.parametrize("target", EVERY)
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "WEBP", "AVIF", "HEIF"])
def test_every_kind_of_file_keeps_its_colours_in_every_target(
    studio: Studio, target: str, kind: str
) -> None:
    image, profile = patches(*COLOURS), rgb_profile(P3)
    options: dict[str, Any] = {
        "JPEG": {"quality": 98, "subsampling": 0},
        "WEBP": {"lossless": True},
        "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    }.get(kind, {})
    put(studio.folder, "a", image, kind, icc_profile=profile, **options)
    body = f'<img src="a" alt="" {WIDE}>'
    # The codec's own rounding comes before ours.
    from brochure.pictures.reading import read

    decoded = read("a", (studio.folder / "a").read_bytes()).image
    check(studio, target, body, "", answer(decoded, profile, target))


@pytest.mark.parametrize("target", ["office", "image"])
def test_a_gray_profile_is_honoured(studio: Studio, target: str) -> None:
    image = patches((60, 60, 60), (128, 128, 128), (200, 200, 200)).convert("L")
    profile = gray_profile(1.0)
    put(studio.folder, "a.png", image, "PNG", icc_profile=profile)
    made = told(image, profile, "sRGB")
    wanted = [made.getpixel((48 * n + 24, 24)) for n in range(3)]
    assert wanted[1][0] > 180  # half the light looks light
    check(studio, target, f'<img src="a.png" alt="" {WIDE}>', "", wanted)


def inks() -> Image.Image:
    image = Image.new("CMYK", (144, 48))
    for n, mix in enumerate(((200, 30, 60, 10), (0, 220, 200, 0), (30, 20, 20, 180))):
        image.paste(mix, (48 * n, 0, 48 * n + 48, 48))
    return image


@pytest.mark.slow
@pytest.mark.parametrize("target", EVERY)
@pytest.mark.parametrize("kind", ["adobe.jpg", "plain.jpg", "a.tif"])
def test_a_cmyk_picture_is_kept_for_the_press_and_srgb_for_the_others(
    studio: Studio, target: str, kind: str
) -> None:
    image = inks()
    data = {
        "adobe.jpg": lambda: data_of(image, "JPEG", quality=98, subsampling=0),
        "plain.jpg": lambda: unmarked_cmyk_jpeg(image),
        "a.tif": lambda: data_of(image, "TIFF", compression="tiff_lzw"),
    }[kind]()
    (studio.folder / kind).write_bytes(data)
    body = f'<img src="{kind}" alt="" {WIDE}>'
    wanted = [image.getpixel((48 * n + 24, 24)) for n in range(3)]
    if target not in PRESSES:
        made = told(image, PROFILE.read_bytes(), "sRGB")
        wanted = [made.getpixel((48 * n + 24, 24)) for n in range(3)]
    check(studio, target, body, "", wanted)


def test_cmyk_of_another_condition_is_converted_within_the_ink_limit(
    studio: Studio,
) -> None:
    """The same tables under another name; full ink is more than they ever give."""
    other = bytearray(PROFILE.read_bytes())
    at = other.index(b"cprt", 132)
    start = int.from_bytes(other[at + 4 : at + 8])
    other[start + 8 : start + 12] = b"Same"
    image = Image.new("CMYK", (48, 48), (255, 255, 255, 255))
    put(studio.folder, "a.tif", image, "TIFF", icc_profile=bytes(other))
    (found,) = pictures(studio.make("press", '<img src="a.tif" alt="">'))
    assert sum(found.pixels.getpixel((20, 20))) / 2.55 <= 300  # type: ignore[arg-type]


def test_a_picture_has_no_more_ink_than_the_printer_takes(studio: Studio) -> None:
    from brochure.pictures.colour import plates
    from brochure.pictures.reading import Raster
    from brochure.shop.colour import Profile

    dark = patches((8, 4, 12), (30, 5, 5), (0, 20, 30))
    thick = plates(Raster(dark), Profile(PROFILE), 300)
    thin = plates(Raster(dark), Profile(PROFILE), 240)
    most = [numpy.asarray(one).sum(axis=2).max() / 2.55 for one in (thick, thin)]
    assert most[0] > 250
    assert most[1] <= 240
    blacks = [i.getchannel("K").tobytes() for i in (thick, thin)]
    assert blacks[0] == blacks[1]


def test_colours_of_css_are_srgb_outside_the_press(studio: Studio) -> None:
    css = """p { margin: 0; height: 20mm; background: device-cmyk(0 1 1 0) }
        i { color: device-cmyk(1 0 0 0) }"""
    for target in SCREENS:
        file = studio.make(target, "<p><i>字</i>", css)
        assert not spaces(file) & {"k", "K", "/DeviceCMYK"}
        red, green, blue = seen_at(file, 100, 14)
        assert (red > 200, green < 60, blue < 60) == (True, True, True)
    gray = studio.make("office:mono", "<p><i>字</i>", css)
    red, green, blue = seen_at(gray, 100, 14)
    assert red == green == blue


@pytest.mark.parametrize("name", ["cmyk.jpg", "adobe.png", "photo.jpg", "drawing.png"])
def test_black_and_white_has_no_coloured_picture(studio: Studio, name: str) -> None:
    image = patches(*COLOURS)
    put(studio.folder, "cmyk.jpg", inks(), "JPEG")
    put(studio.folder, "adobe.png", image, "PNG", icc_profile=rgb_profile(ADOBE))
    put(studio.folder, "photo.jpg", image, "JPEG")
    put(studio.folder, "drawing.png", image, "PNG")
    file = studio.make("office:mono", f'<img src="{name}" alt="" {WIDE}>')
    assert spaces(file) <= {"/DeviceGray", "g", "G"}


def test_nothing_but_pixels_of_a_photograph_gets_into_a_file(studio: Studio) -> None:
    """Where it was taken, and by which telephone, is nobody's business."""
    data = exif(1) + b"GPSHERE"
    put(
        studio.folder, "a.jpg", patches(*COLOURS), "JPEG", exif=data, comment=b"GPSHERE"
    )
    for target in ("press", "office", "screen"):
        assert b"GPSHERE" not in studio.make(target, '<img src="a.jpg" alt="">').pdf


# --- Pixels ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "ppi"), [("press", 350), ("office", 220), ("screen", 150)]
)
def test_a_picture_has_the_pixels_that_its_target_can_use(
    studio: Studio, target: str, ppi: int
) -> None:
    put(studio.folder, "a.jpg", Image.effect_noise((3000, 2000), 50), "JPEG")
    (image,) = pictures(studio.make(target, f'<img src="a.jpg" alt="" {WIDE}>'))
    assert image.size[0] / (60 / 25.4) == pytest.approx(ppi, rel=0.01)
    assert image.size[0] / image.size[1] == pytest.approx(1.5, rel=0.01)


def test_the_larger_of_two_places_counts(studio: Studio) -> None:
    put(studio.folder, "a.jpg", Image.effect_noise((3000, 2000), 50), "JPEG")
    body = f'<img src="a.jpg" alt="" style="width:20mm"><img src="a.jpg" alt="" {WIDE}>'
    (image,) = pictures(studio.make("office", body))
    assert image.size[0] == pytest.approx(220 * 60 / 25.4, rel=0.01)


def test_no_picture_is_made_larger(studio: Studio) -> None:
    put(studio.folder, "a.jpg", patches(*COLOURS, side=20), "JPEG")
    (image,) = pictures(studio.make("press", f'<img src="a.jpg" alt="" {WIDE}>'))
    assert image.size == (60, 20)


@pytest.mark.parametrize("target", ["press", "office"])
def test_a_photograph_stays_a_fine_jpeg_and_a_drawing_loses_nothing(
    studio: Studio, target: str
) -> None:
    noise = Image.effect_noise((300, 200), 50).convert("RGB")
    noise.paste((200, 30, 60), (0, 0, 9, 9))
    put(studio.folder, "a.jpg", noise, "JPEG", quality=95)
    put(studio.folder, "b.png", noise, "PNG")
    for name, jpeg in (("a.jpg", True), ("b.png", False)):
        (image,) = pictures(studio.make(target, f'<img src="{name}" alt="">'))
        assert bool(image.jpeg) is jpeg
        if jpeg:
            found = Image.open(io.BytesIO(image.jpeg))
            sampling = {(h, v) for _, h, v, _ in found.layer}  # type: ignore[attr-defined]
            assert sampling == {(1, 1)}


def test_the_same_page_is_made_of_the_same_bytes(studio: Studio) -> None:
    put(studio.folder, "a.jpg", Image.effect_noise((900, 600), 50), "JPEG")
    body = f'<img src="a.jpg" alt="" {WIDE}>'
    from brochure.finishing import pictures as kept

    first = studio.make("press", body).pdf
    kept._KEPT.made.clear()
    assert studio.make("press", body).pdf == first


def test_a_picture_that_is_not_shown_leaves_nothing(studio: Studio) -> None:
    put(studio.folder, "a.png", Image.effect_noise((90, 60), 50), "PNG")
    css = "p{width:0;height:0;background:url(a.png)}"
    file = studio.make("office", "<p></p>", css)
    assert len(file.pdf) < 9000


# --- What is said ----------------------------------------------------------------


def test_a_coarse_picture_is_named_with_its_size_and_what_would_do(
    studio: Studio,
) -> None:
    (studio.folder / "pictures").mkdir()
    put(studio.folder, "pictures/a.jpg", Image.new("RGB", (640, 480), "red"), "JPEG")
    body = '<img src="pictures/a.jpg" alt="" style="width:90mm">'
    (finding,) = studio.make("press", body).findings
    assert finding.code == "picture.coarse"
    assert finding.line("en").startswith(
        "warning: pictures/a.jpg: 640 × 480 px on 90 × 67 mm is 181 ppi; "
        "1241 × 931 px would do"
    )
    assert studio.make("office", body).findings == ()


def test_the_line_of_the_style_sheet_that_asks_for_it_is_named(studio: Studio) -> None:
    put(studio.folder, "a.jpg", Image.new("RGB", (64, 48), "red"), "JPEG")
    (studio.folder / "a.css").write_text(
        "p { height: 50mm }\np { background: url(a.jpg)}"
    )
    body = '<link rel="stylesheet" href="a.css"><p>'
    (finding,) = studio.make("press", body).findings
    assert finding.at == Mark("a.css", 2, 17)


def test_a_film_says_that_only_its_first_picture_is_used(studio: Studio) -> None:
    first, second = (Image.new("RGB", (64, 64), one) for one in ("red", "blue"))
    put(studio.folder, "a.gif", first, "GIF", save_all=True, append_images=[second])
    (finding,) = studio.set('<img src="a.gif" alt="">').findings
    assert (finding.code, finding.status) == ("image.several", "warn")
    assert "2 pictures" in finding.message.en


def test_a_picture_turned_by_css_is_a_sentence_not_a_gray_box(studio: Studio) -> None:
    put(studio.folder, "a.jpg", patches(*COLOURS), "JPEG")
    with pytest.raises(Stop, match="image-orientation"):
        studio.make("press", '<img src="a.jpg" alt="">', "img{image-orientation:90deg}")


def test_damage_that_shows_only_in_the_pixels_names_the_file(studio: Studio) -> None:
    noise = Image.effect_noise((300, 200), 50)
    data = bytearray(data_of(noise, "TIFF", compression="tiff_lzw"))
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    (studio.folder / "a.tif").write_bytes(bytes(data))
    with pytest.raises(Stop, match=r"a\.tif: .*read"):
        studio.make("office", '<img src="a.tif" alt="">')


# --- Alpha -----------------------------------------------------------------------


def round_(colour: tuple[int, int, int] = (200, 30, 60)) -> Image.Image:
    from PIL import ImageDraw

    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 390, 390), fill=(*colour, 255))
    return image


@pytest.mark.parametrize("target", ["press", "office", "screen"])
def test_an_alpha_is_kept(studio: Studio, target: str) -> None:
    put(studio.folder, "a.png", round_(), "PNG")
    file = studio.make(
        target, f'<img src="a.png" alt="" {WIDE}>', "body{background:#0c0}"
    )
    (image,) = pictures(file)
    assert image.transparent
    assert seen_at(file, 2, 2)[1] > 150  # green beside the red disc


@pytest.mark.parametrize(
    ("below", "corner"), [("#fff", (0, 0, 0, 0)), ("var(--sun)", (0, 235, 230, 0))]
)
def test_for_x1a_an_alpha_is_laid_on_the_flat_colour_below(
    studio: Studio, below: str, corner: tuple[int, ...]
) -> None:
    put(studio.folder, "a.png", round_(), "PNG")
    css = f"div{{padding:10mm;background:{below}}}"
    body = f'<div><img src="a.png" alt="" {WIDE}></div>'
    (image,) = pictures(studio.make("press:x1a-jc200103", body, css))
    assert not image.transparent
    assert image.pixels.getpixel((2, 2)) == pytest.approx(corner, abs=1)


def test_for_x1a_an_alpha_over_more_than_one_colour_is_refused_by_name(
    studio: Studio,
) -> None:
    put(studio.folder, "a.png", round_(), "PNG")
    css = "div{background:linear-gradient(red,blue)}"
    body = f'<div><img src="a.png" alt="" {WIDE}></div>'
    with pytest.raises(Stop, match=r"a\.png: .*x1a\.transparency"):
        studio.make("press:x1a-jc200103", body, css)


# --- Treatments ------------------------------------------------------------------


def test_a_duotone_is_made_of_exactly_its_two_inks(
    studio: Studio, palette: Palette
) -> None:
    image = patches((0, 0, 0), (128, 128, 128), (255, 255, 255))
    put(studio.folder, "a.png", image, "PNG")
    body = f'<img src="a.png?duotone=night,day" alt="" {WIDE}>'
    night, day = (palette.inks[one].cmyk for one in ("night", "day"))
    half = [(a + b) / 2 for a, b in zip(night, day, strict=True)]
    wanted = [[round(part * 2.55) for part in mix] for mix in (night, half, day)]
    check(studio, "press", body, "", wanted)
    looks = [palette.inks[one].srgb for one in ("night", "day")]
    file = studio.make("office", body)
    assert seen_at(file, 13, 7) == pytest.approx(looks[0], abs=2)
    assert seen_at(file, 50, 7) == pytest.approx(looks[1], abs=2)


def test_one_ink_goes_to_bare_paper(studio: Studio, palette: Palette) -> None:
    put(studio.folder, "a.png", patches((0, 0, 0), (99, 9, 9), (255, 255, 255)), "PNG")
    (found,) = pictures(
        studio.make("press", f'<img src="a.png?ink=sun" alt="" {WIDE}>')
    )
    assert found.pixels.getpixel((24, 24)) == pytest.approx((0, 235, 230, 0), abs=1)
    assert found.pixels.getpixel((120, 24)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("duotone=nigth,paper", "inks.unknown"),
        ("duotone=night", "image.treatment"),
        ("ink=night,sun", "image.treatment"),
        ("v=2", ""),
    ],
)
def test_a_treatment_that_cannot_be_is_named(
    studio: Studio, query: str, code: str
) -> None:
    put(studio.folder, "a.png", patches(*COLOURS), "PNG")
    found = studio.set(f'<img src="a.png?{query}" alt="">').findings
    assert [one.code for one in found] == [code] * bool(code)
