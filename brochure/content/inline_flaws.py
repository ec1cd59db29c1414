"""What is said of inline marks that are not well formed: message and hint of each."""

from __future__ import annotations

from collections.abc import Sequence

from brochure.content.flaw import shown
from brochure.finding import Words

BRACE_STRAY = (
    Words("「}」に対応する「{」がありません", "this “}” closes nothing"),
    Words(
        "ルビは {漢字|かんじ} の形です。記号そのものは \\} と書きます",
        "a reading is written {漢字|かんじ}; for the sign itself write \\}",
    ),
)
ESCAPE_UNKNOWN = (
    Words(
        "「\\」の後ろに書けるのは * | { } [ ] ( ) 《 》 \\ だけです",
        "“\\” can only stand before * | { } [ ] ( ) 《 》 or \\",
    ),
    Words(
        "円記号なら ￥ と、\\ そのものなら \\\\ と書いてください",
        "for a yen sign write ￥, for a backslash \\\\",
    ),
)
STRONG_UNCLOSED = (
    Words("強調の「**」が閉じていません", "this “**” is never closed"),
    Words(
        "**強調** の形にしてください。記号そのものは \\*\\* と書きます",
        "write **words**; for the signs themselves \\*\\*",
    ),
)
STRONG_EMPTY = (
    Words("強調の中に文字がありません", "there is nothing between “**” and “**”"),
    Words(
        "ことばを ** と ** ではさんでください。記号そのものは \\*\\* と書きます",
        "put words between them; for the signs themselves write \\*\\*",
    ),
)
DOTS_UNCLOSED = (
    Words("傍点の「《《」が閉じていません", "this “《《” is never closed"),
    Words(
        "《《傍点》》 の形にしてください。記号そのものは \\《\\《 と書きます",
        "write 《《words》》; for the signs themselves \\《\\《",
    ),
)
DOTS_EMPTY = (
    Words("傍点の中に文字がありません", "there is nothing between “《《” and “》》”"),
    Words(
        "ことばを 《《 と 》》 ではさんでください。記号そのものは \\《\\《 と書きます",
        "put words between them; for the signs themselves write \\《\\《",
    ),
)
LINK_UNCLOSED = (
    Words("リンクの (URL) が閉じていません", "the address of this link is not closed"),
    Words(
        "[文字](https://…) と半角の括弧で書いてください",
        "write [words](https://…) with plain brackets",
    ),
)
LINK_EMPTY = (
    Words("リンクに文字がありません", "this link has no words"),
    Words("[文字](https://…) のように文字を入れてください", "write [words](https://…)"),
)
RUBY_UNCLOSED = (
    Words("ルビの「{」が閉じていません", "this “{” is never closed"),
    Words(
        "{漢字|かんじ} の形にしてください。記号そのものは \\{ と書きます",
        "write {漢字|かんじ}; for the sign itself \\{",
    ),
)
RUBY_EMPTY = (
    Words("ルビに読みか親文字がありません", "base or reading is missing here"),
    Words(
        "{漢字|かんじ} と半角の | で区切ってください。記号そのものは \\{ と書きます",
        "write {漢字|かんじ} with a plain |; for the sign itself \\{",
    ),
)


def ruby_count(
    base: str, characters: Sequence[str], readings: Sequence[str]
) -> tuple[Words, Words]:
    base = shown(base)
    long, given = len(characters), len(readings)
    return (
        Words(
            f"「{base}」は {long} 文字ですが、読みが {given} 個あります",
            f"“{base}” has {long} characters but {given} readings",
        ),
        Words(
            "一文字に一つずつ書くか、{漢字|かんじ} とまとめて書いてください",
            "give one for each character, or one for the whole word",
        ),
    )
