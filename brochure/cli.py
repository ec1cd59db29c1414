"""The command line: arguments in, exit status out.

Exit status: 0 done, 1 a file that a print shop would refuse, 2 input, usage or
environment that cannot be worked with, 130 interrupted. A traceback is always a bug
of ours.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from brochure import HOME, __version__, guide
from brochure.finding import Finding, Stop, Words, fail
from brochure.formats import FORMATS, SIZES
from brochure.job import Target
from brochure.order import Order
from brochure.words import LANGUAGES, did_you_mean, language

_INTERRUPTED = Words(
    "中断しました。前に作ったファイルはそのまま残っています。",
    "Interrupted; the files made earlier are as they were.",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Where the terminal's encoding lacks 外, it shows \u5916 and goes on.
            stream.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = language(os.environ)
    try:
        lang, arguments = _take_language(arguments, lang)
        return _run(arguments, lang)
    except Stop as stop:
        from brochure.table import findings_text

        print(findings_text(stop.findings, lang), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_INTERRUPTED.in_(lang), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # `make_pdf.py schema | head`: nobody reads on, which is no failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: list[str], lang: str) -> int:
    """Hands the arguments to the command that they name; `build` where none."""
    commands = {
        "build": _build,
        "preview": _preview,
        "check": _check,
        "schema": _schema,
        "new": _new,
    }
    first = arguments[0] if arguments else ""
    if first in ("--help", "-h", "help"):
        print(guide.GENERAL.in_(lang), end="")
        return 0
    if first == "--version":
        print(f"Brochure {__version__}")
        return 0
    if not first or first.startswith("-"):
        return _build(arguments, lang)
    if first not in commands:
        raise Stop(_unknown_command(first, commands))
    return commands[first](arguments[1:], lang)


# --- The commands ----------------------------------------------------------------


def _build(arguments: list[str], lang: str) -> int:
    parser = _parser()
    parser.add_argument("--target", action="append", default=[])
    parser.add_argument("--size", action="append", default=[])
    parser.add_argument("--printer", default="")
    parser.add_argument("--content")
    parser.add_argument("--out")
    parser.add_argument("--force", action="store_true")
    options, pieces = _parse(parser, arguments)
    if options.help:
        print(guide.BUILD.in_(lang), end="")
        return 0
    content = _content_file(options.content)
    order = Order(
        content=content,
        out=Path(options.out) if options.out is not None else content.parent / "out",
        pieces=_known(Words("build", "piece"), pieces, SIZES),
        targets=tuple(map(Target, _known(_TARGET, options.target, Target))),
        sizes=_known(_SIZE, options.size, FORMATS),
        printer=options.printer,
        force=options.force,
    )
    from brochure.build import build

    return build(order, lang)


_TARGET = Words("--target", "--target")
_SIZE = Words("--size", "--size")


def _schema(arguments: list[str], lang: str) -> int:
    options, extra = _parse(_parser(), arguments)
    if options.help:
        print(guide.SCHEMA.in_(lang), end="")
        return 0
    _refuse_extra(extra)
    from brochure.content import schema

    sys.stdout.buffer.write(schema().encode())
    return 0


def _new(arguments: list[str], lang: str) -> int:
    options, folders = _parse(_parser(), arguments)
    if options.help:
        print(guide.NEW.in_(lang), end="")
        return 0
    if not folders:
        raise Stop(
            fail(
                "usage.missing",
                "new のあとに、作るフォルダーの名前が要ります",
                "new needs the name of the folder to make",
                hint=Words("例: make_pdf.py new spring", "e.g. make_pdf.py new spring"),
            )
        )
    _refuse_extra(folders[1:])
    from brochure.content import new

    folder = Path(folders[0])
    new.create(folder)
    words = folder / "content.yaml"
    done = Words(
        f"{folder} を作りました。{words} を書きかえて、次を実行してください:",
        f"{folder} is ready. Change {words}, then run:",
    )
    print(done.in_(lang))
    print(
        f"  {shlex.join([str(HOME / 'make_pdf.py'), 'build', '--content', str(words)])}"
    )
    return 0


def _preview(arguments: list[str], lang: str) -> int:
    parser = _parser()
    parser.add_argument("--port", default="8000")
    parser.add_argument("--open", action="store_true")
    parser.add_argument("--content")
    options, extra = _parse(parser, arguments)
    if options.help:
        print(guide.PREVIEW.in_(lang), end="")
        return 0
    _refuse_extra(extra)
    from brochure.preview.serve import serve

    content = _content_file(options.content)
    return serve(content, _port(options.port), options.open, lang)


def _check(arguments: list[str], lang: str) -> int:
    parser = _parser()
    parser.add_argument("--printer", default="")
    parser.add_argument("--json")
    parser.add_argument("--html")
    parser.add_argument("--list-rules", action="store_true")
    options, files = _parse(parser, arguments)
    if options.help:
        print(guide.CHECK.in_(lang), end="")
        return 0
    from brochure import check

    if options.list_rules:
        return check.list_rules(lang)
    if refused := check.refused(options.html, files):
        raise Stop(refused)
    asked = check.Check(
        tuple(map(Path, files)),
        options.printer,
        Path(options.json) if options.json else None,
        Path(options.html) if options.html else None,
    )
    return check.check(asked, lang)


def _port(given: str) -> int:
    if given.isascii() and given.isdigit() and int(given) < 65536:
        return int(given)
    raise Stop(
        fail(
            "usage.port",
            f"「{given}」はポート番号ではありません",
            f"“{given}” is no port number",
            hint=Words("例: --port 8001", "e.g. --port 8001"),
        )
    )


# --- Reading the arguments -------------------------------------------------------


def _take_language(arguments: list[str], lang: str) -> tuple[str, list[str]]:
    """The language that --lang asks for, before or after the command, and the rest."""
    parser = _bare_parser()
    parser.add_argument("--lang")
    options, rest = _parse_known(parser, arguments)
    if options.lang is None:
        return lang, rest
    return _known(Words("--lang", "--lang"), [options.lang], LANGUAGES)[0], rest


def _parser() -> argparse.ArgumentParser:
    parser = _bare_parser()
    parser.add_argument("-h", "--help", action="store_true")
    return parser


def _bare_parser() -> argparse.ArgumentParser:
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
    parser: argparse.ArgumentParser, arguments: list[str]
) -> tuple[argparse.Namespace, list[str]]:
    """The options, and the words that are none.

    Raises: Stop for options that the command does not have.
    """
    options, rest = _parse_known(parser, arguments)
    known = [f"--{name.replace('_', '-')}" for name in vars(options)] + ["--lang"]
    unknown = [word for word in rest if word.startswith("-")]
    if unknown and not options.help:
        raise Stop(
            *(
                fail(
                    "usage.unknown-option",
                    f"「{word}」というオプションはありません",
                    f"there is no option “{word}”",
                    hint=did_you_mean(word.partition("=")[0], known),
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


def _known(what: Words, given: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
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


def _refuse_extra(words: Sequence[str]) -> None:
    if words:
        raise Stop(
            fail(
                "usage.extra",
                f"「{words[0]}」は余分です",
                f"“{words[0]}” is one word too many",
            )
        )


def _unknown_command(given: str, commands: Iterable[str]) -> Finding:
    if given.lower() in SIZES:
        hint = Words(
            f"make_pdf.py build {given.lower()} ではありませんか？",
            f"did you mean make_pdf.py build {given.lower()}?",
        )
    else:
        hint = did_you_mean(given, commands)
    return fail(
        "usage.unknown-command",
        f"「{given}」という命令はありません",
        f"there is no command “{given}”",
        hint=hint,
    )


def _content_file(given: str | None) -> Path:
    """The file that --content names, or content.yaml here, or else Brochure's own.

    A folder stands for the content.yaml in it.
    """
    if given is None:
        here = Path("content.yaml")
        return here if here.exists() else HOME / "content.yaml"
    path = Path(given)
    return path / "content.yaml" if path.is_dir() else path
