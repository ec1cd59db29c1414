"""A build makes what is asked for, makes nothing twice, and never harms old files."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import HOME, Run, environment

pytestmark = pytest.mark.slow

#: The quickest build there is: one output of one page.
ONE = ("poster", "--target", "office")
NAME = "poster-b2-office.pdf"


def state(out: Path) -> dict[str, tuple[int, int]]:
    """Every file of a folder, hidden ones too: time of its last change, inode."""
    stats = {path.name: path.stat() for path in out.iterdir()}
    return {name: (stat.st_mtime_ns, stat.st_ino) for name, stat in stats.items()}


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `out` folder of the real words, with one output in it."""
    # As deep as the copies: the stamp names Brochure's own files from `out`.
    folder = tmp_path_factory.mktemp("built") / "project"
    folder.mkdir()
    shutil.copy(HOME / "content.yaml", folder)
    result = subprocess.run(
        [sys.executable, HOME / "make_pdf.py", "build", *ONE],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, f"[1/1] {NAME}\n")
    return folder / "out"


@pytest.fixture
def built(built_once: Path, project: Path) -> Path:
    """The same, for one test; a project that was copied counts as unchanged."""
    return shutil.copytree(built_once, project / "out")


def test_all_that_content_yaml_lists_comes_out(run: Run, project: Path) -> None:
    result = run(cwd=project)
    assert result.returncode == 0, result.stderr
    names = [path.name for path in (project / "out").glob("*.pdf")]
    listed = ["leaflet-office.pdf", "leaflet-press.pdf", "leaflet-screen.pdf"]
    assert sorted(names) == [*listed, "poster-b2-press.pdf"]
    rows = result.stdout.splitlines()[1:]
    assert [row.split()[0] for row in rows] == [
        "out/leaflet-press.pdf",
        "out/leaflet-office.pdf",
        "out/leaflet-screen.pdf",
        "out/poster-b2-press.pdf",
    ]
    assert "PDF/X-4 · CMYK · " in rows[0]


# --- Nothing is made twice -------------------------------------------------------


def test_nothing_is_written_when_nothing_has_changed(
    run: Run, project: Path, built: Path
) -> None:
    before = state(built)
    result = run("build", *ONE, cwd=project)
    assert result.stdout.splitlines()[-1].endswith("unchanged")
    assert "変更なし" in run("build", *ONE, "--lang", "ja", cwd=project).stdout
    assert state(built) == before


