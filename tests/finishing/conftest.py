"""Pages set by the real layout engine, and the files they are finished to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from brochure import HOME
from brochure.finishing import Finished, Job, finish
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.targets import PRESS
from brochure.shop import printers
from brochure.shop.inks import Palette
from brochure.shop.printers import Printer
from brochure.typeset import typeset

PROFILE = HOME / "brochure" / "icc" / "ISOcoated_v2_300_bas.icc"

#: Sets a body: typeset PDF for it.
SetPage = Callable[..., bytes]
#: Sets a body and finishes it for the press.
Press = Callable[..., Finished]

JAPAN = timezone(timedelta(hours=9))


@pytest.fixture(scope="session")
def palette() -> Palette:
    return Palette.load(HOME / "styles" / "inks.yaml", PROFILE)


@pytest.fixture(scope="session")
def job(palette: Palette) -> Job:
    """The A4 leaflet for the house printer."""
    return Job(
        Output("leaflet", PRESS, "A4"),
        palette,
        title="外務省 採用リーフレット",
        date=datetime(2026, 11, 1, tzinfo=JAPAN),
        author="外務省",
        number="MOFA-2026-A4",
        printer=printers.load("", HOME),
    )


@pytest.fixture(scope="session")
def set_page(palette: Palette, tmp_path_factory: pytest.TempPathFactory) -> SetPage:
    """Sets `body` on A4 with 3 mm bleed; the same body is set once a session."""
    project = Project(tmp_path_factory.mktemp("project"))

    @cache
    def set_(
        body: str,
        css: str = "",
        *,
        size: str = "210mm 297mm",
        bleed: str = "3mm",
        tagged: bool = False,
    ) -> bytes:
        html = f"""<!doctype html><html lang="ja"><title>見本</title><style>
            {palette.css()} @page {{ size: {size}; margin: 0; bleed: {bleed} }}
            body {{ margin: 0; font: 12pt/1.5 "Noto Sans JP"; color: var(--ink) }}
            {css}</style><body>{body}</body></html>"""
        return typeset(html, project, palette, tagged=tagged).pdf

    return set_


@pytest.fixture(scope="session")
def press(set_page: SetPage, job: Job) -> Press:
    """Sets a body and finishes it; `printer` and other fields of the job by name."""

    def press_(
        body: str,
        css: str = "",
        *,
        printer: str | Printer = "",
        source: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Finished:
        shop = printers.load(printer, HOME) if isinstance(printer, str) else printer
        ticket = replace(job, **{"printer": shop, **changes})
        return finish(set_page(body, css, **(source or {})), ticket)

    return press_


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[bytes], Path]:
    """Puts a PDF into a file, for programs that want one."""

    def save(pdf: bytes) -> Path:
        path = tmp_path / "finished.pdf"
        path.write_bytes(pdf)
        return path

    return save
