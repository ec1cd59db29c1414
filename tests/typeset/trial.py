"""試し刷り: a small page, and what is read from the findings about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from brochure import HOME
from brochure.typeset import Typeset

STYLE = """
@page { size: 60mm 40mm; margin: 4mm }
body { font: 9pt/1.6 "Noto Sans JP"; color: var(--ink) }
"""


def page(body: str, css: str = "") -> str:
    return (
        '<!doctype html><html lang="ja"><title>見本</title>'
        f"<style>{STYLE}{css}</style><body>{body}</body></html>"
    )


def codes(page: Typeset) -> list[str]:
    """The codes of all findings, in their order."""
    return [finding.code for finding in page.findings]


def places(page: Typeset) -> list[str]:
    """The findings as an editor reads them: place, code."""
    return [f"{finding.at} {finding.code}" for finding in page.findings]


def python(code: str, cwd: Path, **environment: str) -> bytes:
    """What `code` prints when a fresh Python runs it."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(HOME), **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
