"""The command line, as a newcomer meets it: in Japanese and in English."""

from __future__ import annotations

import re

import pytest

from brochure import __version__
from brochure.commands.help import help_text
from brochure.commands.main import COMMANDS, command_of, overview
from brochure.works.terminal import cells
from tests.conftest import Run

JAPANESE = {"LC_ALL": "ja_JP.UTF-8"}


def test_the_version_is_said(run: Run) -> None:
    assert run("--version").stdout == f"Brochure {__version__}\n"


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_comes_in_the_language_of_the_terminal(
    run: Run, command: list[str]
) -> None:
    english = run(*command, "--help")
    japanese = run(*command, "--help", env=JAPANESE)
    assert english.returncode == japanese.returncode == 0
    assert "Usage:" in english.stdout
    assert "使い方:" in japanese.stdout
    assert not re.search("[ぁ-ん]", english.stdout)


def test_lang_overrules_the_terminal_wherever_it_stands(run: Run) -> None:
    assert "使い方" in run("--lang", "ja", "build", "--help").stdout
    assert "Usage" in run("build", "--help", "--lang=en", env=JAPANESE).stdout


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_names_everything_that_can_be_chosen_and_nothing_else(
    name: str, lang: str
) -> None:
    command, _ = command_of(name)
    text = help_text(command, lang)
    said = set(re.findall(r"(?<![\w-])--[a-z-]+", text))
    taken = {one.name for one in command.options}
    assert said - {"--lang"} == taken - {"--lang"}
    for one in command.options:
        for choice in one.choices:
            assert re.search(rf"\b{choice}\b", text)
            assert one.read_all([choice] if one.repeated else choice)
        if one.usual:
            assert one.usual in text
            assert one.read_all(None)
    for operand in command.operands:
        assert command.read([operand]).names == (operand,)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_line_of_help_is_wider_than_a_terminal(lang: str) -> None:
    texts = [help_text(command_of(name)[0], lang) for name in COMMANDS]
    lines = [line for text in (*texts, overview(lang)) for line in text.splitlines()]
    assert [line for line in lines if cells(line) > 80] == []


def test_the_overview_names_every_command() -> None:
    for lang in ("ja", "en"):
        assert all(f"make_pdf.py {name}" in overview(lang) for name in COMMANDS)


COUNTS = [
    (["handout", "--up", "2.7"], "there is no --up “2.7”; there are: 1, 2, 3, 4, 6"),
    (["handout", "--up", "7"], "there is no --up “7”; there are: 1, 2, 3, 4, 6"),
    (["batch", "a.csv", "--jobs", "1.9"], "--jobs is a whole number from 1 to 256"),
    (["batch", "a.csv", "--jobs", "1e2"], "--jobs is a whole number from 1 to 256"),
    (["build", "--width", "99.5"], "--width is a whole number from 64 to 6000"),
    (["build", "--width", "٣٠٠"], "--width is a whole number from 64 to 6000"),
    (["preview", "--port", "80.0"], "--port is a whole number from 0 to 65535"),
    (["tile", "--margin", "nan"], "--margin is a number from 5 to 12, not “nan”"),
]


@pytest.mark.parametrize(("arguments", "said"), COUNTS)
def test_counts_are_counts(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert said in result.stderr
    assert (result.returncode, result.stdout) == (2, "")


WRONG = [
    (["biuld"], "“biuld”; did you mean “build”?"),
    (["poster"], "did you mean make_pdf.py build poster?"),
    (["build", "pster"], "“pster”; did you mean “poster”?"),
    (["build", "--traget", "press"], "“--traget”; did you mean “--target”?"),
    (["build", "--target", "pres"], "“pres”; did you mean “press”?"),
    (["build", "--size", "C3"], "“C3”; there are: A4, B2, A1"),
    (["build", "--size"], "--size needs a value"),
    (["build", "--force=3"], "--force takes no value"),
    (["--lang", "fr"], "“fr”; there are: ja, en"),
    (["new"], "needs the name of the folder"),
    (["new", "one", "two"], "“two” is one word too many"),
    (["schema", "extra"], "“extra” is one word too many"),
    (["build", "leaflet", "--size", "A1"], "the leaflet does not come in A1"),
    (["build", "leaflet", "--size", "100 x 148"], "does not come in 100x148"),
    (["build", "--size", "はがき"], "nothing comes in postcard; there is A4"),
    (["build", "--size", "9" * 300 + "x1"], "there is no --size “9999"),
    (["build", "--size", "9 x 148"], "“9 x 148”: a side measures 20 to 5000 mm"),
    (["build", "--fold", "zz"], "there is no --fold “zz”; there are: half, roll, z"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_a_wrong_word_is_named_with_a_way_out(
    run: Run, arguments: list[str], said: str
) -> None:
    result = run(*arguments)
    assert said in result.stderr
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [arguments for arguments, _ in WRONG[:-1]])
def test_a_wrong_word_is_named_in_japanese_too(run: Run, arguments: list[str]) -> None:
    result = run(*arguments, env=JAPANESE)
    assert result.returncode == 2
    assert re.search("[ぁ-ん]", result.stderr)


def test_several_wrong_words_are_named_at_once(run: Run) -> None:
    said = run("build", "--size", "C3", "--size", "Z9").stderr
    assert "“C3”" in said
    assert "“Z9”" in said


def test_a_terminal_without_japanese_is_no_reason_to_end(run: Run) -> None:
    env = {"LC_ALL": "ja_JP.UTF-8", "PYTHONIOENCODING": "ascii"}
    result = run("--help", env=env)
    assert result.returncode == 0
    assert "make_pdf.py build poster" in result.stdout


def test_the_schema_is_the_one_in_the_repository(run: Run) -> None:
    from tests.conftest import HOME

    kept = HOME / "brochure/content/content.schema.json"
    assert run("schema").stdout == kept.read_text(encoding="utf-8")


def test_a_missing_manuscript_is_one_clear_line(run: Run) -> None:
    result = run("build", "--content", "nowhere.yaml")
    assert result.returncode == 2
    assert result.stderr.startswith("nowhere.yaml")
    assert result.stderr.count("\n") == 1
