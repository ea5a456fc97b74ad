"""Random outlines and the styles in which registries and pages write them."""

import textwrap

from hypothesis import strategies as st

from extract.outline.model import Item

Tree = list[tuple[str, "Tree"]]

WORDS = [
    "stable",
    "renal",
    "function",
    "albumin",
    "under",
    "thirty",
    "grams",
    "surgery",
    "planned",
    "asthma",
    "treated",
    "weekly",
    "lesion",
]
LEAF = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(lambda words: "Has " + " ".join(words))
LONG = st.lists(st.sampled_from(WORDS), min_size=12, max_size=50).map(lambda words: "Has " + " ".join(words))
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]


def trees(depth: int, texts: st.SearchStrategy[str] = LEAF) -> st.SearchStrategy[Tree]:
    """Lists of items, `depth` levels at most; an item with children ends in a colon."""
    if depth == 1:
        return st.lists(texts.map(lambda text: (text, [])), min_size=1, max_size=4)
    item = st.one_of(
        texts.map(lambda text: (text, [])),
        st.tuples(texts.map(lambda text: text + ":"), trees(depth - 1, texts)),
    )
    return st.lists(item, min_size=1, max_size=4)


def shape(items: list[Item]) -> Tree:
    return [(item.plain.text, shape(item.children)) for item in items]


def markdown(tree: Tree, indent: str = "") -> list[str]:
    lines = []
    for text, below in tree:
        lines.append(f"{indent}* {text}")
        if below:
            lines += ["", *markdown(below, indent + "  ")]
    return lines


def numbered(tree: Tree, indent: str = "") -> list[str]:
    lines = []
    for number, (text, below) in enumerate(tree, 1):
        label = f"{number}. "
        lines.append(indent + label + text)
        if below:
            lines += ["", *numbered(below, indent + " " * len(label))]
    return lines


def _label(level: int, number: int) -> str:
    return [f"{number}.", f"{chr(96 + number)})", f"{ROMAN[number - 1]})"][level]


def lettered(tree: Tree, level: int = 0, step: str = "   ") -> list[str]:
    lines = []
    for number, (text, below) in enumerate(tree, 1):
        lines.append(f"{step * level}{_label(level, number)} {text}")
        lines += lettered(below, level + 1, step)
    return lines


def flat(tree: Tree) -> list[str]:
    return lettered(tree, step="")


def tabbed(tree: Tree) -> list[str]:
    return lettered(tree, step="\t")


def escaped(tree: Tree) -> list[str]:
    return [line.replace(". ", "\\. ", 1) for line in flat(tree)]


def full_width(tree: Tree) -> list[str]:
    wide = str.maketrans("0123456789.)", "０１２３４５６７８９．）")
    return [line[:2].translate(wide) + line[2:] if line[0].isdigit() else line for line in flat(tree)]


def dotted(tree: Tree, above: str = "") -> list[str]:
    lines = []
    for number, (text, below) in enumerate(tree, 1):
        label = f"{above}{number}"
        lines.append(f"{label}{'' if above else '.'} {text}")
        lines += dotted(below, label + ".")
    return lines


def mixed_bullets(tree: Tree, level: int = 0) -> list[str]:
    lines = []
    for text, below in tree:
        lines.append(f"{'  ' * level}{'-•*'[level]} {text}")
        lines += mixed_bullets(below, level + 1)
    return lines


def hard_wrapped(tree: Tree, level: int = 0) -> list[str]:
    lines = []
    for text, below in tree:
        margin = " " * (10 + 5 * level)
        lines += [*textwrap.wrap(text, 100, initial_indent=margin + "-  ", subsequent_indent=margin + "   "), ""]
        lines += hard_wrapped(below, level + 1)
    return lines
