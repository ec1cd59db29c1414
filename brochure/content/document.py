"""Opens content.yaml: bytes in, a Document out, or everything that is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from brochure.content import problems, source
from brochure.content.model import Content
from brochure.content.places import Places
from brochure.finding import Finding, Mark, Stop, Words, fail
from brochure.product.outputs import Output, edition_of
from brochure.product.pieces import PIECES, Piece

#: Nobody reads more of them at once.
MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Document:
    """A content file that can be set: what it says and where each word was typed.

    `digest` is the SHA-256 of its bytes, in hex.
    """

    path: Path
    content: Content
    places: Places
    digest: str

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The files that it lists, in its order."""
        edition, pieces = edition_of(self.path), self.pieces
        return tuple(one.to_make(edition, pieces) for one in self.content.outputs)

    @property
    def pieces(self) -> dict[str, Piece]:
        """All pieces that can be made of it: ours, and those that it describes."""
        own = self.content.pieces.items()
        return {**PIECES, **{name: one.to_make(name) for name, one in own}}


def load(path: Path) -> Document:
    """The document at `path`; marks name the file as `path` is written.

    Raises:
        Stop: with all findings at once, in the order of the file.
    """
    try:
        read = source.read(path)
    except Stop as stop:
        raise Stop(*_sorted(list(stop.findings))) from None
    if read.tree is None and not read.findings:
        raise Stop(_nothing(path))
    content, error = None, None
    try:
        content = Content.model_validate(read.tree)
    except ValidationError as caught:
        error = caught
    found = problems.findings(read.tree, error, read.places)
    findings = _sorted([*read.findings, *_unspoken(found, read.findings)])
    if content is None or findings:
        raise Stop(*findings)
    digest = hashlib.sha256(read.data).hexdigest()
    return Document(path, content, read.places, digest)


def _unspoken(found: list[Finding], before: tuple[Finding, ...]) -> list[Finding]:
    """What was not said of the same place already."""
    places = {finding.at for finding in before}
    return [finding for finding in found if finding.at not in places]


def _sorted(findings: list[Finding]) -> list[Finding]:
    def place(finding: Finding) -> tuple[int, int]:
        at = finding.at
        return (at.line, at.column) if isinstance(at, Mark) else (0, 0)

    findings.sort(key=place)
    if len(findings) <= MOST_FINDINGS:
        return findings
    more = fail("content.more", "ほかにもあります", "there is more")
    return [*findings[: MOST_FINDINGS - 1], more]


def _nothing(path: Path) -> Finding:
    return fail(
        "content.nothing",
        "中身がありません",
        "there is nothing in this file",
        hint=Words(
            "`make_pdf.py new フォルダー` で原稿のひな形を作れます",
            "`make_pdf.py new FOLDER` makes one to start from",
        ),
        at=Mark(str(path), 1, 1),
    )
