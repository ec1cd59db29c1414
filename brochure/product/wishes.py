"""Which files to make: `outputs` is the one place that says so.

Whoever makes, shows or checks a file asks it: build, batch, tile, handout, preview. It
is given what content.yaml lists and what the command line wishes for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from brochure.finding import (
    Finding,
    Stop,
    Words,
    did_you_mean,
    fail,
    folded,
    shortened,
)
from brochure.product.folds import FLAT
from brochure.product.outputs import HOUSE, Output, output
from brochure.product.pieces import PIECES, Piece
from brochure.product.targets import PRESS, TARGETS, Target


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a command asks for. Whatever is empty is left to content.yaml."""

    pieces: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    sizes: tuple[str, ...] = ()
    printer: str = ""
    fold: str = ""
    variant: str = ""
    width_px: int = 0
    ending: str = ""


NOTHING = Wishes()


def outputs(
    listed: Sequence[Output],
    wishes: Wishes = NOTHING,
    pieces: Mapping[str, Piece] = PIECES,
) -> tuple[Output, ...]:
    """The outputs to make: those listed in content.yaml, as far as the wishes agree.

    What is wished for and not listed is made all the same, like the listed ones of its
    piece: `build poster --size A1` where content.yaml has the poster in B2 only. A wish
    overrides what is listed. `pieces` are all that there are.

    Raises: Stop where there is no such piece, it is asked for in a size that it is not
        designed for, or a wish is one that none of the files can have.
    """
    if wishes.pieces or wishes.targets or wishes.sizes:
        chosen: list[Output] = []
        for name in _asked(wishes, pieces) or _pieces(wishes, listed, pieces):
            chosen += _of(pieces[name], wishes, listed)
    else:
        chosen = list(listed)
    for row in _WISHES:
        if row.is_made(wishes):
            chosen = _granted(row, chosen, wishes)
    return _told_apart(chosen)


def the_one(chosen: Sequence[Output]) -> Output:
    """The only output, for a command that makes one thing.

    Raises: Stop where there are several, with what tells them apart.
    """
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(one.name for one in chosen)
    raise Stop(
        fail(
            "usage.which",
            f"どれを作るか決まりません（{names}）",
            f"it is not clear which one to make ({names})",
            hint=Words(
                "--size、--printer、--fold などで一つに決めてください",
                "choose one with --size, --printer or --fold",
            ),
        )
    )


def _asked(wishes: Wishes, pieces: Mapping[str, Piece]) -> list[str]:
    """The pieces that are named, as they are written.

    Raises: Stop for those that there are not.
    """
    known = {folded(name): name for name in pieces}
    if unknown := [name for name in wishes.pieces if folded(name) not in known]:
        raise Stop(*(_no_such_piece(name, pieces) for name in unknown))
    return [known[folded(name)] for name in wishes.pieces]


def _pieces(
    wishes: Wishes, listed: Sequence[Output], pieces: Mapping[str, Piece]
) -> list[str]:
    """Where no piece is named: those listed that come in one of the sizes asked for."""
    here = list(dict.fromkeys(one.piece for one in listed)) or list(pieces)
    if not wishes.sizes:
        return here
    fitting = [
        name for name, piece in pieces.items() if any(map(piece.takes, wishes.sizes))
    ]
    if not fitting:
        raise Stop(*(_in_no_piece(size, pieces) for size in wishes.sizes))
    return [name for name in fitting if name in here] or fitting


def _of(piece: Piece, wishes: Wishes, listed: Sequence[Output]) -> list[Output]:
    """One piece for each target and size that is asked for or else listed."""
    mine = [one for one in listed if one.piece == piece.name]
    for size in wishes.sizes:
        if not piece.takes(size) and wishes.pieces:
            raise Stop(_no_such_size(piece, size))
    sizes = [own for size in wishes.sizes if (own := piece.takes(size))]
    targets = wishes.targets or tuple(dict.fromkeys(one.target for one in mine))
    found: list[Output] = []
    for target in targets or (PRESS,):
        twins = [one for one in mine if one.target == target]
        if not sizes and twins:
            found += twins
            continue
        listed_sizes = dict.fromkeys(one.size for one in mine)
        for size in sizes or listed_sizes or (piece.usual_size,):
            exact = [one for one in twins if one.size == size]
            models = [*twins, *(one for one in mine if one.size == size), *mine]
            found += exact or [_like(piece, target, size, models, listed)]
    return found


def _like(
    piece: Piece,
    target: Target,
    size: str,
    models: Sequence[Output],
    listed: Sequence[Output],
) -> Output:
    """An output that is not listed, in all else like the first that is."""
    printers = (one.printer for one in models if one.target.needs_printer)
    folds = (one.fold or FLAT for one in models if one.target.shows_folds)
    return output(
        piece,
        target,
        size,
        printer=next(printers, "") if target.needs_printer else "",
        fold=next(folds, ""),
        edition=listed[0].edition if listed else "",
    )


# --- Wishes that some targets can have -------------------------------------------


