"""Japanese composition after JLREQ: characters in, lines and their gaps out.

Pure: knows nothing of HTML, fonts or the layout engine, which `..bridge` does.
"""

from .classes import classify, full_width_marks, wide_quotes
from .lines import Line, Plan, plan
from .paragraph import Paragraph, Setting, Text

__all__ = [
    "Line",
    "Paragraph",
    "Plan",
    "Setting",
    "Text",
    "classify",
    "full_width_marks",
    "plan",
    "wide_quotes",
]
