"""Reads our small YAML files (inks, printers): each value as typed, with its place.

The door to `yaml` for them. It leans on `yaml.parse`, the stream of events:
nothing is resolved (`0100` stays `0100`, `no` stays `no`) and nothing is expanded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from brochure.files import reason
from brochure.finding import Finding, Mark, Stop, Words, fail

#: A data sheet is read by people; a file larger than this is something else.
MAX_BYTES = 64 * 1024
MAX_DEPTH = 4

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


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
    """Walks the events; a mapping inside a mapping lengthens the key."""
    path: list[str] = []
    key: Any = None
    depth = 0
    for event in _events(text, name):
        at = Mark(name, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.MappingStartEvent) and depth < MAX_DEPTH:
            depth += 1
            if key is not None:
                path.append(key[0])
                key = None
            elif depth > 1:
                raise Stop(_not_plain(at))
        elif isinstance(event, yaml.MappingEndEvent):
            depth -= 1
            path = path[: max(depth - 1, 0)]
        elif isinstance(event, yaml.ScalarEvent) and depth:
            if event.anchor or event.tag:
                findings.append(_not_plain(at))
            if key is None:
                key = (event.value, at)
                continue
            yield Entry(".".join((*path, key[0])), event.value, key[1], at)
            key = None
        elif isinstance(event, yaml.NodeEvent):
            raise Stop(*findings, _not_plain(at))


def _events(text: str, name: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        at = Mark(name, place.line + 1, place.column + 1) if place else name
        raise Stop(_syntax(Words("", f" ({error.problem or 'syntax'})"), at)) from None
    except yaml.reader.ReaderError as error:
        head = text[: error.position]
        at = Mark(name, head.count("\n") + 1, len(head) - head.rfind("\n"))
        point = f"U+{ord(text[error.position]):04X}"
        raise Stop(_syntax(Words(f"（{point}）", f" ({point})"), at)) from None


def _syntax(problem: Words, at: Mark | str) -> Finding:
    return fail(
        "datasheet.syntax",
        f"YAML として読めません{problem.ja}",
        f"this is not valid YAML{problem.en}",
        hint=Words(
            "「名前: 値」の形とインデント（半角スペース）を確かめてください",
            "check the form “name: value” and the indentation (spaces, no tabs)",
        ),
        at=at,
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
