"""印刷会社ごとの入稿条件: what a print shop wants of a press file, as typed data.

A printer profile is a small YAML file, bundled (`brochure/printers/`) or the user's own
(`printers/` in the project). What a file does not say is as in `house.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from brochure import HOME
from brochure.files import lying
from brochure.finding import (
    Finding,
    Mark,
    Stop,
    Words,
    did_you_mean,
    fail,
    meant,
    nearest,
)
from brochure.shop import colour, datasheet
from brochure.shop.datasheet import Entry
from brochure.shop.limits import READERS, Allowed, Limits, allowed, limits

BUNDLED = HOME / "brochure" / "printers"
PROFILES = HOME / "brochure" / "icc"
DEFAULT = "house"
#: What C M Y K is taken for where no print shop is asked.
HOUSE_ICC = PROFILES / "ISOcoated_v2_300_bas.icc"


class Flavour(StrEnum):
    """Which PDF/X the shop takes: ISO 15930-7:2010 or ISO 15930-1:2001."""

    X4 = "X-4"
    X1A = "X-1a:2001"


@dataclass(frozen=True, slots=True)
class Condition:
    """印刷条件, as the output intent names it (PDF 32000-1 § 14.11.5)."""

    identifier: str
    description: str = ""
    registry: str = ""
    info: str = ""


@dataclass(frozen=True, slots=True)
class Printer:
    """One shop's wishes, as its file says them.

    `icc` separates what is no ink. `embed_icc` is whether the output intent carries
    the profile, `tac_percent` the most ink at one point, `overprint_black` whether
    K 100 text overprints (ノセ), `marks` whether トンボ, slug line and colour bar
    surround the page.
    """

    name: str
    file: Path
    title: Words
    pdfx: Flavour
    condition: Condition
    icc: Path
    embed_icc: bool
    tac_percent: float
    overprint_black: bool
    marks: bool
    limits: Limits
    allow: dict[str, Allowed]


def names(project: Path) -> list[str]:
    """The printers that can be named: the bundled ones, then the project's own."""
    found = {file.stem for file in BUNDLED.glob("*.yaml")}
    own = {file.stem for file in (project / "printers").glob("*.yaml")}
    return sorted(found, key=lambda name: (name != DEFAULT, name)) + sorted(own - found)


def load(name: str, project: Path) -> Printer:
    """The printer called `name` ("" is the house default), or in the file `name`.

    Looks for PROJECT/printers/NAME.yaml, then for a bundled one, then takes `name` for
    a path inside the project.

    Raises:
        Stop: no such printer, or everything that is wrong with its file.
    """
    file = _find(name or DEFAULT, project)
    shown = _shown(file, project)
    sheet = _Sheet(shown)
    for entry in _with_defaults(datasheet.read(file, shown)):
        sheet.take(entry)
    icc = _profile(sheet, file, project)
    sheet.check()
    if sheet.findings:
        raise Stop(*sheet.findings)
    value = sheet.values
    return Printer(
        name=file.stem,
        file=file,
        title=Words(value.get("title.ja", file.stem), value.get("title.en", file.stem)),
        pdfx=value["pdfx"],
        condition=Condition(
            value["condition.identifier"],
            value.get("condition.description", ""),
            value.get("condition.registry", ""),
            value.get("condition.info", ""),
        ),
        icc=icc,
        embed_icc=value["embed_icc"],
        tac_percent=value["tac_percent"],
        overprint_black=value["overprint_black"],
        marks=value["marks"],
        limits=limits(value),
        allow={
            key.removeprefix("allow."): one
            for key, one in value.items()
            if key.startswith("allow.")
        },
    )


def _find(name: str, project: Path) -> Path:
    bundled = BUNDLED / f"{name}.yaml"
    named = re.fullmatch(r"[\w-]+", name)
    file = lying(project / "printers" / f"{name}.yaml" if named else project / name)
    if named and bundled.is_file() and not file.is_file():
        return bundled
    if file.is_file():
        if _inside(file, project):
            return file
        raise Stop(
            fail(
                "printers.outside",
                f"{name} は原稿のフォルダーの外にあります",
                f"{name} lies outside of the project's folder",
                hint=_PUT_INTO,
            )
        )
    known = names(project)
    listed = ", ".join(known)
    hint = Words(f"使えるもの: {listed}", f"there are: {listed}")
    if near := nearest(name, known):
        ja, en = meant(near)
        hint = Words(f"{ja}（{hint.ja}）", f"{en} ({hint.en})")
    raise Stop(
        fail(
            "printers.unknown",
            f"「{name}」という印刷条件はありません",
            f"there is no printer “{name}”",
            hint=hint,
        )
    )


_PUT_INTO = Words(
    "原稿の printers/ フォルダーに入れてください", "put it into the project's printers/"
)


def _inside(file: Path, project: Path) -> bool:
    return file.resolve().is_relative_to(project.resolve())


def _shown(file: Path, project: Path) -> str:
    """The file as findings name it, from the project's or the program's folder."""
    for folder in (project, HOME):
        if file.is_relative_to(folder):
            return file.relative_to(folder).as_posix()
    return file.name


