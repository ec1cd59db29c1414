"""The file around its pages: what a press cannot print, or would stumble over."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.measuring import art
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject

_FEATURES = {
    "JavaScript": Words("JavaScript", "JavaScript"),
    "OpenAction": Words("開いたときの動作", "an action on opening"),
    "AA": Words("動作（アクション）", "actions"),
    "AcroForm": Words("フォーム", "a form"),
    "XFA": Words("XFA フォーム", "an XFA form"),
    "EmbeddedFiles": Words("添付ファイル", "attached files"),
    "OCProperties": Words("レイヤー", "layers"),
    "Collection": Words("ポートフォリオ", "a portfolio"),
    "AlternatePresentations": Words("スライドショー", "a slide show"),
    "unreadable": Words("読めない部分", "something that cannot be read"),
}


@rule(
    "document.features",
    title=Words("動作・フォーム・レイヤー", "Actions, forms, layers"),
    why=Words(
        "刷れないものが入っていると、何を刷るべきか印刷会社には分かりません。",
        "The shop cannot know what to print of a file that can do things.",
    ),
    source="ISO 15930-1:2001 § 6.13, § 6.14; antenna house",
)
def features(subject: Subject) -> Iterator[Offence]:
    """No scripts, actions, forms, attachments or layers."""
    for feature in sorted(subject.facts.features & _FEATURES.keys()):
        words = _FEATURES[feature]
        yield Offence(
            Status.FAIL,
            Words(
                f"{words.ja}が入っています", f"there are or is {words.en} in the file"
            ),
            Words("取り除いて書き出し直してください", "export the file without them"),
            thing=feature,
        )


@rule(
    "document.encrypted",
    title=Words("保護", "Encryption"),
    why=Words(
        "保護された PDF は面付けできません。",
        "A protected PDF cannot be imposed.",
    ),
    source="ISO 15930-1:2001 § 6.7; antenna house",
)
def encrypted(subject: Subject) -> Iterator[Offence]:
    """The file is not encrypted."""
    if subject.facts.encrypted:
        yield Offence(
            Status.FAIL,
            Words("保護（暗号化）されています", "the file is encrypted"),
            Words("保護を外して書き出してください", "export it without protection"),
        )


@rule(
    "document.annotations",
    title=Words("注釈とリンク", "Annotations"),
    why=Words(
        "注釈やリンクは刷られるかどうかが機械によって違います。",
        "Some machines print annotations and links, some do not.",
    ),
    source="ISO 15930-1:2001 § 6.13, ISO 15930-7:2010 § 6.17",
)
def annotated(subject: Subject) -> Iterator[Offence]:
    """No annotation touches what is printed."""
    for page in subject.facts.pages:
        for one in page.annotations:
            if one.inside and one.kind not in ("TrapNet", "PrinterMark"):
                yield Offence(
                    Status.FAIL,
                    Words(
                        f"注釈（{one.kind}）があります",
                        f"there is an annotation ({one.kind})",
                    ),
                    Words("取り除いてください", "remove it"),
                    page.number,
                    one.box,
                    one.kind,
                )


@rule(
    "document.pages",
    title=Words("ページ数", "Number of pages"),
    why=Words(
        "見積もりと違うページ数は刷れません。",
        "A shop does not print another number of pages than was ordered.",
    ),
    source="all shops",
)
def pages(subject: Subject) -> Iterator[Offence]:
    """There are as many pages as the piece has, and at least one."""
    found, wanted = len(subject.facts.pages), subject.expected_pages
    if not found or (wanted is not None and found != wanted):
        limit = str(wanted) if wanted is not None else "1"
        yield Offence(
            Status.FAIL,
            Words(
                f"{found} ページあります（{limit} ページのはず）",
                f"there are {found} pages, there should be {limit}",
            ),
            value=str(found),
            limit=limit,
        )


@rule(
    "document.blank",
    title=Words("白紙のページ", "Blank pages"),
    why=Words(
        "白紙は、書き出しの間違いかもしれません。",
        "A blank page may be a mistake of the export.",
    ),
    source="own experience",
    severity=Status.WARN,
)
def blank(subject: Subject) -> Iterator[Offence]:
    """Every page has something inside its trim."""
    for page in subject.facts.pages:
        width, height = page.trim_mm
        boxes = [thing.box for thing in art.everything(page)]
        boxes += [shading.box for shading in page.shadings]
        if not page.cut_short and not any(
            box.right > 0 and box.left < width and box.bottom > 0 and box.top < height
            for box in boxes
        ):
            yield Offence(
                Status.WARN,
                Words("ページが白紙です", "the page is blank"),
                page=page.number,
            )
