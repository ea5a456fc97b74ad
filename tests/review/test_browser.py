"""A curator at the desk, in a real browser and mostly by keyboard."""

import shutil

import pytest

from .conftest import GOOD, HOSTILE

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on the path: the review page is not driven")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    """A page that may ask nothing but the desk, and on which no script may fail."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(20_000)
    asked, failed = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda said: failed.append(said.text) if "Content Security" in said.text else None)
    yield page
    page.close()
    assert [url for url in asked if not url.startswith(address)] == []
    assert failed == []


def focused(page):
    return page.evaluate("document.activeElement.dataset.ref")


def go_to(page, ref):
    for _ in range(40):
        if focused(page) == ref:
            return
        page.keyboard.press("j")
    raise AssertionError(f"j does not lead to {ref}")


def said(page, words):
    page.wait_for_function("words => document.querySelector('#said').textContent.includes(words)", arg=words)


def select(page, words):
    """Select words of the text as a mouse does."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector('#text'), NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          for (let at = walker.nextNode(); at; at = walker.nextNode()) {
            const i = at.data.indexOf(words);
            if (i >= 0) { range.setStart(at, i); range.setEnd(at, i + words.length); }
          }
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }""",
        words,
    )


def open_study(page, address):
    """From the list, by typing what is looked for."""
    page.goto(address)
    page.keyboard.type("a study")
    assert page.locator("#count").inner_text() == "1 study"
    page.get_by_role("link", name=GOOD).click()


def test_corrections_made_at_the_desk_stand_after_a_reload_and_after_regeneration(page, address, again):
    open_study(page, address)

    # a highlight leads to its fact, and the fact lights the text
    page.locator("#text .seg.t", has_text="≥ 9 g/dL").click()
    assert focused(page) == "inc.1.t1"
    assert "≥ 9 g/dL" in "".join(page.locator("#text .on").all_inner_texts())

    # correct a bound
    page.keyboard.press("e")
    page.locator("[name=low]").fill("10")
    page.locator("[name=why]").fill("amendment 2")
    page.keyboard.press("Enter")
    said(page, "saved")
    assert "hemoglobin ≥ 10 g/dL" in page.locator("[data-ref='inc.1.t1']").inner_text()
    assert focused(page) == "inc.1.t1"

    # reject a fact, and take it back, and reject it again
    go_to(page, "exc.1.d1")
    page.keyboard.press("r")
    said(page, "rejected")
    assert page.locator("[data-ref='exc.1.d1']").count() == 0
    page.keyboard.press("u")
    said(page, "taken back")
    assert page.locator("[data-ref='exc.1.d1']").count() == 1
    go_to(page, "exc.1.d1")
    page.keyboard.press("r")
    said(page, "rejected")

    # add a fact by selection
    select(page, "CCC meters or more")
    page.keyboard.press("s")
    assert page.locator("[name=text]").input_value() == "CCC meters or more"
    page.locator("[name=measure]").fill("Walking distance")
    page.locator("[name=low]").fill("300")
    page.locator("[name=unit]").fill("m")
    page.keyboard.press("Enter")
    said(page, "saved")

    # accept a fact and an item
    go_to(page, "inc.2.t1")
    page.keyboard.press("a")
    said(page, "accepted")
    go_to(page, "inc.1")
    page.keyboard.press("a")
    page.locator(".node[data-node='inc.1'].decided").wait_for()

    def stands():
        assert "≥ 10 g/dL" in page.locator("[data-ref='inc.1.t1']").inner_text()
        assert "Walking distance ≥ 300 m" in page.locator("[data-ref='inc.3.t1']").inner_text()
        assert "confirmed by Ada" in page.locator("[data-ref='inc.2.t1']").inner_text()
        assert page.locator("[data-ref='exc.1.d1']").count() == 0

    page.reload()
    stands()
    document = (again() / f"{GOOD}.json").read_text("utf-8")
    assert document.count('"who": "Ada"') >= 5
    page.reload()
    stands()
    page.get_by_role("link", name="What changed since the previous version").click()
    page.locator("td.old", has_text="hemoglobin ≥ 9 g/dL").first.wait_for()


def test_what_does_not_fit_is_said_in_the_form_and_nothing_is_lost(page, address):
    page.goto(f"{address}/study/{GOOD}")
    go_to(page, "inc.1.t1")
    page.keyboard.press("e")
    page.locator("[name=high]").fill("1")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert "lies above" in page.get_by_role("alert").inner_text()
    assert page.locator("[name=high]").input_value() == "1"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    # by keyboard alone a fact is added with typed words
    go_to(page, "inc.3")
    page.keyboard.press("s")
    page.keyboard.type("CCC meters")
    page.locator("[name=low]").fill("300")
    page.keyboard.press("Enter")
    said(page, "saved")
    page.locator("#show").select_option("undecided")
    assert page.locator(".node[data-node='inc.2']").is_visible()


def test_a_hostile_record_runs_nothing(page, address):
    for path in ("", "/coverage", f"/study/{HOSTILE}"):
        page.goto(address + path)
        assert page.evaluate("window.hit") is None
    go_to(page, "inc.1.t1")
    page.keyboard.press("e")
    page.locator("[name=low]").fill("8")
    page.keyboard.press("Enter")
    said(page, "saved")
    assert page.evaluate("window.hit") is None


def test_pages_for_sharing_link_text_and_facts_too(page, desk, tmp_path, browser):
    from extract.curation.changes import Difference
    from extract.review.pages import difference_page
    from extract.review.static_pages import write_pages

    write_pages(desk, tmp_path / "pages")
    refused = []
    shared = browser.new_page()
    shared.on("console", lambda message: refused.append(message.text))
    shared.goto((tmp_path / "pages" / f"{GOOD}.html").as_uri())
    shared.keyboard.press("j")
    shared.keyboard.press("j")
    assert shared.locator("#text .on").count()
    assert shared.evaluate("getComputedStyle(document.querySelector('.desk')).display") == "grid"
    shared.keyboard.press("e")
    assert shared.locator("dialog").count() == 0
    page_of_differences = tmp_path / "difference.html"
    page_of_differences.write_text(difference_page(Difference(0, [])), "utf-8")
    shared.goto(page_of_differences.as_uri())
    assert "rgb(244, 246, 249)" in shared.evaluate("getComputedStyle(document.querySelector('header')).background")
    assert refused == []
    shared.close()
