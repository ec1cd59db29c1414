"""The folder that the files go to: all of a build arrive there together, or none."""

from __future__ import annotations

from errno import EISDIR
from pathlib import Path
from types import TracebackType

from brochure.files import Draft, clear_what_others_left, told, unwritable
from brochure.finding import Stop, Words

_CODE = "build.cannot-write"
_HINT = Words(
    "権限と空き容量を確かめるか、--out で別の場所を選んでください",
    "check the permissions and the free space, or choose another folder with --out",
)


class Delivery:
    """New files stand beside the old ones under another name until all are there.

    Raises: Stop, from every method, where the folder cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: list[Draft] = []

    def __enter__(self) -> Delivery:
        """Finds out before any work is done whether the folder can be written to."""
        with told(self.folder, _CODE, _HINT):
            self.folder.mkdir(parents=True, exist_ok=True)
        clear_what_others_left(self.folder)
        with Draft(self.folder / ".probe", _CODE, _HINT, at=str(self.folder)):
            pass
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for draft in self._waiting:
            draft.drop()

    def put(self, name: str, data: bytes) -> None:
        """Writes a new file, not yet under its name."""
        draft = Draft(self.folder / name, _CODE, _HINT)
        self._waiting.append(draft)
        draft.__enter__()
        draft.write(data)
        draft.close()

    def commit(self) -> None:
        """Gives the new files their names; each replaces an old one at once."""
        for draft in self._waiting:
            if draft.path.is_dir():
                error = IsADirectoryError(EISDIR, "Is a directory")
                raise Stop(unwritable(draft.path, error, _CODE, _HINT))
        while self._waiting:
            self._waiting[0].keep()
            del self._waiting[0]
