"""Files that take the old one's place when they are whole, and not before.

An unfinished file stands beside the old one as `.NAME.PROCESS.part`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import (
    EACCES,
    EBUSY,
    EDQUOT,
    EFBIG,
    EIO,
    EISDIR,
    ELOOP,
    EMFILE,
    ENAMETOOLONG,
    ENFILE,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    EPERM,
    EROFS,
)
from pathlib import Path
from typing import BinaryIO, Self

from brochure.finding import Finding, Stop, Words, fail

#: What the system says, which speaks English only.
_REASONS = {
    EACCES: "権限がありません",
    EBUSY: "使用中です",
    EDQUOT: "割り当てられた容量を使い切りました",
    EFBIG: "ファイルが大きすぎます",
    EIO: "読み書きに失敗しました",
    EISDIR: "フォルダーです",
    ELOOP: "リンクが循環しています",
    EMFILE: "開いているファイルが多すぎます",
    ENAMETOOLONG: "名前が長すぎます",
    ENFILE: "開いているファイルが多すぎます",
    ENOENT: "ファイルかフォルダーがありません",
    ENOSPC: "空き容量がありません",
    ENOTDIR: "フォルダーではありません",
    EPERM: "許可されていません",
    EROFS: "書き込みのできない場所です",
}


def reason(error: OSError | ValueError) -> Words:
    """Why a file could not be opened, read or written; ValueError is an odd name."""
    if isinstance(error, ValueError):
        return Words("名前に使えない文字があります", str(error))
    english = error.strerror or type(error).__name__
    if error.errno is None:
        return Words(english, english)
    japanese = _REASONS.get(error.errno, f"エラー番号 {error.errno}")
    return Words(japanese, english)


def lying(path: Path) -> Path:
    """The file as the disk spells it: what is typed as ガ may lie there as カ and ゛.

    macOS writes names in the second way, whatever was typed; a zip file or a USB stick
    carries them on. What is not there in any spelling comes back as it is.
    """
    if str(path).isascii() or os.path.lexists(path):
        return path
    from unicodedata import normalize

    folder = lying(path.parent) if path.parent != path else path
    name = normalize("NFC", path.name)
    with suppress(OSError, ValueError):
        for one in sorted(os.listdir(folder)):
            if normalize("NFC", one) == name:
                return folder / one
    return path


def unwritable(
    at: Path | str, error: OSError, code: str, hint: Words | None = None
) -> Finding:
    """Nothing can be written at this place; `code` is what the caller calls that."""
    why = reason(error)
    return fail(
        code,
        f"ここに書き込めません（{why.ja}）",
        f"nothing can be written here ({why.en})",
        hint=hint,
        at=str(at),
    )


@contextmanager
def told(at: Path | str, code: str, hint: Words | None = None) -> Iterator[None]:
    """Turns what goes wrong in writing into a finding.

    Raises: Stop for every OSError of the block.
    """
    try:
        yield
    except OSError as error:
        raise Stop(unwritable(at, error, code, hint)) from None


class Draft:
    """Stands beside the old file until it is kept; if it is not, it is gone at the end.

    `code` and `hint` are of the finding where the file cannot be written, `at` is what
    it calls the file, if not by its path. `mode` is given to the file where it is not
    to be the usual one.

    Raises: Stop, from every method, where the file cannot be written; nothing is left.
    """

    def __init__(
        self,
        path: Path,
        code: str,
        hint: Words | None = None,
        *,
        at: str = "",
        mode: int | None = None,
    ) -> None:
        self.path = path
        self.place = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._said = (at or path, code, hint)
        self._mode = mode
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        with self._told():
            self._file = open(self.place, "wb")
            if self._mode is not None:
                os.fchmod(self._file.fileno(), self._mode)
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def write(self, data: bytes) -> None:
        """Adds to the draft."""
        assert self._file is not None
        with self._told():
            self._file.write(data)

    def close(self) -> None:
        """Nothing more comes; what was written is whole, under the draft's name."""
        if self._file is not None:
            with self._told():
                self._file.close()

    def keep(self) -> None:
        """Puts the draft in the old file's place."""
        self.close()
        with self._told():
            self.place.replace(self.path)
        self._file = None

    def drop(self) -> None:
        """Throws away a draft that was not kept."""
        if self._file is None:
            return
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self.place.unlink(missing_ok=True)
        self._file = None

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with told(*self._said):
                yield
        except Stop:
            self.drop()
            raise


def write(
    path: Path,
    data: bytes,
    code: str,
    hint: Words | None = None,
    *,
    at: str = "",
    mode: int | None = None,
) -> None:
    """Writes a whole file, or leaves the old one; what is given is a `Draft`'s.

    Raises: Stop where it cannot be written.
    """
    with Draft(path, code, hint, at=at, mode=mode) as draft:
        draft.write(data)
        draft.keep()


def clear_what_others_left(folder: Path) -> None:
    """Removes the drafts of a program that was killed before it could tidy up."""
    for place in folder.glob(".*.part"):
        process = place.name.split(".")[-2]
        if process.isdecimal() and not _runs(int(process)):
            with suppress(OSError):
                place.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
