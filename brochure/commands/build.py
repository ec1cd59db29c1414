"""`make_pdf.py build`: the files that content.yaml lists, or some of them."""

from __future__ import annotations

from brochure.commands.options import Command, Given
from brochure.commands.shared import (
    CONTENT,
    FORCE,
    LANG,
    MAKING,
    OUT,
    PIECE_WORDS,
    content_file,
    out_folder,
    wishes,
)
from brochure.finding import Words

COMMAND = Command(
    "build",
    Words(
        "PDF などのファイルを作ります。選ばなければ、content.yaml の outputs にあるもの"
        "すべてです。前回から何も変わっていなければ、作り直しません。ここでの指定は"
        " content.yaml より優先します。",
        "Makes the files: all that content.yaml lists under outputs, or what you"
        " choose. What has not changed since the last time is not made again. What is"
        " said here overrides content.yaml.",
    ),
    operand=Words(
        f"[{'|'.join(PIECE_WORDS)}]…",
        f"[{'|'.join(PIECE_WORDS)}]…",
    ),
    operands=PIECE_WORDS,
    open=True,
    most=None,
    options=(*MAKING, CONTENT, OUT, FORCE, LANG),
    examples=(
        "build leaflet --target press",
        "build poster --size A1 --size A3",
        "build leaflet --target image --width 1080",
    ),
)


def run(given: Given, lang: str) -> int:
    """Builds; returns the exit status."""
    from brochure.works.build import build
    from brochure.works.order import Order

    content = content_file(given["content"])
    out = out_folder(given["out"], content)
    asked = wishes(given, given.names)
    return build(Order(content, out, asked, given["force"]), lang)
