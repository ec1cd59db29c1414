"""The command line: arguments in, exit status out.

Exit status: 0 done, 1 a file that a print shop would refuse, 2 input, usage or
environment that cannot be worked with, 130 interrupted. A traceback is always a bug
of ours.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NamedTuple

from brochure import __version__
from brochure.commands.language import language
from brochure.commands.options import Command, Given, take_language
from brochure.finding import Finding, Stop, Words, did_you_mean, fail
from brochure.product.pieces import PIECES

_INTERRUPTED = Words(
    "中断しました。前に作ったファイルはそのまま残っています。",
    "Interrupted; the files made earlier are as they were.",
)


class _Entry(NamedTuple):
    """A command: where its row and its function are, and its line in the overview."""

    module: str
    row: str
    function: str
    usage: str
    words: Words


#: In the order of the overview. A module is imported when its command is named.
COMMANDS = {
    "build": _Entry(
        "build", "COMMAND", "run", "build poster",
        Words("ポスターだけを作る", "the poster only"),
    ),
    "preview": _Entry(
        "project", "PREVIEW", "preview", "preview",
        Words(
            "ブラウザーで刷り上がりを見ながら直す",
            "the pages in a browser, redrawn on save",
        ),
    ),
    "check": _Entry(
        "check", "COMMAND", "run", "check FILE.pdf",
        Words(
            "入稿できる PDF かどうかを調べる", "whether a print shop will take the PDF"
        ),
    ),
    "tile": _Entry(
        "office", "TILE", "tile", "tile poster",
        Words(
            "ポスターを A4 や A3 に分けて印刷する",
            "a poster in sheets of A4 or A3, to be glued",
        ),
    ),
    "handout": _Entry(
        "office", "HANDOUT", "handout", "handout leaflet",
        Words(
            "A3 に 2 面などの配布用を作る",
            "several copies on a sheet, to be cut apart",
        ),
    ),
    "batch": _Entry(
        "office", "BATCH", "batch", "batch fairs.xlsx",
        Words("表の一行ごとに PDF を作る", "a PDF for each row of a table"),
    ),
    "new": _Entry(
        "project", "NEW", "new", "new FOLDER",
        Words("新しい原稿のフォルダーを作る", "a new folder with sample words"),
    ),
    "schema": _Entry(
        "project", "SCHEMA", "schema", "schema",
        Words(
            "原稿の書式（JSON Schema）を表示する", "the JSON Schema of content.yaml"
        ),
    ),
}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Where the terminal's encoding lacks 外, it shows \\u5916 and goes on.
            stream.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = language(os.environ)
    try:
        lang, arguments = take_language(arguments, lang)
        return _run(arguments, lang)
    except Stop as stop:
        from brochure.works.terminal import findings_text

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
    first = arguments[0] if arguments else ""
    if first in ("--help", "-h", "help"):
        print(overview(lang), end="")
        return 0
    if first == "--version":
        print(f"Brochure {__version__}")
        return 0
    if not first or first.startswith("-"):
        first, arguments = "build", ["build", *arguments]
    if first not in COMMANDS:
        raise Stop(_unknown_command(first))
    command, run = command_of(first)
    given = command.read(arguments[1:])
    if given.help:
        from brochure.commands.help import help_text

        print(help_text(command, lang), end="")
        return 0
    return run(given, lang)


def command_of(name: str) -> tuple[Command, Callable[[Given, str], int]]:
    """The row of a command, and the function that does it."""
    entry = COMMANDS[name]
    module = import_module(f"brochure.commands.{entry.module}")
    return getattr(module, entry.row), getattr(module, entry.function)


def overview(lang: str) -> str:
    """What the program does, and its commands, a line each."""
    head, tail = _HEAD.in_(lang), _TAIL.in_(lang)
    everything = Words(
        "原稿に書かれた PDF をすべて out/ に作る",
        "every PDF listed in content.yaml, into out/",
    )
    rows = [("", everything), *((one.usage, one.words) for one in COMMANDS.values())]
    lines = [
        f"  {f'./make_pdf.py {usage}'.rstrip():<33}{words.in_(lang)}"
        for usage, words in rows
    ]
    return "\n".join([head, *lines, tail])


_HEAD = Words(
    "content.yaml の原稿から、印刷できるリーフレットとポスターの PDF を作ります。\n\n"
    "使い方:",
    "Makes the print-ready PDFs of the leaflet and the poster from content.yaml.\n\n"
    "Usage:",
)
_TAIL = Words(
    """
  ./make_pdf.py build --help       build の選び方をすべて表示する
  ./make_pdf.py --version          版を表示する
  --lang ja|en                     日本語か英語で話す（なければ端末の言語）

終了コード: 0 できた、1 検査に合格しない、2 原稿や指定に直すところがある、
            130 中断された
""",
    """
  ./make_pdf.py build --help       all that build can do
  ./make_pdf.py --version          the version
  --lang ja|en                     speak Japanese or English (default: as the
                                   terminal's locale)

Exit status: 0 done, 1 refused by a check, 2 there is something to mend,
             130 interrupted
""",
)


def _unknown_command(given: str) -> Finding:
    if given.lower() in PIECES:
        hint = Words(
            f"make_pdf.py build {given.lower()} ではありませんか？",
            f"did you mean make_pdf.py build {given.lower()}?",
        )
    else:
        hint = did_you_mean(given, COMMANDS)
    return fail(
        "usage.unknown-command",
        f"「{given}」という命令はありません",
        f"there is no command “{given}”",
        hint=hint,
    )
