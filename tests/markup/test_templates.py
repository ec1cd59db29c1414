"""A project's own templates: taken before ours, kept in bounds, explained by line."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from brochure import HOME
from brochure.content import load
from brochure.finding import Finding, Stop
from brochure.markup import add_filters, render
from brochure.markup.sandbox import FOLDER, sandbox
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.targets import TARGETS
from brochure.shop import printers
from brochure.shop.inks import Palette


@pytest.fixture(scope="module")
def palette() -> Palette:
    icc = printers.load("", HOME).icc
    return Palette.load(HOME / "styles" / "inks.yaml", icc, "styles/inks.yaml")


@pytest.fixture
def made(project: Path, palette: Palette):
    """The page of a project with these templates; `leaflet` alone is leaflet.html."""

    def made(leaflet: str = "", piece: str = "leaflet", **others: str) -> str:
        folder = project / "templates"
        folder.mkdir(exist_ok=True)
        if leaflet:
            others["leaflet"] = leaflet
        for name, text in others.items():
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
        content = load(project / "content.yaml").content
        size = "B2" if piece == "poster" else "A4"
        output = Output(piece, TARGETS["press"], size)
        return render(content, output, palette, Project(project))

    return made


@pytest.fixture
def wrong(made):
    """What is found in a template that is wrong."""

    def wrong(leaflet: str, **others: str) -> Finding:
        with pytest.raises(Stop) as stop:
            made(leaflet, **others)
        (found,) = stop.value.findings
        return found

    return wrong


# --- Before ours ---------------------------------------------------------------------


@pytest.mark.parametrize("piece", ["leaflet", "poster"])
def test_our_templates_in_the_sandbox_make_the_same_page(
    made, project: Path, palette: Palette, piece: str
) -> None:
    (project / "templates").mkdir()
    inside = made(piece=piece)
    shutil.rmtree(project / "templates")
    content = load(project / "content.yaml").content
    size = "B2" if piece == "poster" else "A4"
    output = Output(piece, TARGETS["press"], size)
    assert render(content, output, palette, Project(project)) == inside


def test_a_template_of_the_project_comes_before_ours(made) -> None:
    assert made("<p>{{ content.closing | plain }}").startswith("<p>")
    assert "hello from parts" in made(
        '{% extends "sheet.html" %}{% import "parts.html" as parts with context %}'
        "{% block pages %}{{ parts.hello() }}{% endblock %}",
        parts="{% macro hello() %}hello from parts{% endmacro %}",
    )


def test_it_may_build_on_ours_of_the_same_name(made) -> None:
    page = made(
        '{% extends "brochure/leaflet.html" %}'
        "{% block pages %}{{ super() }}<aside>{{ output.size }}</aside>{% endblock %}"
    )
    assert 'id="questions.0.headline"' in page
    assert "<aside>A4</aside>" in page


def test_a_changed_template_counts_at_once(made) -> None:
    assert made("one") == "one"
    assert made("three") == "three"


def test_loops_macros_and_all_that_a_designer_needs_work(made) -> None:
    page = made(
        "{% macro item(text) %}<li>{{ text }}{{ caller() }}</li>{% endmacro %}"
        "{% set ns = namespace(n=0) %}"
        "{% for row in range(5) | batch(2) %}{% set ns.n = ns.n + row | length %}"
        "{% call item(loop.index ~ '/' ~ loop.length) %}!{% endcall %}"
        "{{ ', ' if not loop.last }}{{ loop.cycle('a', 'b') }}{% endfor %}"
        "={{ ns.n }} {{ 'x,y'.split(',') | join('<') }} {{ 'aa' | replace('a', 'b') }}"
        " {{ 7 * 6 }} {{ 'a' + 'b' }} {{ dict(a=1).get('a') }}"
        "{% for x in [] %}{% else %} none{% endfor %}"
        "{% for n in [[1, [2]]] recursive %}{{ n if n is number else loop(n) }}"
        "{% endfor %}"
    )
    assert page == (
        "<li>1/3!</li>, a<li>2/3!</li>, b<li>3/3!</li>a=5 x&lt;y bb 42 ab 1 none12"
    )


# --- Nothing but what it is given ----------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "{{ content.model_dump() }}",
        "{{ content.model_copy() }}",
        "{{ ''.__class__ }}",
        "{{ art.work.__globals__ }}",
        "{{ art.work('x') }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'a'.ljust(99999999) }}",
        "{{ 'a' * 99999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(99999999) | list }}",
        "{{ [1] | batch(99999999, 0) | list }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ content | attr('model_dump') }}",
        "{{ content.closing | safe }}",
        "{{ [1, 2] | random }}",
        "{{ lipsum() }}",
        "{{ ['a'] | join(attribute='__class__') }}",
    ],
)
def test_what_is_not_allowed_is_refused(wrong, code: str) -> None:
    assert wrong(f"<p>\n{code}").code in {
        *("template.forbidden", "template.too-much", "template.unknown"),
        *("template.syntax", "template.error"),
    }


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../content.yaml", "brochure/../x.html", "a/b.html"],
)
def test_no_template_reads_another_file(wrong, name: str) -> None:
    found = wrong(f'\n{{% include "{name}" %}}')
    assert found.code == "template.missing"
    assert str(found.at) == "templates/leaflet.html:2:1"


def test_no_link_leads_out_of_the_folder(wrong, project: Path) -> None:
    (project / "templates").mkdir()
    (project / "secret.html").write_text("secret")
    (project / "templates" / "a.html").symlink_to(project / "secret.html")
    assert wrong('{% include "a.html" %}').code == "template.missing"


def test_a_folder_that_is_a_link_out_of_the_project_is_refused(
    wrong, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / "templates").symlink_to(tmp_path / "elsewhere")
    assert wrong("<p>").code == "template.outside"


@pytest.mark.parametrize(
    "code",
    [
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}" + "x" * 9000 + "{% endfor %}",
        "{% set ns = namespace(s='xxxxxxxxxx') %}"
        "{% for a in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set ns = namespace(s='xxxxxxxxxx') %}"
        "{% for a in range(99) %}{% set ns.s %}{{ ns.s }}{{ ns.s }}{% endset %}"
        "{% endfor %}",
        "{% set ns = namespace(s=[1, 2]) %}"
        "{% for a in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
        "{% set ns = namespace(s=9) %}"
        "{% for a in range(99) %}{% set ns.s = ns.s * ns.s %}{% endfor %}",
        "{% set ns = namespace(s='aaaaaaaaaa') %}{% for a in range(99) %}"
        "{% set ns.s = ns.s | replace('a', ns.s) %}{% endfor %}",
        "{% macro m(n) %}{{ m(n + 1) if n < 99 }}{{ m(n + 1) if n < 99 }}{% endmacro %}"
        "{{ m(0) }}",
    ],
    ids=["steps", "output", "~", "set", "lists", "numbers", "replace", "macros"],
)
def test_too_much_of_anything_comes_to_an_end(wrong, code: str) -> None:
    found = wrong("\n" + code)
    assert found.code == "template.too-much"
    assert str(found.at).startswith("templates/leaflet.html:2")


# --- What is wrong, and where --------------------------------------------------------


def test_a_misspelt_variable_is_told_the_nearest(wrong) -> None:
    found = wrong("<p>\n  {{ contentt.closing }}")
    assert found.line("en") == (
        "templates/leaflet.html:2:6: there is no “contentt”;"
        " did you mean “content”? [template.unknown]"
    )


def test_a_misspelt_field_is_told_the_nearest(wrong) -> None:
    found = wrong("<p>{{ content.clossing | inline }}")
    assert found.line("en") == (
        "templates/leaflet.html:1:15: there is no “clossing” in Content;"
        " did you mean “closing”? [template.unknown]"
    )
    assert "「closing」ではありませんか" in found.line("ja")


def test_a_field_of_what_the_content_lacks_is_told_apart(wrong, project: Path) -> None:
    words = (project / "content.yaml").read_text(encoding="utf-8")
    without = re.sub(r"(?ms)^slogan:.*?(?=^\w)", "", words)
    (project / "content.yaml").write_text(without, encoding="utf-8")
    found = wrong("{{ content.slogan.title }}")
    assert found.code == "template.empty"


def test_a_slip_in_the_code_has_its_line(wrong) -> None:
    found = wrong("<p>\n\n{% for %}")
    assert found.code == "template.syntax"
    assert str(found.at) == "templates/leaflet.html:3:1"
    assert wrong("{{ 1 | inlin }}").code == "template.syntax"


def test_a_missing_include_is_told_the_nearest(wrong) -> None:
    found = wrong('\n{% include "part.html" %}')
    assert found.line("en") == (
        "templates/leaflet.html:2:1: there is no template “part.html”;"
        " did you mean “parts.html”? [template.missing]"
    )


@pytest.mark.parametrize(
    "code", ['{% include "leaflet.html" %}', '{% extends "leaflet.html" %}']
)
def test_a_template_that_calls_itself_is_told_so(wrong, code: str) -> None:
    found = wrong(code)
    assert found.code in ("template.recursion", "template.too-much")


@pytest.mark.parametrize(
    "code", ["{{ 1 / 0 }}", "{{ 5 | day }}", "{{ content + 1 }}", "{{ art() }}"]
)
def test_whatever_fails_is_told_at_its_line(wrong, code: str) -> None:
    found = wrong(f"<p>\n{code}")
    assert str(found.at).startswith("templates/leaflet.html:2:")


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff\xfe<p>", "template.encoding"), (b"x" * 1_000_001, "template.too-large")],
    ids=["UTF-16", "too large"],
)
def test_a_file_that_cannot_be_read_is_named(
    wrong, project: Path, data: bytes, code: str
) -> None:
    (project / "templates").mkdir()
    (project / "templates" / "leaflet.html").write_bytes(data)
    found = wrong("")
    assert (found.code, found.at) == (code, "templates/leaflet.html")


def test_an_error_is_a_line_and_no_traceback(run, project: Path) -> None:
    (project / "templates").mkdir()
    (project / "templates" / "leaflet.html").write_text("{{ titel }}")
    result = run("build", "leaflet", "--target", "office", cwd=project)
    assert result.returncode == 2
    assert result.stderr.startswith("templates/leaflet.html:1:4: there is no “titel”")
    assert "Traceback" not in result.stderr


# --- Content is no template ----------------------------------------------------------


@pytest.mark.parametrize("own", [False, True])
def test_words_are_never_code(made, project: Path, palette: Palette, own: bool) -> None:
    typed = r"\{\{ 7*7 \}\}\{% include parts.html %\}"
    words = (project / "content.yaml").read_text(encoding="utf-8")
    words = re.sub(r"(?m)^closing:.*$", lambda _: f"closing: '{typed}'", words)
    (project / "content.yaml").write_text(words, encoding="utf-8")
    if own:
        page = made('{% extends "brochure/leaflet.html" %}')
    else:
        output = Output("leaflet", TARGETS["press"], "A4")
        content = load(project / "content.yaml").content
        page = render(content, output, palette, Project(project))
    closing = page.split('id="closing">')[1].split("</p>")[0]
    assert closing == "{{ 7*7 }}{% include parts.html %}"


# --- The manual ----------------------------------------------------------------------


@pytest.mark.parametrize("manual", ["templates.md", "templates.ja.md"])
def test_the_manual_names_all_that_a_template_has(tmp_path: Path, manual: str) -> None:
    text = (HOME / "docs" / manual).read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)", text, re.MULTILINE))
    environment = sandbox(tmp_path, add_filters)
    ours = {"ending", "inline", "written", "plain", "grouped", "day"}
    variables = {"content", "output", "piece", "way", "geometry", "inks", "art", "qr"}
    files = {file.stem for file in FOLDER.glob("*.html")}
    assert rows == variables | ours | files
    named = set(re.findall(r"`(\w+)`", text))
    rest = {name for name in environment.filters if " " not in name} | {
        *environment.globals
    }
    assert rest - rows <= named


def test_a_template_may_not_be_swapped_while_it_is_read(made, project: Path) -> None:
    """A changed time is enough, whatever the size is."""
    assert made("one") == "one"
    file = project / "templates" / "leaflet.html"
    file.write_text("two")
    os.utime(file, ns=(1, 1))
    assert made() == "two"
