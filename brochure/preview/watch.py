"""Watches the files that a page is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from watchfiles import Change, awatch

from brochure import HOME
from brochure.product.project import Project

#: Milliseconds without a change that end a burst of saves, and its longest.
_STEP_MS = 5
_DEBOUNCE_MS = 40

_KINDS = frozenset(
    (
        *(".yaml", ".yml", ".css", ".html", ".svg", ".png", ".jpg", ".jpeg", ".webp"),
        *(".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2", ".icc"),
    )
)


async def watch(content: Path, changed: Callable[[Iterable[Path]], None]) -> None:
    """Call `changed` with the files that were saved, as often as some are."""
    project = Project(content.absolute().parent)
    folders = {
        project.root,
        project.root / "styles",
        HOME / "styles",
        HOME / "fonts",
        HOME / "brochure" / "markup" / "templates",
    }
    out = project.root / "out"

    def matters(change: Change, name: str) -> bool:
        path = Path(name)
        return path.suffix.lower() in _KINDS and not path.is_relative_to(out)

    async for changes in awatch(
        *_outermost(folders),
        watch_filter=matters,
        debounce=_DEBOUNCE_MS,
        step=_STEP_MS,
    ):
        changed([Path(name) for _, name in changes])


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """The folders without those inside others, which are watched with them."""
    found: list[Path] = []
    for folder in sorted(path.resolve() for path in folders if path.is_dir()):
        if not any(folder.is_relative_to(outer) for outer in found):
            found.append(folder)
    return found
