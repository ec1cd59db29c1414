"""What can be wrong with a picture's file, in words; each is raised as a Stop."""

from __future__ import annotations

from brochure.finding import Stop, Words, fail

#: Enough for a B1 poster at 350 ppi.
MAX_PIXELS = 100_000_000

KINDS = "SVG, JPEG, PNG, TIFF, WebP, AVIF, HEIC, GIF, BMP, PDF, AI"


def unreadable(name: str, why: str = "") -> Stop:
    """No picture at all, or one of a kind that we cannot read."""
    because = f" ({why})" if why else ""
    return Stop(
        fail(
            "image.unreadable",
            "画像として読めません",
            f"it cannot be read as a picture{because}",
            hint=Words(f"使える形式は {KINDS} です", f"{KINDS} can be used"),
            subject=name,
        )
    )


def cut_short(name: str) -> Stop:
    """Its end is missing."""
    return Stop(
        fail(
            "image.cut-short",
            "ファイルが途中で切れています",
            "the file is cut short",
            hint=Words("もう一度コピーしてください", "copy it again"),
            subject=name,
        )
    )


def too_many_pixels(name: str) -> Stop:
    """More pixels than any piece can use."""
    most = MAX_PIXELS // 10**6
    return Stop(
        fail(
            "image.too-many-pixels",
            f"画素が多すぎます（上限 {most} メガピクセル）",
            f"it has more than {most} megapixels",
            subject=name,
        )
    )