def _with_defaults(entries: list[Entry]) -> list[Entry]:
    """The entries and, for what they leave out, those of house.yaml.

    A condition is taken whole: half of one and half of another would be a third.
    """
    given = {entry.key for entry in entries} | {"title.ja", "title.en"}
    if any(key.startswith("condition.") for key in given):
        given |= {key for key in _FIELDS if key.startswith("condition.")}
    house = datasheet.read(BUNDLED / f"{DEFAULT}.yaml")
    return entries + [entry for entry in house if entry.key not in given]


class _Sheet:
    """The values of one printer file while they are read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: dict[str, Any] = {}
        self.places: dict[str, Mark] = {}
        self.findings: list[Finding] = []

    def take(self, entry: Entry) -> None:
        """Keeps the value, or a finding that says what it should have been."""
        self.places[entry.key] = entry.at
        reader = _FIELDS.get(entry.key)
        if entry.key.startswith("allow."):
            reader = allowed
        if reader is None:
            self.findings.append(_unknown_key(entry))
            return
        try:
            self.values[entry.key] = reader(entry.value.strip())
        except ValueError as error:
            wanted: Words = error.args[0]
            self.findings.append(
                fail(
                    "printers.value",
                    f"「{entry.value}」は使えません",
                    f"“{entry.value}” will not do",
                    hint=wanted,
                    at=entry.at,
                    subject=entry.key,
                )
            )

    def check(self) -> None:
        """What no single value shows."""
        if not self.values.get("condition.identifier"):
            self.findings.append(
                fail(
                    "printers.condition-missing",
                    "condition.identifier（印刷条件の名前）がありません",
                    "condition.identifier is missing",
                    hint=Words(
                        "例: JC200103、FOGRA39", "for example JC200103, FOGRA39"
                    ),
                    at=self.name,
                )
            )
        if self.values.get("pdfx") == Flavour.X4 and not self.values.get("embed_icc"):
            self.findings.append(
                fail(
                    "printers.x4-without-profile",
                    "PDF/X-4 には ICC プロファイルの埋め込みが要ります",
                    "PDF/X-4 needs its ICC profile embedded",
                    hint=Words("embed_icc: yes にしてください", "write embed_icc: yes"),
                    at=self.places.get("embed_icc", self.name),
                )
            )


def _profile(sheet: _Sheet, file: Path, project: Path) -> Path:
    """The ICC profile: beside the printer's file, in PROJECT/printers, or bundled."""
    name: str = sheet.values.get("icc", "")
    own = [file.parent / name, project / "printers" / name]
    for path in own:
        if path.is_file() and _inside(path, project):
            break
    else:
        path = PROFILES / Path(name).name
    if not path.is_file():
        sheet.findings.append(
            fail(
                "printers.profile-missing",
                f"ICC プロファイル {name} が見つかりません",
                f"the ICC profile {name} is not here",
                hint=_PUT_INTO,
                at=sheet.places.get("icc", sheet.name),
            )
        )
    else:
        sheet.findings += colour.check(path, _shown(path, project))
    return path


def _unknown_key(entry: Entry) -> Finding:
    return fail(
        "printers.key-unknown",
        f"「{entry.key}」という項目はありません",
        f"“{entry.key}” is not a field here",
        hint=did_you_mean(entry.key, _FIELDS),
        at=entry.key_at,
    )


def _text(value: str) -> str:
    return value


def _yes_or_no(value: str) -> bool:
    if value.lower() not in _BOOLS:
        raise ValueError(Words("yes か no を書いてください", "write yes or no"))
    return _BOOLS[value.lower()]


_BOOLS = {"yes": True, "true": True, "no": False, "false": False}


def _flavour(value: str) -> Flavour:
    wanted = " / ".join(Flavour)
    try:
        return Flavour(value.removeprefix("PDF/"))
    except ValueError:
        raise ValueError(Words(f"使える値: {wanted}", f"write {wanted}")) from None


def _ascii(value: str) -> str:
    """Output intents are ASCII strings (PDF 32000-1, table 365)."""
    if not value.isascii():
        raise ValueError(Words("英数字だけで書いてください", "use ASCII letters only"))
    return value


def _percent(value: str) -> float:
    if (
        not re.fullmatch(r"[0-9]{3}(\.[0-9]+)?", value)
        or not 100 <= float(value) <= 400
    ):
        raise ValueError(
            Words(
                "100 から 400 の数字を書いてください", "write a number from 100 to 400"
            )
        )
    return float(value)


#: Every field of a printer file and how its text is read.
_FIELDS: dict[str, Callable[[str], Any]] = {
    "title.ja": _text,
    "title.en": _text,
    "pdfx": _flavour,
    "condition.identifier": _ascii,
    "condition.description": _ascii,
    "condition.registry": _ascii,
    "condition.info": _ascii,
    "icc": _text,
    "embed_icc": _yes_or_no,
    "tac_percent": _percent,
    "overprint_black": _yes_or_no,
    "marks": _yes_or_no,
    **READERS,
}