def test_unchanged_takes_a_tenth_of_a_second(
    run: Run, project: Path, built: Path
) -> None:
    imports = subprocess.run(
        [sys.executable, "-X", "importtime", HOME / "make_pdf.py", "build", *ONE],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    # What takes long is left alone; a stop-watch would measure the machine instead.
    heavy = ("weasyprint", "pydantic", "yaml", "pikepdf", "reportlab", "PIL", "jinja2")
    assert [name for name in heavy if f" {name}\n" in imports] == []
    assert "brochure.works.stamp" in imports


def test_force_builds_all_the_same(run: Run, project: Path, built: Path) -> None:
    before = state(built)
    assert run("build", *ONE, "--force", cwd=project).returncode == 0
    assert state(built)[NAME] != before[NAME]


def test_a_file_that_was_only_touched_has_not_changed(
    run: Run, project: Path, built: Path
) -> None:
    os.utime(project / "content.yaml")
    assert "unchanged" in run("build", *ONE, cwd=project).stdout


def test_a_changed_word_is_printed(run: Run, project: Path, built: Path) -> None:
    before = state(built)
    words = project / "content.yaml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("頭に|描いて", "心に|描いて"), encoding="utf-8")
    assert "unchanged" not in run("build", *ONE, cwd=project).stdout
    assert state(built)[NAME] != before[NAME]


def test_styles_of_the_projects_own_count_from_the_day_they_appear(
    run: Run, project: Path, built: Path
) -> None:
    shutil.copytree(HOME / "styles", project / "styles")
    inks = project / "styles" / "inks.yaml"
    inks.write_text(
        re.sub(r"(?m)^night:.*$", "night: 90 88 32 38", inks.read_text("utf-8")),
        encoding="utf-8",
    )
    assert "unchanged" not in run("build", *ONE, cwd=project).stdout
    assert "unchanged" in run("build", *ONE, cwd=project).stdout


@pytest.mark.parametrize("harm", ["removed", "changed"])
def test_a_file_that_somebody_harmed_is_made_again(
    run: Run, project: Path, built: Path, harm: str
) -> None:
    file = built / NAME
    good = file.read_bytes()
    if harm == "removed":
        file.unlink()
    else:
        file.write_bytes(good[:-1] + b"!")
    assert run("build", *ONE, cwd=project).returncode == 0
    assert file.read_bytes() == good


def test_only_the_missing_file_is_made(run: Run, project: Path, built: Path) -> None:
    before = state(built)
    both = ("poster", "--target", "office", "--size", "B2", "--size", "A4")
    rows = run("build", *both, cwd=project).stdout.splitlines()[1:]
    assert [row.endswith("unchanged") for row in rows] == [True, False]
    assert state(built)[NAME] == before[NAME]


def test_another_date_is_another_file(run: Run, project: Path, built: Path) -> None:
    env = {"SOURCE_DATE_EPOCH": "1700000000"}
    assert "unchanged" not in run("build", *ONE, cwd=project, env=env).stdout


def test_another_pango_is_another_file(built: Path) -> None:
    inputs = json.loads((built / ".brochure.json").read_bytes())["inputs"]
    names = {Path(name).name.split(".so")[0] for name in inputs if ".so" in name}
    assert {"libpango-1.0", "libharfbuzz", "libfontconfig"} <= names


def test_a_stamp_that_nobody_can_read_is_as_good_as_none(
    run: Run, project: Path, built: Path
) -> None:
    from brochure.works import stamp
    from brochure.works.order import Order

    good = json.loads((built / ".brochure.json").read_bytes())
    odd: list[object] = ["", {}, [], 3, None, {"made": 3}]
    odd += [{**good, key: value} for key in good for value in ("x", 3, None, [3])]
    for data in odd:
        (built / ".brochure.json").write_text(json.dumps(data))
        words = project / "content.yaml"
        known = stamp.read(Order(words, built))
        assert not (known and stamp.unchanged(known, words, built)), data
    (built / ".brochure.json").write_text("{")
    result = run("build", *ONE, cwd=project)
    assert (result.returncode, "unchanged" in result.stdout) == (0, False)


# --- Same input, same bytes ------------------------------------------------------


def test_the_same_words_give_the_same_bytes(run: Run, project: Path) -> None:
    here = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "ja_JP.UTF-8"}
    there = {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LANG": "C"}
    for number, env in enumerate((here, there)):
        place = project.parent if number else project
        result = run(
            "build",
            *("--content", project, "--out", project / str(number)),
            cwd=place,
            env=env,
        )
        assert result.returncode == 0, result.stderr
    files = sorted(path.name for path in (project / "0").glob("*.pdf"))
    assert len(files) == 4
    for name in files:
        one, other = ((project / folder / name).read_bytes() for folder in "01")
        assert one == other, name


def test_a_file_made_alone_is_the_one_made_in_company(run: Run, project: Path) -> None:
    assert run("build", "leaflet", cwd=project).returncode == 0
    one = ("leaflet", "--target", "press", "--out", "alone")
    assert run("build", *one, cwd=project).returncode == 0
    name = "leaflet-press.pdf"
    alone, company = project / "alone" / name, project / "out" / name
    assert alone.read_bytes() == company.read_bytes()


def test_no_file_names_a_folder_of_this_machine(project: Path, built: Path) -> None:
    for file in built.glob("*.pdf"):
        data = file.read_bytes()
        assert str(project).encode() not in data
        assert str(HOME).encode() not in data


# --- What is wrong is said, and harms nothing ------------------------------------


def test_a_character_without_a_glyph_is_named_where_it_was_typed(
    run: Run, project: Path, built: Path
) -> None:
    before = state(built)
    words = project / "content.yaml"
    lines = words.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if "世界地図を|" in line)
    lines[number] = lines[number].replace("世界", "世𓀀界")
    words.write_text("\n".join(lines), encoding="utf-8")
    result = run("build", *ONE, cwd=project)
    column = lines[number].index("𓀀") + 1
    assert f"content.yaml:{number + 1}:{column}: " in result.stderr
    assert "“𓀀” (U+13000 EGYPTIAN HIEROGLYPH A001)" in result.stderr
    assert result.returncode == 2
    assert state(built) == before


def test_one_bad_output_keeps_all_old_files(run: Run, project: Path) -> None:
    assert run("build", "leaflet", cwd=project).returncode == 0
    before = state(project / "out")
    words = project / "content.yaml"
    # Only the leaflet sets the interview.
    text = words.read_text(encoding="utf-8").replace("相乗効果", "相乗効果𓀀")
    words.write_text(text, encoding="utf-8")
    result = run("build", cwd=project)
    assert result.returncode == 2
    assert state(project / "out") == before


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "99999999999999999999"])
def test_a_date_that_is_none_is_refused(run: Run, project: Path, epoch: str) -> None:
    result = run("build", *ONE, cwd=project, env={"SOURCE_DATE_EPOCH": epoch})
    assert result.returncode == 2
    assert f"SOURCE_DATE_EPOCH is “{epoch}”" in result.stderr


def test_an_unknown_printer_is_refused(run: Run, project: Path) -> None:
    result = run("build", "leaflet", "--printer", "nobody", cwd=project)
    assert result.returncode == 2
    assert "no printer “nobody”" in result.stderr


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    """The error, after checking that it is one line and no traceback."""
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_file_where_the_folder_should_be_is_one_clear_line(
    run: Run, project: Path
) -> None:
    (project / "out").write_text("not a folder")
    assert one_line(run("build", *ONE, cwd=project)).startswith("out: ")
    assert (project / "out").read_text() == "not a folder"


