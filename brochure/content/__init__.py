"""What the leaflet says: content.yaml becomes a Document with places."""

import os

# Whatever else is installed has no say in what content is, and looking takes 5 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from brochure.content.document import Document, load
from brochure.content.model import Content
from brochure.content.places import Places

__all__ = ["Content", "Document", "Places", "load", "schema"]


def schema() -> str:
    """The JSON Schema of content.yaml."""
    from brochure.content.json_schema import text

    return text()
