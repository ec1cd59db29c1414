"""用途: whom a file is for, as data. A new target is a row here and a module of its
name in finishing/; what other rooms need to know of it stands in its row.
"""

from __future__ import annotations

from dataclasses import dataclass

from brochure.finding import Words


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of file, and what is done differently for it.

    `words` says whom it is for. For typesetting: `bleeds` asks for 塗り足し around the
    trim, `tagged` for PDF/UA; `look` is the target whose pages it shows, for style
    sheets, "" for its own. For finishing: `needs_printer` is whether a print shop has a
    say, `separated` whether its colours become inks and it is PDF/X, `shows_folds`
    whether a fold can be seen on it, `annotated` whether what was found on its pages is
    drawn over them. `inspected` files are judged by the shop's rules, and refused ones
    make exit status 1. `variants` are the ways it can be made in. `endings` are what
    kind of file it is, the usual one first; a `paged` target has a file for each page.
    `overlays` is whether a batch may lay what varies over a page finished once.
    Pictures have `most_ppi` pixels an inch, where their files have more; `least_ppi` is
    what it warns below, 0 for the print shop's own limit.
    `colour` is what the closing table says, with the printer's `pdfx` and `condition`.
    """

    name: str
    words: Words
    bleeds: bool = False
    tagged: bool = False
    look: str = ""
    needs_printer: bool = False
    separated: bool = False
    shows_folds: bool = False
    annotated: bool = False
    inspected: bool = False
    variants: tuple[str, ...] = ()
    endings: tuple[str, ...] = ("pdf",)
    paged: bool = False
    overlays: bool = False
    most_ppi: int = 150
    least_ppi: int = 0
    colour: str = "sRGB"

    def __str__(self) -> str:
        return self.name

    @property
    def css_class(self) -> str:
        """How style sheets know it."""
        return self.look or self.name


PRESS = Target(
    "press",
    Words("印刷会社へ（PDF/X、トンボ付き）", "for the print shop (PDF/X with marks)"),
    bleeds=True,
    needs_printer=True,
    separated=True,
    shows_folds=True,
    inspected=True,
    overlays=True,
    most_ppi=350,
    colour="PDF/{pdfx} · CMYK · {condition}",
)
OFFICE = Target(
    "office",
    Words(
        "社内のプリンターで（そのまま 100 % で印刷）",
        "for the printer next door, at 100 %",
    ),
    variants=("toner", "mono"),
    overlays=True,
    most_ppi=220,
    least_ppi=120,
)
SCREEN = Target(
    "screen",
    Words(
        "メールやウェブで（リンク、読み上げ対応）",
        "for mail and web (links, accessible)",
    ),
    tagged=True,
    least_ppi=72,
    colour="sRGB · PDF/UA-1",
)
PROOF = Target(
    "proof",
    Words(
        "出力見本（A4・A3、トンボと指摘つき）",
        "a proof to send along (A4 or A3, with marks and findings)",
    ),
    bleeds=True,
    look="press",
    needs_printer=True,
    shows_folds=True,
    annotated=True,
    most_ppi=220,
)
IMAGE = Target(
    "image",
    Words("ウェブや SNS の画像（PNG・JPEG）", "pictures for web and social media"),
    look="screen",
    endings=("png", "jpeg"),
    paged=True,
)

TARGETS = {one.name: one for one in (PRESS, OFFICE, SCREEN, PROOF, IMAGE)}

#: Ways to make an office file, and the words for them; any of them go together.
VARIANTS = {
    "toner": Words(
        "濃い面を白くして、トナーを節約する", "without large dark areas, to save toner"
    ),
    "mono": Words("白黒にする", "in black and white"),
}
