"""`make bench` measures what the README quotes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from brochure import HOME


@pytest.mark.slow
def test_the_benchmark_measures_every_kind_of_run() -> None:
    done = subprocess.run(
        [sys.executable, HOME / "benchmarks" / "run.py", "--rounds", "1"],
        check=True,
        capture_output=True,
        text=True,
    )
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line[:2] == "| "]
    ratios = {row[0].strip("| "): float(row[2]) for row in rows[2:]}
    assert list(ratios) == [
        "plain WeasyPrint, cold",
        "build, cold (--force)",
        "build, nothing changed",
        "plain WeasyPrint, warm",
        "all four stages, warm",
    ]
    # No more than that: one round on a busy machine says little about time.
    assert ratios["build, nothing changed"] < ratios["build, cold (--force)"] / 2


@pytest.mark.slow
def test_the_benchmark_of_the_composer_lays_every_page_out_both_ways() -> None:
    command = [sys.executable, HOME / "benchmarks" / "composer.py", "--short"]
    done = subprocess.run(
        [*command, "--rounds", "1"], check=True, capture_output=True, text=True
    )
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line[:2] == "| "]
    ratios = {row[0].strip("| "): float(row[3].strip(" |")) for row in rows[2:]}
    assert len(ratios) == 4
    # One round on a busy machine says little; without its cache it would be over 20.
    assert ratios["three columns, balanced"] < 5


@pytest.mark.slow
def test_the_benchmark_of_the_check_has_every_row() -> None:
    command = [sys.executable, HOME / "benchmarks" / "check.py", "--rounds", "1"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows = [line for line in done.stdout.splitlines() if line[:2] == "| "]
    named = [row.split(" | ")[0].strip("| ") for row in rows]
    assert [name for name in named if name.startswith("check")] == [
        "check the A4 leaflet",
        "check the B2 poster",
        "check the B1 poster",
    ]


@pytest.mark.slow
def test_the_benchmark_of_the_preview_sees_every_save() -> None:
    command = [sys.executable, HOME / "benchmarks" / "preview.py", "--saves", "2"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "save to pixels, median" in done.stdout


@pytest.mark.slow
def test_the_benchmark_of_batches_has_every_kind() -> None:
    command = [sys.executable, HOME / "benchmarks" / "batch.py", "--records", "6"]
    done = subprocess.run(
        [*command, "--rounds", "1"], check=True, capture_output=True, text=True
    )
    for kind in ("laid out in full", "a file each", "for one file", "Typst"):
        assert kind in done.stdout
