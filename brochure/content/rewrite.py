"""Changes one text of content.yaml and leaves every other byte as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace as with_
from pathlib import Path

from brochure.content.document import load
from brochure.content.places import dotted
from brochure.content.source import DEEPEST, MOST_EVENTS
from brochure.files import Draft, clear_what_others_left
from brochure.finding import Finding, Mark, Stop, Words, fail
from brochure.product import yaml_nodes
from brochure.product.yaml_nodes import Node

#: The longest text that is taken: a whole leaflet has 3,000 characters.
LONGEST = 20_000
_BOM = "\ufeff"


def text_of(file: Path, path: str) -> str:
    """The text at `path` (`message.body.0`) as it is in the file now.

    Raises: Stop where there is no such text.
    """
    return _find(_decoded(file)[0], path, file).value


def rewrite(file: Path, path: str, old: str, new: str) -> None:
    """Put `new` where `old` stands at `path`; the file is replaced in one move.

    Comments, order, quotes and line ends of all else stay.

    Raises: Stop where the file has another text there by now, or would no longer be a
        leaflet; then it stays as it was.
    """
    new = re.sub(r"\s*\n\s*", "", new).strip()
    if len(new) > LONGEST:
        raise Stop(_too_long(file, path))
    text, bom, ends = _decoded(file)
    scalar = _find(text, path, file)
    if scalar.value != old:
        raise Stop(_stale(file, path))
    if new == old:
        return
    changed = _changed(text, path, scalar, new, file)
    _replace(file, (bom + changed.replace("\n", ends)).encode())


def _decoded(file: Path) -> tuple[str, str, str]:
    """The file's text with `\\n` line ends, its byte-order mark, its line ends.

    Raises: Stop where it is not UTF-8.
    """
    load(file)  # says in words what is wrong with the file
    text = file.read_bytes().decode()
    bom = _BOM if text.startswith(_BOM) else ""
    ends = "\r\n" if "\r\n" in text else "\n"
    return text.removeprefix(bom).replace("\r\n", "\n"), bom, ends


def _values(text: str) -> dict[str, Node] | None:
    """Every value that is a text, by its path; None where it is no YAML."""
    typed = yaml_nodes.read(text, most=MOST_EVENTS, deepest=DEEPEST)
    if typed.trouble:
        return None
    found: dict[str, Node] = {}

    def visit(node: Node, path: tuple[str | int, ...]) -> None:
        if node.kind == "scalar":
            found.setdefault(dotted(path), node)
        elif node.kind == "mapping":
            for key, value in node.pairs():
                if value is not None:
                    visit(value, (*path, key.value))
        else:
            for number, item in enumerate(node.inner):
                visit(item, path if node.kind == "document" else (*path, number))

    for document in typed.documents:
        visit(document, ())
    return found


def _find(text: str, path: str, file: Path) -> Node:
    if found := (_values(text) or {}).get(path):
        return found
    raise Stop(
        fail(
            "content.no-such-text",
            "この文は原稿にありません",
            "there is no such text in the content",
            at=str(file),
            subject=path,
        )
    )


def _changed(text: str, path: str, scalar: Node, new: str, file: Path) -> str:
    """The file's text with `new` in it, as plainly quoted as it can be.

    Raises: Stop where no way of writing it reads back as it was meant.
    """
    wanted = {**_texts(text), path: new}
    # A block (| or >) takes the empty lines after it along.
    end = scalar.start + len(text[scalar.start : scalar.end].rstrip())
    for written in _spellings(scalar, new):
        candidate = text[: scalar.start] + written + text[end:]
        if _texts(candidate) == wanted:
            return candidate
    raise Stop(_unwritable(file, path))


def _texts(text: str) -> dict[str, str]:
    return {path: node.value for path, node in (_values(text) or {}).items()}


def _spellings(scalar: Node, new: str) -> Iterator[str]:
    """Ways to write a value in YAML, the one that it had first."""
    single = "'" + new.replace("'", "''") + "'"
    double = '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if scalar.style == "'":
        yield single
    elif scalar.style == '"':
        yield double
    else:
        yield new
    yield single
    yield double


def _replace(file: Path, data: bytes) -> None:
    """Write the file anew, if it is a leaflet still; a link to it stays a link."""
    real = file.resolve()
    clear_what_others_left(real.parent)
    mode = real.stat().st_mode & 0o777
    code = "content.cannot-write"
    with Draft(real, code, at=str(file), mode=mode) as draft:
        draft.write(data)
        draft.close()
        try:
            load(draft.place)
        except Stop as stop:
            raise Stop(
                *(_renamed(found, draft.place, file) for found in stop.findings)
            ) from None
        draft.keep()


def _renamed(finding: Finding, draft: Path, file: Path) -> Finding:
    at = finding.at
    if isinstance(at, Mark):
        return with_(finding, at=Mark(str(file), at.line, at.column))
    return with_(finding, at=str(file)) if at == str(draft) else finding


def _stale(file: Path, path: str) -> Finding:
    return fail(
        "content.stale",
        "画面を開いたあとに原稿が変わったので、書き込みませんでした",
        "the content has changed since, so nothing was written",
        hint=Words(
            "新しい文を見てから、もう一度直してください",
            "look at the new text and change it again",
        ),
        at=str(file),
        subject=path,
    )


def _too_long(file: Path, path: str) -> Finding:
    return fail(
        "content.too-long",
        f"文が長すぎます（{LONGEST:,} 字まで）",
        f"the text is too long (at most {LONGEST:,} characters)",
        at=str(file),
        subject=path,
    )


def _unwritable(file: Path, path: str) -> Finding:
    return fail(
        "content.unwritable",
        "この文は YAML に書けません",
        "this text cannot be written in YAML",
        hint=Words(
            "見えない文字が混ざっていないか確かめてください",
            "look for invisible characters in it",
        ),
        at=str(file),
        subject=path,
    )
