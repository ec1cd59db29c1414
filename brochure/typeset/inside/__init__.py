"""Brings Japanese composition into WeasyPrint: one call, before a page is rendered.

Everything that is replaced inside WeasyPrint stands in lines.py and properties.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from brochure.finding import Finding
from brochure.typeset.proof import Fault

__all__ = ["VERSIONS", "Fault", "faults", "findings", "install"]

#: The WeasyPrint that the replaced functions were read in and tested with.
VERSIONS = ("70.0",)


@cache
def install() -> None:
    """Let WeasyPrint set Japanese by JLREQ. Once a process; again does nothing.

    Raises:
        RuntimeError: This WeasyPrint is not one of `VERSIONS`.
    """
    import weasyprint

    if weasyprint.VERSION not in VERSIONS:
        raise RuntimeError(
            f"the Japanese composer was tested with WeasyPrint {', '.join(VERSIONS)}, "
            f"not with {weasyprint.VERSION}"
        )
    from . import gravity, lines, properties, vertical

    properties.register()
    gravity.install()
    vertical.install()
    lines.install()


def findings(pages: Iterable[Any]) -> tuple[Finding, ...]:
    """The same as `faults`, in words."""
    from brochure.typeset import proof

    return tuple(proof.findings(pages))


def faults(pages: Iterable[Any]) -> tuple[Fault, ...]:
    """What the composer could not set well on WeasyPrint's `document.pages`."""
    from brochure.typeset.proof import found

    return found(pages)
