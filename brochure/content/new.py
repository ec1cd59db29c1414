"""Makes a folder to start from: sample words that build as they are, and the styles."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brochure import HOME
from brochure.files import reason
from brochure.finding import Finding, Stop, Words, fail

_HERE = Path(__file__).resolve().parent
#: What a new folder gets, and where it comes from; content.yaml comes last, so that a
#: folder with it is complete.
_GIVEN = {
    "styles": HOME / "styles",
    "content.schema.json": _HERE / "content.schema.json",
    "content.yaml": _HERE / "starter" / "content.yaml",
}


def create(folder: Path) -> list[Path]:
    """Fills `folder`, made where it is missing, and returns what is in it now.

    Raises:
        Stop: the folder has something in it already or cannot be written; then it is
            as it was.
    """
    try:
        with (
            _clean_folder(folder),
            tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as desk,
        ):
            for name, source in _GIVEN.items():
                _copy(source, Path(desk, name))
            for name in _GIVEN:
                Path(desk, name).rename(folder / name)
    except (OSError, ValueError) as error:
        raise Stop(_unwritable(folder, error)) from None
    return [folder / name for name in _GIVEN]


@contextmanager
def _clean_folder(folder: Path) -> Iterator[None]:
    """Sees that the folder is empty; takes everything back when something fails."""
    made = not folder.exists()
    if made:
        folder.mkdir()
    elif not folder.is_dir() or any(folder.iterdir()):
        raise Stop(_not_empty(folder))
    try:
        yield
    except BaseException:
        for name in _GIVEN:
            _remove(folder / name)
        if made:
            folder.rmdir()
        raise


def _copy(source: Path, copy: Path) -> None:
    """Copies bytes, not modes: what we bring may be read-only."""
    if source.is_file():
        shutil.copyfile(source, copy)
        return
    copy.mkdir()
    for file in sorted(source.iterdir()):
        if not file.name.startswith((".", "__")):
            _copy(file, copy / file.name)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _not_empty(folder: Path) -> Finding:
    return fail(
        "new.not-empty",
        "同じ名前のファイルか、空でないフォルダーがもうあります",
        "there is already a file or a folder with something in it",
        hint=Words(
            "まだない名前か、空のフォルダーを指定してください",
            "name an empty folder or one that is not there yet",
        ),
        at=str(folder),
    )


def _unwritable(folder: Path, error: OSError | ValueError) -> Finding:
    why = reason(error)
    return fail(
        "new.unwritable",
        f"フォルダーを作れません（{why.ja}）",
        f"the folder cannot be made ({why.en})",
        hint=Words(
            "場所と書き込みの権限を確かめてください",
            "check where it lies and whether you may write there",
        ),
        at=str(folder),
    )
