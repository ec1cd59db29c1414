"""Everything that knows WeasyPrint's inside: what we start, replace and hear of it.

table.py lists what is replaced, and why; what the boxes came to is read by ../pages/.
"""
