"""Who else may call us: a process with threads of its own, or with fonts open.

A forked process has but one thread. Whatever waits for another one there, as Pango does
since 1.52, waits for ever; so a time limit is part of every test here.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure import HOME

from .conftest import environment

pytestmark = pytest.mark.slow

#: Two outputs for two processes, one of them for the press, so that it is checked.
BUILD = ("build", "poster", "--size", "B2", "--size", "A4", "--target", "office")
CHECKED = ("build", "leaflet", "--target", "press")
SECONDS = 100

_PROGRAM = """
import sys
sys.path.insert(0, {home!r})
{before}
from brochure.commands.main import main
sys.exit(main({arguments!r}))
"""

#: Setting a page, and opening a PDF, ask a thread of this process and no other.
THREAD = """
import queue, threading
asked, answered = queue.Queue(), queue.Queue()
def serve():
    while True:
        asked.get()
        answered.put(True)
threading.Thread(target=serve, daemon=True).start()
def asks(function):
    def asking(*arguments, **more):
        asked.put(True)
        answered.get()
        return function(*arguments, **more)
    return asking
from brochure.typeset.inside.engine import imported
weasyprint = imported()[0]
weasyprint.HTML.render = asks(weasyprint.HTML.render)
import pikepdf
pikepdf.open = asks(pikepdf.open)
"""

FONTS = """
from brochure.typeset import warm_up
warm_up()
"""

#: As a server does, whose main thread has other things to do.
INSIDE_A_THREAD = """
import threading
from brochure.commands import main as commands
def elsewhere(arguments, main=commands.main):
    said = []
    thread = threading.Thread(target=lambda: said.append(main(arguments)))
    thread.start()
    thread.join()
    return said[0]
commands.main = elsewhere
"""

callers = pytest.mark.parametrize(
    "before",
    [THREAD, FONTS, INSIDE_A_THREAD],
    ids=["a thread", "open fonts", "inside a thread"],
)


@pytest.fixture
def call(project: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Calls main() in a program that has done something `before`."""

    def call(before: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        program = _PROGRAM.format(
            home=str(HOME), before=before, arguments=[str(one) for one in arguments]
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=project,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    return call


@callers
def test_a_build_ends(call: Callable[..., object], project: Path, before: str) -> None:
    call(before, *BUILD)
    assert len(list((project / "out").glob("*.pdf"))) == 2


@callers
def test_a_build_for_the_press_ends(
    call: Callable[..., subprocess.CompletedProcess[str]], before: str
) -> None:
    assert "passed" in call(before, *CHECKED).stdout


@callers
def test_an_inspection_ends(
    call: Callable[..., object], leaflet: Path, tmp_path: Path, before: str
) -> None:
    call(before, "check", leaflet, "--json", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert "preflight.unreadable" not in json.dumps(report)


@callers
def test_a_batch_ends(
    call: Callable[..., object], rows: Path, tmp_path: Path, before: str
) -> None:
    call(before, "batch", rows, "--out", tmp_path / "fairs", "--jobs", "2")
    assert len(list((tmp_path / "fairs").glob("*.pdf"))) == 3


@pytest.fixture(scope="module")
def leaflet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A press file."""
    folder = tmp_path_factory.mktemp("callers")
    shutil.copy(HOME / "content.yaml", folder)
    _program(folder, *CHECKED)
    (file,) = (folder / "out").glob("*.pdf")
    return file


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A table for a batch."""
    path = tmp_path / "fairs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("会場", "ブース"), *(("東京国際フォーラム", f"A-{n}") for n in range(3))]
        )
    return path


def _program(folder: Path, *arguments: object, **more: str) -> str:
    """What the real program prints, run in `folder`."""
    return subprocess.run(
        [sys.executable, HOME / "make_pdf.py", *map(str, arguments)],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    ).stdout


def test_nothing_depends_on_a_fork(
    project: Path, leaflet: Path, rows: Path, tmp_path: Path
) -> None:
    """Processes that were all started afresh make the same files, byte for byte."""
    files = []
    for start in ("", "spawn"):
        out = tmp_path / f"out-{start}"
        said = [
            _program(project, *arguments, BROCHURE_START=start)
            for arguments in (
                (*BUILD, "--out", out),
                (*CHECKED, "--out", out),
                ("batch", rows, "--out", out / "fairs", "--jobs", "2"),
                ("check", leaflet, "--json", out / "a.json", "--html", out / "a.html"),
            )
        ]
        assert not any(one.endswith("unchanged\n") for one in said)
        files.append(
            {
                str(path.relative_to(out)): path.read_bytes()
                for path in out.rglob("*")
                if path.is_file() and not path.name.startswith(".")
            }
        )
    assert len(files[0]) >= 8
    assert files[0] == files[1]
