"""見出し: which field of content.yaml each column of a table changes."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.batch.table import Table
from brochure.content.paths import is_text, titles_of
from brochure.finding import (
    Finding,
    Stop,
    Words,
    fail,
    folded,
    meant,
    nearest,
    shortened,
)

#: Blocks whose fields can be named by their Japanese titles: 会場, ブース, 宛名 …
_NAMED = ("fair", "call_to_action", "document")
_OTHERS = {"大学": "fair.guest", "大学名": "fair.guest", "開催日": "fair.date"}


def paths(table: Table) -> tuple[str, ...]:
    """The path of each column; "" for one without a heading.

    Raises:
        Stop: A heading is no field, or a field has two columns; all of them at once.
    """
    aliases = _aliases()
    found: list[str] = []
    findings: list[Finding] = []
    for column, heading in enumerate(table.heading.cells, 1):
        path = aliases.get(folded(heading), heading.strip())
        at = table.at(table.heading.number, column)
        if not path:
            found.append("")
        elif path in found:
            findings.append(
                fail(
                    "table.twice",
                    f"「{heading}」の列が二つあります",
                    f"there are two columns for “{heading}”",
                    at=at,
                )
            )
        elif not is_text(path):
            near = nearest(heading, [*aliases, *_fields()])
            findings.append(
                fail(
                    "table.heading",
                    f"「{shortened(heading, 40)}」という項目はありません",
                    f"there is no field “{shortened(heading, 40)}”",
                    hint=meant(near) if near else _HEADING,
                    at=at,
                )
            )
        else:
            found.append(path)
    if findings:
        raise Stop(*findings)
    return tuple(found)


_HEADING = Words(
    "見出しは content.yaml の項目（fair.venue など）か、その日本語名です",
    "a heading is a field of content.yaml, such as fair.venue",
)


def _aliases() -> dict[str, str]:
    """Japanese and English titles of the fields that tables usually have."""
    found = {folded(name): path for name, path in _OTHERS.items()}
    for block in _NAMED:
        for name, titles in titles_of(block).items():
            for title in titles:
                found.setdefault(folded(title), f"{block}.{name}")
    return {title: path for title, path in found.items() if is_text(path)}


def _fields() -> Iterator[str]:
    for block in _NAMED:
        for name in titles_of(block):
            yield f"{block}.{name}"
    yield from ("slogan", "closing", "organization.name")
