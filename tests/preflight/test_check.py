"""`make_pdf.py check`, and the check of every build, as a user meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from brochure.commands.main import main
from brochure.finding import Status, Words
from brochure.preflight import inspect as inspection
from brochure.preflight.inspect import inspect
from brochure.preflight.report.verdicts import Report
from brochure.preflight.rule import NotMeasured, Offence, Rule
from brochure.preflight.subject import Subject
from brochure.shop import printers

WORDS = Words("だめです", "it will not do")


def no_offence(subject: Subject) -> Iterator[Offence]:
    yield from ()


def one_offence(subject: Subject) -> Iterator[Offence]:
    yield Offence(Status.FAIL, WORDS, page=1, thing="a\x1b[2Jb")


def crash(subject: Subject) -> Iterator[Offence]:
    yield from ()
    raise KeyError("oops")


def unmeasured(subject: Subject) -> Iterator[Offence]:
    yield from ()
    raise NotMeasured(WORDS)


def a_rule(code: str, check: object) -> Rule:
    return Rule(code, WORDS, WORDS, "here", Status.FAIL, check)  # type: ignore[arg-type]


ALL = (
    a_rule("a.pass", no_offence),
    a_rule("b.skip", unmeasured),
    a_rule("c.fail", one_offence),
    a_rule("d.crash", crash),
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "sheet.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595.276, 841.89))
        pdf.save(file)
    return file


def judged_by(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    monkeypatch.setattr(inspection, "rules", lambda: rules)


def report(sheet: Path) -> Report:
    return inspect(sheet, printers.load("", Path()))


def test_a_crash_of_a_rule_is_never_a_pass(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged_by(monkeypatch, ALL[3])
    made = report(sheet)
    assert not made.passed
    assert made.verdicts[0].reason
    assert "oops" in made.verdicts[0].reason.en


def test_the_worst_is_said_first(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged_by(monkeypatch, *ALL)
    outcomes = [verdict.outcome for verdict in report(sheet).verdicts]
    assert outcomes == ["error", "fail", "skip", "pass"]


def test_a_known_trim_names_the_format(sheet: Path) -> None:
    made = report(sheet)
    assert made.subject.format
    assert made.subject.format.name == "A4"


@pytest.mark.parametrize(("rule", "status"), [(ALL[0], 0), (ALL[2], 1), (ALL[3], 1)])
def test_the_exit_status_tells_a_script(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, rule: Rule, status: int
) -> None:
    judged_by(monkeypatch, rule)
    assert main(["check", str(sheet)]) == status


def test_one_unreadable_file_leaves_the_others_checked(
    sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = sheet.with_name("notes.pdf")
    notes.write_text("no")
    assert main(["check", str(notes), str(sheet), "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert "sheet.pdf" in said.out
    assert "this is no PDF" in said.err


def test_a_file_cannot_steer_the_terminal(
    sheet: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    judged_by(monkeypatch, ALL[2])
    main(["check", str(sheet)])
    assert "\x1b" not in capsys.readouterr().out


def test_the_json_has_what_its_description_says(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged_by(monkeypatch, *ALL)
    out = sheet.with_name("report.json")
    assert main(["check", str(sheet), "--json", str(out)]) == 1
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["schema"] == 1
    described = (Path(__file__).parents[2] / "docs/preflight-schema.md").read_text(
        encoding="utf-8"
    )
    (file,) = data["files"]
    verdict = next(one for one in file["verdicts"] if one["offences"])
    for key in (*file, *file["pages"][0], *verdict, *verdict["offences"][0]):
        assert f"{key}`" in described or f".{key}[]`" in described


def test_a_refused_press_file_is_written_named_and_remembered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    order = ["build", "leaflet", "--target", "press", "--out", str(out)]
    order += ["--printer", "newspaper"]  # whose paper takes less ink
    for _ in range(2):
        assert main([*order, "--lang", "en"]) == 1
        said = capsys.readouterr()
        assert "REFUSED" in said.out
        assert "[ink.over-limit]" in said.err
    assert (out / "leaflet-press.pdf").is_file()
    assert "unchanged" in said.out
