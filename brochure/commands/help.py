"""What --help says, for someone who has never typed a command before.

It is made of the rows of options.py: what is not there is not promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brochure.commands.options import Command, Option
from brochure.finding import Words
from brochure.works.terminal import cells

#: Cells of a line, and where the words of an option begin.
_WIDTH, _COLUMN = 80, 25
_PROGRAM = "./make_pdf.py"
_USAGE = Words("使い方: ", "Usage: ")
_OPTIONS = Words(" [オプション]", " [options]")
_EXAMPLES = Words("例:", "Examples:")
_REPEATED = Words("くり返し可", "repeatable")
_USUAL = Words("なければ {}", "default {}")


def help_text(command: Command, lang: str) -> str:
    """All that a command can do."""
    usage = f"{_USAGE.in_(lang)}{_PROGRAM} {command.name}"
    if operand := command.operand.in_(lang):
        usage += f" {operand}"
    if len(command.options) > 1:
        usage += _OPTIONS.in_(lang)
    blocks = [usage, "\n".join(_wrapped(command.about.in_(lang), ""))]
    if command.operands and any(command.operands.values()):
        lines = (
            line
            for name, words in command.operands.items()
            for line in _row(f"  {name}", words.in_(lang) if words else "")
        )
        blocks.append("\n".join(lines))
    blocks.append(
        "\n".join(line for one in command.options for line in _option(one, lang))
    )
    if command.examples:
        lines = (f"  {_PROGRAM} {example}" for example in command.examples)
        blocks.append("\n".join([_EXAMPLES.in_(lang), *lines]))
    if ending := command.ending.in_(lang):
        blocks.append("\n".join(_wrapped(ending, "")))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _option(one: Option, lang: str) -> Iterator[str]:
    """An option, and whatever it takes."""
    value = f" {one.value}" if one.value else ""
    words = one.words.in_(lang)
    told = {name: choice for name, choice in one.choices.items() if choice}
    if one.choices and not told:
        words += ": " + " ".join(one.choices)
    notes = []
    if one.usual:
        notes.append(_USUAL.in_(lang).format(one.usual))
    if one.repeated:
        notes.append(_REPEATED.in_(lang))
    if notes:
        between, ends = ("、", "（{}）") if lang == "ja" else (", ", " ({})")
        words += ends.format(between.join(notes))
    yield from _row(f"  {one.name}{value}", words)
    wide = max((len(name) for name in told), default=0)
    for name, choice in told.items():
        head = " " * _COLUMN + f"{name:<{wide}}  "
        yield from _hung(head, choice.in_(lang))


def _row(head: str, words: str) -> Iterator[str]:
    """A name on the left, its words on the right."""
    if cells(head) > _COLUMN - 2:
        yield head
        head = ""
    yield from _hung(head + " " * (_COLUMN - cells(head)), words)


def _hung(head: str, words: str) -> Iterator[str]:
    lines = _wrapped(words, " " * cells(head))
    for number, line in enumerate(lines):
        yield (head + line.lstrip() if number == 0 else line).rstrip()


def _wrapped(text: str, indent: str) -> list[str]:
    """The text in lines of a terminal; Japanese breaks anywhere but before a mark."""
    lines = []
    for paragraph in text.split("\n"):
        line = indent
        for piece in _pieces(paragraph):
            if cells((line + piece).rstrip()) > _WIDTH and line.strip():
                lines.append(line.rstrip())
                line = indent + piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterable[str]:
    """What a line can be made of: words with their space, single kana and kanji."""
    pieces: list[str] = []
    for char in text:
        wide = cells(char) == 2
        joins = bool(pieces) and (
            char in "、。）」・ー？！：…" or (not wide and cells(pieces[-1][-1]) == 1)
        )
        opened = bool(pieces) and pieces[-1][-1] in "（「"
        ends = bool(pieces) and pieces[-1].endswith(" ") and char != " "
        if (joins or opened) and not ends:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
