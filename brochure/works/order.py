"""注文: what the command line asks for, and which outputs that comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.finding import Finding, Stop, fail
from brochure.product.folds import USUAL
from brochure.product.formats import SIZES
from brochure.product.outputs import Output, Target


@dataclass(frozen=True, slots=True)
class Order:
    """What to build from which content.yaml, and where to put it.

    Empty `pieces`, `targets` and `sizes` leave the choice to content.yaml; so does an
    empty `printer`. `force` builds what has not changed, too.
    """

    content: Path
    out: Path
    pieces: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    sizes: tuple[str, ...] = ()
    printer: str = ""
    variant: str = ""
    force: bool = False


def select(order: Order, listed: Sequence[Output]) -> tuple[Output, ...]:
    """The outputs to make: those listed in content.yaml, as far as the order agrees.

    What the order names and content.yaml does not list is made all the same:
    `build poster --size A1` where content.yaml has the poster in B2 only.

    Raises: Stop where a piece is asked for in a size that it is not designed for.
    """
    if not (order.pieces or order.targets or order.sizes or order.variant):
        chosen = list(listed)
    else:
        chosen = []
        for piece in order.pieces or _pieces(order, listed):
            chosen += _outputs_of(piece, order, listed)
    if order.printer:
        chosen = [_printed_by(order.printer, output) for output in chosen]
    if order.variant:
        chosen = _for_the_office(order.variant, chosen)
    outputs = tuple(dict.fromkeys(chosen))
    _refuse_namesakes(outputs)
    return outputs


def _pieces(order: Order, listed: Sequence[Output]) -> list[str]:
    """Where no piece is named: those listed that come in one of the sizes asked for."""
    pieces = list(dict.fromkeys(output.piece for output in listed)) or list(SIZES)
    if not order.sizes:
        return pieces
    fitting = [piece for piece in SIZES if set(order.sizes) & set(SIZES[piece])]
    return [piece for piece in fitting if piece in pieces] or fitting


def _outputs_of(piece: str, order: Order, listed: Sequence[Output]) -> list[Output]:
    """One piece for each target and size that is asked for or else listed."""
    mine = [output for output in listed if output.piece == piece]
    for size in order.sizes:
        if size not in SIZES[piece] and order.pieces:
            raise Stop(_no_such_size(piece, size))
    sizes = [size for size in order.sizes if size in SIZES[piece]]
    targets = order.targets or tuple(dict.fromkeys(o.target for o in mine))
    outputs = []
    for target in targets or (Target.PRESS,):
        twins = [output for output in mine if output.target == target]
        if not sizes and twins:
            outputs += twins
            continue
        printer = twins[0].printer if twins else ""
        listed_sizes = dict.fromkeys(output.size for output in mine)
        for size in sizes or listed_sizes or SIZES[piece][:1]:
            fold = twins[0].fold if twins else USUAL.get(piece, "")
            outputs.append(Output(piece, target, size, printer, fold=fold))
    return outputs


def _for_the_office(variant: str, chosen: Sequence[Output]) -> list[Output]:
    """The office files as this variant; the others are none of the office's.

    Raises: Stop where none is left.
    """
    found = [
        replace(output, variant=variant)
        for output in chosen
        if output.target is Target.OFFICE
    ]
    if not found:
        raise Stop(
            fail(
                "usage.variant",
                "--save-toner と --mono は、社内のプリンター用（--target office）の"
                "ファイルのためのものです",
                "--save-toner and --mono are for office files (--target office)",
            )
        )
    return found


def _printed_by(printer: str, output: Output) -> Output:
    """The output for another print shop; office and screen files go to none."""
    if output.target is not Target.PRESS:
        return output
    return replace(output, printer=printer)


def _refuse_namesakes(outputs: Sequence[Output]) -> None:
    """Two outputs of one name would overwrite each other."""
    seen: dict[str, Output] = {}
    for output in outputs:
        other = seen.setdefault(output.name, output)
        if other != output:
            raise Stop(
                fail(
                    "build.same-name",
                    f"{output.name} が二つの印刷所（{other.printer or '標準'}・"
                    f"{output.printer or '標準'}）向けに指定されています。"
                    "--printer でどちらかを選んでください",
                    f"{output.name} is wanted for two print shops "
                    f"({other.printer or 'default'}, {output.printer or 'default'}); "
                    "choose one with --printer",
                )
            )


def _no_such_size(piece: str, size: str) -> Finding:
    sizes = ", ".join(SIZES[piece])
    return fail(
        "usage.size",
        f"{piece} に {size} 判はありません（{sizes}）",
        f"the {piece} does not come in {size}; there is {sizes}",
    )
