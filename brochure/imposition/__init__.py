"""面付け: pages on larger or smaller sheets, for the printer in the office.

What is put on them is an office file: sRGB, at the trimmed size, without bleed.
"""
