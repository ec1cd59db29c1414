"""Everything that is ours inside WeasyPrint, for the version that engine.VERSION names.

An upgrade goes through this table row by row: tests/typeset/test_inside.py says which
of WeasyPrint's own functions have changed. Nothing else changes anything in WeasyPrint.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from . import (
    canvas,
    columns,
    decoration,
    dots,
    drawing,
    gravity,
    instances,
    lines,
    properties,
    structure,
    vertical,
)
from .replacing import Replacement, replace
from .toner import art

REPLACEMENTS: Final = (
    # --- Style sheets ---
    Replacement(
        "weasyprint.css.properties",
        "INITIAL_VALUES",
        "entries",
        {"lang": "ja", **properties.INITIAL},
        "",
        "text in SVG has no language, Pango would take the machine's, and our fonts "
        "have other forms for Japanese; properties of CSS Text 4 have initial values",
    ),
    Replacement(
        "weasyprint.css.properties",
        "KNOWN_PROPERTIES",
        "entries",
        properties.VALIDATORS.keys(),
        "",
        "or these properties would be warned about",
    ),
    Replacement(
        "weasyprint.css.properties",
        "INHERITED",
        "entries",
        properties.INITIAL.keys(),
        "",
        "all properties of Japanese composition are inherited",
    ),
    Replacement(
        "weasyprint.css.validation.properties",
        "PROPERTIES",
        "entries",
        properties.VALIDATORS,
        "",
        "the values that CSS Text 4 permits",
    ),
    Replacement(
        "weasyprint.css.validation.expanders",
        "EXPANDERS",
        "entries",
        properties.EXPANDERS,
        "",
        "text-emphasis is short for text-emphasis-style",
    ),
    # --- Boxes and blocks ---
    Replacement(
        "weasyprint.document",
        "build_formatting_structure",
        "after",
        structure.build_formatting_structure,
        "element_tree style_for get_image_from_uri base_url target_collector "
        "counter_style footnotes",
        "WeasyPrint drops text in silence, so what goes in is counted; then vertical "
        "blocks get a box of their own in their horizontal parent",
    ),
    Replacement(
        "weasyprint.layout.block",
        "block_level_layout_switch",
        "instead",
        vertical.block_level_layout_switch,
        "context box bottom_space skip_stack containing_block page_is_empty "
        "absolute_boxes fixed_boxes adjoining_margins first_letter_style "
        "first_line_style discard max_lines",
        "that box is laid out on its side, and turned",
    ),
    Replacement(
        "weasyprint.layout.preferred",
        "_block_content_width",
        "instead",
        vertical.block_content_width,
        "context box function outer",
        "the width of that box is the height of its text",
    ),
    Replacement(
        "weasyprint.layout.block",
        "block_box_layout",
        "after",
        columns.block_box_layout,
        "context box bottom_space skip_stack containing_block page_is_empty "
        "absolute_boxes fixed_boxes adjoining_margins first_letter_style "
        "first_line_style discard max_lines",
        "columns that fill the page are not balanced, for a rounding error",
    ),
    # --- Lines ---
    Replacement(
        "weasyprint.layout.inline",
        "split_inline_box",
        "instead",
        lines.split_inline_box,
        "context box position_x max_x bottom_space skip_stack containing_block "
        "absolute_boxes fixed_boxes line_placeholders waiting_floats line_children "
        "first_letter_style first_line_style",
        "it fills a line: ours tells it where the line ends",
    ),
    Replacement(
        "weasyprint.layout.inline",
        "split_text_box",
        "instead",
        lines.split_text_box,
        "context box available_width skip is_line_start",
        "it cuts a text: ours cuts it where the line ends, and spaces it",
        ends_line=True,
    ),
    Replacement(
        "weasyprint.layout.inline",
        "atomic_box",
        "after",
        lines.atomic_box,
        "context box position_x skip_stack containing_block absolute_boxes fixed_boxes",
        "it sets an inline box: ours adds the gap behind it",
        ends_line=True,
    ),
    Replacement(
        "weasyprint.layout.inline",
        "justify_line",
        "instead",
        lines.justify_line,
        "context line extra_width",
        "it widens word spaces: not in a line that is ours",
    ),
    Replacement(
        "weasyprint.layout.inline",
        "line_box_verticality",
        "after",
        lines.line_box_verticality,
        "box",
        "it aligns a line's parts: ours then adds readings and emphasis dots",
    ),
    Replacement(
        "weasyprint.layout.preferred",
        "inline_line_widths",
        "instead",
        lines.inline_line_widths,
        "context box outer is_line_start minimum skip_stack first_line",
        "how wide a text would like to be: ours knows what is trimmed and added",
    ),
    # --- Pango ---
    Replacement(
        "weasyprint.text.line_break",
        "Layout.setup",
        "after",
        gravity.setup,
        "self style",
        "it makes a Pango layout, and knows no vertical text",
    ),
    Replacement(
        "weasyprint.text.line_break",
        "_font_style_cache_key",
        "after",
        gravity.font_style_cache_key,
        "style include_size",
        "line heights once measured are kept: those of vertical text are others",
    ),
    # --- Drawing ---
    Replacement(
        "weasyprint.draw",
        "draw_text",
        "instead",
        drawing.draw_text,
        "stream textbox offset_x text_overflow block_ellipsis",
        "gaps would be read as spaces, so it is said what a text reads",
    ),
    Replacement(
        "weasyprint.draw.text",
        "draw_first_line",
        "instead",
        drawing.draw_first_line,
        "stream textbox text_overflow block_ellipsis matrix",
        "every line is watched, because Pango takes another font without a word; the "
        "glyphs of vertical text are drawn one by one",
    ),
    Replacement(
        "weasyprint.pdf.stream",
        "Stream.add_font",
        "after",
        drawing.add_font,
        "self pango_font",
        "every run in another font asks for it: the watch hears which",
    ),
    Replacement(
        "weasyprint.pdf.fonts",
        "Font.clean",
        "instead",
        instances.clean,
        "self to_unicode hinting",
        "a variable font becomes a static one: the same at any time, and in the form "
        "that the page was laid out with",
    ),
    *(
        Replacement(
            "weasyprint.draw",
            name,
            "instead",
            ours,
            takes,
            "what a page paints, in its order, can be noted, not drawn (canvas.py)",
        )
        for name, ours, takes in (
            (
                "draw_background",
                canvas.noted("draw_background"),
                "stream background clip_box bleed marks",
            ),
            ("draw_border", canvas.noted("draw_border"), "stream box"),
            ("draw_replacedbox", canvas.noted("draw_replacedbox"), "stream box"),
            (
                "draw_line",
                canvas.noted("draw_line"),
                "stream x1 y1 x2 y2 thickness style color offset",
            ),
            ("draw_outline", canvas.skipped, "stream box"),
            ("set_mask_border", canvas.skipped, "stream box"),
            (
                "draw_stacking_context",
                canvas.draw_stacking_context,
                "stream stacking_context",
            ),
        )
    ),
    *(
        Replacement(
            module,
            "color",
            "after",
            art.color,
            "string",
            "toner is saved in SVG pictures, too, by other inks",
        )
        for module in ("weasyprint.svg", "weasyprint.svg.defs")
    ),
    Replacement(
        "weasyprint.svg",
        "TAGS.path",
        "instead",
        dots.path,
        "svg node font_size",
        "a map of dots, a QR code of bars: 5 ms instead of 80, the same bytes",
    ),
    # --- Tags ---
    Replacement(
        "weasyprint.pdf.stream",
        "Stream.marked",
        "instead",
        decoration.marked,
        "self box tag",
        "a picture that only decorates is no figure but an artifact",
    ),
    Replacement(
        "weasyprint.pdf.tags",
        "_build_box_tree",
        "instead",
        decoration.build_box_tree,
        "box parent pdf page_number nums annotations tags",
        "and is no element of the document; WeasyPrint's own would miss its mark, so "
        "there is no way back, and nothing in ours that could fail",
        falls_back=False,
    ),
)


@cache
def install() -> None:
    """Put all of it into WeasyPrint, once a process."""
    for row in REPLACEMENTS:
        replace(row)
