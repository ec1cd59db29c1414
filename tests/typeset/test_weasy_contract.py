"""What we lean on in WeasyPrint 70.0 that its manual does not promise.

When an upgrade breaks one of these, this file is the list of what to look at.
"""

from __future__ import annotations

import importlib.metadata
import inspect
import logging
import re
import subprocess
from pathlib import Path

import pytest

from brochure import HOME
from brochure.finding import Stop
from brochure.typeset import weasy
from brochure.typeset.inside import engine, quickstart
from tests.typeset.conftest import SET
from tests.typeset.trial import page, python

pytestmark = pytest.mark.slow

#: Sets a page through WeasyPrint itself, nothing of ours inside it but the fonts.
PLAIN = """
import sys
from pathlib import Path
from brochure.typeset import fonts
fonts.isolate()
import weasyprint
sys.stdout.buffer.write(
    weasyprint.HTML(string=PAGE, base_url="file:///brochure/").write_pdf(
        uncompressed_pdf=True
    )
)
"""
OURS = """
import sys
from brochure import HOME
from brochure.shop.inks import Palette
from brochure.product.project import Project
from brochure.typeset import typeset
from brochure.typeset.inside.engine import engine
engine()
from brochure.typeset.inside import flow
flow.setting = lambda style: None
palette = Palette.load(
    HOME / "styles/inks.yaml", next((HOME / "brochure/icc").glob("*.icc"))
)
sys.stdout.buffer.write(typeset(PAGE, Project(HOME), palette, tagged=False).pdf)
"""
#: The page whose bytes must not depend on how WeasyPrint was started.
PAGE = page(
    "<h1>門を叩いて</h1><p>世界を<b>頭に</b>描いて、<u>いますか</u>？ fi ≒</p>"
    '<svg viewBox="0 0 90 90" width="30" height="30"><g fill="none" stroke="#123456">'
    '<path d="M1 2h0M3.5 4.25h0M.5 12.3456789h0M-1.5 -0h0M10.0 1e1h0"/>'
    '<path d="M54.18 3.22h0M148.02 3.22h0M155 3.22h0M0.0000001 9h0M1 .5h0"/>'
    '<path d="M1 1 L5 5"/></g></svg>',
    'h1 { font: 900 20pt "Noto Serif JP" } p { columns: 2 }',
)


def run(code: str, folder: Path, **environment: str) -> bytes:
    return python(code.replace("PAGE", repr(PAGE)), folder, **environment)


# --- The version ---------------------------------------------------------------------


def test_the_version_we_are_written_for_is_the_one_that_is_locked() -> None:
    lock = (HOME / "requirements.txt").read_text()
    assert f"weasyprint=={engine.VERSION} " in lock
    assert importlib.metadata.version("weasyprint") == engine.VERSION


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    monkeypatch.setattr(weasyprint, "VERSION", "71.0")
    with pytest.raises(Stop, match=r"WeasyPrint 70\.0 is needed, this is 71\.0"):
        engine._imported()


# --- The quick start -----------------------------------------------------------------


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return run(PLAIN, tmp_path_factory.mktemp("plain"))


def test_all_our_short_cuts_together_change_no_byte(
    plain: bytes, tmp_path: Path
) -> None:
    """The composer is left out: it is there to change the page."""
    assert run(OURS, tmp_path) == plain


def test_the_first_start_which_fills_the_cache_gives_the_same_bytes(
    plain: bytes, tmp_path: Path
) -> None:
    quick = "from brochure.typeset.inside import quickstart"
    cold = f"{quick}\nquickstart.HOME = HERE\n{OURS}"
    cold = cold.replace("HERE", f"__import__('pathlib').Path({str(tmp_path)!r})")
    assert run(cold, tmp_path) == plain
    (kept,) = (tmp_path / ".cache").glob("*.py")
    assert run(cold, tmp_path) == plain
    # Half a file, or one of other contents, is as good as none.
    kept.write_text(kept.read_text()[:5000])
    assert run(cold, tmp_path) == plain
    kept.write_text("ffi = None\n")
    assert run(cold, tmp_path) == plain


def test_the_quick_start_takes_effect(tmp_path: Path) -> None:
    """Or else a change in WeasyPrint would make every build slower unnoticed."""
    run(OURS, tmp_path)
    said = run(f"{OURS}\nsys.stdout.flush()\nprint(*sys.modules)", tmp_path)
    modules = said.rpartition(b"%%EOF")[2].decode()
    for slow in ("pycparser", "fontTools", "urllib.request", "http.client"):
        assert slow not in modules.split()


