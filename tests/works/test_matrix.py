"""The same content gives the same job, whichever command it goes through.

Pieces, sizes, targets, variants, printers and folds, said in content.yaml or on the
command line, through every door; each pair of choices at least once. What is asserted
is the job ticket that reaches finishing, and what the finished file says of itself.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from brochure import HOME
from tests.conftest import environment

pytestmark = pytest.mark.slow

#: What each printer asks for: PDF/X, condition, marks. Its own, with no marks.
PRINTERS = {
    "": ("X-4", "FOGRA39", True),
    "x1a-jc200103": ("X-1a:2001", "JC200103", True),
    "x1a-fogra39": ("X-1a:2001", "FOGRA39", True),
    "plain": ("X-4", "FOGRA39", False),
}
PIECES = {"leaflet": ("A4",), "poster": ("B2", "A1", "A4"), "folder": ("A4L",)}
#: How a piece is folded if nobody says how.
USUAL = {"folder": "roll"}
#: Sizes that a file's name leaves out.
UNNAMED = {"leaflet": "A4", "folder": "A4L"}
DOORS = {
    "build": ("press", "office", "screen", "proof", "image"),
    "batch": ("press", "office", "screen", "proof", "image"),
    "preview": ("press", "office", "screen", "proof", "image"),
    "tile": ("office",),
    "handout": ("office",),
}


@dataclass(frozen=True)
class Case:
    """One way through the house; `said` is where the choices stand.

    "like" is an output that is not listed: it is as the listed one for the press, or
    its proof, in another size.
    """

    door: str
    piece: str
    size: str
    target: str
    variant: str
    printer: str
    fold: str
    said: str

    @property
    def possible(self) -> bool:
        """Whether it can be asked for at all."""
        on_line, for_press = self.said == "line", self.target in ("press", "proof")
        return (
            self.size in PIECES[self.piece]
            and self.target in DOORS[self.door]
            and not (self.variant and self.target != "office")
            # content.yaml has no variants, and the preview no options.
            and not (self.variant and not on_line)
            and not (self.said != "content" and self.door == "preview")
            and not (self.said == "like" and not for_press)
            and (for_press or not (self.printer or self.fold))
            and not (self.door == "tile" and self.piece != "poster")
            and not (self.door == "handout" and self.size == "A1")
        )

    @property
    def folded(self) -> str:
        fold = self.fold or USUAL.get(self.piece, "")
        return "" if fold == "none" else fold

    @property
    def name(self) -> str:
        """The file of the output, as the rule of names says."""
        usual = USUAL.get(self.piece, "")
        parts = [
            self.piece,
            "" if UNNAMED.get(self.piece) == self.size else self.size.lower(),
            "" if self.folded == usual else self.folded or "flat",
            self.target,
            "1" if self.target == "image" else "",
            self.variant,
        ]
        return "-".join(filter(None, parts)) + (
            ".png" if self.target == "image" else ".pdf"
        )


#: Ways that are tried besides those that the pairs need.
_MORE = 24


@cache
def cases() -> list[Case]:
    """Every pair of choices that is possible, at least once, and some more."""
    every = [
        case
        for values in product(
            DOORS,
            PIECES,
            ("A4", "B2", "A1", "A4L"),
            DOORS["build"],
            ("", "toner", "toner-mono"),
            PRINTERS,
            ("", "half", "roll", "cross", "none"),
            ("content", "line", "like"),
        )
        if (case := Case(*values)).possible
    ]
    random.Random(11).shuffle(every)
    pairs = set[Any]().union(*map(_pairs, every))
    chosen = []
    while pairs:
        best = max(every, key=lambda case: len(pairs & _pairs(case)))
        pairs -= _pairs(best)
        chosen.append(best)
    chosen += [case for case in every if case not in chosen][:_MORE]
    return sorted(chosen, key=repr)


@cache
def _pairs(case: Case) -> frozenset[Any]:
    values = [(field.name, getattr(case, field.name)) for field in fields(Case)]
    return frozenset(combinations(values, 2))


def command(case: Case) -> tuple[str, list[str]]:
    """The outputs of content.yaml, and the arguments behind the door."""
    listed = {"piece": case.piece, "target": case.target, "size": case.size}
    arguments = {
        "build": [case.piece, "--target", case.target],
        "batch": ["rows.csv", "--piece", case.piece, "--target", case.target],
        "tile": [case.piece, "--size", case.size],
        "handout": [case.piece],
        "preview": [],
    }[case.door]
    if case.said in ("content", "like"):
        if case.said == "like":
            listed["target"] = "proof" if case.target == "press" else "press"
            listed["size"] = PIECES[case.piece][0]
            arguments += ["--size", case.size]
        if case.printer:
            listed["printer"] = case.printer
        if case.fold:
            listed["fold"] = case.fold
    else:
        # Something else stands in content.yaml, and is overridden.
        if case.target in ("press", "proof"):
            listed |= {"printer": "x1a-fogra39", "fold": "half"}
            arguments += ["--printer", case.printer or "house"]
            arguments += ["--fold", case.fold or USUAL.get(case.piece, "none")]
        if case.door in ("build", "batch"):
            arguments += ["--size", case.size]
        for name, option in (("toner", "--save-toner"), ("mono", "--mono")):
            if name in case.variant.split("-"):
                arguments.append(option)
    pairs = ", ".join(f"{key}: {value}" for key, value in listed.items())
    return f"outputs: [{{{pairs}}}]\n", arguments


@pytest.fixture(scope="module")
def tickets(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """The tickets of each case, by its number."""
    place = tmp_path_factory.mktemp("matrix")
    words = (HOME / "brochure/content/starter/content.yaml").read_text("utf-8")
    words = words[: words.index("\noutputs:") + 1]
    jobs = []
    for number, case in enumerate(cases()):
        folder = place / str(number)
        (folder / "printers").mkdir(parents=True)
        (folder / "printers" / "plain.yaml").write_text("marks: no\n")
        (folder / "rows.csv").write_text("ブース\nA-1\n", encoding="utf-8")
        outputs, arguments = command(case)
        (folder / "content.yaml").write_text(words + outputs, encoding="utf-8")
        arguments = [
            str(folder / word) if word == "rows.csv" else word for word in arguments
        ]
        jobs.append((str(folder), case.door, arguments))
    (place / "jobs.json").write_text(json.dumps(jobs))
    program = [sys.executable, Path(__file__).with_name("tickets.py")]
    subprocess.run(
        [*program, place / "jobs.json", place / "log"],
        env=environment(),
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=110,
    )
    return [*_read(place / "log")]


def _read(log: Path) -> Iterator[list[dict[str, Any]]]:
    found: list[dict[str, Any]] = []
    for line in log.read_text(encoding="utf-8").splitlines():
        if line[0] == "#":
            found = []
        elif line[0] == "=":
            assert json.loads(line[2:]) == 0, (len(found), json.loads(line[2:]))
            yield found
        else:
            found.append(json.loads(line))


def test_every_door_and_every_pair_of_choices_is_tried() -> None:
    assert {case.door for case in cases()} == {*DOORS}
    assert {case.target for case in cases()} == {*DOORS["build"]}
    assert 60 <= len(cases()) <= 100


def test_the_ticket_is_what_was_asked_for_through_every_door(
    tickets: list[list[dict[str, Any]]],
) -> None:
    assert len(tickets) == len(cases())
    for case, found in zip(cases(), tickets, strict=True):
        mine = [one for one in found if one["target"] == case.target]
        assert len(mine) == 1, (case, found)
        assert _differences(case, mine[0]) == {}, case


def _differences(case: Case, ticket: dict[str, Any]) -> dict[str, Any]:
    """What of the ticket, and of the file, is not as it should be."""
    pdfx, condition, marks = PRINTERS[case.printer]
    press, for_shop = case.target == "press", case.target in ("press", "proof")
    wanted: dict[str, Any] = {
        "name": case.name,
        "size": case.size,
        "variant": case.variant,
        "fold": case.folded,
        "printer": (case.printer or "house") if for_shop else "house",
        "condition": condition if for_shop else "FOGRA39",
        "kind": "png" if case.target == "image" else "pdf",
        "colour": {
            "press": f"PDF/{pdfx} · CMYK · {condition}",
            "screen": "sRGB · PDF/UA-1",
        }.get(case.target, "sRGB"),
    }
    if case.target != "image":
        wanted |= {
            "intent": [condition] if press else [],
            "is_x1a": press and pdfx.startswith("X-1a"),
            "is_x4": press and pdfx == "X-4",
            "bleed_mm": 3.0 if press else 0.0,
            "slug_mm": (16.0 if marks else 3.0) if press else 0.0,
            "has_marks": press and marks,
            "has_fold_marks": press and marks and bool(case.folded),
        }
    return {
        key: (ticket.get(key), value)
        for key, value in wanted.items()
        if ticket.get(key) != value
    }
