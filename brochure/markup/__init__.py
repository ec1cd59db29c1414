"""Markup: the validated content becomes one HTML page. Knows nothing of PDF."""

from __future__ import annotations

from base64 import b64encode
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from brochure.content.inline import plain
from brochure.finding import Stop
from brochure.markup.career import career
from brochure.markup.qr import qr_svg
from brochure.markup.setting import day, grouped
from brochure.markup.words import ending, inline
from brochure.product.outputs import Output
from brochure.product.pieces import PIECES

if TYPE_CHECKING:
    from brochure.content.model import Content
    from brochure.product.project import Project
    from brochure.shop.inks import Palette

__all__ = ["render"]


def render(content: Content, output: Output, palette: Palette, project: Project) -> str:
    """The piece as HTML, its style sheets and art linked relative to `project.styles`.

    A template of the project's own comes before ours.

    Raises:
        OSError: the map that the career is drawn on cannot be read.
        Stop: a template of the project's own is wrong.
    """
    art = partial(_data_url, palette)
    way = None
    if output.piece == "leaflet" and content.interview and content.interview.career:
        way = career(content.interview, project.styles / "art")
    words = {
        "content": content,
        "output": output,
        "piece": PIECES[output.piece],
        "way": way,
        "geometry": Markup(_geometry(output)),
        "inks": Markup(palette.css()),
        "art": art,
        "qr": lambda url: art(qr_svg(url)),
    }
    name = f"{output.piece}.html"
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
        ending=ending, inline=inline, plain=plain, grouped=grouped, day=day
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
    data = b64encode(palette.substitute(svg).encode()).decode()
    return f"data:image/svg+xml;base64,{data}"
