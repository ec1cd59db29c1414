"""Options that several commands have, each said once, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from brochure import HOME
from brochure.commands.language import LANGUAGES
from brochure.commands.options import Given, Option, count, plain
from brochure.files import lying
from brochure.finding import Stop, Words, did_you_mean, fail, shortened
from brochure.product.folds import FOLD_WORDS, FOLDS, fold_of
from brochure.product.formats import FORMATS, format_of
from brochure.product.outputs import LEAST_PX, MOST_PX, USUAL_PX
from brochure.product.pieces import PIECES, SIZES
from brochure.product.targets import IMAGE, TARGETS, VARIANTS
from brochure.product.wishes import Wishes

PIECE_WORDS: dict[str, Words | None] = {one.name: one.words for one in PIECES.values()}
TARGET_WORDS: dict[str, Words | None] = {
    one.name: one.words for one in TARGETS.values()
}


def _size(name: str, text: str) -> str:
    """The name of a size, as we write it.

    Raises: Stop where there is none.
    """
    try:
        return format_of(text).name
    except Stop as stop:
        raise _named(stop, "size.unknown", name, text, SIZES, FORMATS) from None


def _fold(name: str, text: str) -> str:
    """The name of a fold, as we write it.

    Raises: Stop where there is none.
    """
    try:
        return fold_of(text)
    except Stop as stop:
        raise _named(stop, "fold.unknown", name, text, FOLDS, FOLDS) from None


def _named(
    stop: Stop,
    code: str,
    option: str,
    text: str,
    listed: Iterable[str],
    known: Iterable[str],
) -> Stop:
    """An unknown name as every option tells it; whatever else is wrong as it is."""
    if stop.findings[0].code != code:
        return stop
    return Stop(
        fail(
            "usage.unknown-name",
            f"{option} に「{shortened(text, 40)}」はありません",
            f"there is no {option} “{shortened(text, 40)}”",
            hint=did_you_mean(text[:40], known, listed=listed),
        )
    )


TARGET = Option(
    "--target",
    Words("だれのためのファイルか", "whom the file is for"),
    "TARGET",
    choices=TARGET_WORDS,
    repeated=True,
)
SIZE = Option(
    "--size",
    Words("大きさ（判型）。mm で 100x148 とも", "the size, or mm such as 100x148"),
    "SIZE",
    read=_size,
    choices=plain(SIZES),
    repeated=True,
)
PRINTER = Option(
    "--printer",
    Words(
        "入稿先の印刷会社の設定（brochure/printers/ にある名前か、自分のファイル）",
        "the print shop's settings: a name in brochure/printers/, or your own file",
    ),
    "NAME",
)
FOLD = Option(
    "--fold",
    Words("折り方（折りトンボと、折りにかかる文字の検査）", "how it is folded"),
    "FOLD",
    read=_fold,
    choices=FOLD_WORDS,
)
TONER, MONO = (
    Option(
        name,
        Words(f"社内用（office）: {words.ja}", f"office files {words.en}"),
    )
    for name, words in zip(("--save-toner", "--mono"), VARIANTS.values(), strict=True)
)
WIDTH = Option(
    "--width",
    Words(
        f"画像（image）の幅（ピクセル、なければ {USUAL_PX}）",
        f"how many pixels an image is wide (default {USUAL_PX})",
    ),
    "PIXELS",
    read=count(LEAST_PX, MOST_PX),
)
FORMAT = Option(
    "--format",
    Words("画像（image）の形式", "what kind of picture an image is"),
    "FORMAT",
    choices=plain(IMAGE.endings),
)
CONTENT = Option(
    "--content",
    Words(
        "原稿（なければここの、次に Brochure の content.yaml）",
        "the words (default: content.yaml here, then Brochure's own)",
    ),
    "FILE",
)
OUT = Option(
    "--out",
    Words(
        "できたファイルを置くところ（なければ原稿の隣の out/）",
        "where the files go (default: out/ beside the words)",
    ),
    "FOLDER",
)
FORCE = Option(
    "--force",
    Words("変わっていなくても作り直す", "make even what has not changed"),
)
LANG = Option(
    "--lang",
    Words("日本語か英語で話す", "speak Japanese or English"),
    "LANG",
    choices=plain(LANGUAGES),
)

#: What makes an output another output; a command takes those that it can use.
MAKING = (TARGET, SIZE, PRINTER, FOLD, TONER, MONO, WIDTH, FORMAT)

assert set(FOLD.choices) == set(FOLDS)


def wishes(given: Given, pieces: tuple[str, ...], *targets: str) -> Wishes:
    """What was asked of the files, whichever of MAKING the command has."""
    values = given.values
    size = values.get("size") or ()
    asked = values.get("target") or targets
    variants = zip(VARIANTS, ("save_toner", "mono"), strict=True)
    return Wishes(
        pieces=pieces,
        targets=tuple(
            TARGETS[name] for name in ([asked] if isinstance(asked, str) else asked)
        ),
        sizes=(size,) if isinstance(size, str) else size,
        printer=values.get("printer", ""),
        fold=values.get("fold", ""),
        variant="-".join(name for name, option in variants if values.get(option)),
        width_px=values.get("width") or 0,
        ending=values.get("format", ""),
    )


def content_file(given: str) -> Path:
    """The file that --content names, or content.yaml here, or else Brochure's own.

    A folder stands for the content.yaml in it.
    """
    if not given:
        here = Path("content.yaml")
        return here if here.exists() else HOME / "content.yaml"
    path = lying(Path(given))
    return path / "content.yaml" if path.is_dir() else path


def out_folder(given: str, content: Path) -> Path:
    """The folder that --out names, or out/ beside the words."""
    return Path(given) if given else content.parent / "out"
