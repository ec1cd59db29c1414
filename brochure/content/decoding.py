"""From bytes to text: what kind of file this is, and characters that nobody can see."""

from __future__ import annotations

import codecs
import re
import stat
import unicodedata
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from brochure.content.places import Lines
from brochure.files import reason
from brochure.finding import Finding, Mark, Stop, Words, fail

#: The words of the real leaflet take 7 KB; a file of 1 MiB is not one.
LARGEST = 1024 * 1024

_SAVE_AS_UTF8 = Words("UTF-8で保存し直してください", "save it again as UTF-8")


def load(path: Path) -> bytes:
    """The bytes of a content file.

    Raises:
        Stop: there is no such file, it cannot be read, or it is larger than 1 MiB.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Stop(_unreadable(path, "ファイルではありません", "it is not a file"))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Stop(_missing(path)) from None
    except (OSError, ValueError) as error:
        raise Stop(_unreadable(path, *reason(error))) from None
    if len(data) > LARGEST:
        raise Stop(
            fail(
                "content.too-large",
                "1 MiB を超えるファイルは原稿として読みません",
                "a content file has at most 1 MiB",
                hint=Words(
                    "--content の指定を確かめてください", "is --content the right file?"
                ),
                at=str(path),
            )
        )
    return data


def _missing(path: Path) -> Finding:
    return fail(
        "content.file-missing",
        "ファイルがありません",
        "there is no such file",
        hint=Words(
            "`make_pdf.py new フォルダー` で原稿のひな形を作れます",
            "`make_pdf.py new FOLDER` makes one to start from",
        ),
        at=str(path),
    )


def _unreadable(path: Path, ja: str, en: str) -> Finding:
    return fail(
        "content.file-unreadable",
        f"読み込めません（{ja}）",
        f"cannot be read ({en})",
        at=str(path),
    )


def decode(data: bytes, file: str) -> str:
    """The text of a UTF-8 file, with or without BOM, its line ends as `\\n`.

    Raises:
        Stop: the file is in another encoding (named, as far as can be told) or is a
            document of another program.
    """
    if found := _foreign(data):
        raise Stop(_encoding(Mark(file, 1, 1), found))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        text = before.replace("\r\n", "\n").replace("\r", "\n")
        at = Lines(text, file).mark(len(text))
        raise Stop(_encoding(at, _legacy(data))) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


#: First bytes, and what they say of the file. UTF-32 LE begins like UTF-16 LE.
_SIGNATURES = (
    (codecs.BOM_UTF32_LE, Words("UTF-32", "UTF-32")),
    (codecs.BOM_UTF32_BE, Words("UTF-32", "UTF-32")),
    (codecs.BOM_UTF16_LE, Words("UTF-16", "UTF-16")),
    (codecs.BOM_UTF16_BE, Words("UTF-16", "UTF-16")),
    (b"PK\x03\x04", Words("Word・Excel や ZIP", "a Word, Excel or ZIP file")),
    (b"\xd0\xcf\x11\xe0", Words("古い Word・Excel", "an old Word or Excel file")),
    (b"%PDF-", Words("PDF", "a PDF file")),
)


def _foreign(data: bytes) -> Words | None:
    """What a file is that is certainly not UTF-8 text, or None."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    if b"\0" in data[:1024]:
        # Half of the bytes of Latin text in UTF-16 are zero; text has none otherwise.
        if data[:1024].count(0) * 8 >= len(data[:1024]):
            return Words("UTF-16", "UTF-16")
        return Words("文字でないもの", "no text")
    if re.search(rb"\x1b\$[@B]|\x1b\([BJ]", data):
        return Words("JIS (ISO-2022-JP)", "JIS (ISO-2022-JP)")
    return None


def _legacy(data: bytes) -> Words | None:
    """Which Japanese encoding makes the most kana of bytes that are not UTF-8."""
    best, most = None, 0
    for codec, name in (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        kana = len(re.findall("[ぁ-んァ-ヶ一-龠ー、。]", text))
        # Read with the wrong codec, kana turn into half-width katakana and rare kanji.
        score = kana - 4 * len(re.findall("[\uff61-\uff9f縺繧繝髢]", text))
        if score > most:
            best, most = Words(name, name), score
    return best


def _encoding(at: Mark, name: Words | None) -> Finding:
    if name is None:
        return fail(
            "content.encoding",
            "UTF-8 として読めない文字があります",
            "there is a character here that is not UTF-8",
            hint=_SAVE_AS_UTF8,
            at=at,
        )
    return fail(
        "content.encoding",
        f"UTF-8 ではなく{name.ja}のファイルのようです",
        f"this is not UTF-8 but looks like {name.en}",
        hint=_SAVE_AS_UTF8,
        at=at,
    )


#: Control, formatting and private-use characters and noncharacters. A font draws none
#: of them. Variation selectors stay: 葛󠄀 and 葛 are different names.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufeff"
    "\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U0010ffff]"
)
#: 部首 that PDF viewers copy in place of kanji (⽇ for 日).
_LOOKALIKE = re.compile("[\u2e80-\u2fdf]")
#: How many refused characters are named; a file with more is broken as a whole.
MOST_CHARACTERS = 200
#: In place of a refused character, so that everything after it keeps its place.
BLANK = "\ufffd"


def without_invisible(text: str, lines: Lines) -> tuple[str, list[Finding]]:
    """The text with refused characters blanked out, and a finding for each."""
    findings = refused(text, lines.mark)
    if findings:
        text = INVISIBLE.sub(BLANK, text)
    return text, findings


def refused(text: str, mark: Callable[[int], Mark]) -> list[Finding]:
    """A finding for each character that is not printed, or not as it should be.

    `mark` gives the place of a character of the text.
    """
    findings = [
        unprintable(found[0], mark(found.start()))
        for found in islice(INVISIBLE.finditer(text), MOST_CHARACTERS)
    ]
    for found in islice(_LOOKALIKE.finditer(text), MOST_CHARACTERS):
        usual = unicodedata.normalize("NFKC", found[0])
        if usual != found[0]:
            findings.append(_lookalike(found[0], usual, mark(found.start())))
    return findings


def unprintable(character: str, at: Mark) -> Finding:
    """There is a character here that nobody sees and no font draws."""
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) == "Co":
        return fail(
            "content.gaiji",
            f"外字 ({code}) は印刷できません",
            f"private-use character {code} cannot be printed",
            hint=Words(
                "Unicode にある文字に置き換えてください",
                "replace it by a character that Unicode has",
            ),
            at=at,
        )
    if character == BLANK:
        return fail(
            "content.unprintable",
            f"文字化けした文字 ({code}) があります",
            f"a character was lost here ({code})",
            hint=Words("打ち直してください", "type it again"),
            at=at,
        )
    return fail(
        "content.unprintable",
        f"見えない文字 ({code}) があります",
        f"there is an invisible character here ({code})",
        hint=Words(
            "貼り付けたときに紛れ込んだ文字です。前後を消して打ち直してください",
            "it often comes along when pasting; delete the gap and type it again",
        ),
        at=at,
    )


def _lookalike(found: str, usual: str, at: Mark) -> Finding:
    codes = "+".join(f"U+{ord(character):04X}" for character in found)
    return fail(
        "content.lookalike",
        f"「{found}」({codes}) は「{usual}」(U+{ord(usual[0]):04X}) に似た別の文字です",
        f"“{found}” ({codes}) only looks like “{usual}” (U+{ord(usual[0]):04X})",
        hint=Words(f"「{usual}」と打ち直してください", f"type “{usual}”"),
        at=at,
    )
