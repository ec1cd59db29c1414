"""Japanese composition after JLREQ: characters in, lines and their gaps out.

Pure: knows nothing of HTML, fonts or the layout engine, which `..bridge` does.
"""

from .classes import classify, wide_quotes
from .lines import Line, Plan, plan
from .paragraph import Paragraph, Setting, Text

__all__ = [
    "Line",
    "Paragraph",
    "Plan",
    "Setting",
    "Text",
    "classify",
    "plan",
    "wide_quotes",
]
