"""The em box of Japanese type, as the Noto fonts in fonts/ have it; all in em."""

from __future__ import annotations

from typing import Final

#: How far the em box reaches above and below the alphabetic baseline.
ABOVE: Final = 0.88
BELOW: Final = 0.12
#: From the middle of the em box, where vertical text has its baseline, to the
#: alphabetic baseline of the Latin that lies in it.
MIDDLE: Final = 0.38
