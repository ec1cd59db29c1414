"""Pictures that only decorate, `<img alt="">`, left out of what a screen reader reads.

HTML says so (HTML Living Standard § 4.8.4.4.3), PDF/UA calls them artifacts
(ISO 14289-1 § 7.1); WeasyPrint tags them as figures and complains that nothing
describes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any


def install(stream: Any, tags: Any) -> None:
    """Teach it to `weasyprint.pdf.stream` and `weasyprint.pdf.tags`."""
    marked, build = stream.Stream.marked, tags._build_box_tree

    def mark(self: Any, box: Any, tag: str) -> AbstractContextManager[None]:
        context: AbstractContextManager[None]
        context = self.artifact() if _decorates(box) else marked(self, box, tag)
        return context

    def build_tree(box: Any, *rest: Any) -> Iterator[Any]:
        # An absolutely positioned box stands behind a placeholder.
        if not _decorates(getattr(box, "_box", box)):
            yield from build(box, *rest)

    stream.Stream.marked, tags._build_box_tree = mark, build_tree


def _decorates(box: Any) -> bool:
    return bool(box.element_tag == "img" and box.element.get("alt") == "")
