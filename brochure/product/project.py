"""The folder of content.yaml: where styles come from, and which files may be read."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from brochure import HOME
from brochure.files import lying
from brochure.finding import Stop, Words, fail, shortened

#: The largest picture or font; a B1 poster at 350 ppi is 40 MB as a JPEG.
LARGEST = 64 * 1024 * 1024

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with content.yaml, perhaps with some styles of its own."""

    root: Path

    def style(self, name: str) -> Path:
        """The file that a page knows as styles/`name`: the project's, or Brochure's.

        It is asked for file by file: a project has those that it changes, and no more.
        """
        own = lying(self.root / "styles" / name)
        return own if os.path.lexists(own) else HOME / "styles" / name

    def styles(self) -> dict[str, Path]:
        """Every file of styles/ that a page could have, by name: `styles/page.css`."""
        found = {}
        for folder in (HOME / "styles", self.root / "styles"):
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    found[f"styles/{path.relative_to(folder).as_posix()}"] = path
        return found

    def name_of(self, path: Path) -> str:
        """What a page calls a file that `path_of` gave it."""
        for folder in (self.root.resolve(), HOME):
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
        return path.name

    @property
    def fonts(self) -> Path | None:
        """The project's own `fonts`, besides those that Brochure brings."""
        own = self.root / "fonts"
        if not own.is_dir() or own.resolve() == HOME / "fonts":
            return None
        return own

    @property
    def templates(self) -> Path | None:
        """The project's own `templates`, if it has any."""
        own = self.root / "templates"
        return own if own.is_dir() else None

    def path_of(self, url: str) -> Path:
        """The file behind a `file:` URL or a path relative to the project's folder.

        The path that comes back is real: symbolic links are followed before the check.

        Raises:
            Stop: it lies outside of the project, of Brochure's `styles` and `fonts`; it
                is on the network; there is no such file, or it has over 64 MiB.
        """
        try:
            path = self._inside(self.root / _local(url), url)
            if not path.exists():
                path = self._inside(lying(path), url)
            status = path.stat()
        except (OSError, ValueError, RuntimeError):
            # RuntimeError: symbolic links that run in a circle (Python 3.11, 3.12).
            _refuse(url, "missing", _MISSING, _SPELLING)
        if not stat.S_ISREG(status.st_mode):
            _refuse(url, "missing", _MISSING, _SPELLING)
        if status.st_size > LARGEST:
            _refuse(url, "too-large", _TOO_LARGE, _SMALLER)
        return path

    def _inside(self, path: Path, url: str) -> Path:
        """The real path; raises Stop where it leads out of the folders that we read."""
        path = path.resolve()
        if not any(path.is_relative_to(folder) for folder in self._open_folders()):
            _refuse(url, "outside", _OUTSIDE, _MOVE)
        return path

    def _open_folders(self) -> tuple[Path, ...]:
        return self.root.resolve(), HOME / "styles", HOME / "fonts"


def _local(url: str) -> str:
    """The path in a `file:` URL; anything else without a scheme is a path already."""
    if not _SCHEME.match(url) and not url.startswith("//"):
        return url
    parts = urlsplit(url)
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
        _refuse(url, "network", _NETWORK, _MOVE)
    return unquote(parts.path)


def _refuse(url: str, defect: str, message: Words, hint: Words) -> NoReturn:
    code, about = f"project.{defect}", shortened(url, 200)
    raise Stop(fail(code, *message, hint=hint, subject=about))


_OUTSIDE = Words(
    "原稿のフォルダーの外にあるファイルは読みません",
    "files outside of the content's folder are not read",
)
_NETWORK = Words("ネットワークからは読みません", "nothing is read from the network")
_MISSING = Words("ファイルがありません", "there is no such file")
_TOO_LARGE = Words(
    f"{LARGEST // 1024**2} MiB を超えています",
    f"the file is larger than {LARGEST // 1024**2} MiB",
)
_MOVE = Words(
    "原稿と同じフォルダーに入れてください", "put it into the content's folder"
)
_SPELLING = Words(
    "ファイル名のつづりを確かめてください", "check the spelling of its name"
)
_SMALLER = Words("小さくしてください", "make it smaller")
