"""A real scheduler and two workers on this machine, one of which is killed midway."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from brochure import HOME
from brochure.batch.work import CHUNK
from brochure.commands.main import main

from .conftest import Write

pytestmark = pytest.mark.slow

pytest.importorskip("distributed")


class Cluster:
    """`dask scheduler` and workers, as a person starts them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start(
            "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port
        )
        self.workers = [self._worker() for _ in range(2)]

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._start(
            "distributed.cli.dask_worker", self.address, "--nworkers", "1",
            "--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder),
        )  # fmt: skip

    def _start(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", module, "--no-dashboard", *words],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(HOME)},
        )

    def stop(self) -> None:
        for program in (*self.workers, self.scheduler):
            program.kill()
            program.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    yield made
    made.stop()


def test_a_worker_is_killed_and_nothing_is_lost_or_doubled(
    project: Path, table: Write, tmp_path: Path, cluster: Cluster
) -> None:
    path = table(4 * CHUNK)
    here, there = tmp_path / "here", tmp_path / "there"
    order = ["batch", str(path), "--content", str(project), "--lang", "en"]
    command = [sys.executable, HOME / "make_pdf.py", *order, "--out", there]
    program = subprocess.Popen(
        [*command, "--scheduler", cluster.address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 90
    while not list(there.glob("0*.pdf")):
        assert program.poll() is None, program.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)
    cluster.workers[0].send_signal(signal.SIGKILL)
    said, errors = program.communicate(timeout=120)
    assert program.returncode == 0, errors
    assert said.startswith(f"{4 * CHUNK} made")
    assert main([*order, "--out", str(here)]) == 0
    ours, theirs = (
        {file.name: file.read_bytes() for file in folder.glob("*.pdf")}
        for folder in (here, there)
    )
    assert len(theirs) == 4 * CHUNK
    assert ours == theirs


def test_no_scheduler_is_a_clear_line(
    project: Path, table: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["batch", str(table(2)), "--content", str(project), "--lang", "en"]
    nobody = ["--scheduler", "tcp://127.0.0.1:9", "--out", str(tmp_path / "out")]
    assert main([*words, *nobody]) == 2
    assert "there is no scheduler" in capsys.readouterr().err
