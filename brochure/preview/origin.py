"""Where a colour comes from: the rule of a style sheet that an element is painted by.

WeasyPrint forgets which rule a value came from, so the cascade is asked once more, for
one element and one property (CSS Cascading § 6: origin, specificity, order).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

#: Where a property's value may be set as well.
_SHORTHANDS = {
    "background-color": ("background",),
    "border-top-color": ("border", "border-top", "border-color"),
    "border-right-color": ("border", "border-right", "border-color"),
    "border-bottom-color": ("border", "border-bottom", "border-color"),
    "border-left-color": ("border", "border-left", "border-color"),
}
#: Values that an element has from its parents, where no rule is its own.
_INHERITED = {"color"}


class Origin(NamedTuple):
    """A declaration: `styles/leaflet.css`, its line, and how it is written."""

    file: str
    line: int
    rule: str


def origin(
    html: str, style: Callable[[str], Path], number: int, name: str
) -> Origin | None:
    """The declaration that gives the element `number` of the HTML its `name`.

    `style` gives the file of a style sheet.
    """
    import tinyhtml5
    from cssselect2 import ElementWrapper

    tree = tinyhtml5.parse(html, namespace_html_elements=False)
    elements = list(tree.iter())
    if not 0 <= number < len(elements):
        return None
    wrapped = {
        one.etree_element: one
        for one in ElementWrapper.from_html_root(tree).iter_subtree()
    }
    element = wrapped.get(elements[number])
    rules = list(_rules(html, style))
    while element is not None:
        if found := _winner(element, rules, name):
            return found
        if name not in _INHERITED:
            return None
        element = element.parent
    return None


class _Rule(NamedTuple):
    selector: Any
    names: dict[str, Origin]
    order: int


def _rules(html: str, style: Callable[[str], Path]) -> Iterator[_Rule]:
    """All rules of the style sheets that the HTML links to, in their order."""
    import tinycss2
    from cssselect2 import SelectorError, compile_selector_list

    order = 0
    for href in re.findall(r'<link rel="?stylesheet"? href="?(styles/[^"> ]+)', html):
        name = href.removeprefix("styles/")
        path = style(name)
        if "/" in name or not path.is_file():
            continue
        sheet = path.read_text(encoding="utf-8", errors="replace")
        for rule in _qualified(tinycss2.parse_stylesheet(sheet, True, True)):
            try:
                selectors = compile_selector_list(rule.prelude)
            except SelectorError:
                continue
            names = _declared(rule, href)
            for selector in selectors:
                order += 1
                if selector.pseudo_element is None:
                    yield _Rule(selector, names, order)


def _qualified(rules: Any) -> Iterator[Any]:
    """Rules, those inside `@media` and `@supports` too."""
    import tinycss2

    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif (
            rule.type == "at-rule"
            and rule.content is not None
            and rule.lower_at_keyword in ("media", "supports", "layer")
        ):
            inner = tinycss2.parse_rule_list(rule.content, True, True)
            yield from _qualified(inner)


def _declared(rule: Any, file: str) -> dict[str, Origin]:
    import tinycss2

    found = {}
    prelude = " ".join(tinycss2.serialize(rule.prelude).split())
    for one in tinycss2.parse_blocks_contents(rule.content, True, True):
        if one.type == "declaration":
            value = " ".join(tinycss2.serialize(one.value).split())
            said = f"{prelude} {{ {one.name}: {value} }}"
            found[one.lower_name] = Origin(file, one.source_line, said)
    return found


def _winner(element: Any, rules: list[_Rule], name: str) -> Origin | None:
    best: tuple[Any, Origin] | None = None
    for rule in rules:
        said = [
            rule.names[one]
            for one in (name, *_SHORTHANDS.get(name, ()))
            if one in rule.names
        ]
        if not said or not rule.selector.test(element):
            continue
        weight = (rule.selector.specificity, rule.order)
        if best is None or weight >= best[0]:
            best = weight, said[0]
    return best[1] if best else None
