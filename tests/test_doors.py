"""Every package has its doors: the rooms that may open it, and no others.

An upgrade is then a matter of those rooms. The table is exhaustive: a package that is
not in it, a room that opens one without being named, and a door that nobody uses any
more each fail.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from brochure import HOME

DOORS = {
    "PIL": {
        "finishing",
        "pictures",
        "preflight/measuring",
        "preflight/report",
        "shop",
        "typeset",
    },
    "_cffi_backend": {"typeset"},
    "budoux": {"typeset"},
    "cssselect2": {"preview"},
    "distributed": {"batch"},
    "fontTools": {"preflight/reading", "typeset"},
    "idna": {"content"},
    "jinja2": {"markup", "preflight/report"},
    "markupsafe": {"markup", "preflight/report"},
    "numpy": {
        "pictures",
        "preflight/measuring",
        "preflight/report",
        "preflight/rules",
        "preview",
    },
    "openpyxl": {"batch"},
    "pikepdf": {
        "finishing",
        "imposition",
        "pictures",
        "preflight/measuring",
        "preflight/reading",
    },
    "pillow_heif": {"pictures"},
    "pydantic": {"content"},
    "pydantic_core": {"content"},
    "pydyf": {"typeset"},
    "pypdfium2": {"finishing", "preflight/measuring", "preview"},
    "reportlab": {"finishing", "imposition"},
    "segno": {"markup"},
    "starlette": {"preview"},
    "tinycss2": {"preview", "typeset"},
    "tinyhtml5": {"batch", "preview"},
    "uvicorn": {"preview"},
    "watchfiles": {"preview"},
    "weasyprint": {"typeset"},
    "yaml": {"product"},
    "zxingcpp": {"preflight/measuring"},
}


def room(file: Path) -> str:
    """The folder of a file; of preflight, its part."""
    parts = file.relative_to(HOME / "brochure").parts[:-1]
    return "/".join(parts[:2] if parts[:1] == ("preflight",) else parts[:1])


def opened(file: Path) -> set[str]:
    """The packages that a file imports, by whatever statement."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", ""))
            == "import_module"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            names = [str(node.args[0].value)]
        found |= {name.partition(".")[0] for name in names}
    return found - sys.stdlib_module_names - {"brochure", ""}


def test_every_package_is_opened_in_its_rooms_and_nowhere_else() -> None:
    found: dict[str, set[str]] = {}
    for file in (HOME / "brochure").rglob("*.py"):
        for package in opened(file):
            found.setdefault(package, set()).add(room(file))
    assert found == DOORS
