"""What every block of content.yaml has in common, and how its fields are described."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


def says(title: str, ja: str, en: str, **more: Any) -> Any:
    """A field with what an editor shows beside it; `title` is 日本語 and English."""
    return Field(title=title, description=f"{ja}\n\n{en}", **more)


class Block(BaseModel):
    """A block of content.yaml: its keys are known, and nobody changes it later."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, data: Any) -> Any:
        """`slogan:` with nothing behind it leaves the slogan out."""
        if not isinstance(data, dict) or None not in data.values():
            return data
        fields = cls.model_fields
        return {
            key: value
            for key, value in data.items()
            if value is not None or key not in fields or fields[key].is_required()
        }
