"""Reads our small YAML files (inks, printers): each value as typed, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from brochure.files import reason
from brochure.finding import Finding, Mark, Stop, Words, fail
from brochure.product import yaml_nodes
from brochure.product.yaml_nodes import Node, Trouble

#: A data sheet is read by people; a file larger than this is something else.
MAX_BYTES = 64 * 1024
MAX_DEPTH = 4


class Entry(NamedTuple):
    """One value. The key of a nested one is its path: `condition.identifier`."""

    key: str
    value: str
    key_at: Mark
    at: Mark


def read(path: Path, name: str = "") -> list[Entry]:
    """The entries of the file at `path`, in its order; `name` is what findings call it.

    Raises:
        Stop: the file cannot be read, is not a YAML mapping of plain values, or names
            a key twice; all such findings at once, except after a syntax error.
    """
    name = name or path.name
    text = _text(path, name)
    findings: list[Finding] = []
    entries: list[Entry] = []
    seen: dict[str, Mark] = {}
    for entry in _entries(text, name, findings):
        if first := seen.get(entry.key):
            findings.append(
                fail(
                    "datasheet.key-twice",
                    f"「{entry.key}」が2回あります（最初は{first.line}行目）",
                    f"“{entry.key}” stands here twice (first in line {first.line})",
                    hint=Words("どちらかを消してください", "delete one of them"),
                    at=entry.key_at,
                )
            )
        seen.setdefault(entry.key, entry.key_at)
        entries.append(entry)
    if findings:
        raise Stop(*findings)
    return entries


def _text(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = reason(error)
        raise Stop(
            fail(
                "datasheet.unreadable",
                f"ファイルを読めません（{why.ja}）",
                f"the file cannot be read ({why.en})",
                at=name,
            )
        ) from None
    if len(data) > MAX_BYTES:
        raise Stop(
            fail(
                "datasheet.too-large",
                f"{MAX_BYTES // 1024} KiB を超えています",
                f"the file is larger than {MAX_BYTES // 1024} KiB",
                at=name,
            )
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Stop(
            fail(
                "datasheet.not-utf8",
                "UTF-8 の文字ではありません",
                "this is not UTF-8 text",
                hint=Words("UTF-8 で保存し直してください", "save the file as UTF-8"),
                at=Mark(name, line, 1),
            )
        ) from None


def _entries(text: str, name: str, findings: list[Finding]) -> Iterator[Entry]:
    """The plain values; a mapping inside a mapping lengthens the key."""
    typed = yaml_nodes.read(text, most=MAX_BYTES, deepest=MAX_DEPTH)

    def visit(node: Node, path: tuple[str, ...]) -> Iterator[Entry]:
        if node.kind != "mapping" or len(path) == MAX_DEPTH:
            raise Stop(*findings, _not_plain(at(node)))
        for key, value in node.pairs():
            if key.kind != "scalar":
                raise Stop(*findings, _not_plain(at(key)))
            for one in (key, value):
                if one and one.kind == "scalar" and (one.anchor or one.tag):
                    findings.append(_not_plain(at(one)))
            inner = (*path, key.value)
            if value and value.kind == "scalar":
                yield Entry(".".join(inner), value.value, at(key), at(value))
            elif value:
                yield from visit(value, inner)

    def at(node: Node) -> Mark:
        return Mark(name, node.line, node.column)

    for document in typed.documents:
        for root in document.inner:
            yield from visit(root, ())
    if typed.trouble:
        raise Stop(_syntax(typed.trouble, text, name))


def _syntax(trouble: Trouble, text: str, name: str) -> Finding:
    words = Words("", "")
    if trouble.kind == "character":
        point = f"U+{ord(text[trouble.start]):04X}"
        words = Words(f"（{point}）", f" ({point})")
    elif trouble.error:
        words = Words("", f" ({trouble.error.problem or 'syntax'})")
    return fail(
        "datasheet.syntax",
        f"YAML として読めません{words.ja}",
        f"this is not valid YAML{words.en}",
        hint=Words(
            "「名前: 値」の形とインデント（半角スペース）を確かめてください",
            "check the form “name: value” and the indentation (spaces, no tabs)",
        ),
        at=Mark(name, trouble.line, trouble.column),
    )


def _not_plain(at: Mark) -> Finding:
    return fail(
        "datasheet.not-plain",
        "ここには「名前: 値」の行だけを書けます",
        "only lines of the form “name: value” can stand here",
        hint=Words(
            "リスト・アンカー・タグは使えません", "no lists, anchors, aliases or tags"
        ),
        at=at,
    )
