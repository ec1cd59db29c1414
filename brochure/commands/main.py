"""The command line: arguments in, exit status out.

Exit status: 0 done, 1 a file that a print shop would refuse, 2 input, usage or
environment that cannot be worked with, 130 interrupted. A traceback is always a bug
of ours.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path

from brochure import HOME, __version__
from brochure.commands import guide
from brochure.commands import office as cli_office
from brochure.commands.arguments import (
    content_file,
    known,
    new_parser,
    parse,
    refuse_extra,
    take_language,
)
from brochure.commands.language import language
from brochure.finding import Finding, Stop, Words, did_you_mean, fail
from brochure.product.folds import Fold
from brochure.product.formats import FORMATS, SIZES
from brochure.product.outputs import Target
from brochure.works.order import Order

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
    commands = {
        "build": _build,
        "preview": _preview,
        "check": _check,
        "tile": cli_office.tile,
        "handout": cli_office.handout,
        "batch": cli_office.batch,
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
    parser = new_parser()
    parser.add_argument("--target", action="append", default=[])
    parser.add_argument("--size", action="append", default=[])
    parser.add_argument("--printer", default="")
    parser.add_argument("--content")
    parser.add_argument("--out")
    parser.add_argument("--save-toner", action="store_true")
    parser.add_argument("--mono", action="store_true")
    parser.add_argument("--force", action="store_true")
    options, pieces = parse(parser, arguments)
    if options.help:
        print(guide.BUILD.in_(lang), end="")
        return 0
    content = content_file(options.content)
    order = Order(
        content=content,
        out=Path(options.out) if options.out is not None else content.parent / "out",
        pieces=known(Words("build", "piece"), pieces, SIZES),
        targets=tuple(map(Target, known(_TARGET, options.target, Target))),
        sizes=known(_SIZE, options.size, FORMATS),
        printer=options.printer,
        variant="-".join(
            name
            for name, wanted in (("toner", options.save_toner), ("mono", options.mono))
            if wanted
        ),
        force=options.force,
    )
    from brochure.works.build import build

    return build(order, lang)


_TARGET = Words("--target", "--target")
_SIZE = Words("--size", "--size")
_FOLD = Words("--fold", "--fold")


def _schema(arguments: list[str], lang: str) -> int:
    options, extra = parse(new_parser(), arguments)
    if options.help:
        print(guide.SCHEMA.in_(lang), end="")
        return 0
    refuse_extra(extra)
    from brochure.content import schema

    sys.stdout.buffer.write(schema().encode())
    return 0


def _new(arguments: list[str], lang: str) -> int:
    options, folders = parse(new_parser(), arguments)
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
    refuse_extra(folders[1:])
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
    parser = new_parser()
    parser.add_argument("--port", default="8000")
    parser.add_argument("--open", action="store_true")
    parser.add_argument("--content")
    options, extra = parse(parser, arguments)
    if options.help:
        print(guide.PREVIEW.in_(lang), end="")
        return 0
    refuse_extra(extra)
    from brochure.preview.serve import serve

    content = content_file(options.content)
    return serve(content, _port(options.port), options.open, lang)


def _check(arguments: list[str], lang: str) -> int:
    parser = new_parser()
    parser.add_argument("--printer", default="")
    parser.add_argument("--fold")
    parser.add_argument("--json")
    parser.add_argument("--html")
    parser.add_argument("--list-rules", action="store_true")
    options, files = parse(parser, arguments)
    if options.help:
        print(guide.CHECK.in_(lang), end="")
        return 0
    from brochure.commands import check

    if options.list_rules:
        return check.list_rules(lang)
    if refused := check.refused(options.html, files):
        raise Stop(refused)
    asked = check.Check(
        tuple(map(Path, files)),
        options.printer,
        Fold(known(_FOLD, [options.fold], Fold)[0]) if options.fold else None,
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
