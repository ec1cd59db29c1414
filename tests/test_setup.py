"""A stranger types `make pdf`: it gets the machine ready, or says what to type."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import HOME, environment

# --- make_pdf.py before and after the set-up -------------------------------------


def test_without_the_set_up_the_command_to_run_is_named(tmp_path: Path) -> None:
    program = shutil.copy(HOME / "make_pdf.py", tmp_path)
    result = subprocess.run([program], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "次を実行してください: make pdf" in result.stderr
    assert "Run this in its folder first: make pdf" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_interrupted_set_up_counts_as_none(tmp_path: Path) -> None:
    program = shutil.copy(HOME / "make_pdf.py", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    result = subprocess.run([program], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "make pdf" in result.stderr


def test_an_old_python_can_read_the_program_to_say_so() -> None:
    text = (HOME / "make_pdf.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 6))


@pytest.mark.skipif(
    not (HOME / ".venv" / "set-up").exists(), reason="these tests run elsewhere"
)
def test_any_python_finds_its_way_to_the_one_that_was_set_up(tmp_path: Path) -> None:
    base = Path(sys.base_prefix) / "bin" / "python3"
    result = subprocess.run(
        [base, HOME / "make_pdf.py", "--version"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert result.stdout.startswith("Brochure ")


# --- The locked packages ---------------------------------------------------------

LOCKS = ["requirements.txt", "requirements-dev.txt"]


def pins(lock: str) -> dict[str, list[str]]:
    """The pinned `name==version ; condition` of a lock, each with its hashes."""
    found: dict[str, list[str]] = {}
    for line in (HOME / lock).read_text().replace("\\\n", " ").splitlines():
        pin, *hashes = line.split("--hash=")
        found[pin.strip()] = hashes
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_to_a_version_and_to_hashes(lock: str) -> None:
    for pin, hashes in pins(lock).items():
        assert re.match(r"[a-z0-9-]+==[\w.]+( ; |$)", pin), pin
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64} *", one) for one in hashes), pin


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_leaves_it_to_the_machine_where_packages_come_from(lock: str) -> None:
    assert not re.search(r"https?:|file:|index|find-links", (HOME / lock).read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_asked_for_is_locked(lock: str) -> None:
    asked = (HOME / lock.replace(".txt", ".in")).read_text().splitlines()
    names = [line for line in asked if line and line[0] not in "#-"]
    locked = {pin.split("==")[0] for pin in pins(lock)}
    missing = [n for n in names if n.split("==")[0].lower() not in locked]
    assert missing == []


def test_the_tests_run_with_the_versions_that_users_have() -> None:
    assert set(pins("requirements.txt")) <= set(pins("requirements-dev.txt"))


def test_the_layout_engine_is_the_one_that_our_hooks_were_written_for() -> None:
    assert "weasyprint==70.0" in pins("requirements.txt")


# --- setup.sh, on machines that are not like this one ----------------------------

_TOOLS = ("sh", "env", "cat", "cksum", "dirname", "grep", "sed", "mktemp", "tail", "rm")
_TOOLS += ("mkdir", "chmod")

#: A Python that notes what it is asked, and whose machine lacks Pango until apt came.
_PYTHON = """#!/bin/sh
case "$*" in
    -) [ -e "$HERE/apt.log" ] || echo "$LACKS" ;;
    "-m venv .venv") mkdir -p .venv/bin && cat "$0" >.venv/bin/python &&
        chmod +x .venv/bin/python ;;
    *"pip install"*) echo "$*" >>"$HERE/pip.log"; exit "${PIP_ENDS:-0}" ;;
    *version_info*) exit "${OLD:-0}" ;;
    --version|-V) echo "Python 3.1${OLD:+0}" ;;
