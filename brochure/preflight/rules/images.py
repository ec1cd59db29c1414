"""画像: fine enough for paper, not heavier than it need be."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.measuring import art
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject


@rule(
    "images.coarse",
    title=Words("画像の解像度", "Resolution of pictures"),
    why=Words(
        "粗い画像は、刷るとぼけたりギザギザになったりします。",
        "A coarse picture prints blurred, or in steps.",
    ),
    source="kotonara, printry, segawa",
)
def coarse(subject: Subject) -> Iterator[Offence]:
    """Every placement has the shop's pixels an inch; line art more."""
    limits = subject.printer.limits
    for page in subject.facts.pages:
        for image in art.images(page):
            if image.kind == "soft-mask" or image.ppi <= 0:
                continue
            ppi = image.ppi * subject.scale
            line_art = image.bits == 1 or image.kind == "mask"
            least = limits.line_art_least_ppi if line_art else limits.image_least_ppi
            if ppi < least * 0.99:
                yield Offence(
                    Status.FAIL if ppi < least / 2 else Status.WARN,
                    Words(
                        f"画像が {ppi:.0f} ppi です（{least:g} ppi 以上）",
                        f"a picture of {ppi:.0f} ppi, the least is {least:g} ppi",
                    ),
                    Words(
                        "元の大きい画像に替えるか、小さく配置してください",
                        "use a larger original, or place it smaller",
                    ),
                    page.number,
                    image.box,
                    image.name,
                    f"{ppi:.0f} ppi",
                    f"{least:g} ppi",
                )


@rule(
    "images.wasteful",
    title=Words("細かすぎる画像", "Pictures finer than print"),
    why=Words(
        "細かすぎる画像は、入稿と処理を遅くするだけです。",
        "A picture finer than print only makes the file slow.",
    ),
    source="own experience",
    severity=Status.INFO,
)
def wasteful(subject: Subject) -> Iterator[Offence]:
    """Which large pictures are finer than needed."""
    most = subject.printer.limits.image_most_ppi
    for page in subject.facts.pages:
        for image in art.images(page):
            ppi = image.ppi * subject.scale
            large = image.pixels[0] * image.pixels[1] > 1_000_000
            if large and image.bits > 1 and ppi > most and image.kind == "image":
                yield Offence(
                    Status.INFO,
                    Words(
                        f"画像が {ppi:.0f} ppi あります（{most:g} ppi で足ります）",
                        f"a picture of {ppi:.0f} ppi; {most:g} ppi would do",
                    ),
                    None,
                    page.number,
                    image.box,
                    image.name,
                    f"{ppi:.0f} ppi",
                    f"{most:g} ppi",
                )


@rule(
    "images.jpeg-quality",
    title=Words("JPEG の画質", "JPEG quality"),
    why=Words(
        "圧縮しすぎた写真は、四角いむらが見えます。",
        "A photograph compressed too hard shows blocks.",
    ),
    source="own experience",
    severity=Status.WARN,
)
def jpeg_quality(subject: Subject) -> Iterator[Offence]:
    """JPEGs are not compressed harder than the shop's least quality."""
    least = subject.printer.limits.jpeg_least_quality
    for page in subject.facts.pages:
        for image in art.images(page):
            if image.quality is not None and image.quality < least:
                yield Offence(
                    Status.WARN,
                    Words(
                        f"JPEG の画質が {image.quality} です（{least:g} 以上）",
                        f"a JPEG of quality {image.quality}, the least is {least:g}",
                    ),
                    Words("高画質で保存し直してください", "save it again, finer"),
                    page.number,
                    image.box,
                    image.name,
                    str(image.quality),
                    f"{least:g}",
                )


@rule(
    "images.deep",
    title=Words("16 ビットや JPEG 2000 の画像", "16-bit and JPEG 2000 pictures"),
    why=Words(
        "古い機械は 16 ビットや JPEG 2000 の画像を読めません。",
        "Old machines cannot read 16-bit or JPEG 2000 pictures.",
    ),
    source="ISO 15930-1:2001 § 6.1 (PDF 1.3), ISO 15930-7:2010 § 6.8",
    severity=Status.WARN,
)
def deep(subject: Subject) -> Iterator[Offence]:
    """No picture has 16 bits, or is JPEG 2000 or JBIG2."""
    for page in subject.facts.pages:
        for image in art.images(page):
            new = {"/JPXDecode", "/JBIG2Decode"} & set(image.filters)
            if image.bits == 16 or new:
                named = ", ".join(sorted(one.removeprefix("/") for one in new))
                found = named or "16 bit"
                yield Offence(
                    Status.WARN,
                    Words(f"画像が {found} です", f"a picture is {found}"),
                    None,
                    page.number,
                    image.box,
                    image.name,
                    found,
                )
