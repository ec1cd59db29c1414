"""Files that nobody should send: a verdict or a clear line, in time, no traceback."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from brochure import HOME
from brochure.product.units import pt
from tests.preflight.good import good, saved

pytestmark = pytest.mark.slow

#: Reading may take 15 s, plates and codes 40 s each; files this small take far less.
_SECONDS = 60


def check(file: Path) -> subprocess.CompletedProcess[str]:
    start = monotonic()
    done = subprocess.run(
        [sys.executable, HOME / "make_pdf.py", "check", file, "--lang", "en"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert monotonic() - start < _SECONDS
    assert "Traceback" not in done.stderr + done.stdout
    assert "a bug of this check" not in done.stdout
    return done


def page_of(content: bytes, side: float = 600.0) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(10, 10))
        page = pdf.pages[0].obj
        page.MediaBox = Array([0, 0, side, side])
        page.Contents = pdf.make_stream(content)
        return saved(pdf)


def loop() -> bytes:
    """Two forms that paint each other."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(pt(210), pt(297)))
        box = Array([0, 0, 99, 99])
        one = pdf.make_stream(b"/B Do", Type=Name.XObject, Subtype=Name.Form, BBox=box)
        two = pdf.make_stream(b"/A Do", Type=Name.XObject, Subtype=Name.Form, BBox=box)
        one.Resources = Dictionary(XObject=Dictionary(B=two))
        two.Resources = Dictionary(XObject=Dictionary(A=one))
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(b"/A Do")
        page.Resources = Dictionary(XObject=Dictionary(A=one))
        return saved(pdf)


def bomb() -> bytes:
    """Forms that paint ten of the next, ten deep: 10^10 rectangles."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(pt(210), pt(297)))
        inner = b"0 0 9 9 re f"
        resources = Dictionary()
        for _ in range(10):
            form = pdf.make_stream(
                inner, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99])
            )
            form.Resources = resources
            resources = Dictionary(XObject=Dictionary(A=form))
            inner = b"/A Do " * 10
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(inner)
        page.Resources = resources
        return saved(pdf)


FILES = {
    "a million operators": lambda: page_of(b"0 0 1 1 re f " * 500_000),
    "a million saved states": lambda: page_of(b"q " * 1_000_000),
    "arrays in arrays": lambda: page_of(b"[" * 100_000 + b"]" * 100_000 + b" TJ"),
    "forms that paint each other": loop,
    "forms that multiply": bomb,
    "a page of a kilometre": lambda: page_of(b"0 0 9 9 re f", side=pt(1e6)),
    "nothing but a head": lambda: b"%PDF-1.6\n",
    "zeros": lambda: b"%PDF-1.6\n" + bytes(100_000),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gets_a_verdict_or_a_line(tmp_path: Path, name: str) -> None:
    file = tmp_path / "hostile.pdf"
    file.write_bytes(FILES[name]())
    assert check(file).returncode in (1, 2)


@pytest.mark.parametrize("seed", range(6))
def test_a_torn_or_flipped_file_gets_a_verdict_or_a_line(
    tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    raw = bytearray(good("x1a-fogra39" if seed % 2 else ""))
    if seed < 3:
        del raw[dice.randrange(len(raw)) :]
    else:
        for _ in range(60):
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    file = tmp_path / "torn.pdf"
    file.write_bytes(bytes(raw))
    assert check(file).returncode in (0, 1, 2)


def test_a_locked_file_is_a_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "locked.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    done = check(file)
    assert done.returncode == 2
    assert "locked with a password" in done.stderr
    assert not done.stdout
