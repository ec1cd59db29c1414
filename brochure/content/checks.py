"""What one value alone cannot know: quotes stand in the text, places are on the map.

The checks look at the tree as typed, so that they speak up together with the model's
own complaints; where the tree is not what it should be, they leave it to the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from brochure.content import shapes
from brochure.content.flaw import Flaw, shown
from brochure.content.inline import flaws, plain
from brochure.content.kinds import not_one_of
from brochure.content.places import Path
from brochure.finding import Stop, Words, folded, meant, nearest
from brochure.product.folds import fold_of
from brochure.product.formats import format_of
from brochure.product.outputs import Output, output
from brochure.product.pieces import PIECES, Piece
from brochure.product.targets import TARGETS

#: What is larger the model refuses; comparing it would only take time.
_MOST = 64
_LONGEST = 2000


def across(tree: Any) -> Iterator[tuple[Path, Flaw]]:
    """Every contradiction between two values, at the path of the one to change."""
    yield from _second_body(tree)
    yield from _quote(tree)
    yield from _keywords(tree)
    yield from _career(tree)
    yield from _outputs(tree)


def _second_body(tree: Any) -> Iterator[tuple[Path, Flaw]]:
    """The back of the leaflet belongs to the interview: words here would be lost."""
    for index, question in enumerate(_list(_at(tree, "questions"))[1:2], 1):
        if _at(question, "body"):
            yield ("questions", index, "body"), _NO_ROOM


def _quote(tree: Any) -> Iterator[tuple[Path, Flaw]]:
    quote = _at(tree, "interview", "quote")
    body = _words(_at(tree, "interview", "body"))
    if _is_text(quote) and body and plain(quote) not in body:
        yield ("interview", "quote"), _not_in_body(quote, "interview.body")


def _keywords(tree: Any) -> Iterator[tuple[Path, Flaw]]:
    body = _words(_at(tree, "message", "body"))
    for index, word in enumerate(_list(_at(tree, "message", "keywords"))):
        if _is_text(word) and body and plain(word) not in body:
            yield (
                ("message", "keywords", index),
                _not_in_body(word, "message.body"),
            )


def _career(tree: Any) -> Iterator[tuple[Path, Flaw]]:
    places = _at(tree, "interview", "places")
    names = list(places) if isinstance(places, dict) else []
    for index, stage in enumerate(_list(_at(tree, "interview", "career"))):
        place = _at(stage, "place")
        if _is_text(place) and place not in names:
            yield (
                ("interview", "career", index, "place"),
                _unknown_place(place, names),
            )


def _outputs(tree: Any) -> Iterator[tuple[Path, Flaw]]:
    pieces = _pieces(tree)
    first: dict[Output, int] = {}
    for index, entry in enumerate(_list(_at(tree, "outputs"))):
        flaws = [*_no_choice(entry, pieces)]
        yield from ((("outputs", index, key), flaw) for key, flaw in flaws)
        made = None if flaws else _output(entry, pieces)
        if made is None:
            continue
        if made in first:
            yield ("outputs", index), _output_twice(made.name, first[made])
        first.setdefault(made, index)


def _pieces(tree: Any) -> dict[str, Piece]:
    """All pieces that there are, as far as their sizes can be read."""
    own = _at(tree, "pieces")
    found = dict(PIECES)
    for name, one in list(own.items())[:_MOST] if isinstance(own, dict) else ():
        size = _at(one, "size")
        try:
            sizes = (format_of(size).name,) if isinstance(size, str) else ()
        except Stop:
            sizes = ()
        found[str(name)] = Piece(str(name), Words("", ""), sizes, *sizes)
    return found


def _no_choice(entry: Any, pieces: Mapping[str, Piece]) -> Iterator[tuple[str, Flaw]]:
    """A piece that there is not, or a size that it does not come in."""
    given, size = _at(entry, "piece"), _at(entry, "size")
    if not isinstance(given, str) or not given:
        return
    name = _named(given, pieces)
    if name is None:
        yield "piece", not_one_of(given, pieces)
    elif (
        isinstance(size, str)
        and size
        and pieces[name].sizes
        and (flaw := shapes.not_designed_for(pieces[name], size))
    ):
        yield "size", flaw


def _output(entry: Any, pieces: Mapping[str, Piece]) -> Output | None:
    """The output that an entry comes to, as far as the model will take it."""
    piece = _named(_at(entry, "piece"), pieces)
    target = _named(_at(entry, "target"), TARGETS)
    if piece is None or target is None or not pieces[piece].sizes:
        return None
    size = str(_at(entry, "size") or pieces[piece].usual_size)
    fold = str(_at(entry, "fold") or "")
    try:
        size, fold = pieces[piece].takes(size), fold and fold_of(fold)
    except Stop:
        return None
    if not size:
        return None
    width, ending, printer = (
        str(_at(entry, key) or "") for key in ("width", "format", "printer")
    )
    return output(
        pieces[piece],
        TARGETS[target],
        size,
        printer=printer.strip(),
        fold=fold,
        width_px=int(width) if width.isascii() and width.isdigit() else 0,
        ending=folded(ending),
    )


def _named(value: Any, known: Mapping[str, object]) -> str | None:
    """The name as we write it, of those we know."""
    if not isinstance(value, str):
        return None
    return next((name for name in known if folded(name) == folded(value)), None)


def _at(tree: Any, *path: str) -> Any:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _list(value: Any) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []


def _is_text(value: Any) -> bool:
    """Whether there is text whose marks can be trusted."""
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and not flaws(value)


def _words(body: Any) -> str:
    """All paragraphs without their marks, one a line."""
    return "\n".join(
        plain(paragraph) if len(paragraph) <= _LONGEST else paragraph
        for paragraph in (body if isinstance(body, list) else ())
        if isinstance(paragraph, str)
    )


_NO_ROOM = Flaw(
    0,
    "content.no-room",
    Words(
        "裏面の問いには本文を置く場所がありません",
        "there is no room for a body on the back",
    ),
    Words(
        "一つ目の問いか interview の body に移してください",
        "move it to the first question or to the interview",
    ),
)


def _not_in_body(words: str, body: str) -> Flaw:
    words = shown(plain(words))
    return Flaw(
        0,
        "content.not-in-body",
        Words(
            f"「{words}」が本文（{body}）にありません",
            f"“{words}” does not stand in {body}",
        ),
        Words(
            "本文のことばをそのまま書いてください", "copy it from there word for word"
        ),
    )


def _unknown_place(place: str, names: list[str]) -> Flaw:
    near = nearest(place, names[:_MOST])
    place, names = shown(place), [shown(name) for name in names[:_MOST]]
    listed = ", ".join(names)
    if near:
        hint = meant(near)
    elif names:
        hint = Words(
            f"places に加えるか、{listed} から選んでください",
            f"add it to places, or choose one of: {listed}",
        )
    else:
        hint = Words("interview.places に加えてください", "add it to interview.places")
    message = Words(
        f"「{place}」が interview.places にありません",
        f"“{place}” is not in interview.places",
    )
    return Flaw(0, "content.place-unknown", message, hint)


def _output_twice(name: str, first: int) -> Flaw:
    return Flaw(
        0,
        "content.output-twice",
        Words(
            f"{name} は outputs.{first} と同じファイルです",
            f"{name} is already made by outputs.{first}",
        ),
        Words(
            "どちらかを消すか、target、size、printer などを変えてください",
            "delete one, or change its target, size or printer",
        ),
    )
