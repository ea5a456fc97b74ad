import msgspec
import pytest
from bs4 import BeautifulSoup
from made_records import VEEVA_PAGE

from extract.records import UnreadableRecordError, veeva_html, veeva_text
from extract.records.html_text import render


def text(html):
    return render(BeautifulSoup(html, "html.parser"))


@pytest.mark.parametrize(
    ("html", "rendered"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div>\n<div><div>Two</div></div>", "One\nTwo"),
        ("One<br>Two  <b>and</b>\n three", "One\nTwo and three"),
        ("<ol><li>One<li>Two</ol>", "  1. One\n  2. Two"),
        ("<ol start=3><li>One</li><li value=7>Two</li></ol>", "  3. One\n  7. Two"),
        ("<ol type=a><li>x</li><li>y</li></ol>", "  a. x\n  b. y"),
        ("<ul><li>One<ul><li>In</li></ul></li><li>Two</li></ul>", "  * One\n    * In\n  * Two"),
        ("<ul><li><p>One</p><p>More</p></li><li><p>Two</p></li></ul>", "  * One\n\n    More\n\n  * Two"),
        ("<ol><li><p>A:</p><ol><li>b</li></ol></li><li><p>C</p></li></ol>", "  1. A:\n\n    1. b\n  2. C"),
        ("Before<ol><li>One</li></ol>After", "Before\n\n  1. One\n\nAfter"),
        ("1.5 &times; 10<sup>9</sup>/L &lt; 3&nbsp;mg", "1.5 × 109/L < 3 mg"),
        ("<script>x</script><style>y</style><!-- z --><p hidden>h</p>Seen", "Seen"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ],
)
def test_rendering(html, rendered):
    assert text(html) == rendered


def soup(criteria):
    """The page with every line as a `div`, its criteria replaced by HTML."""
    start, end = VEEVA_PAGE.index("Inclusion Criteria:"), VEEVA_PAGE.index("Trial design")

    def divs(part):
        return "".join(f"<div>{line}</div>" for line in part.split("\n"))

    head = '<!DOCTYPE html><link rel="canonical" href="https://ctv.veeva.com/study/velorafenib-versus">'
    return f"{head}<body>{divs(VEEVA_PAGE[:start])}<div>{criteria}</div>{divs(VEEVA_PAGE[end:])}</body>".encode()


LISTS = """<p>Inclusion Criteria:</p><ol><li><p>Age 18 to 75 years</p></li><li><p>Hemoglobin &ge; 90 g/L</p></li></ol>
<p>Exclusion Criteria:</p><ol><li><p>Any of:</p><ol><li>QTcF &gt; 480 ms</li><li>pregnancy</li></ol></li></ol>"""


def test_a_page_of_nested_lists_reads_as_its_text_form():
    page, plain = veeva_html.read(soup(LISTS)), veeva_text.read(VEEVA_PAGE.encode())
    assert page.format == "veeva-html"
    assert page.source.url == "https://ctv.veeva.com/study/velorafenib-versus"
    same = {"source": plain.source}
    assert msgspec.to_builtins(msgspec.structs.replace(page, **same)) == msgspec.to_builtins(plain)
    assert page.source.content_sha256 == plain.source.content_sha256


def test_numbers_within_paragraphs_stay_text():
    page = veeva_html.read(soup("<p>1. Age</p><p>a) &ge; 18</p>"))
    assert page.eligibility.text == "1. Age\n\na) ≥ 18"


@pytest.mark.parametrize("html", ["<html><h1>403 Forbidden</h1></html>", "<div>" * 5000])
def test_other_pages_are_no_study(html):
    with pytest.raises(UnreadableRecordError):
        veeva_html.read(html.encode())


def test_parts_that_are_list_items_read_alike():
    start = VEEVA_PAGE.index("Status and phase")
    middle, end = VEEVA_PAGE.index("Inclusion Criteria:"), VEEVA_PAGE.index("Trial design")

    def listed(part):
        return "<ul>" + "".join(f"<li>{line}</li>" for line in part.split("\n") if line) + "</ul>"

    head = "".join(f"<div>{line}</div>" for line in VEEVA_PAGE[:start].split("\n"))
    html = f"<html>{head}{listed(VEEVA_PAGE[start:middle])}<div>{LISTS}</div>{listed(VEEVA_PAGE[end:])}</html>"
    page, plain = veeva_html.read(html.encode()), veeva_text.read(VEEVA_PAGE.encode())
    assert page.source.content_sha256 == plain.source.content_sha256
