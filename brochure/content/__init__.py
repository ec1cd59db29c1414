"""What the leaflet says: content.yaml becomes a Document with places."""

from brochure.content.document import Document, load
from brochure.content.model import Content
from brochure.content.places import Places

__all__ = ["Content", "Document", "Places", "load", "schema"]


def schema() -> str:
    """The JSON Schema of content.yaml."""
    from brochure.content.json_schema import text

    return text()
