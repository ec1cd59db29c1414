"""The pieces of content.yaml, built once for all tests that look at finished files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]


def build(out: Path, *arguments: str) -> None:
    """Runs the real program."""
    subprocess.run(
        [
            sys.executable,
            HOME / "make_pdf.py",
            "build",
            *arguments,
            "--out",
            out,
            "--lang",
            "en",
        ],
        check=True,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="session")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all outputs of content.yaml and an A4 flyer of the poster."""
    out = tmp_path_factory.mktemp("pieces")
    build(out)
    build(out, "poster", "--size", "A4", "--target", "office")
    return out
