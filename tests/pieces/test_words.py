"""Every word of content.yaml arrives on paper, whole and in reading order."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import yaml

from tests.pieces.conftest import build

HOME = Path(__file__).parents[2]

#: Set full-width beside Japanese; the manuscript has them half-width (brief, "Type").
AS_TYPED = str.maketrans({"？": "?", "！": "!", "〜": "~"})


def manuscript(text: str) -> str:
    """A text of content.yaml as a reader reads it: without marks and white space."""
    text = re.sub(r"\*\*|\|", "", text)
    return re.sub(r"\s", "", text)


def read_back(pdf: Path, *options: str) -> str:
    """What poppler reads in the PDF, without white space, with half-width marks."""
    text = subprocess.run(
        ["pdftotext", "-raw", *options, pdf, "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return re.sub(r"\s", "", text).translate(AS_TYPED)


def leaflet_texts() -> list[str]:
    content = yaml.safe_load((HOME / "content.yaml").read_text(encoding="utf-8"))
    first, second = content["questions"]
    interview, message = content["interview"], content["message"]
    return [
        content["organization"]["name"],
        first["label"],
        first["headline"],
        content["slogan"],
        first["call"],
        *first["body"],
        second["label"],
        second["headline"],
        second["call"],
        *(stage["stage"] for stage in interview["career"]),
        interview["title"],
        interview["quote"],
        *interview["body"],
        message["label"],
        *message["keywords"],
        *message["body"],
        content["closing"],
        content["call_to_action"]["label"],
    ]


@pytest.mark.parametrize("target", ["press", "office", "screen"])
def test_leaflet_reads_back_whole_and_in_order(pieces: Path, target: str):
    read = read_back(pieces / f"leaflet-{target}.pdf")
    position = 0
    for text in map(manuscript, leaflet_texts()):
        found = read.find(text, position)
        assert found >= 0, f"missing or out of order: {text}"
        position = found + len(text)


@pytest.mark.parametrize("file", ["poster-b2-press.pdf", "poster-a4-office.pdf"])
def test_poster_reads_back_whole_and_in_order(pieces: Path, file: str):
    content = yaml.safe_load((HOME / "content.yaml").read_text(encoding="utf-8"))
    question = content["questions"][0]
    read = read_back(pieces / file)
    for text in (
        question["label"],
        question["headline"],
        content["slogan"],
        question["call"],
        content["organization"]["name"],
        content["call_to_action"]["label"],
    ):
        assert manuscript(text) in read


def test_figures_are_grouped_and_the_body_is_as_typed(pieces: Path):
    read = read_back(pieces / "leaflet-press.pdf")
    assert "約5,700名の職員" in read
    assert "約5700名の職員が昼夜を問わず" in read


def test_content_yaml_holds_the_manuscript_word_for_word():
    """The manuscript stands here again, so that a slip in content.yaml shows."""
    text = (HOME / "content.yaml").read_text(encoding="utf-8")
    manuscript_lines = (Path(__file__).parent / "manuscript.txt").read_text(
        encoding="utf-8"
    )
    content = manuscript(text)
    for line in manuscript_lines.splitlines():
        assert manuscript(line) in content, line


@pytest.mark.parametrize("target", ["press", "office", "screen"])
def test_spaced_letters_are_read_as_words(pieces: Path, target: str):
    text = subprocess.run(
        ["pdftotext", "-raw", pieces / f"leaflet-{target}.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for word in ("Question 1", "外務省", "Question 2", "MESSAGE"):
        assert word in text.splitlines()


def test_a_reading_stands_over_its_word_and_is_read_apart(tmp_path: Path):
    """ルビ: half the size, above the base, the line below it at its place."""
    words = (HOME / "content.yaml").read_text(encoding="utf-8")
    words = words.replace("日本人の生命と財産", "日本人の{生命|せいめい}と財産")
    (tmp_path / "content.yaml").write_text(words, encoding="utf-8")
    project = ["--content", tmp_path / "content.yaml"]
    build(tmp_path, "leaflet", "--target", "office", *project)
    drawn = pypdfium2.PdfDocument(tmp_path / "leaflet-office.pdf")[0].get_textpage()
    text = drawn.get_text_range()
    boxes = {
        word: [drawn.get_charbox(text.index(word) + n) for n in range(len(word))]
        for word in ("せいめい", "生命")
    }
    reading, base = boxes["せいめい"], boxes["生命"]
    assert min(box[1] for box in reading) >= max(box[3] for box in base) - 0.5
    middle = [(word[0][0] + word[-1][2]) / 2 for word in (reading, base)]
    assert middle[0] == pytest.approx(middle[1], abs=1)
    tall = [max(box[3] - box[1] for box in word) for word in (reading, base)]
    assert 0.35 < tall[0] / tall[1] < 0.65


def test_words_that_do_not_fit_stop_the_build_at_their_line(tmp_path: Path):
    lines = (HOME / "content.yaml").read_text(encoding="utf-8").splitlines(True)
    last = next(n for n, line in enumerate(lines) if "その後、国連代表部" in line)
    words = "".join([*lines[:last], lines[last] * 3, *lines[last + 1 :]])
    (tmp_path / "content.yaml").write_text(words, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, HOME / "make_pdf.py", "build", "leaflet", "--lang", "en"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 2
    body = next(n for n, line in enumerate(lines, 2) if line == "interview:\n")
    assert re.search(
        rf"^content\.yaml:{body + 2}:5: interview\.body: \d+ characters .* too many: "
        r"at most \d+ characters fit here",
        done.stderr,
        re.M,
    )
    assert not list(tmp_path.glob("out/*.pdf"))
