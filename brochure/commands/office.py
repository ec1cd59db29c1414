"""The commands for the office and the fair: tiles, handouts, a leaflet for each row."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

from brochure.commands import guide
from brochure.commands.arguments import (
    content_file,
    known,
    new_parser,
    parse,
    refuse_extra,
)
from brochure.crew import cores
from brochure.finding import Stop, Words, fail
from brochure.product.formats import SIZES
from brochure.product.outputs import Output, Target

_PIECE = Words("種類", "piece")
_PAPERS = ("A3", "A4", "A5", "B4", "B5")


def tile(arguments: list[str], lang: str) -> int:
    """`tile poster --size A1 --paper A4`"""
    parser = new_parser()
    parser.add_argument("--size", default="A1")
    parser.add_argument("--paper", default="A4")
    parser.add_argument("--margin", default="8")
    parser.add_argument("--overlap", default="10")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--content")
    parser.add_argument("--out")
    options, pieces = parse(parser, arguments)
    if options.help:
        print(guide.TILE.in_(lang), end="")
        return 0
    refuse_extra(pieces[1:])
    (piece,) = known(_PIECE, pieces or ["poster"], SIZES)
    (size,) = known(Words("--size", "--size"), [options.size], SIZES[piece])
    content = content_file(options.content)
    from brochure.works import imposed as prints

    asked = prints.Tiles(
        content,
        _out(options.out, content),
        piece,
        size,
        _paper(options.paper),
        _millimetres("--margin", options.margin, 5, 12),
        _millimetres("--overlap", options.overlap, 0, 40),
        options.fit,
        options.dry_run,
    )
    return prints.tile(asked, lang)


def handout(arguments: list[str], lang: str) -> int:
    """`handout leaflet --paper A3 --up 2`"""
    parser = new_parser()
    parser.add_argument("--paper", default="A3")
    parser.add_argument("--up", default="2")
    parser.add_argument("--flip", default="long")
    parser.add_argument("--content")
    parser.add_argument("--out")
    options, pieces = parse(parser, arguments)
    if options.help:
        print(guide.HANDOUT.in_(lang), end="")
        return 0
    refuse_extra(pieces[1:])
    (piece,) = known(_PIECE, pieces or ["leaflet"], SIZES)
    content = content_file(options.content)
    from brochure.imposition.paper import Flip
    from brochure.works import imposed as prints

    (flip,) = known(Words("--flip", "--flip"), [options.flip], Flip)
    up = int(_millimetres("--up", options.up, 1, 16))
    out, paper = _out(options.out, content), _paper(options.paper)
    asked = prints.Handout(content, out, piece, paper, up, Flip(flip))
    return prints.handout(asked, lang)


def batch(arguments: list[str], lang: str) -> int:
    """`batch fairs.csv --piece leaflet --name "{fair}-{date}"`"""
    parser = new_parser()
    parser.add_argument("--piece", default="leaflet")
    parser.add_argument("--target", default="press")
    parser.add_argument("--size")
    parser.add_argument("--printer", default="")
    parser.add_argument("--name", default="{row}")
    parser.add_argument("--jobs", default="")
    parser.add_argument("--merge", action="store_true")
    parser.add_argument("--scheduler", default="")
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--content")
    parser.add_argument("--out")
    options, files = parse(parser, arguments)
    if options.help:
        print(guide.BATCH.in_(lang), end="")
        return 0
    if not files:
        raise Stop(
            fail(
                "usage.missing",
                "batch のあとに、表（CSV か Excel）の名前が要ります",
                "batch needs the name of a table (CSV or Excel)",
                hint=Words(
                    "例: make_pdf.py batch fairs.xlsx",
                    "e.g. make_pdf.py batch fairs.xlsx",
                ),
            )
        )
    refuse_extra(files[1:])
    (piece,) = known(Words("--piece", "--piece"), [options.piece], SIZES)
    (target,) = known(Words("--target", "--target"), [options.target], Target)
    sizes = [options.size] if options.size else [SIZES[piece][0]]
    (size,) = known(Words("--size", "--size"), sizes, SIZES[piece])
    content, rows = content_file(options.content), Path(files[0])
    jobs = _millimetres("--jobs", options.jobs or str(cores()), 1, 256)
    from brochure.batch.asked import Batch
    from brochure.batch.run import batch as make

    out = Path(options.out) if options.out else content.parent / "out" / rows.stem
    output = Output(piece, Target(target), size, options.printer)
    asked = Batch(
        content, out, rows, output, options.name, int(jobs),
        options.merge, options.scheduler, options.force,
    )  # fmt: skip
    return make(asked, lang)


def _out(given: str | None, content: Path) -> Path:
    return Path(given) if given is not None else content.parent / "out"


def _paper(given: str) -> str:
    (name,) = known(Words("--paper", "--paper"), [given], _PAPERS)
    return name


def _millimetres(option: str, given: str, least: float, most: float) -> float:
    try:
        number = float(given)
    except ValueError:
        number = float("nan")
    if isfinite(number) and least <= number <= most:
        return number
    raise Stop(
        fail(
            "usage.number",
            f"{option} は {least:g} から {most:g} までの数です（「{given}」）",
            f"{option} is a number from {least:g} to {most:g}, not “{given}”",
        )
    )
