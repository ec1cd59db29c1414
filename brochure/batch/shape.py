"""What of a page varies from record to record, and a page with nothing else on it.

A record whose page differs from another's in nothing but these elements has its shape:
one page is finished for all, and each record pays for its own elements alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

#: Elements that HTML never closes.
_VOID = {"img", "br", "hr", "input", "meta", "link"}
_MARK = "\ufffc"


class Parts(NamedTuple):
    """A page taken apart: what stays, and the outer HTML of what varies, by id."""

    static: str
    varying: dict[str, str]


def parts(html: str, names: Iterable[str]) -> Parts:
    """The page without the elements of these ids, each of which leaves a mark."""
    spans = []
    for name in names:
        span = _span(html, name)
        if span:
            spans.append((*span, name))
    spans.sort()
    pieces, varying, at = [], {}, 0
    for start, end, name in spans:
        if start < at:  # inside another one that varies
            continue
        pieces += [html[at:start], _MARK, name, _MARK]
        varying[name] = html[start:end]
        at = end
    return Parts("".join([*pieces, html[at:]]), varying)


def _span(html: str, name: str) -> tuple[int, int] | None:
    """Where the element with the id begins and ends."""
    found = re.search(
        rf'<([a-z][a-z0-9]*)\b[^<>]*\sid="{re.escape(name)}"[^<>]*>', html
    )
    if not found:
        return None
    tag = found[1]
    if tag in _VOID:
        return found.span()
    depth, at = 1, found.end()
    for other in re.finditer(rf"<(/?){tag}\b[^<>]*>", html[at:]):
        depth += -1 if other[1] else 1
        if depth == 0:
            return found.start(), at + other.end()
    return None


def hidden(html: str, names: Iterable[str]) -> str:
    """The page with these elements laid out, and not drawn."""
    listed = ",".join(f'[id="{name}"]' for name in names)
    rule = f"<style>{listed}{{visibility:hidden!important}}</style></head>"
    return html.replace("</head>", rule, 1)


class Skeleton(NamedTuple):
    """A page with its varying elements alone: head, and the body of one record.

    `sections` are the pages of the whole piece that it has, from 0.
    """

    head: str
    body: str
    names: tuple[str, ...]
    sections: tuple[int, ...]

    def page_of(self, records: Iterable[tuple[str, dict[str, str]]]) -> str:
        """A page of HTML with all these records, each with a prefix for its ids."""
        bodies = []
        for prefix, varying in records:
            body = self.body
            for name in self.names:
                own = varying[name].replace(f'id="{name}"', f'id="{prefix}{name}"', 1)
                body = body.replace(f"{_MARK}{name}{_MARK}", own, 1)
            bodies.append(body)
        return f"{self.head}<body>{''.join(bodies)}</body></html>"


def skeleton(page: Parts, beside: Iterable[str] = ()) -> Skeleton | None:
    """The page of a shape, pruned; None where that cannot be done.

    Kept are the elements around those that vary, which paint nothing themselves. Some
    have their place from what stands beside them in the flow: of those named in
    `beside` it is kept as well, unseen.
    """
    needed = tuple(f"{_MARK}{name}{_MARK}" for name in beside)
    import tinyhtml5

    head, _, rest = page.static.partition("<body>")
    if not rest:
        return None
    body = rest.rpartition("</body>")[0]
    tree = tinyhtml5.parse(f"<body>{body}</body>", namespace_html_elements=False)
    root = next(tree.iter("body"))
    kept, sections = [], []
    for number, section in enumerate(root):
        if _MARK in "".join(section.itertext()):
            sections.append(number)
            kept.append(_pruned(section, needed))
    text = "".join(kept)
    names = tuple(name for name in page.varying if f"{_MARK}{name}{_MARK}" in text)
    if set(names) != set(page.varying):
        return None
    return Skeleton(head, text, names, tuple(sections))


def _pruned(element: Any, needed: tuple[str, ...]) -> str:
    """An element around varying ones as HTML, without what else is in it."""
    text = element.text or ""
    inner = [text if _MARK in text else ""]
    own = "".join([text, *(child.tail or "" for child in element)])
    direct = any(mark in own for mark in needed)
    for child in element:
        if _MARK in "".join(child.itertext()):
            inner.append(_pruned(child, needed))
        elif direct:
            inner.append(_serialized(child, unseen=True))
        tail = child.tail or ""
        if _MARK in tail:
            inner.append(tail)
    style = "background:none!important;border-color:transparent!important"
    return _tag(element, style, "".join(inner))


def _serialized(element: Any, *, unseen: bool = False) -> str:
    style = "visibility:hidden!important" if unseen else ""
    inner = _escaped(element.text or "")
    for child in element:
        inner += _serialized(child) + _escaped(child.tail or "")
    return _tag(element, style, inner)


def _tag(element: Any, style: str, inner: str) -> str:
    attributes = {key: value for key, value in element.attrib.items() if key != "id"}
    if style:
        own = attributes.get("style", "")
        attributes["style"] = f"{own};{style}" if own else style
    words = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items())
    if element.tag in _VOID:
        return f"<{element.tag}{words}>"
    return f"<{element.tag}{words}>{inner}</{element.tag}>"


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )
