"""Pictures that only decorate, `<img alt="">`, left out of what a screen reader reads.

HTML says so (HTML Living Standard § 4.8.4.4.3), PDF/UA calls them artifacts
(ISO 14289-1 § 7.1); WeasyPrint tags them as figures and complains that nothing
describes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any


def marked(
    theirs: Callable[..., AbstractContextManager[None]],
    stream: Any,
    box: Any,
    tag: str,
) -> AbstractContextManager[None]:
    """An artifact instead of a figure."""
    if not _decorates(box):
        return theirs(stream, box, tag)
    artifact: AbstractContextManager[None] = stream.artifact()
    return artifact


def build_box_tree(
    theirs: Callable[..., Iterator[Any]], box: Any, *rest: Any
) -> Iterator[Any]:
    """No element in the tree of tags, for what was not marked as one."""
    # An absolutely positioned box stands behind a placeholder.
    inner, tags = getattr(box, "_box", box), rest[-1]
    return iter(()) if _decorates(inner) and inner not in tags else theirs(box, *rest)


def _decorates(box: Any) -> bool:
    return bool(box.element_tag == "img" and box.element.get("alt") == "")
