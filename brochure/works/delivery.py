"""The folder that the files go to: all of a build arrive there together, or none."""

from __future__ import annotations

import os
from errno import EISDIR
from pathlib import Path
from types import TracebackType

from brochure.finding import Stop, Words, fail


class Delivery:
    """New files stand beside the old ones under another name until all are there.

    Raises: Stop, from every method, where the folder cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: dict[str, Path] = {}

    def __enter__(self) -> Delivery:
        """Finds out before any work is done whether the folder can be written to."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from None
        clear_what_others_left(self.folder)
        self.put(".probe", b"")
        self._forget(".probe")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self._waiting):
            self._forget(name)

    def put(self, name: str, data: bytes) -> None:
        """Writes a new file, not yet under its name."""
        place = self.folder / f".{name}.{os.getpid()}.part"
        self._waiting[name] = place
        try:
            place.write_bytes(data)
        except OSError as error:
            raise self._unwritable(error) from None

    def commit(self) -> None:
        """Gives the new files their names; each replaces an old one at once."""
        for name in self._waiting:
            if (self.folder / name).is_dir():
                raise self._unwritable(
                    IsADirectoryError(EISDIR, os.strerror(EISDIR)), name
                )
        for name, place in list(self._waiting.items()):
            try:
                os.replace(place, self.folder / name)
            except OSError as error:
                raise self._unwritable(error, name) from None
            del self._waiting[name]

    def _forget(self, name: str) -> None:
        self._waiting.pop(name).unlink(missing_ok=True)

    def _unwritable(self, error: OSError, name: str = "") -> Stop:
        reason = error.strerror or type(error).__name__
        return Stop(
            fail(
                "build.cannot-write",
                f"ここに書き込めません（{reason}）",
                f"nothing can be written here ({reason})",
                hint=Words(
                    "権限と空き容量を確かめるか、--out で別の場所を選んでください",
                    "check the permissions and the free space, or choose another folder"
                    " with --out",
                ),
                at=str(self.folder / name),
            )
        )


def clear_what_others_left(folder: Path) -> None:
    """Removes the drafts of a program that was killed before it could tidy up."""
    for place in folder.glob(".*.part"):
        process = place.name.split(".")[-2]
        if process.isdigit() and not _runs(int(process)):
            place.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
