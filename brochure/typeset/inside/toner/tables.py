"""The lines of tables whose borders collapse: they belong to no cell, but to a grid.

WeasyPrint keeps their colours in `TableBox.collapsed_border_grid`, and hands each of
them to `draw_line`. Here each gets a colour of its own, to be known again by.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any


class Lines:
    """The lines of all tables; what they become is told line by line."""

    def __init__(self) -> None:
        self._tables: list[Any] = []
        self._colours: dict[int, Any] = {}
        self._new: dict[int, Any] = {}

    def know(self, table: Any) -> None:
        """A table, before its page is looked at."""
        if table.style["border_collapse"] == "collapse":
            self._tables.append(table)
            self._exchange(table, self._own)

    def _own(self, colour: Any) -> Any:
        own = copy(colour)
        self._colours[id(own)] = own
        return own

    def become(self, colour: Any, new: Any) -> None:
        """The line that was drawn in `colour` shall have another one."""
        if id(colour) in self._colours:
            self._new[id(colour)] = new

    def change(self) -> None:
        """Do what was told."""
        for table in self._tables:
            self._exchange(table, lambda colour: self._new.get(id(colour), colour))

    @staticmethod
    def _exchange(table: Any, new: Callable[[Any], Any]) -> None:
        table.collapsed_border_grid = tuple(
            [
                [
                    (score, (style, width, new(colour)))
                    for score, (style, width, colour) in row
                ]
                for row in lines
            ]
            for lines in table.collapsed_border_grid
        )
