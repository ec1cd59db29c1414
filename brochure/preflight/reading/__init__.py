"""Reads any PDF into facts: the only part of preflight that knows pikepdf."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pikepdf

from brochure.finding import Finding, Stop, Words, fail
from brochure.preflight.facts import Facts, Page
from brochure.preflight.reading import document
from brochure.preflight.reading.bounds import Bounds
from brochure.preflight.reading.fonts import Fonts
from brochure.preflight.reading.pages import read_page

__all__ = ["read"]

#: A print job has a few sheets; a file with more is a book, or made to hurt.
MOST_PAGES = 500
#: A B1 poster at 350 ppi is 200 MB.
LARGEST = 1024**3
SECONDS = 20.0


def read(path: Path) -> Facts:
    """What the PDF at `path` is made of.

    Bounded in time and memory, whatever the file; what was left out is in `damage`.

    Raises:
        Stop: there is no such file, or it is no PDF, or encrypted, or broken.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(_unusable(path, "unreadable", "読めません", reason)) from None
    if size > LARGEST:
        raise Stop(_unusable(path, "too-large", "大きすぎます", "larger than 1 GiB"))
    if b"%PDF-" not in head:
        raise Stop(_unusable(path, "no-pdf", "PDF ではありません", "this is no PDF"))
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise Stop(
            _unusable(
                path,
                "encrypted",
                "パスワードがかかっていて開けません",
                "a password is needed to open it",
                Words("パスワードを外して保存し直してください", "save it without one"),
            )
        ) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, OSError) as error:
        raise Stop(
            _unusable(
                path,
                "broken",
                "壊れていて開けません",
                f"it is broken ({str(error).splitlines()[0][-120:]})",
                Words(
                    "書き出し直すか、送り直してもらってください", "have it made again"
                ),
            )
        ) from None
    with pdf:
        return _facts(pdf, path, size, head)


def _facts(pdf: pikepdf.Pdf, path: Path, size: int, head: bytes) -> Facts:
    bounds = Bounds(monotonic() + SECONDS)
    fonts = Fonts()
    damage: list[str] = [str(warning) for warning in pdf.get_warnings()[:20]]
    pages: list[Page] = []
    try:
        count = len(pdf.pages)
    except Exception as error:
        raise Stop(
            _unusable(path, "broken", "壊れています", str(error)[:120])
        ) from None
    if count > MOST_PAGES:
        damage.append(f"only the first {MOST_PAGES} of {count} pages were read")
    for number in range(1, min(count, MOST_PAGES) + 1):
        page = read_page(pdf, number, fonts, bounds)
        pages.append(page)
        if page.cut_short:
            damage.append(f"page {number}: {page.cut_short}")
    return document.facts(pdf, path, size, head, tuple(pages), fonts.used(), damage)


def _unusable(
    path: Path, defect: str, ja: str, en: str, hint: Words | None = None
) -> Finding:
    return fail(f"preflight.{defect}", ja, en, hint=hint, at=str(path))