def test_a_folder_that_cannot_be_written_to_is_one_clear_line(
    run: Run, project: Path
) -> None:
    # Also root cannot make files in /proc.
    said = one_line(run("build", *ONE, "--out", "/proc/self", cwd=project))
    assert said.startswith("/proc/self: nothing can be written here")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_one_clear_line(
    run: Run, project: Path, built: Path
) -> None:
    built.chmod(0o555)
    assert "nothing can be written" in one_line(run("build", *ONE, "--force"))
    built.chmod(0o755)


def test_a_full_disk_keeps_the_old_files(project: Path, built: Path) -> None:
    before = state(built)
    result = subprocess.run(
        [sys.executable, HOME / "make_pdf.py", "build", *ONE, "--force"],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        # No file may grow past 20 kB: to the program that looks like a full disk.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        check=False,
    )
    assert "nothing can be written here" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.returncode == 2
    assert state(built) == before


def test_a_folder_with_the_name_of_a_file_keeps_the_others(
    run: Run, project: Path, built: Path
) -> None:
    (built / "poster-a4-office.pdf").mkdir()
    before = state(built)
    sizes = ("--size", "B2", "--size", "A4")
    result = run("build", *ONE, *sizes, "--force", cwd=project)
    assert "out/poster-a4-office.pdf: " in result.stderr
    assert result.returncode == 2
    assert state(built) == before


def test_what_a_killed_build_left_is_cleared_away(
    run: Run, project: Path, built: Path
) -> None:
    finished = subprocess.Popen([sys.executable, "-c", ""])
    finished.wait()
    left = built / f".{NAME}.{finished.pid}.part"
    left.write_bytes(b"half")
    assert run("build", *ONE, "--force", cwd=project).returncode == 0
    assert not left.exists()


# --- Ctrl-C ----------------------------------------------------------------------


def start(project: Path, *arguments: str) -> subprocess.Popen[str]:
    """A forced build of everything, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, HOME / "make_pdf.py", "build", "--force", *arguments],
        cwd=project,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Whoever starts the tests in the background has Ctrl-C switched off for them.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def nobody_is_left(group: int) -> bool:
    """Whether all processes of the group have ended; waits five seconds for it."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("whom", ["everyone", "the first"])
@pytest.mark.parametrize("moment", ["in the middle", "at the start"])
def test_ctrl_c_leaves_everything_as_it_was(
    project: Path, built: Path, whom: str, moment: str
) -> None:
    before = state(built)
    build = start(project)
    assert build.stderr
    if moment == "in the middle":
        assert build.stderr.readline().startswith("[1/4]")
    else:
        time.sleep(0.15)
    # A terminal sends the signal to all of its processes; `kill -INT` to one.
    (os.killpg if whom == "everyone" else os.kill)(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=20)
    assert build.returncode == 130
    assert "Traceback" not in said
    assert state(built) == before
    assert nobody_is_left(build.pid)


def test_ctrl_c_says_that_nothing_is_lost(project: Path, built: Path) -> None:
    build = start(project)
    assert build.stderr
    build.stderr.readline()
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=20)
    assert said.endswith("Interrupted; the files made earlier are as they were.\n")


def test_being_ended_by_the_machine_leaves_everything_as_it_was(
    project: Path, built: Path
) -> None:
    before = state(built)
    build = start(project)
    assert build.stderr
    build.stderr.readline()
    build.terminate()
    _, said = build.communicate(timeout=20)
    assert (build.returncode, said) == (128 + signal.SIGTERM, "")
    assert state(built) == before
    assert nobody_is_left(build.pid)


# --- Processes -------------------------------------------------------------------

_WATCHED = """
import sys
sys.path.insert(0, {home!r})
from brochure.commands import main as cli
from brochure import crew

hire = crew.Crew.hire

def watched(self, work):
    engine = sys.modules.get("brochure.typeset.inside.engine")
    assert not engine or engine._plain.cache_info().currsize == 0
    print("hired", file=sys.stderr)
    return hire(self, work)

crew.Crew.hire = watched
sys.exit(cli.main(["build", *{arguments!r}]))
"""


@pytest.mark.parametrize(("sizes", "hired"), [(["B2"], 1), (["B2", "A4"], 2)])
def test_no_process_is_forked_once_fonts_are_open(
    project: Path, sizes: list[str], hired: int
) -> None:
    # Pango 1.52 and later has a thread for its fonts, which a fork would wait for.
    arguments = [*ONE, *(word for size in sizes for word in ("--size", size))]
    result = subprocess.run(
        [sys.executable, "-c", _WATCHED.format(home=str(HOME), arguments=arguments)],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("hired\n") >= hired
