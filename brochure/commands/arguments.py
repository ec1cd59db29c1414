"""The words of a command line: options, names, files, and what is wrong with them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from brochure import HOME
from brochure.commands.language import LANGUAGES
from brochure.finding import Stop, Words, did_you_mean, fail


def take_language(arguments: list[str], lang: str) -> tuple[str, list[str]]:
    """The language that --lang asks for, before or after the command, and the rest."""
    own = bare_parser()
    own.add_argument("--lang")
    options, rest = parse_known(own, arguments)
    if options.lang is None:
        return lang, rest
    return known(Words("--lang", "--lang"), [options.lang], LANGUAGES)[0], rest


def new_parser() -> argparse.ArgumentParser:
    made = bare_parser()
    made.add_argument("-h", "--help", action="store_true")
    return made


def bare_parser() -> argparse.ArgumentParser:
    """argparse knows options and their values; the words for people are ours.

    The width is never used, but keeps argparse from asking shutil for it, 6 ms.
    """
    return argparse.ArgumentParser(
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
        formatter_class=partial(argparse.HelpFormatter, width=80),
    )


def parse(
    parser: argparse.ArgumentParser, arguments: list[str]
) -> tuple[argparse.Namespace, list[str]]:
    """The options, and the words that are none.

    Raises: Stop for options that the command does not have.
    """
    options, rest = parse_known(parser, arguments)
    names = [f"--{name.replace('_', '-')}" for name in vars(options)] + ["--lang"]
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


def parse_known(
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


def refuse_extra(words: Sequence[str]) -> None:
    if words:
        raise Stop(
            fail(
                "usage.extra",
                f"「{words[0]}」は余分です",
                f"“{words[0]}” is one word too many",
            )
        )


def content_file(given: str | None) -> Path:
    """The file that --content names, or content.yaml here, or else Brochure's own.

    A folder stands for the content.yaml in it.
    """
    if given is None:
        here = Path("content.yaml")
        return here if here.exists() else HOME / "content.yaml"
    path = Path(given)
    return path / "content.yaml" if path.is_dir() else path
