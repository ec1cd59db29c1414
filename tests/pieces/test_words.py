"""Every word of content.yaml arrives on paper, whole and in reading order."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

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
