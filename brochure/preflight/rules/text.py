"""文字: large enough, black enough, and where the knife does not come."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.facts import Colour, Page, Text
from brochure.preflight.measuring import art
from brochure.preflight.measuring.ruby import is_ruby
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.product.folds import creases
from brochure.product.formats import Format

#: Points that rounding may take.
_ROUNDING = 0.05


def _visible(page: Page) -> Iterator[Text]:
    for text in art.texts(page):
        if text.mode != 3 and text.text.strip():
            yield text


def _is_white(colour: Colour | None) -> bool:
    cmyk = colour.cmyk if colour is not None else None
    return cmyk is not None and max(cmyk) < 0.5


def _is_black(colour: Colour | None) -> bool:
    cmyk = colour.cmyk if colour is not None else None
    return cmyk is not None and cmyk[3] >= 90


@rule(
    "text.too-small",
    title=Words("文字の大きさ", "Type size"),
    why=Words(
        "小さすぎる文字は、つぶれたりかすれたりして読めません。",
        "Type that is too small fills in or breaks up.",
    ),
    source="sendenkan, oleshop",
)
def too_small(subject: Subject) -> Iterator[Offence]:
    """Type is at least as large as the shop asks; reversed type a little larger."""
    limits = subject.printer.limits
    for page in subject.facts.pages:
        for text in _visible(page):
            white = _is_white(text.fill)
            least = limits.reversed_text_least_pt if white else limits.text_least_pt
            size = text.size_pt / subject.scale
            if size < least and is_ruby(text, page):
                least = limits.ruby_least_pt
            if size < least - _ROUNDING:
                kind = (
                    Words("白抜きの文字", "reversed type")
                    if white
                    else Words("文字", "type")
                )
                yield Offence(
                    Status.FAIL if size < least - 1 - _ROUNDING else Status.WARN,
                    Words(
                        f"{kind.ja}が {size:.1f} pt です（{least:g} pt 以上）",
                        f"{kind.en} of {size:.1f} pt, the least is {least:g} pt",
                    ),
                    Words("大きくしてください", "make it larger"),
                    page.number,
                    text.box,
                    art.short(text.text),
                    f"{size:.1f} pt",
                    f"{least:g} pt",
                )


@rule(
    "text.rich-black",
    title=Words("リッチブラックの文字", "Rich-black type"),
    why=Words(
        "四色の文字は、版がずれると色の縁が出ます。",
        "Type in four colours shows coloured edges when plates are off register.",
    ),
    source="senkousya, pdf-pitin",
)
def rich_black(subject: Subject) -> Iterator[Offence]:
    """Black type is black alone; only very large type may have colour under it."""
    for page in subject.facts.pages:
        for text in _visible(page):
            cmyk = text.fill.cmyk if text.fill is not None else None
            if cmyk is None or cmyk[3] < 90 or max(cmyk[:3]) < 0.5:
                continue
            value = " ".join(f"{ink:.0f}" for ink in cmyk)
            yield Offence(
                Status.FAIL if text.size_pt / subject.scale < 24 else Status.WARN,
                Words(f"黒い文字が {value} です", f"black type is {value}"),
                Words("スミ 100 % だけにしてください", "make it 0 0 0 100"),
                page.number,
                text.box,
                art.short(text.text),
                value,
                "0 0 0 100",
            )


@rule(
    "text.unsafe",
    title=Words("安全域", "Safe area"),
    why=Words(
        "仕上がりに近い文字は、断裁のずれで切れることがあります。",
        "Words near the trim may be cut, because the knife drifts.",
    ),
    source="several shops: 3 mm",
)
def unsafe(subject: Subject) -> Iterator[Offence]:
    """Words keep their distance from the trim, or run wholly past it."""
    least = subject.printer.limits.safe_mm
    for page in subject.facts.pages:
        width, height = page.trim_mm
        for text in _visible(page):
            box = text.box
            near = min(box.left, box.top, width - box.right, height - box.bottom)
            near /= subject.scale
            beyond = min(box.right, box.bottom, width - box.left, height - box.top) < 0
            if near < least - 0.05 and not beyond:
                yield Offence(
                    Status.FAIL if near < least / 2 else Status.WARN,
                    Words(
                        f"文字が仕上がりまで {near:.1f} mm です（{least:g} mm 以上）",
                        f"words are {near:.1f} mm from the trim, the least is"
                        f" {least:g} mm",
                    ),
                    Words("内側に移してください", "move them inwards"),
                    page.number,
                    box,
                    art.short(text.text),
                    f"{near:.1f} mm",
                    f"{least:g} mm",
                )


@rule(
    "text.black-knocks-out",
    title=Words("墨文字のノセ", "Black type overprints"),
    why=Words(
        "PDF/X では印刷会社の自動ノセが切られます。抜けていると白い縁が出ます。",
        "PDF/X switches the shop's own overprint off; type that"
        " knocks out gets white edges.",
    ),
    source="diamic; graphic.jp and alps ask for none",
    severity=Status.WARN,
)
def black_knocks_out(subject: Subject) -> Iterator[Offence]:
    """K100 type overprints where the shop wants that, and not where it does not."""
    wanted = subject.printer.overprint_black
    for page in subject.facts.pages:
        for text in _visible(page):
            cmyk = text.fill.cmyk if text.fill is not None else None
            if cmyk is None or cmyk[3] < 99.5 or max(cmyk[:3]) > 0.5:
                continue
            overprints = text.state.overprint_fill and text.state.overprint_mode == 1
            if overprints != wanted and (wanted or text.state.overprint_fill):
                words = (
                    Words("墨文字がノセになっていません", "black type knocks out")
                    if wanted
                    else Words("墨文字がノセになっています", "black type overprints")
                )
                yield Offence(
                    Status.WARN,
                    words,
                    None,
                    page.number,
                    text.box,
                    art.short(text.text),
                )


@rule(
    "text.invisible",
    title=Words("見えない文字", "Invisible text"),
    why=Words(
        "見えない文字は、書き出しの名残かもしれません。",
        "Invisible text may be left over from the export.",
    ),
    source="PDF 32000-1 § 9.3.6",
    severity=Status.INFO,
)
def invisible(subject: Subject) -> Iterator[Offence]:
    """Which text is drawn without ink."""
    for page in subject.facts.pages:
        for text in art.texts(page):
            if text.mode == 3:
                yield Offence(
                    Status.INFO,
                    Words("見えない文字があります", "there is invisible text"),
                    None,
                    page.number,
                    text.box,
                    art.short(text.text),
                )


@rule(
    "text.fold",
    title=Words("折りの位置の文字", "Words on a fold"),
    why=Words(
        "折りにかかる文字は、割れて読みにくく、インキがはげます。",
        "Words on a fold crack and are hard to read.",
    ),
    source="well-corp: 1 mm clear of a fold",
)
def on_fold(subject: Subject) -> Iterator[Offence]:
    """No word touches a fold, or comes nearer than the shop asks."""
    if subject.fold is None:
        return
    limit = subject.printer.limits.fold_clear_mm
    clear = limit * subject.scale
    for page in subject.facts.pages:
        sheet = Format("", *page.trim_mm, scale=subject.scale)
        for at, upright, _ in creases(subject.fold, sheet, page.number):
            for text in _visible(page):
                box = text.box
                near, far = (box.left, box.right) if upright else (box.top, box.bottom)
                if near - clear < at < far + clear:
                    yield Offence(
                        Status.FAIL if near < at < far else Status.WARN,
                        Words(
                            f"文字が折り（{at:.1f} mm）にかかっています",
                            f"words lie on the fold at {at:.1f} mm",
                        ),
                        Words(
                            f"折りから {limit:g} mm 以上離してください",
                            f"keep them {limit:g} mm away from it",
                        ),
                        page.number,
                        box,
                        art.short(text.text),
                        limit=f"{limit:g} mm",
                    )
