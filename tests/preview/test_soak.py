"""A day's work in half a minute: hundreds of saves, some of them broken."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from .conftest import Preview, until

SAVES = 500
#: Layouts keep some memory for good; so much may come on top over all of them.
_MOST_GROWTH_MIB = 160


def processes(first: int) -> list[int]:
    """A process and its children, by /proc."""
    found = [first]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after[1]) in found:
            found.append(int(path.parent.name))
    return found


def mebibytes(preview: Preview) -> float:
    total = 0
    for process in processes(preview.process.pid):
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except OSError:
            continue
        total += pages
    return total * 4096 / 2**20


@pytest.mark.slow
def test_five_hundred_saves_leave_no_leak_and_the_last_state(preview: Preview) -> None:
    dice = random.Random(4)
    style, words = preview.style.read_text(), preview.content.read_text()
    for number in range(20):  # warm up: caches fill
        preview.style.write_text(style.replace("46pt", f"{36 + number % 9}pt"))
        preview.settled()
    before = mebibytes(preview)
    for _ in range(SAVES):
        kind = dice.random()
        if kind < 0.7:
            size = f"{dice.randrange(30, 46)}pt"
            preview.style.write_text(style.replace("46pt", size))
        elif kind < 0.8:
            preview.style.write_text(style[: dice.randrange(len(style))])
        elif kind < 0.9:
            preview.content.write_text(words[: dice.randrange(len(words))])
        else:
            preview.content.write_text(words.replace("5700", str(dice.randrange(9999))))
        time.sleep(dice.uniform(0, 0.1))
    preview.content.write_text(words)
    preview.style.write_text(style.replace("46pt", "33pt"))
    last = until(preview.settled, lambda state: not state["errors"])
    assert preview.process.poll() is None
    assert all(output["pages"] for output in last["outputs"])
    keys = preview.keys()
    preview.style.write_text(style.replace("46pt", "34pt"))
    until(preview.keys, lambda now: now != keys)
    preview.style.write_text(style.replace("46pt", "33pt"))
    until(preview.keys, lambda now: now == keys)
    assert mebibytes(preview) - before < _MOST_GROWTH_MIB
