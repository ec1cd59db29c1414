"""The pages as they came out of the layout, in plain tuples.

walk.py reads WeasyPrint's boxes, once; whoever asks about a page reads the tuples of
page.py. All lengths are millimetres from the top left of the trim.
"""
