"""Hands out the entries of a data sheet as places, numbers, inks and the sun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from re import fullmatch

from brochure.art.projection import Place
from brochure.art.sun import subsolar
from brochure.finding import Finding, Stop, Words, fail, meant, nearest
from brochure.shop import datasheet
from brochure.shop.datasheet import Entry

_NUMBER = r"-?\d{1,9}(\.\d{1,6})?"


@dataclass(frozen=True, slots=True)
class Edges:
    """One number for each edge of a map."""

    north: float
    east: float
    south: float
    west: float


class Desk:
    """Checks each entry when it is asked for; `close` raises all that is wrong."""

    def __init__(self, path: Path) -> None:
        self._file = path.name
        self._entries = {entry.key: entry for entry in datasheet.read(path)}
        self._asked: set[str] = set()
        self._findings: list[Finding] = []

    def below(self, block: str) -> list[str]:
        """The keys one level below `block`, in the order of the file."""
        start = f"{block}."
        inner = (key[len(start) :] for key in self._entries if key.startswith(start))
        return [start + name for name in dict.fromkeys(k.split(".")[0] for k in inner)]

    def text(self, key: str) -> str:
        """What is written at `key`."""
        entry = self._entry(key)
        return entry.value if entry else ""

    def name(self, key: str) -> str:
        """The last part of the key itself, fit to be the name of a file."""
        name = key.rpartition(".")[2]
        if not fullmatch(r"[a-z0-9-]+", name):
            self._findings.append(
                fail(
                    "art.name",
                    f"地図の名前「{name}」は使えません",
                    f"a map cannot be called “{name}”",
                    hint=Words(
                        "a〜z、0〜9、- だけです", "use a to z, 0 to 9 and - only"
                    ),
                    at=self._file,
                )
            )
        return name

    def choice(self, key: str, choices: Iterable[str]) -> str:
        """One of the words in `choices`."""
        words = list(choices)
        entry = self._entry(key)
        if entry and entry.value in words:
            return entry.value
        self.refuse(key, "・".join(words), ", ".join(words))
        return words[0]

    def ink(self, key: str) -> str:
        """An ink of inks.yaml or one of its tints."""
        entry = self._entry(key)
        if entry and not fullmatch(
            r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*(-[1-9]0)?", entry.value
        ):
            self.refuse(key, "インキの名前（dusk、dusk-40）", "an ink (dusk, dusk-40)")
        return entry.value if entry else ""

    def number(self, key: str, low: float, high: float) -> float:
        """The number at `key`, from `low` to `high`."""
        entry = self._entry(key)
        if entry and fullmatch(_NUMBER, entry.value):
            number = float(entry.value)
            if low <= number <= high:
                return number
        self.refuse(
            key, f"{low:g}〜{high:g} の数", f"a number from {low:g} to {high:g}"
        )
        return low

    def edges(self, key: str, low: float, high: float) -> Edges:
        """One number for each edge."""
        sides = ("north", "east", "south", "west")
        return Edges(*(self.number(f"{key}.{side}", low, high) for side in sides))

    def place(self, key: str) -> Place:
        """The place at `key`, written `139.75 35.68`: longitude, latitude."""
        entry = self._entry(key)
        if entry and fullmatch(f"{_NUMBER} +{_NUMBER}", entry.value):
            longitude, latitude = map(float, entry.value.split())
            if abs(longitude) <= 360 and abs(latitude) <= 90:
                return longitude, latitude
        example = "139.75 35.68"
        self.refuse(
            key, f"経度と緯度（{example}）", f"longitude and latitude ({example})"
        )
        return 0.0, 0.0

    def sun(self) -> Place:
        """Where the sun stands, from `light.sun` or else from `light.moment`."""
        if "light.sun" in self._entries:
            return self.place("light.sun")
        entry = self._entry("light.moment")
        try:
            moment = datetime.fromisoformat(entry.value if entry else "")
        except ValueError:
            moment = datetime.min
        if moment.tzinfo and 1950 <= moment.year <= 2050:
            return subsolar(moment)
        example = "2026-06-21T12:00+09:00"
        self.refuse(
            "light.moment",
            f"時差つきの日時（{example}）",
            f"a time with its zone ({example})",
        )
        return 0.0, 0.0

    def need(self, key: str) -> None:
        """Notes that `key` is missing."""
        self._findings.append(
            fail(
                "art.key-missing",
                f"「{key}」がありません",
                f"“{key}” is missing",
                at=self._file,
            )
        )

    def refuse(self, key: str, ja: str, en: str) -> None:
        """Notes that the value at `key` cannot be used, and what can."""
        if entry := self._entries.get(key):
            self._findings.append(
                fail(
                    "art.value",
                    f"「{entry.value}」は使えません",
                    f"“{entry.value}” cannot be used here",
                    hint=Words(f"書けるもの: {ja}", f"write {en}"),
                    at=entry.at,
                    subject=key,
                )
            )

    def close(self) -> None:
        """Refuses entries that nobody asked for.

        Raises: Stop if anything was refused or is missing.
        """
        for key, entry in self._entries.items():
            if key in self._asked:
                continue
            near = nearest(key, sorted(self._asked))
            self._findings.append(
                fail(
                    "art.key-unknown",
                    f"「{key}」という設定はありません",
                    f"there is no setting “{key}”",
                    hint=meant(near) if near else None,
                    at=entry.key_at,
                )
            )
        if self._findings:
            raise Stop(*self._findings)

    def _entry(self, key: str) -> Entry | None:
        self._asked.add(key)
        if key not in self._entries:
            self.need(key)
        return self._entries.get(key)
