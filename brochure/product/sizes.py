"""判型の名前: the sizes that have a name, as rows, in mm as they usually lie.

The sources are ISO 216 (A and B), JIS P 0138 (A, and the B that Japan means by B, which
is larger), JIS S 5502 (envelopes), Japan Post (postcards), and what print shops sell by
name. A new size is a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brochure.finding import Words


class Named(NamedTuple):
    """A size; `also` is how else people write its name, width and case aside."""

    name: str
    width: float
    height: float
    words: Words
    also: tuple[str, ...] = ()


#: ISO 216, table 1. Each is the one before halved, rounded down.
_A = (
    (841, 1189), (594, 841), (420, 594), (297, 420), (210, 297), (148, 210),
    (105, 148), (74, 105), (52, 74), (37, 52), (26, 37),
)  # fmt: skip
#: JIS P 0138:1998, B 列.
_JIS_B = (
    (1030, 1456), (728, 1030), (515, 728), (364, 515), (257, 364), (182, 257),
    (128, 182), (91, 128), (64, 91), (45, 64), (32, 45),
)  # fmt: skip
#: ISO 216, table 2.
_ISO_B = (
    (1000, 1414), (707, 1000), (500, 707), (353, 500), (250, 353), (176, 250),
    (125, 176), (88, 125), (62, 88), (44, 62), (31, 44),
)  # fmt: skip


def _rows() -> Iterator[Named]:
    for number, (width, height) in enumerate(_A):
        name = f"A{number}"
        yield Named(name, width, height, Words(name, name))
    for number, (width, height) in enumerate(_JIS_B):
        name = f"B{number}"
        yield Named(
            name, width, height, Words(name, name), (f"JIS-{name}", f"JIS {name}")
        )
    for number, (width, height) in enumerate(_ISO_B):
        name = f"ISO-B{number}"
        yield Named(name, width, height, Words(name, name), (f"ISO B{number}",))
    yield from _TRADE


_TRADE = (
    # Japan Post: 通常はがき, 往復はがき.
    Named(
        "postcard", 100, 148, Words("はがき", "postcard"),
        ("ハガキ", "葉書", "官製はがき", "通常はがき", "hagaki"),
    ),
    Named(
        "reply-postcard", 200, 148, Words("往復はがき", "reply postcard"),
        ("往復ハガキ", "往復葉書", "double postcard", "ofuku-hagaki"),
    ),
    # 名刺 4 号, and what the rest of the world hands over.
    Named(
        "meishi", 91, 55, Words("名刺", "name card"),
        ("普通名刺", "名刺4号", "name-card", "Japanese business card"),
    ),
    Named(
        "business-card", 85, 55, Words("欧米名刺", "business card"),
        ("欧米判名刺", "欧米サイズ名刺", "visiting card"),
    ),
    # JIS S 5502.
    Named("naga3", 120, 235, Words("長3", "long envelope 3"), ("長形3号", "長3封筒")),
    Named("naga4", 90, 205, Words("長4", "long envelope 4"), ("長形4号", "長4封筒")),
    Named(
        "yo-naga3", 235, 120, Words("洋長3", "western envelope naga 3"),
        ("洋形長3号", "洋長3封筒", "yonaga3"),
    ),
    Named("kaku2", 240, 332, Words("角2", "square envelope 2"), ("角形2号", "角2封筒")),
    # A third of A4, which fits envelopes of ISO 269 DL and 長3.
    Named(
        "DL", 99, 210, Words("A4三つ切り", "a third of A4"),
        ("DM", "A4三分の一", "DLサイズ"),
    ),
    Named("CD", 120, 120, Words("CDジャケット", "CD booklet"), ("CDサイズ",)),
    Named("A5-square", 148, 148, Words("A5正方形", "A5 square"), ("正方形小",)),
    Named("A4-square", 210, 210, Words("A4正方形", "A4 square"), ("正方形",)),
    # Books and school guides; banners.
    Named("AB", 210, 257, Words("AB判", "AB")),
    Named("shiroku", 127, 188, Words("四六判", "shiroku"), ("四六", "46判")),
    Named("nobori", 600, 1800, Words("のぼり", "nobori banner"), ("のぼり旗",)),
    Named(
        "rollup", 850, 2000, Words("ロールアップ", "roll-up banner"),
        ("ロールアップバナー", "roll-up"),
    ),
)  # fmt: skip

#: All of them; where two are as large, the first is the name of such a page.
NAMED = tuple(_rows())
