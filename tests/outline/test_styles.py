"""A tree written in any list style is read back as the same tree, and no character is lost on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.outline import parse
from extract.outline.cover import gaps
from tests.outline import trees


def read(lines, end="\n"):
    text = end.join(["Inclusion Criteria:", "", *lines, "", "Exclusion Criteria:", "", "* None known"])
    outline = parse(text)
    assert gaps(outline) == []
    inclusion, exclusion = outline.items
    assert [item.plain.text for item in exclusion.children] == ["None known"]
    return trees.shape(inclusion.children)


STYLES = [
    trees.markdown, trees.numbered, trees.lettered, trees.tabbed, trees.flat, trees.escaped, trees.full_width,
    trees.dotted, trees.mixed_bullets, trees.hard_wrapped,
]  # fmt: skip


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
@given(tree=trees.trees(3), end=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=30, deadline=None)
def test_every_style_reads_back(style, end, tree):
    assert read(style(tree), end) == tree


@given(tree=trees.trees(3, trees.LONG))
@settings(max_examples=20, deadline=None)
def test_hard_wraps_are_undone(tree):
    assert read(trees.hard_wrapped(tree)) == tree


@pytest.mark.parametrize(
    "style", [trees.markdown, trees.numbered, trees.mixed_bullets], ids=lambda style: style.__name__
)
@given(tree=trees.trees(3))
@settings(max_examples=20, deadline=None)
def test_an_indent_nests_without_a_colon(style, tree):
    def plain(items):
        return [(text.rstrip(":"), plain(below)) for text, below in items]

    assert read(style(plain(tree))) == plain(tree)


pieces = st.sampled_from(
    [
        *(
            "Inclusion Criteria:",
            "Exclusion Criteria",
            "* ",
            "1. ",
            "a) ",
            "(ii) ",
            "- ",
            "\n",
            "\n\n",
            "  ",
            "\t",
            ":",
            ";",
        ),
        *(
            "Age over 18",
            " or",
            "OR",
            "Note: ",
            "<!-- -->",
            "\\* ",
            "•",
            "①",
            "Cohort A",
            "\r\n",
            "5.1 ",
            "Part 2:",
            "８．",
        ),
        *("&nbsp;", "\u3000"),
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(pieces, max_size=60).map("".join)))
@settings(max_examples=200, deadline=None)
def test_any_text_is_covered_once(text):
    outline = parse(text)
    assert gaps(outline) == []
    names = [item.id for item in outline.lines]
    assert len(names) == len(set(names))
    keys = [item.key for item in outline.lines]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "* item\n" * 100_000,
        "\n".join("  " * level + "* level" for level in range(1000)),
        "\n".join("  " * level + "* level:" for level in range(1000)),
        "para:\n\n" * 5_000,
        "Inclusion Criteria: " * 5_000,
        "\\> &amp;lt; " * 50_000,
        "(1) a " * 50_000,
    ],
    ids=["one line", "bullets", "levels", "open levels", "colons", "headings", "escapes", "enumeration"],
)
def test_the_worst_texts_are_read(text):
    assert gaps(parse(text)) == []
