"""The JSON Schema of content.yaml: what an editor needs to help while typing."""

from __future__ import annotations

import json

from brochure.content.model import Content

#: The file that content.yaml names in its first line.
FILE_NAME = "content.schema.json"


def text() -> str:
    """The schema, generated from the model, as the file in this folder has it."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Content.model_json_schema(),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
