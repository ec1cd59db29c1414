"""How a function of WeasyPrint is replaced, and what happens when ours fails.

Whatever of ours fails while a page is set, WeasyPrint's own function does the work
instead, and a complaint is noted. The blame for an error is given where it first passes
between ours and theirs: WeasyPrint's own errors are none of our business, and go on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from typing import Any, Literal, NamedTuple

from brochure.finding import Stop
from brochure.typeset.inside.notes import complain

#: These end the page, wherever they come from.
_END = (Stop, MemoryError, RecursionError)
_BLAME = "_brochure_blame"


class Replacement(NamedTuple):
    """One thing in WeasyPrint that is ours instead.

    `name` stands in `module`, after a point inside a class or a table of it. `how` says
    what `ours` is:

    * `instead`: called with WeasyPrint's own function, and what that would have got;
    * `after`: called with what WeasyPrint's own has made, and what that has got;
    * `entries`: what is added to a table, a mapping or a set.

    `takes` are the parameters that WeasyPrint's own has, for which ours was written.
    `falls_back` is False where ours cannot fail while a page is set. What `ends_line`
    fails in the middle of a line of ours; that line is set anew, by WeasyPrint.
    """

    module: str
    name: str
    how: Literal["instead", "after", "entries"]
    ours: Any
    takes: str
    why: str
    falls_back: bool = True
    ends_line: bool = False


def replace(row: Replacement) -> None:
    """Put ours into WeasyPrint."""
    holder: Any = import_module(row.module)
    *path, last = row.name.split(".")
    for part in path:
        holder = getattr(holder, part)
    if row.how == "entries":
        table = getattr(holder, last)
        table.update(row.ours)
        return
    if isinstance(holder, Mapping):
        holder[last] = replaced(row, holder[last])  # type: ignore[index]
    else:
        setattr(holder, last, replaced(row, getattr(holder, last)))


def replaced(row: Replacement, stock: Callable[..., Any]) -> Callable[..., Any]:
    """Ours, around `stock`."""
    ours = row.ours

    def theirs(*args: Any, **more: Any) -> Any:
        try:
            return stock(*args, **more)
        except Exception as error:
            _blame(error, "theirs")
            raise

    @wraps(stock)
    def instead(*args: Any, **more: Any) -> Any:
        try:
            return ours(theirs, *args, **more)
        except Exception as error:
            if not _left_to_them(row, error, args):
                raise
        return theirs(*args, **more)

    @wraps(stock)
    def after(*args: Any, **more: Any) -> Any:
        made = theirs(*args, **more)
        try:
            return ours(made, *args, **more)
        except Exception as error:
            if not _left_to_them(row, error, args):
                raise
        return made

    return instead if row.how == "instead" else after


def _left_to_them(row: Replacement, error: Exception, args: tuple[Any, ...]) -> bool:
    """Whether WeasyPrint shall go on by itself after an error."""
    if isinstance(error, _END) or _blame(error, "ours") == "theirs":
        return False
    if row.ends_line and getattr(args[0], "composing", None) is not None:
        return False
    return row.falls_back and complain(row.name, error, args)


def _blame(error: Exception, whose: str) -> str:
    """Whose error it is: that of `whose`, if nobody was blamed before."""
    if not hasattr(error, _BLAME):
        with contextlib.suppress(AttributeError):
            setattr(error, _BLAME, whose)
    return str(getattr(error, _BLAME, whose))
