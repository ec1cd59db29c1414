"""Draws the maps of styles/art/world-map.yaml: `python -m brochure.art [FILE]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from brochure import HOME
from brochure.art.draw import draw
from brochure.files import write
from brochure.finding import Stop


def main(arguments: list[str] | None = None) -> int:
    """Writes each map beside its settings; 0, or 2 if that is impossible."""
    parser = argparse.ArgumentParser(prog="python -m brochure.art", description=__doc__)
    parser.add_argument(
        "file", nargs="?", type=Path, default=HOME / "styles" / "art" / "world-map.yaml"
    )
    settings: Path = parser.parse_args(arguments).file
    try:
        for name, text in draw(settings).items():
            file = settings.with_name(f"{name}.svg")
            write(file, text.encode(), "art.unwritable", at=file.name)
            print(f"{name}.svg: {text.count('h0')} dots, {len(text) // 1000} kB")
    except Stop as stop:
        for finding in stop.findings:
            print(finding.line("ja"), finding.line("en"), sep="\n", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
