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
    annotation = _at(path)
    return annotation is not None and not (
        _fields(annotation) or "tuple" in str(annotation)
    )


def is_day(path: str) -> bool:
    """Whether the path leads to a date."""
    return "datetime.date" in str(_at(path))


def _at(path: str) -> Any:
    """The annotation at the path, None where there is none."""
    parts = path.split(".")
    annotation: Any = Content
    for part in parts:
        fields = _fields(annotation)
        if fields:
            if part not in fields:
                return None
            annotation = fields[part].annotation
            continue
        inner = [one for one in get_args(annotation) if one is not ...]
        if part.isdigit() and inner and "tuple" in str(annotation):
            annotation = inner[0]
            continue
        return None
    return annotation


def _fields(annotation: Any) -> dict[str, Any]:
    """The fields of a block, optional or not; of all else none."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return dict(one.model_fields)
    return {}
