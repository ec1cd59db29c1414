"""色: C M Y K and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.facts import Box, Colour, Page
from brochure.preflight.measuring import art
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject

_WHY = Words(
    "CMYK でない色は、印刷会社で変換されて、思わぬ色になります。",
    "Colours other than CMYK are converted by the shop, to something unforeseen.",
)
_SOURCE = "ISO 15930-1:2001 § 6.3; ko-yo-print, graphic.jp"
_HINT = Words(
    "CMYK に変換して書き出してください", "convert them to CMYK and export anew"
)


def _colours(page: Page) -> Iterator[tuple[Colour, Box, str]]:
    """Every colour of the art, where it is, and of what."""
    for text in art.texts(page):
        for colour in (text.fill, text.stroke):
            if colour is not None and text.mode != 3:
                yield colour, text.box, art.short(text.text)
    for path in art.paths(page):
        for colour in (path.fill, path.stroke):
            if colour is not None:
                yield colour, path.box, ""
    for shading in art.shadings(page):
        yield shading.colour, shading.box, "gradient"
    for image in art.images(page):
        if image.colour and image.kind != "soft-mask":
            yield Colour(image.colour, (), image.names), image.box, image.name
    for group in page.groups:
        if group.colour:
            yield Colour(group.colour), group.box, "group"


def _bad(subject: Subject, families: tuple[str, ...], what: Words) -> Iterator[Offence]:
    for page in subject.facts.pages:
        for colour, box, thing in _colours(page):
            if colour.space in families:
                yield Offence(
                    Status.FAIL,
                    Words(f"{what.ja}で塗られています", f"painted in {what.en}"),
                    _HINT,
                    page.number,
                    box,
                    thing,
                    value=_named(colour),
                    limit="CMYK",
                )


def _named(colour: Colour) -> str:
    values = " ".join(f"{value:.3g}" for value in colour.values)
    return " ".join(part for part in (colour.space, *colour.names, values) if part)


@rule("colour.rgb", title=Words("RGB", "RGB"), why=_WHY, source=_SOURCE)
def rgb(subject: Subject) -> Iterator[Offence]:
    """Nothing is RGB, calibrated or not."""
    families = ("DeviceRGB", "CalRGB", "ICCBased-3")
    return _bad(subject, families, Words("RGB", "RGB"))


@rule("colour.lab", title=Words("Lab", "Lab"), why=_WHY, source=_SOURCE)
def lab(subject: Subject) -> Iterator[Offence]:
    """Nothing is Lab."""
    return _bad(subject, ("Lab",), Words("Lab", "Lab"))


@rule(
    "colour.icc",
    title=Words("ICC プロファイルつきの色", "ICC-based colours"),
    why=Words(
        "プロファイルつきの CMYK は変換され、墨文字が 4 色になることがあります。",
        "CMYK with a profile is converted; black type may become four colours.",
    ),
    source="ISO 15930-1:2001 § 6.3; diamic",
)
def icc(subject: Subject) -> Iterator[Offence]:
    """No CMYK or gray has a profile of its own."""
    families = ("ICCBased-4", "ICCBased-1", "CalGray")
    return _bad(
        subject, families, Words("プロファイルつきの色", "colours with a profile")
    )


@rule(
    "colour.spot",
    title=Words("特色", "Spot colours"),
    why=Words(
        "特色は版がひとつ増えます。頼んでいなければ刷れません。",
        "A spot colour needs a plate of its own, which has to be ordered.",
    ),
    source="ko-yo-print",
)
def spot(subject: Subject) -> Iterator[Offence]:
    """No Separation or DeviceN but of process inks."""
    process = {"Cyan", "Magenta", "Yellow", "Black", "None", "All"}
    for page in subject.facts.pages:
        for colour, box, thing in _colours(page):
            if (
                colour.space in ("Separation", "DeviceN")
                and set(colour.names) - process
            ):
                names = ", ".join(sorted(set(colour.names) - process))
                yield Offence(
                    Status.FAIL,
                    Words(
                        f"特色「{names}」が使われています",
                        f"the spot colour “{names}” is used",
                    ),
                    Words("CMYK に置き換えてください", "replace it with CMYK"),
                    page.number,
                    box,
                    thing,
                    value=names,
                    limit="CMYK",
                )


@rule(
    "colour.registration",
    title=Words("レジストレーションの色", "Registration colour"),
    why=Words(
        "トンボの色（四色 100 %）を絵に使うと、インキが乾かず裏写りします。",
        "The colour of marks, four inks in full, never dries, and soils other sheets.",
    ),
    source="tcpc, senkousya",
)
def registration(subject: Subject) -> Iterator[Offence]:
    """Nothing in the art is All, or C = M = Y = K = 100."""
    for page in subject.facts.pages:
        for colour, box, thing in _colours(page):
            full = colour.cmyk is not None and min(colour.cmyk) > 99.5
            if "All" in colour.names or full:
                yield Offence(
                    Status.FAIL,
                    Words(
                        "絵の中にレジストレーションの色（CMYK 各 100 %）があります",
                        "the art has the registration colour (CMYK 100 % each)",
                    ),
                    Words("スミ 100 % にしてください", "make it black alone"),
                    page.number,
                    box,
                    thing,
                    value="400 %",
                )


@rule(
    "colour.unknown",
    title=Words("分からない色", "Unknown colours"),
    why=_WHY,
    source="PDF 32000-1 § 8.6",
)
def unknown(subject: Subject) -> Iterator[Offence]:
    """Every colour space could be read."""
    return _bad(
        subject,
        ("Unknown",),
        Words("分からない色の指定", "a colour space that is unknown"),
    )
