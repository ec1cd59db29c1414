"""見出し: which field of content.yaml each column of a table changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from brochure.batch.table import Table
from brochure.content.model import Content
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
        elif not _is_text(path):
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
        for name, field in _block(Content.model_fields[block].annotation).items():
            for title in (field.title or "").split():
                found.setdefault(folded(title), f"{block}.{name}")
    return {title: path for title, path in found.items() if _is_text(path)}


def _fields() -> Iterator[str]:
    for block in _NAMED:
        for name in _block(Content.model_fields[block].annotation):
            yield f"{block}.{name}"
    yield from ("slogan", "closing", "organization.name")


def _block(annotation: Any) -> dict[str, Any]:
    """The fields of a block, optional or not; of all else none."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return dict(one.model_fields)
    return {}


def _is_text(path: str) -> bool:
    """Whether the path leads to a single value of the content."""
    parts = path.split(".")
    annotation: Any = Content
    for part in parts:
        fields = _block(annotation)
        if fields:
            if part not in fields:
                return False
            annotation = fields[part].annotation
            continue
        inner = [one for one in get_args(annotation) if one is not ...]
        if part.isdigit() and inner and "tuple" in str(annotation):
            annotation = inner[0]
            continue
        return False
    return not _block(annotation) and "tuple" not in str(annotation)
