"""Brochure: structured YAML content becomes a print-ready Japanese leaflet and poster.

The data goes one way, one public function a stage:

    content.load → markup.render → typeset.typeset → finishing.finish

`build` walks one output through the four; `cli` is the only caller of `build`.
"""

from pathlib import Path

__version__ = "26.11"

#: The folder that holds `brochure/`, `styles/` and `fonts/`.
HOME = Path(__file__).resolve().parent.parent
