"""Markup: the validated content becomes one HTML page. Knows nothing of PDF."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from brochure.content.inline import plain
from brochure.content.links import written
from brochure.finding import Stop
from brochure.markup.career import MAP, career
from brochure.markup.qr import qr_svg
from brochure.markup.setting import day, grouped
from brochure.markup.words import ending, inline
from brochure.product.outputs import Output

if TYPE_CHECKING:
    from brochure.content.model import Content
    from brochure.product.project import Project
    from brochure.shop.inks import Palette

__all__ = ["render"]

_INKS = "styles/inks.yaml"


def render(content: Content, output: Output, palette: Palette, project: Project) -> str:
    """The piece as HTML, its style sheets and art linked as `styles/NAME`.

    A template of the project's own comes before ours.

    Raises:
        Stop: the career cannot be drawn on its map; a finding about a value of the
            content has the value's path for its subject. Or a template of the project's
            own is wrong.
    """
    art = partial(_data_url, palette)
    way = None
    if (
        output.design.page == "leaflet.html"
        and content.interview
        and content.interview.career
    ):
        way = career(content.interview, project.style(f"art/{MAP}.svg"))
    words = {
        "content": content,
        "output": output,
        "piece": output.design,
        "way": way,
        "geometry": Markup(_geometry(output)),
        "inks": Markup(palette.css()),
        "art": art,
        "qr": lambda url: art(qr_svg(written(url))),
    }
    name = output.design.page
    if project.templates is None:
        return _environment().get_template(name).render(words)
    return _sandboxed(project.templates, name, words)


def _sandboxed(folder: Path, name: str, words: dict[str, Any]) -> str:
    """The page by the project's own templates.

    Raises:
        Stop: one of them is wrong.
    """
    from brochure.markup.sandbox import Tool, metered, sandbox
    from brochure.markup.trouble import finding

    words |= {key: Tool(words[key]) for key in ("art", "qr")}
    environment = sandbox(folder, add_filters)
    try:
        with metered():
            return environment.get_template(name).render(words)
    except Stop:
        raise
    except Exception as error:  # whatever a template does, its author can mend
        known = environment.list_templates()
        raise Stop(finding(error, folder, [*words], known)) from None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    add_filters(environment)
    return environment


def add_filters(environment: Environment) -> None:
    """Give it the filters that are ours."""
    environment.filters.update(
        ending=ending,
        inline=inline,
        written=written,
        plain=plain,
        grouped=grouped,
        day=day,
    )


def _geometry(output: Output) -> str:
    """What style sheets know of the paper; `--unit`: 1/100 of its width."""
    fmt = output.format
    lengths = {
        "trim-width": fmt.width,
        "trim-height": fmt.height,
        "bleed": output.bleed_mm,
        "safe": fmt.safe,
        "unit": fmt.width / 100,
    }
    return ":root{" + "".join(f"--{key}:{mm:g}mm;" for key, mm in lengths.items()) + "}"


def _data_url(palette: Palette, svg: str) -> str:
    """An SVG of ours as the `src` of an image, its inks filled in."""
    try:
        inked = palette.substitute(svg)
    except Stop as stop:
        # The SVG is ours: what it lacks is missing in the palette.
        told = dict.fromkeys(replace(one, at=_INKS) for one in stop.findings)
        raise Stop(*told) from None
    data = b64encode(inked.encode()).decode()
    return f"data:image/svg+xml;base64,{data}"
