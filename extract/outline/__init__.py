"""Eligibility text to a tree of items with exact spans."""

from extract.outline.blocks import blocks
from extract.outline.combine import join, limit
from extract.outline.model import Item, Outline, OutlineIssue, Part
from extract.outline.naming import name
from extract.outline.parts import parts
from extract.outline.split import split
from extract.outline.tree import Builder

__all__ = ["Item", "Outline", "OutlineIssue", "Part", "parse"]


def parse(text: str) -> Outline:
    """Outline of an eligibility text, whatever its list style; any text gives one, and no character is lost."""
    outline = Builder(text, split(text, blocks(text))).build()
    items = outline.lines
    for item in items:
        if item.kind in ("criterion", "note"):
            item.parts = parts(item.plain, item.start)
    join(items)
    limit(outline.items, items)
    name(items)
    return outline
