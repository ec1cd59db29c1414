"""Millimetres, points and pixels: the only file that contains 25.4."""

MM_PER_INCH = 25.4
PT_PER_INCH = 72.0
#: CSS pixels are 1/96 inch, whatever the resolution (CSS Values 4, § 6.2).
PX_PER_INCH = 96.0
MM_PER_PT = MM_PER_INCH / PT_PER_INCH
MM_PER_PX = MM_PER_INCH / PX_PER_INCH


def pt(mm: float) -> float:
    """PDF points of `mm` millimetres."""
    return mm * PT_PER_INCH / MM_PER_INCH


def mm(pt: float) -> float:
    """Millimetres of `pt` PDF points."""
    return pt * MM_PER_INCH / PT_PER_INCH


def px(mm: float) -> float:
    """CSS pixels of `mm` millimetres."""
    return mm * PX_PER_INCH / MM_PER_INCH