def test_fonttools_comes_when_something_asks_for_it(tmp_path: Path) -> None:
    said = python(
        "from brochure.typeset import warm_up\n"
        "warm_up()\n"
        "import sys\n"
        "from weasyprint.pdf import fonts\n"
        "before = 'fontTools' in sys.modules\n"
        "try:\n"
        "    fonts.TTFont(sys.executable)\n"
        "except fonts.TTLibError as error:\n"
        "    print(before, type(error).__name__, fonts.subset.__name__)",
        tmp_path,
    )
    assert said == b"False TTLibError fontTools.subset\n"


def test_other_code_gets_the_real_modules_afterwards(tmp_path: Path) -> None:
    said = python(
        "from brochure.typeset import warm_up\n"
        "warm_up()\n"
        "import cffi, urllib.request\n"
        "from fontTools.ttLib import TTFont\n"
        "print(cffi.FFI().cdef('int a;'), urllib.request.Request('http://a').host,"
        " isinstance(TTFont, type))",
        tmp_path,
    )
    assert said == b"None a True\n"


def test_the_plain_import_is_made_where_a_short_cut_fails(tmp_path: Path) -> None:
    said = python(
        "from brochure.typeset.inside import quickstart\n"
        "def broken(ffi):\n"
        "    from types import ModuleType\n"
        "    return {'pydyf': ModuleType('pydyf')}\n"
        "quickstart._names = broken\n"
        "print(quickstart.import_weasyprint().VERSION)",
        tmp_path,
    )
    assert said == b"70.0\n"


def test_kept_declarations_of_somebody_else_are_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are Python code that we would run."""
    (tmp_path / "ffi.py").write_text("ffi = 1")
    assert quickstart._load(tmp_path / "ffi.py") == 1
    monkeypatch.setattr("os.getuid", lambda: 4711)
    trusted = (tmp_path / "ffi.py").stat().st_uid == 0
    assert quickstart._load(tmp_path / "ffi.py") == (1 if trusted else None)


def test_the_hints_that_are_not_read_are_not_asked_for() -> None:
    from weasyprint import html

    assert html.PH.startswith(quickstart._HINTS)
    assert "presentational_hints" not in inspect.getsource(weasy)


def test_weasyprints_own_fetcher_has_no_network(tmp_path: Path) -> None:
    said = python(
        "from brochure.typeset import warm_up\n"
        "warm_up()\n"
        "from weasyprint.urls import URLFetcher\n"
        "try:\n"
        "    URLFetcher().fetch('http://example.com/')\n"
        "except Exception as error:\n"
        "    print(error)",
        tmp_path,
    )
    assert said == b"there is no network here\n"


@pytest.mark.parametrize("library", ["libpango-1.0-0", "libgobject-2.0-0"])
def test_a_missing_library_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    library: str,
) -> None:
    cause = f"cannot load library '{library}'"

    def banner() -> None:
        print("-----\nWeasyPrint could not import some external libraries.")
        raise OSError(f"{cause}: cannot open shared object file")

    monkeypatch.setattr(engine, "import_weasyprint", banner)
    with pytest.raises(Stop) as stop:
        engine._imported()
    (finding,) = stop.value.findings
    assert finding.line("en") == (
        f"a system library for typesetting is missing ({cause}); run sudo apt-get"
        " install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 [system.library]"
    )
    assert capsys.readouterr().out == ""


def test_a_missing_package_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ModuleNotFoundError("No module named 'weasyprint'", name="weasyprint")

    monkeypatch.setattr(engine, "import_weasyprint", missing)
    with pytest.raises(Stop, match="weasyprint is missing; run make pdf"):
        engine._imported()


def test_a_missing_harfbuzz_subset_is_warned_about(tmp_path: Path) -> None:
    said = python(
        "import ctypes.util, sys\n"
        "from brochure.typeset.inside import engine, quickstart\n"
        "plain = quickstart.import_weasyprint\n"
        "def without():\n"
        "    import warnings\n"
        "    weasyprint = plain()\n"
        "    warnings.warn('HarfBuzz-Subset will be required by future versions',"
        " DeprecationWarning)\n"
        "    return weasyprint\n"
        "engine.import_weasyprint = without\n"
        "print(engine.engine().findings[0].hint.en)",
        tmp_path,
    )
    assert said == b"run sudo apt-get install libharfbuzz-subset0\n"


def test_weasyprint_warns_of_a_missing_harfbuzz_subset_in_these_words() -> None:
    from weasyprint.text import ffi

    assert "'HarfBuzz-Subset will be required" in inspect.getsource(ffi)


def test_pango_stays_loaded_until_the_process_is_gone() -> None:
    """It has a thread, which may be awake while Python ends."""
    import sys

    from weasyprint.text import ffi

    before = sys.getrefcount(ffi.pangoft2)
    engine._keep_loaded()
    after = sys.getrefcount(ffi.pangoft2)
    assert after == before + 1


# --- Logs ----------------------------------------------------------------------------


@pytest.fixture
def log(set_: SET) -> list[str]:
    """All that WeasyPrint logs for a page with two style sheets."""
    import weasyprint

    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    set_("<p>門</p>")
    loggers = [logging.getLogger(n) for n in ("weasyprint", "weasyprint.progress")]
    listener = Listener()
    for logger in loggers:
        logger.propagate = False
        logger.addHandler(listener)
        logger.setLevel(logging.DEBUG)
    try:
        weasyprint.HTML(
            string="<style>p { a-b: 1 }</style><style>p { c-d: 1 }</style>"
            "<p style='break-after: page'>門<p>叩"
            "<svg width=9 height=9><path d='M0 0 A 1 1 0 2'/></svg>"
            "<img src='nothing:a'>"
        ).write_pdf()
    finally:
        for logger in loggers:
            logger.removeHandler(listener)
            logger.setLevel(logging.NOTSET)
            logger.propagate = True
    return lines


def test_the_progress_log_names_a_style_sheet_before_its_warnings(
    log: list[str],
) -> None:
    sheet = "Step 2 - Fetching and parsing CSS - CSS string"
    assert log[1:6] == [
        sheet,
        "Ignored `a-b: 1 ` at 1:5, unknown property.",
        sheet,
        "Ignored `c-d: 1 ` at 1:5, unknown property.",
        "Step 3 - Applying CSS",
    ]


def test_the_progress_log_names_every_page(log: list[str]) -> None:
    assert [line for line in log if line.startswith("Step 5")] == [
        "Step 5 - Creating layout - Page 1",
        "Step 5 - Creating layout - Page 2",
    ]


def test_an_error_in_a_drawing_is_logged_twice_the_cause_second(log: list[str]) -> None:
    failed = [line for line in log if "SVG" in line]
    assert failed[0].startswith("Failed to render SVG image")
    assert failed[1].startswith("Error while rendering SVG image:")


def test_a_file_that_is_not_loaded_is_named(log: list[str]) -> None:
    assert any(line.startswith("Failed to load image at 'nothing:a': ") for line in log)


# --- Drawing -------------------------------------------------------------------------


def test_text_in_svg_is_japanese_on_every_machine(
    set_: SET, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint gives it no language, and Pango would take the machine's."""
    from weasyprint.text import line_break

    languages = set()
    split = line_break.split_first_line

    def note(text: str, style: dict[str, object], *rest: object) -> object:
        languages.add(style["lang"])
        return split(text, style, *rest)

    monkeypatch.setattr(line_break, "split_first_line", note)
    set_('<svg><text y="9" font-family="Noto Sans JP">骨</text></svg>')
    assert languages == {"ja"}


