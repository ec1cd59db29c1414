"""Japanese composition after JLREQ: characters in, lines and their gaps out.

Pure: knows nothing of HTML, fonts or the layout engine, which `..inside` does.
"""

from .classes import classify, wide_quotes
from .lines import Line, Plan, plan
from .paragraph import Paragraph, Setting, Text
from .ruby import NO_ROOM, Reading, Room, Word, place, room

__all__ = [
    "NO_ROOM",
    "Line",
    "Paragraph",
    "Plan",
    "Reading",
    "Room",
    "Setting",
    "Text",
    "Word",
    "classify",
    "place",
    "plan",
    "room",
    "wide_quotes",
]
