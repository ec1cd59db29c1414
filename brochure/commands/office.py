"""The commands for the office and the fair: tiles, handouts, a leaflet for each row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.commands.options import Command, Given, Option, count, number, plain
from brochure.commands.shared import (
    CONTENT,
    FOLD,
    FORCE,
    FORMAT,
    LANG,
    MONO,
    OUT,
    PIECE_WORDS,
    PRINTER,
    SIZE,
    TARGET,
    TONER,
    WIDTH,
    content_file,
    out_folder,
    wishes,
)
from brochure.crew import cores
from brochure.files import lying
from brochure.finding import Words
from brochure.imposition.paper import GRIDS, PAPERS, Flip

if TYPE_CHECKING:
    from brochure.works.order import Order

_PAPER = Option("--paper", Words("用紙", "the paper"), "PAPER", choices=plain(PAPERS))
_SIZE = replace(SIZE, repeated=False)
_TARGET = replace(TARGET, repeated=False)


def _one_piece(usual: str) -> Words:
    names = "|".join(sorted(PIECE_WORDS, key=lambda name: name != usual))
    return Words(f"[{names}]", f"[{names}]")


def _order(given: Given, usual: str) -> Order:
    """The office file of the piece that is asked for, or of the usual one."""
    from brochure.works.order import Order

    content = content_file(given["content"])
    asked = wishes(given, given.names or (usual,), "office")
    return Order(content, out_folder(given["out"], content), asked)


TILE = Command(
    "tile",
    Words(
        "大きなポスターを、社内のプリンターの用紙に分けて印刷する PDF を作ります。"
        "何枚になるかを先に表示します。最後のページが組み立て図です。",
        "Makes a PDF that prints a large poster on the office printer's sheets, to be"
        " glued together. Says first how many it takes; the last page is the map.",
    ),
    operand=_one_piece("poster"),
    operands=PIECE_WORDS,
    open=True,
    most=1,
    options=(
        replace(_SIZE, usual="A1"),
        replace(_PAPER, usual="A4"),
        Option(
            "--margin",
            Words("印刷できない余白 5〜12", "what the printer cannot reach, 5–12"),
            "MM",
            read=number(5, 12),
            usual="8",
        ),
        Option(
            "--overlap",
            Words("のりしろ 0〜40", "the strip that is glued, 0–40"),
            "MM",
            read=number(0, 40),
            usual="10",
        ),
        Option(
            "--fit",
            Words("少し縮めて、紙の数を減らす", "shrink it a little, to save sheets"),
        ),
        Option(
            "--dry-run",
            Words("枚数を見るだけで、作らない", "only say how many sheets"),
        ),
        TONER,
        MONO,
        CONTENT,
        OUT,
        LANG,
    ),
)


def tile(given: Given, lang: str) -> int:
    """`tile poster --size A1 --paper A4`"""
    from brochure.works import imposed

    return imposed.tile(
        imposed.Tiles(
            _order(given, "poster"),
            given["paper"],
            given["margin"],
            given["overlap"],
            given["fit"],
            given["dry_run"],
        ),
        lang,
    )


HANDOUT = Command(
    "handout",
    Words(
        "1 枚の用紙に同じものを何面か並べた、両面印刷用の PDF を作ります。"
        "点線で切り分けてください。",
        "Makes a PDF for printing on both sides, with several copies on each sheet. Cut"
        " them apart along the dashed lines.",
    ),
    operand=_one_piece("leaflet"),
    operands=PIECE_WORDS,
    open=True,
    most=1,
    options=(
        _SIZE,
        replace(_PAPER, usual="A3"),
        Option(
            "--up",
            Words("1 枚に何面か", "copies on a sheet"),
            "COPIES",
            choices=plain(map(str, GRIDS)),
            usual="2",
        ),
        Option(
            "--flip",
            Words(
                "両面印刷のとじ方", "the edge that the printer turns the sheet about"
            ),
            "EDGE",
            choices={
                Flip.LONG: Words("長辺とじ", "the long one"),
                Flip.SHORT: Words("短辺とじ", "the short one"),
            },
            usual="long",
        ),
        TONER,
        MONO,
        CONTENT,
        OUT,
        LANG,
    ),
)


def handout(given: Given, lang: str) -> int:
    """`handout leaflet --paper A3 --up 2`"""
    from brochure.works import imposed

    order = _order(given, "leaflet")
    up, flip = int(given["up"]), Flip(given["flip"])
    return imposed.handout(imposed.Handout(order, given["paper"], up, flip), lang)


BATCH = Command(
    "batch",
    Words(
        "表（CSV か Excel）の一行ごとに、会場や宛名を差し替えたファイルを作ります。"
        "一行目は見出しです: 催し 日付 会場 ブース 宛名 URL、または fair.venue など。"
        "もう一度実行すると、変わった行だけを作り直します。印刷所や折りは"
        " content.yaml の outputs のとおりで、ここでの指定が優先します。",
        "Makes a file for each row of a table (CSV or Excel), with its venue, guest…"
        " The first row has the headings: fair.name, fair.date, fair.venue,"
        " fair.booth, fair.guest, call_to_action.url, or their Japanese names. Run"
        " again, it makes only the rows that changed. Printer and fold are those of"
        " content.yaml, unless something else is said here.",
    ),
    operand=Words("表", "TABLE"),
    most=1,
    needed=Words(
        "batch のあとに、表（CSV か Excel）の名前が要ります",
        "batch needs the name of a table (CSV or Excel)",
    ),
    example="make_pdf.py batch fairs.xlsx",
    options=(
        Option(
            "--piece",
            Words("種類（なければ leaflet）", "the piece (default: leaflet)"),
            "NAME",
            choices=PIECE_WORDS,
            open=True,
        ),
        replace(_TARGET, usual="press"),
        _SIZE,
        PRINTER,
        FOLD,
        TONER,
        MONO,
        WIDTH,
        FORMAT,
        Option(
            "--name",
            Words(
                'ファイル名。例 "{催し}-{日付}"（なければ行の番号）',
                'the files\' names, such as "{fair}-{date}" (default: the row)',
            ),
            "PATTERN",
        ),
        Option(
            "--merge",
            Words(
                "全部を行の順に一つのファイルにする",
                "one file of all rows, in their order",
            ),
        ),
        Option(
            "--jobs",
            Words(
                "同時に動かす数（なければコアの数）",
                "processes (default: as many as there are cores)",
            ),
            "NUMBER",
            read=count(1, 256),
        ),
        Option(
            "--scheduler",
            Words(
                "Dask のスケジューラ（tcp://…）に任せる",
                "a Dask scheduler (tcp://…) does it",
            ),
            "ADDRESS",
        ),
        FORCE,
        CONTENT,
        replace(
            OUT,
            words=Words(
                "置くところ（なければ原稿の隣の out/表の名前/）",
                "where they go (default: out/TABLE/ beside the words)",
            ),
        ),
        LANG,
    ),
)


def batch(given: Given, lang: str) -> int:
    """`batch fairs.csv --piece leaflet --name "{fair}-{date}"`"""
    from brochure.batch.asked import Batch
    from brochure.batch.run import batch as make

    pieces = (given["piece"],) if given["piece"] else ()
    asked = Batch(
        content_file(given["content"]),
        Path(given["out"]) if given["out"] else None,
        lying(Path(given.names[0])),
        wishes(given, pieces),
        given["name"] or "{row}",
        given["jobs"] or cores(),
        given["merge"],
        given["scheduler"],
        given["force"],
    )
    return make(asked, lang)
