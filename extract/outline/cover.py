"""Proof that an outline loses nothing and says nothing twice."""

from extract.outline.model import Outline


def gaps(outline: Outline) -> list[str]:
    """Faults of coverage, in words; empty when every character lies in exactly one label, item or white space."""
    text, faults = outline.text, []
    position = 0
    for item in outline.lines:
        spans = [item.label_span] if item.label_span else []
        for start, end in [*spans, (item.start, item.end)]:
            if start < position:
                faults.append(f"{item.id}: {start}:{end} overlaps what ends at {position}")
            elif text[position:start].strip():
                faults.append(f"{item.id}: {text[position:start].strip()[:40]!r} before {start} belongs to no item")
            position = max(position, end)
        if text[item.start : item.end] != item.text:
            faults.append(f"{item.id}: text and span differ")
        if not item.text.strip() or (item.kind == "criterion" and not item.plain.text):
            faults.append(f"{item.id}: empty {item.kind}")
    if text[position:].strip():
        faults.append(f"end: {text[position:].strip()[:40]!r} belongs to no item")
    return faults
