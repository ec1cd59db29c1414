"""Reads any PDF into `Facts`, in bounded time and memory, whatever is in it.

If the process that reads dies or dawdles, the file is unreadable, and we are not. The
door to pikepdf.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from brochure.files import reason
from brochure.finding import Finding, Stop, Words, fail
from brochure.preflight.facts import Facts, Page
from brochure.preflight.sandbox import Apart, TooMuch

#: What a print shop's own upload takes.
_MOST_BYTES = 2_000_000_000
_SECONDS = 10.0
#: When a process that does not look at the clock is given up.
_HARD_SECONDS = 20.0
_MOST_OPERATORS = 5_000_000
_MOST_THINGS = 400_000
_MOST_PAGES = 2000


def read(path: Path) -> Facts:
    """The facts of a PDF file.

    Raises:
        Stop: It is no PDF, cannot be opened, or nothing in it can be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1024)
            size = path.stat().st_size
    except OSError as error:
        why = reason(error)
        raise Stop(
            fail(
                "preflight.unopened",
                f"ファイルを開けません（{why.ja}）",
                f"the file cannot be opened ({why.en})",
                at=str(path),
            )
        ) from None
    if b"%PDF-" not in head:
        raise Stop(_no_pdf(path))
    if size > _MOST_BYTES:
        raise Stop(_unreadable(path, "2 GB"))
    try:
        return Apart(partial(_read, path)).result(_HARD_SECONDS)
    except TooMuch as error:
        raise Stop(_unreadable(path, str(error))) from error


def _read(path: Path) -> Facts:
    import pikepdf

    raw = path.read_bytes()
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Stop(
            fail(
                "preflight.password",
                "パスワードがかかっていて開けません",
                "the file is locked with a password",
                hint=Words(
                    "パスワードなしで書き出してください", "export it without a password"
                ),
                at=str(path),
            )
        ) from None
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise Stop(_unreadable(path, str(error).split("\n")[0][:200])) from None
    with pdf:
        return _facts(path, raw, pdf)


def _facts(path: Path, raw: bytes, pdf: object) -> Facts:
    import pikepdf

    from brochure.preflight.reading import document
    from brochure.preflight.reading.budget import Budget
    from brochure.preflight.reading.objects import get
    from brochure.preflight.reading.painter import Shelf

    assert isinstance(pdf, pikepdf.Pdf)
    damage: list[str] = []
    shelf = Shelf(Budget(_SECONDS, _MOST_OPERATORS, _MOST_THINGS))
    features = document.features(pdf)
    info, xmp = document.info(pdf), document.xmp(pdf, damage)
    pages = _pages(pdf, shelf, features, damage)
    if not pages:
        raise Stop(_unreadable(path, damage[-1] if damage else "no pages"))
    if raw.rfind(b"%%EOF") < 0:
        damage.append("the end of the file is missing")
    damage += [text[:200] for text in map(str, pdf.get_warnings()[:20])]
    return Facts(
        path.name,
        len(raw),
        document.version(raw, pdf),
        pages,
        document.fonts(shelf),
        document.intents(pdf),
        info,
        xmp,
        get(pdf.trailer, "/ID") is not None,
        bool(pdf.is_encrypted),
        frozenset(features),
        info.get("Trapped", ""),
        frozenset(shelf.syntax | document.syntax(raw)),
        shelf.exhausted,
        tuple(dict.fromkeys(damage)),
    )


def _pages(
    pdf: object, shelf: object, features: set[str], damage: list[str]
) -> tuple[Page, ...]:
    import pikepdf

    from brochure.preflight.reading.pages import page
    from brochure.preflight.reading.painter import Shelf

    assert isinstance(pdf, pikepdf.Pdf)
    assert isinstance(shelf, Shelf)
    try:
        count = len(pdf.pages)
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        damage.append(str(error).split("\n")[0][:200])
        return ()
    if count > _MOST_PAGES:
        damage.append(f"only {_MOST_PAGES} of {count} pages were read")
    made = []
    for number in range(1, min(count, _MOST_PAGES) + 1):
        try:
            made.append(page(number, pdf.pages[number - 1].obj, shelf, features))
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
            damage.append(f"page {number}: {str(error)[:200]}")
    return tuple(made)


def _no_pdf(path: Path) -> Finding:
    return fail(
        "preflight.no-pdf",
        "PDF ではありません",
        "this is no PDF",
        hint=Words("PDF に書き出してください", "export it as a PDF"),
        at=str(path),
    )


def _unreadable(path: Path, reason: str) -> Finding:
    return fail(
        "preflight.unreadable",
        f"壊れているか大きすぎて読めません（{reason}）",
        f"the file is broken or too large to read ({reason})",
        hint=Words("もう一度書き出してください", "export it again"),
        at=str(path),
    )
