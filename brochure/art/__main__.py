"""Draws the maps of styles/art/world-map.yaml: `python -m brochure.art [FILE]`."""

from __future__ import annotations

import sys
from pathlib import Path

from brochure import HOME
from brochure.art.draw import draw
from brochure.finding import Stop


def main(arguments: list[str]) -> int:
    """Writes each map beside its settings; 0, or 2 if the settings cannot be used."""
    settings = Path(arguments[0]) if arguments else HOME / "styles/art/world-map.yaml"
    try:
        for name, text in draw(settings).items():
            target = settings.parent / f"{name}.svg"
            target.write_text(text, encoding="utf-8", newline="\n")
            print(f"{target.name}: {text.count('h0')} dots, {len(text) // 1000} kB")
    except Stop as stop:
        for finding in stop.findings:
            print(finding.line("ja"), finding.line("en"), sep="\n", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
