from extract.outline import parse
from extract.outline.cover import gaps

TEXT = """Inclusion Criteria:

* Adults aged 18 to 70 years
* Adequate organ function defined as:

  * Platelets \\>= 100 x 10\\^9/L
  * Bilirubin \\<= 1.5 x ULN

Exclusion Criteria:

1. Active infection
2. Pregnancy
"""


def test_a_markdown_list_nests():
    outline = parse(TEXT)
    assert [(item.id, item.kind, item.label) for item in outline.walk()] == [
        ("inc", "section", None),
        ("inc.1", "criterion", "*"),
        ("inc.2", "criterion", "*"),
        ("inc.2.1", "criterion", "*"),
        ("inc.2.2", "criterion", "*"),
        ("exc", "section", None),
        ("exc.1", "criterion", "1."),
        ("exc.2", "criterion", "2."),
    ]
    assert outline.items[0].children[1].combine == "all"
    assert gaps(outline) == []