esac
"""
_APT = """#!/bin/sh
case "$*" in *install*) echo "$*" >>"$HERE/apt.log" ;; esac
[ -z "$APT_ENDS" ] || exit "$APT_ENDS"
"""


@dataclass
class Machine:
    """A folder that stands for a machine: its programs, and the project on it."""

    folder: Path

    @property
    def project(self) -> Path:
        return self.folder / "project"

    def program(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(text)
        path.chmod(0o755)

    def set_up(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        more = {"LACKS": "", **more}
        return subprocess.run(
            [self.project / "setup.sh", *arguments],
            env=environment(
                PATH=str(self.folder / "bin"), HERE=str(self.folder), **more
            ),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def log(self, name: str) -> list[str]:
        path = self.folder / f"{name}.log"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian with a good Python, apt-get and root."""
    (tmp_path / "project").mkdir()
    (tmp_path / "bin").mkdir()
    for name in ("setup.sh", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(HOME / name, tmp_path / "project")
    for tool in _TOOLS:
        found = shutil.which(tool)
        assert found
        (tmp_path / "bin" / tool).symlink_to(found)
    machine = Machine(tmp_path)
    machine.program("python3", _PYTHON)
    machine.program("apt-get", _APT)
    machine.program("apt-cache", "#!/bin/sh\nexit 0\n")
    machine.program("id", "#!/bin/sh\necho ${USER_ID:-0}\n")
    return machine


def test_a_machine_that_has_all_gets_the_locked_packages(machine: Machine) -> None:
    result = machine.set_up()
    assert result.returncode == 0, result.stderr
    assert machine.log("apt") == []
    (asked,) = machine.log("pip")
    assert "--require-hashes -r requirements.txt" in asked
    # Where packages come from is the machine's own business.
    assert not re.search("index|find-links|trusted|https?:", asked)


def test_the_second_time_nothing_is_done_or_said(machine: Machine) -> None:
    machine.set_up()
    result = machine.set_up()
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert len(machine.log("pip")) == 1


def test_another_lock_is_installed(machine: Machine) -> None:
    machine.set_up()
    with (machine.project / "requirements.txt").open("a") as lock:
        lock.write("# newer\n")
    assert machine.set_up().returncode == 0
    assert len(machine.log("pip")) == 2


def test_what_the_tests_need_includes_what_the_build_needs(machine: Machine) -> None:
    assert machine.set_up("--dev").returncode == 0
    assert machine.set_up().stdout == ""
    (asked,) = machine.log("pip")
    assert "-r requirements-dev.txt" in asked


def test_missing_libraries_are_installed_with_one_line_saying_so(
    machine: Machine,
) -> None:
    result = machine.set_up(LACKS="libpango-1.0-0 libharfbuzz-subset0")
    assert result.returncode == 0, result.stderr
    line, _ = result.stdout.splitlines()
    assert line == (
        "Installing system packages with apt-get: libpango-1.0-0 libharfbuzz-subset0"
    )
    assert machine.log("apt")[0].endswith(" libpango-1.0-0 libharfbuzz-subset0")


def test_who_may_not_install_is_told_what_to_type(machine: Machine) -> None:
    result = machine.set_up(LACKS="libpango-1.0-0", USER_ID="1000")
    assert result.returncode == 2
    assert "as an administrator: apt-get install libpango-1.0-0" in result.stderr
    assert machine.log("pip") == []


def test_it_is_said_in_japanese_to_a_japanese_terminal(machine: Machine) -> None:
    lacks = {"LACKS": "libpango-1.0-0", "USER_ID": "1000"}
    result = machine.set_up(**lacks, LC_ALL="ja_JP.UTF-8")
    assert "管理者の権限で次を実行してください: apt-get install" in result.stderr


def test_sudo_is_used_where_there_is_one(machine: Machine) -> None:
    machine.program("sudo", '#!/bin/sh\n[ "$1" = -n ] && shift\nexec "$@"\n')
    machine.program("true", "#!/bin/sh\n")
    result = machine.set_up(LACKS="libpango-1.0-0", USER_ID="1000")
    assert result.returncode == 0, result.stderr
    assert len(machine.log("apt")) == 1


def test_an_apt_that_fails_is_reported_with_what_to_type(machine: Machine) -> None:
    result = machine.set_up(LACKS="libpango-1.0-0", APT_ENDS="100")
    assert result.returncode == 2
    assert "sudo apt-get install libpango-1.0-0" in result.stderr


def test_an_old_python_alone_is_reported(machine: Machine) -> None:
    (machine.folder / "bin" / "apt-get").unlink()
    result = machine.set_up(OLD="1")
    assert result.returncode == 2
    assert "Python 3.11 or newer is needed (here: Python 3.10)" in result.stderr


def test_no_python_at_all_is_reported(machine: Machine) -> None:
    (machine.folder / "bin" / "python3").unlink()
    result = machine.set_up(USER_ID="1000")
    assert result.returncode == 2
    assert "is needed (here: none). Run one of: apt-get install" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    machine.program("python3.12", _PYTHON)
    assert machine.set_up().returncode == 0
    assert len(machine.log("pip")) == 1


def test_ubuntu_22_04_gets_the_python_that_it_has_beside_its_own(
    machine: Machine,
) -> None:
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    machine.program("python3.11.later", _PYTHON)
    machine.program(
        "apt-get",
        _APT + '\ncase "$*" in *python3.11*) cat "${0%/*}/python3.11.later"'
        ' >"${0%/*}/python3.11"; chmod +x "${0%/*}/python3.11" ;; esac\n',
    )
    machine.program("apt-cache", "#!/bin/sh\necho Version: 3.10.6-1\n")
    result = machine.set_up()
    assert result.returncode == 0, result.stderr
    assert machine.log("apt")[0].endswith(" python3.11 python3.11-venv")
    assert len(machine.log("pip")) == 1


def test_packages_that_cannot_be_had_are_reported_and_tried_again(
    machine: Machine,
) -> None:
    result = machine.set_up(PIP_ENDS="1")
    assert result.returncode == 2
    assert "Check the network, then run this again" in result.stderr
    assert machine.set_up().returncode == 0
    assert len(machine.log("pip")) == 2


def test_tests_run_without_the_witnesses_where_nobody_may_install_them(
    machine: Machine,
) -> None:
    result = machine.set_up("--dev", USER_ID="1000")
    assert result.returncode == 0, result.stderr
    assert "Some tests will be skipped" in result.stdout


# --- The Makefile ----------------------------------------------------------------


def test_make_help_names_every_goal() -> None:
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    goals = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert goals
    said = subprocess.run(
        ["make", "-s", "-C", HOME, "help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "MAKEFLAGS": ""},
    ).stdout
    silent = {"set-up", "set-up-dev", "help"}
    assert [g for g in goals[1].split() if f"make {g}" not in said] == [
        g for g in goals[1].split() if g in silent
    ]


def test_ci_runs_the_checks_and_the_tests() -> None:
    lines = (HOME / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line.startswith("make ")] == [
        "make check",
        "make test",
    ]
