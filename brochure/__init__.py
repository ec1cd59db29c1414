"""Brochure: structured YAML content becomes print-ready Japanese leaflets and posters.

The house in one picture: docs/architecture.md.
"""

from pathlib import Path

__version__ = "26.11"

#: The folder that holds `brochure/`, `styles/` and `fonts/`.
HOME = Path(__file__).resolve().parent.parent
