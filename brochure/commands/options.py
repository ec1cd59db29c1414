"""The words of a command line: every command and option as a row, and how it is read.

From the same rows come the parser, `--help` (help.py) and the hints at what was meant.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import isfinite
from typing import Any

from brochure.commands.language import LANGUAGES
from brochure.finding import Finding, Stop, Words, did_you_mean, fail

_NONE = Words("", "")


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `value` is what help writes for its value, "" for a switch.

    `choices` are the names that it takes, with words for each or without, in the order
    of help; `read` makes a value of what was typed and raises Stop: of names, where
    people write them in more ways than help lists. `usual` is what holds where the
    option is not given; help says it where `words` do not. Where it is `open`,
    content.yaml may have more choices.
    """

    name: str
    words: Words
    value: str = ""
    read: Callable[[str, str], Any] | None = None
    choices: Mapping[str, Words | None] = field(default_factory=dict)
    usual: str = ""
    repeated: bool = False
    open: bool = False

    @property
    def key(self) -> str:
        """As Python writes it: `save_toner`."""
        return self.name.lstrip("-").replace("-", "_")

    def read_all(self, given: Any) -> Any:
        """The value, or for a repeated option all of them."""
        if not self.value:
            return bool(given)
        if self.repeated:
            return tuple(self._one(given or []))
        text = self.usual if given is None else given
        if not text and given is None:
            return ""
        return next(iter(self._one([text])))

    def _one(self, given: Iterable[str]) -> Iterable[Any]:
        if self.read:
            return _all(self.read, self.name, given)
        if self.choices and not self.open:
            return known(Words(self.name, self.name), given, self.choices)
        return given


def _all(
    read: Callable[[str, str], Any], name: str, given: Iterable[str]
) -> Sequence[Any]:
    """Every value. Raises: Stop with all that is wrong with any."""
    found: list[Any] = []
    wrong: list[Finding] = []
    for text in given:
        try:
            found.append(read(name, text))
        except Stop as stop:
            wrong += stop.findings
    if wrong:
        raise Stop(*wrong)
    return found


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `operand` is what stands behind its name, as help writes it.

    `operands` are the names that may stand there, and their words; none means files.
    Where they are `open`, content.yaml may have more of them. `most` is how many may,
    `needed` what is said where there is none though there must be.
    """

    name: str
    about: Words
    operand: Words = _NONE
    operands: Mapping[str, Words | None] = field(default_factory=dict)
    what: Words = _NONE
    open: bool = False
    most: int | None = 0
    needed: Words | None = None
    example: str = ""
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    ending: Words = _NONE

    def read(self, arguments: list[str]) -> Given:
        """What was typed, read and checked.

        Raises: Stop for all that the command does not have, or cannot be read.
        """
        options, rest = _parse(self, arguments)
        if options.help:
            return Given((), {}, help=True)
        if self.needed and not rest and not _answers_alone(self, options):
            raise Stop(self._missing())
        if self.most is not None and len(rest) > self.most:
            raise Stop(_extra(rest[self.most]))
        names = tuple(rest)
        if self.operands and not self.open:
            names = known(self.what, rest, self.operands)
        values = {
            one.key: one.read_all(getattr(options, one.key)) for one in self.options
        }
        return Given(names, values)

    def _missing(self) -> Any:
        assert self.needed
        return fail(
            "usage.missing",
            *self.needed,
            hint=Words(f"例: {self.example}", f"e.g. {self.example}"),
        )


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed: the words behind the command, and every option's value."""

    names: tuple[str, ...]
    values: dict[str, Any]
    help: bool = False

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


def _answers_alone(command: Command, options: argparse.Namespace) -> bool:
    """Whether a switch was given that needs no file: `check --list-rules`."""
    return any(
        one.key.startswith("list_") and getattr(options, one.key)
        for one in command.options
    )


# --- Reading ---------------------------------------------------------------------


