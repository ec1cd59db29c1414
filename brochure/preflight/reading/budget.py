"""What reading one file may cost; whoever runs out stops and says so."""

from __future__ import annotations

from time import process_time


class Spent(Exception):
    """The budget is used up; the words say which part of it."""


class Budget:
    """Operators, things and seconds that are left for a file.

    The seconds are those of this process: that others work as well is no fault of the
    file's.
    """

    def __init__(self, seconds: float, operators: int, things: int) -> None:
        self.until = process_time() + seconds
        self.operators = operators
        self.things = things

    def operator(self) -> None:
        """Pays for one operator.

        Raises:
            Spent: There is nothing left.
        """
        self.operators -= 1
        if self.operators < 0:
            raise Spent("too many operators")
        if not self.operators & 255:
            self.check()

    def thing(self) -> None:
        """Pays for one thing that is kept.

        Raises:
            Spent: There is nothing left.
        """
        self.things -= 1
        if self.things < 0:
            raise Spent("too many things on the pages")

    def check(self) -> None:
        """Looks at the clock.

        Raises:
            Spent: The time is over.
        """
        if process_time() > self.until:
            raise Spent("reading took too long")
