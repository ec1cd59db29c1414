"""A file that takes the old one's place when it is whole, and not before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from brochure.finding import Stop, fail


class Draft:
    """Stands beside the old file; what is not kept is gone at the end.

    Raises: Stop, from every method, where the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place = path.with_name(f".{path.name}.{os.getpid()}.part")

    def __enter__(self) -> Self:
        with self._told():
            self._file = self._place.open("wb")
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._place.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Adds to the draft."""
        with self._told():
            self._file.write(data)

    def keep(self) -> None:
        """Puts the draft in the old file's place."""
        with self._told():
            self._file.close()
            self._place.replace(self.path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise Stop(
                fail(
                    "batch.unwritable",
                    f"ファイルを書けません（{reason}）",
                    f"the file cannot be written ({reason})",
                    at=str(self.path),
                )
            ) from None