class _Wish(NamedTuple):
    """A wish that is for files of some targets.

    `alone` is whether files that cannot have it are left out when it is made; else they
    are made as they are.
    """

    option: str
    code: str
    is_made: Callable[[Wishes], bool]
    can_have: Callable[[Target, Wishes], bool]
    with_it: Callable[[Output, Wishes], Output]
    alone: bool


_WISHES = (
    _Wish(
        "--printer",
        "usage.in-vain",
        lambda wishes: bool(wishes.printer),
        lambda target, wishes: target.needs_printer,
        lambda one, wishes: replace(
            one, printer="" if wishes.printer == HOUSE else wishes.printer
        ),
        alone=False,
    ),
    _Wish(
        "--fold",
        "usage.in-vain",
        lambda wishes: bool(wishes.fold),
        lambda target, wishes: target.shows_folds,
        lambda one, wishes: replace(
            one, fold="" if wishes.fold == FLAT else wishes.fold
        ),
        alone=False,
    ),
    _Wish(
        "--save-toner, --mono",
        "usage.variant",
        lambda wishes: bool(wishes.variant),
        lambda target, wishes: set(wishes.variant.split("-")) <= {*target.variants},
        lambda one, wishes: replace(one, variant=wishes.variant),
        alone=True,
    ),
    _Wish(
        "--width",
        "usage.in-vain",
        lambda wishes: bool(wishes.width_px),
        lambda target, wishes: target.paged,
        lambda one, wishes: replace(one, width_px=wishes.width_px),
        alone=True,
    ),
    _Wish(
        "--format",
        "usage.in-vain",
        lambda wishes: bool(wishes.ending),
        lambda target, wishes: target.paged and wishes.ending in target.endings,
        lambda one, wishes: replace(one, ending=wishes.ending),
        alone=True,
    ),
)


def _granted(row: _Wish, chosen: Sequence[Output], wishes: Wishes) -> list[Output]:
    """The outputs with the wish, as far as they can have it.

    Raises: Stop where none can: nothing that was asked for is forgotten in silence.
    """
    if not any(row.can_have(one.target, wishes) for one in chosen):
        raise Stop(_in_vain(row, wishes))
    return [
        row.with_it(one, wishes) if row.can_have(one.target, wishes) else one
        for one in chosen
        if not row.alone or row.can_have(one.target, wishes)
    ]


def _in_vain(row: _Wish, wishes: Wishes) -> Finding:
    names = [name for name, one in TARGETS.items() if row.can_have(one, wishes)]
    ja, en = "・".join(names), " or ".join(names)
    return fail(
        row.code,
        f"{row.option} は {ja} のファイルのためのものですが、どれも作りません",
        f"{row.option} is for {en} files, and none is made",
        hint=Words(f"--target {names[0]} を加えてください", f"add --target {names[0]}"),
    )


# --- Names -----------------------------------------------------------------------


def _told_apart(chosen: Iterable[Output]) -> tuple[Output, ...]:
    """Each output once; those for several print shops say in their names for which.

    Raises: Stop where two would still overwrite each other.
    """
    once = tuple(dict.fromkeys(replace(one, apart=False) for one in chosen))
    namesakes: dict[str, list[Output]] = {}
    for one in once:
        namesakes.setdefault(one.name, []).append(one)
    named = tuple(
        replace(one, apart=True) if len(namesakes[one.name]) > 1 else one
        for one in once
    )
    seen: dict[str, Output] = {}
    for one in named:
        if seen.setdefault(one.name, one) != one:
            raise Stop(_same_name(one, seen[one.name]))
    return named


def _same_name(one: Output, other: Output) -> Finding:
    return fail(
        "build.same-name",
        f"{one.name} が二つの印刷所（{other.printer or HOUSE}・"
        f"{one.printer or HOUSE}）向けに指定されています。"
        "--printer でどちらかを選んでください",
        f"{one.name} is wanted for two print shops ({other.printer or HOUSE}, "
        f"{one.printer or HOUSE}); choose one with --printer",
    )


def _in_no_piece(size: str, pieces: Mapping[str, Piece]) -> Finding:
    every = dict.fromkeys(size for one in pieces.values() for size in one.sizes)
    sizes = ", ".join(every)
    return fail(
        "usage.size",
        f"{size} 判のものはありません（{sizes}）",
        f"nothing comes in {size}; there is {sizes}",
    )


def _no_such_piece(name: str, pieces: Mapping[str, Piece]) -> Finding:
    return fail(
        "usage.unknown-name",
        f"「{shortened(name, 40)}」という種類はありません",
        f"there is no piece “{shortened(name, 40)}”",
        hint=did_you_mean(name, pieces),
    )


def _no_such_size(piece: Piece, size: str) -> Finding:
    sizes = ", ".join(piece.sizes)
    others = [name for name, one in PIECES.items() if size in one.sizes]
    hint = None
    if others:
        names = Words("・".join(others), " and ".join(others))
        hint = Words(
            f"{size} 判があるのは {names.ja} です", f"{names.en} come in {size}"
        )
        if len(others) == 1:
            hint = Words(hint.ja, f"the {names.en} comes in {size}")
    return fail(
        "usage.size",
        f"{piece.name} に {size} 判はありません（{sizes}）",
        f"the {piece.name} does not come in {size}; there is {sizes}",
        hint=hint,
    )
