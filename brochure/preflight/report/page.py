"""入稿検査の結果を 1 枚の HTML に: for HR and the print shop, in both languages.

The page needs nothing but itself: styles, script and pictures are inside, and its
Content-Security-Policy lets a browser load nothing else. Whatever comes from the PDF is
text; no template is ever made of it. The door to Jinja2 and MarkupSafe.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from brochure.finding import Status, Words, printable, shortened
from brochure.preflight.facts import Box
from brochure.preflight.report.places import entries, outline, page_box, trim
from brochure.preflight.report.sheets import sheets
from brochure.preflight.report.swatches import swatches
from brochure.product.formats import FORMATS, Format

if TYPE_CHECKING:
    from brochure.preflight.facts import Facts, Page
    from brochure.preflight.report.verdicts import Report

TEMPLATES = Path(__file__).parent / "templates"
#: Rows of the tables of fonts and images; the rest is counted.
MOST_ROWS = 300
#: Writers round lengths; a trim this near to a named size has it.
_ROUNDING_MM = 0.5
#: Longer words from a file say no more than their beginning.
_LONGEST = 300


def html(report: Report, lang: str) -> str:
    """The report as one HTML page that shows `lang`, "ja" or "en", first."""
    subject = report.subject
    found = entries(report)
    style, script = _text("report.css"), _text("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            facts=subject.facts,
            printer=subject.printer,
            lang="ja" if lang == "ja" else "en",
            style=Markup(style),
            script=Markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
            verdict=_verdict(report),
            tally=_tally(report),
            entries=found,
            unmeasured=[v for v in report.verdicts if v.outcome == "skip"],
            passed=[v for v in report.verdicts if v.outcome == "pass"],
            sheets=sheets(subject, found),
            sizes=_sizes(subject.facts, subject.format),
            scale=subject.scale,
            bleed=_bleed(subject.facts),
            flavour=_flavour(subject.facts),
            swatches=swatches(subject.facts, subject.printer.icc),
            images=[(p, i) for p in subject.facts.pages for i in p.images],
            most_rows=MOST_ROWS,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.globals.update(say=say, close_up=close_up)
    environment.filters.update(mm=_mm, size=_size, percent=_percent, pages=_pages)
    environment.filters["ours"] = Markup  # no text of the file, and as long as it is
    return environment


def say(ja: str | Words, en: str = "") -> Markup:
    """A sentence in both languages; the style sheet hides the one not wanted."""
    words = Words(ja, en) if isinstance(ja, str) else Words(*ja)
    if words.ja == words.en:
        return Markup("{}").format(_printable(words.en))
    return Markup('<span lang="ja">{}</span><span lang="en">{}</span>').format(
        _printable(words.ja), _printable(words.en)
    )


def close_up(place: Box, wide: float, high: float) -> str:
    """A viewBox of the shape `wide` : `high` around a place, at least that many mm."""
    box = outline(place) or Box(0, 0, wide, high)
    scale = max(1.0, 1.5 * box.width / wide, 1.5 * box.height / high)
    x = (box.left + box.right - wide * scale) / 2
    y = (box.top + box.bottom - high * scale) / 2
    return f"{x:.2f} {y:.2f} {wide * scale:.2f} {high * scale:.2f}"


def _printable(value: Any) -> Any:
    """Text that any browser shows as it is, and no more of it than anybody reads."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return printable(shortened(value, _LONGEST))


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What a Content-Security-Policy (CSP 3, § 2.3.1) calls this style or script."""
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


def _verdict(report: Report) -> Words:
    """The whole report in one sentence."""
    if places := len(report.offences(Status.FAIL)):
        ending = "" if places == 1 else "s"
        return Words(
            f"{places:,} か所を直してください", f"Please mend {places:,} place{ending}"
        )
    if not report.passed:
        return Words(
            "検査プログラムの不具合で、合否を決められません",
            "A bug in the inspection leaves the verdict open",
        )
    if unmeasured := report.count("skip"):
        return Words(
            f"測れた範囲では入稿できます（{unmeasured} 項目は測れませんでした）",
            f"Ready to send, as far as could be measured ({unmeasured} left out)",
        )
    return Words("このまま入稿できます", "Ready to send as it is")


def _tally(report: Report) -> list[tuple[str, int, Words]]:
    """How many places of each status, how many rules of the other outcomes."""
    return [
        (outcome, count, words)
        for outcome, count, words in (
            ("fail", len(report.offences(Status.FAIL)), Words("要修正", "to mend")),
            ("error", report.count("error"), Words("検査の不具合", "bugs of ours")),
            ("warn", len(report.offences(Status.WARN)), Words("注意", "to look at")),
            ("info", len(report.offences(Status.INFO)), Words("参考", "to know")),
            ("skip", report.count("skip"), Words("測れない項目", "not measured")),
            ("pass", report.count("pass"), Words("合格した項目", "checks passed")),
        )
        if count or outcome in ("fail", "pass")
    ]


def _sizes(facts: Facts, known: Format | None) -> list[tuple[Words, int]]:
    """The trimmed sizes with their names, and how many pages have each."""
    count = Counter(_trimmed(page, known) for page in facts.pages)
    return count.most_common()


def _trimmed(page: Page, known: Format | None) -> Words:
    box = trim(page)
    measures = f"{_mm(box.width)} × {_mm(box.height)} mm"
    if known and known.ratio and _is(box, known.width, known.height):
        final = f"{_mm(known.final_width)} × {_mm(known.final_height)} mm"
        return Words(
            f"{final} の {known.ratio}（{measures}）",
            f"{final} drawn at {known.ratio}: {measures}",
        )
    for fmt in FORMATS.values():
        ja, en = fmt.called
        if _is(box, fmt.width, fmt.height):
            return Words(f"{ja} {measures}", f"{en}, {measures}")
        if _is(box, fmt.height, fmt.width):
            if fmt.lies:
                return Words(f"{ja} 縦 {measures}", f"{en} upright, {measures}")
            return Words(f"{ja} 横 {measures}", f"{en} landscape, {measures}")
    return Words(measures, measures)


def _is(box: Box, width: float, height: float) -> bool:
    return abs(box.width - width) + abs(box.height - height) < _ROUNDING_MM


def _bleed(facts: Facts) -> Words:
    """The narrowest bleed of all pages and sides."""
    gaps = []
    for page in facts.pages:
        cut, bleed = trim(page), page_box(page, "BleedBox")
        if bleed is None or page_box(page, "TrimBox") is None:
            return Words("指定なし", "not given")
        gaps += [cut.left - bleed.left, cut.top - bleed.top]
        gaps += [bleed.right - cut.right, bleed.bottom - cut.bottom]
    if not gaps:
        return Words("—", "—")
    if max(gaps) - min(gaps) < 0.05:
        return Words(f"天地左右 {_mm(gaps[0])} mm", f"{_mm(gaps[0])} mm on all sides")
    low, high = _mm(min(gaps)), _mm(max(gaps))
    return Words(f"{low}〜{high} mm", f"{low} to {high} mm")


def _flavour(facts: Facts) -> Words:
    if facts.flavour:
        return Words(facts.flavour, facts.flavour)
    return Words("PDF/X ではありません", "not PDF/X")


def _mm(value: float) -> str:
    """Millimetres with one decimal, without a needless one: 210, 3, 12.5."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # + 0.0: no “-0”


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def _percent(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _pages(numbers: set[int] | tuple[int, ...]) -> str:
    """Page numbers in runs: 1–4, 7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [f"{a}" if a == b else f"{a}–{b}" for a, b in runs[:12]]
    return ", ".join(shown) + (" …" if len(runs) > 12 else "")
