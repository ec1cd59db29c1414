"""The real program, run as a person runs it, and small projects to run it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]

# As make_pdf.py does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record", action="store_true", help="store the page images drawn now"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The long ones first, or one core works on alone while the others wait.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def environment(**more: str) -> dict[str, str]:
    """The environment that tests start programs in: English, and no date of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH")
    }
    return {**kept, "LC_ALL": "C.UTF-8", **more}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs make_pdf.py in a folder of its own; `env` adds to the environment."""

    def run(
        *arguments: str | Path, env: dict[str, str] | None = None, cwd: Path = tmp_path
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, HOME / "make_pdf.py", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env=environment(**(env or {})),
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the real words, to be changed and built at will."""
    folder = tmp_path / "project"
    folder.mkdir()
    words = (HOME / "content.yaml").read_text(encoding="utf-8")
    (folder / "content.yaml").write_text(words, encoding="utf-8")
    return folder
