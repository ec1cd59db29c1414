"""判型: the page boxes, and whether they are a sheet that can be trimmed."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.facts import Page
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.product.units import MM_PER_PT

#: Millimetres that nobody can trim by.
_ROUNDING = 0.05
_WHY = Words(
    "断裁の位置と塗り足しは、ページのボックスで伝わります。",
    "The page boxes tell where to trim, and where the bleed ends.",
)


def _outside(inner: tuple[float, ...], outer: tuple[float, ...]) -> float:
    """By how many mm the first sticks out of the second."""
    return MM_PER_PT * max(
        outer[0] - inner[0],
        outer[1] - inner[1],
        inner[2] - outer[2],
        inner[3] - outer[3],
    )


def bleeds(page: Page) -> dict[str, float]:
    """The bleed of each side in mm; empty where there is no TrimBox."""
    trim, bleed = page.boxes.get("TrimBox"), page.boxes.get("BleedBox")
    if trim is None:
        return {}
    if bleed is None:
        return dict.fromkeys(("left", "bottom", "right", "top"), 0.0)
    return {
        "left": (trim[0] - bleed[0]) * MM_PER_PT,
        "bottom": (trim[1] - bleed[1]) * MM_PER_PT,
        "right": (bleed[2] - trim[2]) * MM_PER_PT,
        "top": (bleed[3] - trim[3]) * MM_PER_PT,
    }


_SIDES = {
    "left": Words("左", "left"),
    "bottom": Words("下", "bottom"),
    "right": Words("右", "right"),
    "top": Words("上", "top"),
}


@rule(
    "boxes.trim-missing",
    title=Words("仕上がりの指定", "TrimBox"),
    why=_WHY,
    source="ISO 15930-1:2001 § 6.8; printcyber, antenna house",
)
def trim_missing(subject: Subject) -> Iterator[Offence]:
    """Every page has a TrimBox, and not an ArtBox."""
    for page in subject.facts.pages:
        if "TrimBox" not in page.boxes and subject.printer.limits.bleed_mm:
            yield Offence(
                Status.FAIL,
                Words("仕上がり（TrimBox）の指定がありません", "there is no TrimBox"),
                Words(
                    "PDF/X で、トンボや塗り足しの設定をして書き出してください",
                    "export it as PDF/X, with marks or bleed set",
                ),
                page.number,
            )
        if "ArtBox" in page.boxes and "TrimBox" in page.boxes:
            yield Offence(
                Status.FAIL,
                Words(
                    "ArtBox と TrimBox の両方があります",
                    "there are both an ArtBox and a TrimBox",
                ),
                page=page.number,
            )


@rule(
    "boxes.nesting",
    title=Words("ボックスの入れ子", "Nesting of the boxes"),
    why=_WHY,
    source="ISO 15930-1:2001 § 6.8, PDF 32000-1 § 14.11.2",
)
def nesting(subject: Subject) -> Iterator[Offence]:
    """Trim lies in bleed, bleed in media; a CropBox cuts neither."""
    for page in subject.facts.pages:
        for inner, outer in (
            ("TrimBox", "BleedBox"),
            ("TrimBox", "MediaBox"),
            ("BleedBox", "MediaBox"),
            ("TrimBox", "CropBox"),
            ("BleedBox", "CropBox"),
        ):
            if inner not in page.boxes or outer not in page.boxes:
                continue
            out = _outside(page.boxes[inner], page.boxes[outer])
            if out > _ROUNDING:
                yield Offence(
                    Status.FAIL,
                    Words(
                        f"{inner} が {outer} から {out:.1f} mm はみ出しています",
                        f"the {inner} sticks out of the {outer} by {out:.1f} mm",
                    ),
                    page=page.number,
                    value=f"{out:.1f} mm",
                    limit="0 mm",
                )


@rule(
    "bleed.short",
    title=Words("塗り足しの幅", "Width of the bleed"),
    why=Words(
        "断裁は最大 1 mm ほどずれます。塗り足しがないと白い縁が出ます。",
        "The knife drifts by up to a millimetre; without bleed it leaves a white edge.",
    ),
    source="all shops: 3 mm",
)
def bleed_short(subject: Subject) -> Iterator[Offence]:
    """The BleedBox is far enough from the TrimBox on every side."""
    least = subject.printer.limits.bleed_mm
    for page in subject.facts.pages:
        for side, found in bleeds(page).items():
            if found < least - _ROUNDING:
                words = _SIDES[side]
                yield Offence(
                    Status.FAIL,
                    Words(
                        f"{words.ja}の塗り足しが {found:.1f} mm です（{least:g}"
                        f" mm 必要）",
                        f"the {words.en} bleed is {found:.1f} mm, {least:g} mm is"
                        f" needed",
                    ),
                    Words(
                        "背景を仕上がりの外 3 mm まで伸ばして書き出してください",
                        "let the background run on for 3 mm past the trim",
                    ),
                    page.number,
                    value=f"{found:.1f} mm",
                    limit=f"{least:g} mm",
                )


@rule(
    "boxes.size",
    title=Words("仕上がりサイズ", "Trimmed size"),
    why=Words(
        "見積もりと違うサイズは刷れません。",
        "A shop does not print another size than was ordered.",
    ),
    source="all shops",
)
def size(subject: Subject) -> Iterator[Offence]:
    """All pages have the size of the piece, or at least one that there is."""
    pages = subject.facts.pages
    for page in pages:
        width, height = page.trim_mm
        found = f"{width:.1f} × {height:.1f} mm"
        if fmt := subject.format:
            if abs(width - fmt.width) > 0.5 or abs(height - fmt.height) > 0.5:
                yield Offence(
                    Status.FAIL,
                    Words(
                        f"仕上がりが {found} です（{fmt.name} は {fmt.trim}）",
                        f"the trimmed size is {found}, {fmt.name} is {fmt.trim}",
                    ),
                    page=page.number,
                    value=found,
                    limit=fmt.trim,
                )
        elif page is pages[0]:
            yield Offence(
                Status.WARN,
                Words(
                    f"仕上がりが {found} で、名前のある判型（A4、B5、はがきなど）"
                    "ではありません",
                    f"the trimmed size is {found}, none that has a name (A4, B5,"
                    " postcard …)",
                ),
                page=page.number,
                value=found,
            )
        elif abs(page.trim_mm[0] - pages[0].trim_mm[0]) > 0.1 or (
            abs(page.trim_mm[1] - pages[0].trim_mm[1]) > 0.1
        ):
            yield Offence(
                Status.FAIL,
                Words(
                    f"仕上がりが 1 ページ目と違います（{found}）",
                    f"the trimmed size is not that of page 1 ({found})",
                ),
                page=page.number,
                value=found,
            )


@rule(
    "boxes.centred",
    title=Words("仕上がりの位置", "Place of the trim"),
    why=Words(
        "面付けの機械は、仕上がりが用紙の中央にあるものとして扱います。",
        "Imposition takes the trim to be in the middle of the sheet.",
    ),
    source="printcyber",
    severity=Status.WARN,
)
def centred(subject: Subject) -> Iterator[Offence]:
    """The TrimBox lies in the middle of the MediaBox."""
    for page in subject.facts.pages:
        trim, media = page.boxes.get("TrimBox"), page.boxes["MediaBox"]
        if trim is None:
            continue
        off = MM_PER_PT * max(
            abs((trim[0] - media[0]) - (media[2] - trim[2])),
            abs((trim[1] - media[1]) - (media[3] - trim[3])),
        )
        if off > 0.5:
            yield Offence(
                Status.WARN,
                Words(
                    f"仕上がりが用紙の中央から {off / 2:.1f} mm ずれています",
                    f"the trim is {off / 2:.1f} mm off the middle of the sheet",
                ),
                page=page.number,
                value=f"{off / 2:.1f} mm",
                limit="0 mm",
            )


@rule(
    "boxes.rotated",
    title=Words("ページの回転", "Rotated pages"),
    why=Words(
        "回転したページは、天地を取り違えられることがあります。",
        "A rotated page may be printed upside down.",
    ),
    source="PDF 32000-1 § 7.7.3.3",
    severity=Status.WARN,
)
def rotated(subject: Subject) -> Iterator[Offence]:
    """No page is rotated, or scaled by UserUnit."""
    for page in subject.facts.pages:
        if page.rotation:
            yield Offence(
                Status.WARN,
                Words(
                    f"ページが {page.rotation}° 回転しています",
                    f"the page is rotated by {page.rotation}°",
                ),
                page=page.number,
                value=f"{page.rotation}°",
                limit="0°",
            )
        if page.unit != 1:
            yield Offence(
                Status.WARN,
                Words(
                    f"ページの単位が {page.unit:g} 倍です（UserUnit）",
                    f"the page's unit is {page.unit:g} times larger (UserUnit)",
                ),
                page=page.number,
                value=f"{page.unit:g}",
                limit="1",
            )
