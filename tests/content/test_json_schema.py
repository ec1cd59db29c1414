"""The JSON Schema helps in an editor: it agrees with the model and with the words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from brochure import HOME
from brochure.content import schema
from tests.content.conftest import RIGHT, changed

FILE = HOME / "brochure" / "content" / "content.schema.json"
SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))


class _AsAnEditorReads(yaml.SafeLoader):
    """YAML 1.2 core, which editors read: numbers are numbers, days are texts."""


_AsAnEditorReads.yaml_implicit_resolvers = {
    first: [pair for pair in resolvers if not pair[0].endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def complaints(text: str, loader: Any = _AsAnEditorReads) -> list[str]:
    """What an editor would underline, as paths."""
    tree = yaml.load(text, Loader=loader)
    errors = list(Draft202012Validator(SCHEMA).iter_errors(tree))
    # What may be left out is "a block or null": the complaint is inside.
    for error in errors:
        errors.extend(error.context)
    return [".".join(map(str, error.absolute_path)) for error in errors]


def test_the_file_is_what_the_model_gives() -> None:
    """Mend with `make schema`."""
    assert FILE.read_text(encoding="utf-8") == schema()


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_is_the_same_in_every_run() -> None:
    program = "from brochure.content import schema; print(schema(), end='')"
    again = subprocess.run(
        [sys.executable, "-c", program], cwd=HOME, capture_output=True, check=True
    )
    assert again.stdout.decode() == schema()


@pytest.mark.parametrize("loader", [_AsAnEditorReads, yaml.BaseLoader])
def test_an_editor_has_nothing_to_say_of_right_content(loader: Any) -> None:
    assert complaints(RIGHT, loader) == []
    assert complaints((HOME / "content.yaml").read_text(encoding="utf-8"), loader) == []


def test_an_editor_accepts_numbers_where_words_are_read() -> None:
    assert complaints(changed(("label: MESSAGE", "label: 2026"))) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("  title: み", "  titel: み", "document"),
        ("target: office", "target: ofice", "outputs.1.target"),
        ("size: B2", "size: B5", "outputs.3.size"),
        ("number: 2400", "number: -1", "figures.1.number"),
        ("139.64", "239.64", "interview.places.yokohama.longitude"),
        ("honolulu: {name", "hono.lulu: {name", "interview.places"),
        ("https://example.com/r", "example.com/r", "call_to_action.url"),
    ],
)
def test_an_editor_underlines_what_the_model_refuses(
    old: str, new: str, path: str
) -> None:
    assert path in complaints(changed((old, new)))


def test_every_field_is_explained_in_japanese_and_english() -> None:
    blocks = [SCHEMA, *SCHEMA["$defs"].values()]
    fields = [
        (name, field)
        for block in blocks
        for name, field in block.get("properties", {}).items()
    ]
    assert len(fields) > 30
    for name, field in fields:
        ja, _, en = field["description"].partition("\n\n")
        assert any("ぁ" <= sign <= "鿿" for sign in ja), name
        assert en.isascii() or "“" in en, name


@pytest.mark.parametrize(
    "content",
    [HOME / "content.yaml", HOME / "brochure" / "content" / "starter" / "content.yaml"],
)
def test_the_first_line_names_the_schema_for_editors(content: Path) -> None:
    first = content.read_text(encoding="utf-8").splitlines()[0]
    comment, _, name = first.partition("$schema=")
    assert comment == "# yaml-language-server: "
    # A starter is copied to a folder of its own, its schema beside it.
    assert name == FILE.name or (content.parent / name).samefile(FILE)
