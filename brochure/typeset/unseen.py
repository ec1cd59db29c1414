"""What seen.py has found, in words: at which element, where on the page, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from brochure.finding import Finding, Spot, Words, fail, shortened, warn
from brochure.typeset.seen import ENOUGH, Fault, Kind, Painted, fault


def findings(pages: Iterable[Painted]) -> Iterator[Finding]:
    """What is not seen as it should be, one finding for each element and kind."""
    found: dict[tuple[Kind, str], list[tuple[int, Fault]]] = {}
    for page in pages:
        for lettering in page.letterings:
            if one := fault(lettering, page.coats):
                key = one.kind, lettering.element
                found.setdefault(key, []).append((page.number, one))
    for (kind, element), faults in found.items():
        number, first = faults[0]
        place = first.lettering.part(0, 1)
        at = Spot(number, place.left, place.top)
        text = shortened("".join(one.text for _, one in faults).strip(), 20)
        worst = min((one for _, one in faults), key=lambda one: one.ratio)
        yield _SAYS[kind](element, text, at, worst)


def _covered(element: str, text: str, at: Spot, worst: Fault) -> Finding:
    return fail(
        "text.covered",
        f"「{text}」の上にほかのものが重なっていて読めません",
        f"something lies over “{text}”, so that it cannot be read",
        hint=Words(
            "重なっている画像や枠をずらすか、z-index で文字を上にしてください",
            "move the picture or box that is painted over it, or lift the words with "
            "z-index",
        ),
        at=at,
        subject=element,
    )


def _invisible(element: str, text: str, at: Spot, worst: Fault) -> Finding:
    say = fail if worst.lettering.typed else warn
    return say(
        "text.faint",
        f"「{text}」が見えません（下の色との明るさの比 {worst.ratio:.1f} : 1）",
        f"“{text}” cannot be seen: {worst.ratio:.1f} : 1 with what lies under it",
        hint=Words(
            "文字か地の色、opacity を直してください（飾りなら --contrast: none）",
            "change its colour, its ground or its opacity; if it only decorates, say "
            "--contrast: none",
        ),
        at=at,
        subject=element,
    )


def _faint(element: str, text: str, at: Spot, worst: Fault) -> Finding:
    wants = worst.lettering.wanted or ENOUGH
    return warn(
        "text.faint",
        f"「{text}」の色が地の色に近く、読みにくいところがあります"
        f"（{worst.ratio:.1f} : 1、目安は {wants:g} : 1）",
        f"“{text}” is hard to read: {worst.ratio:.1f} : 1 with what lies under it, "
        f"{wants:g} : 1 is wanted",
        hint=Words(
            "文字を濃く（地が暗ければ明るく）するか、大きくしてください。"
            f"このままでよければ --contrast: {_least(worst.ratio):g} と書きます",
            "take a darker ink (a lighter one on a dark ground) or larger type; where "
            f"it is meant so, say --contrast: {_least(worst.ratio):g}",
        ),
        at=at,
        subject=element,
    )


def _hidden(element: str, text: str, at: Spot, worst: Fault) -> Finding:
    say = fail if worst.lettering.typed else warn
    return say(
        "text.faint",
        f"「{text}」は visibility: hidden なので印刷されません",
        f"“{text}” is not printed: its style says visibility: hidden",
        hint=Words(
            "要らないことばは原稿から消すか、display: none にしてください",
            "take words that are not wanted out of the content, or say display: none",
        ),
        at=at,
        subject=element,
    )


def _least(ratio: float) -> float:
    """A contrast that these words have, to one decimal."""
    return int(10 * ratio) / 10


_SAYS: Final = {
    "covered": _covered,
    "invisible": _invisible,
    "faint": _faint,
    "hidden": _hidden,
}
