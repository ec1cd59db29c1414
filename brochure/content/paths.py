"""Where a path of content.yaml leads: `fair.venue`, `questions.0.headline`."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel

from brochure.content.model import Content


def titles_of(block: str) -> dict[str, list[str]]:
    """The fields of a block, each with its Japanese and English titles."""
    fields = _fields(Content.model_fields[block].annotation)
    return {name: (field.title or "").split() for name, field in fields.items()}


def is_text(path: str) -> bool:
    """Whether the path leads to a single value."""
    parts = path.split(".")
    annotation: Any = Content
    for part in parts:
        fields = _fields(annotation)
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
    return not _fields(annotation) and "tuple" not in str(annotation)


def _fields(annotation: Any) -> dict[str, Any]:
    """The fields of a block, optional or not; of all else none."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return dict(one.model_fields)
    return {}
