"""A project's own fonts: the files in its fonts/, as far as they may be printed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from brochure.finding import Finding, Status, Stop, Words, fail
from brochure.typeset.font_file import FOREIGN, KINDS, Face, read

#: What a licence is called: by its name, or as any text beside the fonts.
_LICENCE = re.compile(
    r"^(OFL|UFL|LICEN[CS]E|COPYING|EULA|README)|\.(txt|md|pdf|html?|rtf)$",
    re.IGNORECASE,
)


class Stamped(NamedTuple):
    """A file as it is now; a changed one is another."""

    path: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class OwnFonts:
    """The fonts of a project that pages are set with, and what is wrong with others."""

    faces: tuple[Face, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def weights(self) -> dict[str, str]:
        """The weights of each family, in words: `400, 700`, `100–900`."""
        found: dict[str, set[tuple[int, int]]] = {}
        for face in self.faces:
            for name in face.names:
                found.setdefault(name, set()).add(face.weights)
        return {
            name: ", ".join(
                str(first) if first == last else f"{first}–{last}"
                for first, last in sorted(weights)
            )
            for name, weights in found.items()
        }

    @property
    def files(self) -> list[Path]:
        """Their files, each once."""
        return list(dict.fromkeys(face.file for face in self.faces))


def listed(folder: Path | None) -> tuple[Stamped, ...]:
    """All files in a project's fonts/, and in the folders inside it."""
    if folder is None:
        return ()
    found = []
    for place, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            path = os.path.join(place, name)
            try:
                status = os.stat(path)
            except OSError:  # a link to nowhere
                found.append(Stamped(path, 0, 0))
                continue
            found.append(Stamped(path, status.st_size, status.st_mtime_ns))
    return tuple(found)


def opened(folder: Path, files: Iterable[Stamped]) -> OwnFonts:
    """The fonts among the files of a project's fonts/, read and judged."""
    faces: list[Face] = []
    findings: list[Finding] = []
    licensed = False
    root = folder.parent.resolve()
    for file in files:
        path = Path(file.path)
        name = path.relative_to(folder.parent).as_posix()
        suffix = path.suffix.lower()
        if suffix not in (*KINDS, *FOREIGN):
            licensed = licensed or _LICENCE.search(path.name) is not None
            continue
        try:
            if not path.resolve().is_relative_to(root):
                raise Stop(_outside(name))
            new, unwise = read(path.resolve(), name)
        except Stop as stop:
            findings += stop.findings
            continue
        faces += new
        findings += unwise
    if faces and not licensed:
        findings.append(_unlicensed())
    return OwnFonts(tuple(faces), tuple(findings))


def _outside(name: str) -> Finding:
    return fail(
        "font.outside",
        "原稿のフォルダーの外を指すリンクです",
        "it is a link to a file outside of the content's folder",
        hint=Words("ファイルそのものを入れてください", "put the file itself here"),
        at=name,
    )


def _unlicensed() -> Finding:
    return Finding(
        Status.INFO,
        "font.no-licence",
        Words(
            "書体の使用許諾の文書がありません",
            "there is no licence beside the fonts",
        ),
        Words(
            "OFL.txt などを同じフォルダーに入れておくと、あとで確かめられます",
            "put it there, OFL.txt or whatever came with them: someone will ask",
        ),
        at="fonts/",
    )