def test_a_bleed_box_is_never_wider_than_ten_points(clean: SET) -> None:
    """Finishing must not believe it for a piece with 5 mm of bleed."""
    pdf = clean("<p>門</p>", "@page { size: 100mm; bleed: 5mm }").pdf
    boxes = dict(re.findall(rb"/(Media|Trim|Bleed)Box \[([^]]+)\]", pdf))
    media, bleed = (list(map(float, boxes[b].split())) for b in (b"Media", b"Bleed"))
    assert media[2] - media[0] == pytest.approx(110 * 72 / 25.4, abs=0.01)
    assert bleed[2] - bleed[0] == pytest.approx(100 * 72 / 25.4 + 20, abs=0.01)


def test_the_pdf_is_left_uncompressed_for_finishing(clean: SET) -> None:
    assert b"/FlateDecode" not in clean("<p>門</p>").pdf


def test_our_pdfs_pass_qpdf(clean: SET, tmp_path: Path) -> None:
    for tagged in (False, True):
        (tmp_path / "a.pdf").write_bytes(clean("<h1>門</h1>", tagged=tagged).pdf)
        check = ["qpdf", "--check", tmp_path / "a.pdf"]
        subprocess.run(check, check=True, capture_output=True)


def test_a_page_is_drawn_by_functions_that_can_be_listened_to() -> None:
    """inside/canvas.py puts others in their place, and its canvas in the stream's."""
    from weasyprint import draw

    for name, begins in (
        ("draw_background", ["stream", "background", "clip_box"]),
        ("draw_border", ["stream", "box"]),
        ("draw_text", ["stream", "textbox"]),
        ("draw_replacedbox", ["stream", "box"]),
        (
            "draw_line",
            ["stream", "x1", "y1", "x2", "y2", "thickness", "style", "color"],
        ),
        ("draw_outline", ["stream", "box"]),
        ("set_mask_border", ["stream", "box"]),
        ("draw_stacking_context", ["stream", "stacking_context"]),
    ):
        takes = list(inspect.signature(getattr(draw, name)).parameters)
        assert takes[: len(begins)] == begins
