"""The content once more with other words in some of its fields."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from brochure.content import problems, source
from brochure.content.document import load
from brochure.content.model import Content
from brochure.finding import Finding, Stop


class Base:
    """A content file that variants are made of; read once.

    Raises:
        Stop: As `load`, for all that is wrong with the file itself.
    """

    def __init__(self, path: Path) -> None:
        self.document = load(path)
        self._read = source.read(path)

    def with_(self, values: Mapping[str, str]) -> Content:
        """The content with these texts at these paths; an empty one leaves it out.

        Raises:
            Stop: What is wrong with it now, the path as each finding's subject.
        """
        tree: Any = copy.deepcopy(self._read.tree)
        for path, text in values.items():
            _set(tree, path.split("."), text)
        content, error = None, None
        try:
            content = Content.model_validate(tree)
        except ValidationError as caught:
            error = caught
        found: list[Finding] = list(problems.findings(tree, error, self._read.places))
        if content is None or found:
            raise Stop(*found)
        return content


def _set(tree: Any, parts: list[str], text: str) -> None:
    *way, last = parts
    for part in way:
        if isinstance(tree, list):
            tree = tree[int(part)] if int(part) < len(tree) else {}
        else:
            if tree.get(part) is None:
                tree[part] = {}
            tree = tree[part]
    if isinstance(tree, list):
        if int(last) < len(tree):
            tree[int(last)] = text
    elif text:
        tree[last] = text
    else:
        tree[last] = None