def take_language(arguments: list[str], lang: str) -> tuple[str, list[str]]:
    """The language that --lang asks for, before or after the command, and the rest."""
    own = _parser()
    own.add_argument("--lang")
    options, rest = _parse_known(own, arguments)
    if options.lang is None:
        return lang, rest
    return known(Words("--lang", "--lang"), [options.lang], LANGUAGES)[0], rest


def _parser() -> argparse.ArgumentParser:
    """argparse knows options and their values; the words for people are ours.

    The width is never used, but keeps argparse from asking shutil for it, 6 ms.
    """
    return argparse.ArgumentParser(
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
        formatter_class=partial(argparse.HelpFormatter, width=80),
    )


def _parse(
    command: Command, arguments: list[str]
) -> tuple[argparse.Namespace, list[str]]:
    """The options, and the words that are none.

    Raises: Stop for options that the command does not have.
    """
    parser = _parser()
    parser.add_argument("-h", "--help", action="store_true")
    for one in command.options:
        if not one.value:
            parser.add_argument(one.name, action="store_true")
        else:
            parser.add_argument(one.name, action="append" if one.repeated else "store")
    options, rest = _parse_known(parser, arguments)
    names = [one.name for one in command.options] + ["--lang", "--help"]
    unknown = [word for word in rest if word.startswith("-")]
    if unknown and not options.help:
        raise Stop(
            *(
                fail(
                    "usage.unknown-option",
                    f"「{word}」というオプションはありません",
                    f"there is no option “{word}”",
                    hint=did_you_mean(word.partition("=")[0], names),
                )
                for word in unknown
            )
        )
    return options, rest


def _parse_known(
    parser: argparse.ArgumentParser, arguments: list[str]
) -> tuple[argparse.Namespace, list[str]]:
    try:
        return parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        name = error.argument_name or ""
        if "ignored explicit argument" in error.message:
            words = Words(f"{name} に値は付きません", f"{name} takes no value")
        else:
            words = Words(
                f"{name} のあとに値が要ります", f"{name} needs a value after it"
            )
        raise Stop(fail("usage.value", *words)) from None


def known(what: Words, given: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """The names as we write them, upper and lower case aside.

    Raises: Stop for all those that we do not know.
    """
    folded = {name.lower(): name for name in names}
    unknown = [name for name in given if name.lower() not in folded]
    if unknown:
        raise Stop(
            *(
                fail(
                    "usage.unknown-name",
                    f"{what.ja} に「{name}」はありません",
                    f"there is no {what.en} “{name}”",
                    hint=did_you_mean(name, folded.values()),
                )
                for name in unknown
            )
        )
    return tuple(folded[name.lower()] for name in given)


def number(least: float, most: float) -> Callable[[str, str], float]:
    """Reads a number, such as millimetres, from `least` to `most`."""

    def read(name: str, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if isfinite(value) and least <= value <= most:
            return value
        raise Stop(
            fail(
                "usage.number",
                f"{name} は {least:g} から {most:g} までの数です（「{text}」）",
                f"{name} is a number from {least:g} to {most:g}, not “{text}”",
            )
        )

    return read


def count(
    least: int, most: int, code: str = "usage.number"
) -> Callable[[str, str], int]:
    """Reads a count from `least` to `most`: 2.7 copies are an error."""

    def read(name: str, text: str) -> int:
        if text.isascii() and text.isdigit() and least <= int(text[:9]) <= most:
            return int(text[:9])
        raise Stop(
            fail(
                code,
                f"{name} は {least} から {most} までの整数です（「{text}」）",
                f"{name} is a whole number from {least} to {most}, not “{text}”",
            )
        )

    return read


def _extra(word: str) -> Any:
    return fail(
        "usage.extra",
        f"「{word}」は余分です",
        f"“{word}” is one word too many",
    )


def plain(names: Sequence[str] | Iterable[str]) -> dict[str, Words | None]:
    """Choices that need no words."""
    return dict.fromkeys(names)
