"""The report in headless Chromium: three widths, both colour schemes, from the keyboard, with axe."""

import shutil
from pathlib import Path

import pytest

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.claims.equality import Claim
from lsa_theory.claims.inequality import Inequality
from lsa_theory.expressions import dimension, matrix, norm_squared, trace
from lsa_theory.paper.lines import written
from lsa_theory.verification.judge import judge
from lsa_theory.verification.reports.about import About
from lsa_theory.verification.reports.html import to_html
from lsa_theory.verification.run.request import Request
from lsa_theory.verification.run.worker import judged

playwright = pytest.importorskip("playwright.sync_api", reason="install the extra: '.[browser]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="install the extra: '.[browser]'")
pytest.importorskip("latex2mathml", reason="install the extra: '.[report]'")
chromium = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(chromium is None, reason="needs Chromium (Debian: apt-get install chromium)")

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)
LONG = sum((trace(A @ B) ** k * trace(A) for k in range(2, 12)), start=trace(A))
CLAIMS = {
    "right": Claim(trace(A @ B), trace(B @ A), source="folklore"),
    "wrong": Claim(trace(A @ B), trace(A @ B.T), title="a transpose too many"),
    "open": Inequality(norm_squared(A), trace(A @ A)),
    "long": Claim(LONG, LONG, witnesses=["algebra", "field"]),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    request = Request(("algebra", "proof", "field", "search"), write=written)
    items = [Collected(name, claim, Path("mine.py"), "Mine", name) for name, claim in CLAIMS.items()]
    page = to_html([judged(i, request) for i in items], "1", 1.0, About.of(request, (), 4, False), items)
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(page, encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as library:
        found = library.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    failures = []
    page.on("pageerror", lambda error: failures.append(error))
    page.goto(address)
    yield page
    context.close()
    assert not failures


def violations(page):
    return [v["id"] for v in axe.Axe().run(page).response["violations"]]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("width", [1280, pytest.param(800, marks=pytest.mark.slow), 390])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(browser, address, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.wait_for_timeout(100)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_axe_finds_what_is_wrong(page):
    page.evaluate("document.querySelector('input[type=search]').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('input[type=search]').removeAttribute('placeholder')")
    assert "label" in violations(page)


def test_formulas_are_set_and_what_needs_attention_comes_first(page):
    assert page.locator("article math").count() > 4
    links = page.locator(".attention a").all_inner_texts()
    assert links == ["wrong", "open"]
    assert "refuted at d = 2" in page.locator(".attention").inner_text()


def test_the_filter_shows_what_was_asked_for_and_a_link_shows_it_all_the_same(page):
    page.keyboard.press("/")
    page.keyboard.type("folklore")
    assert page.locator("article:visible").count() == 1
    assert page.locator("output").inner_text() == "1 of 4 claims"
    page.evaluate("location.hash = 'wrong'")
    page.locator("#wrong").wait_for(state="visible")
    page.get_by_label("undecided").check()
    assert page.locator("article:visible h3").all_inner_texts() == ["open"]


def test_a_formula_that_is_too_wide_can_be_scrolled_from_the_keyboard(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(100)
    assert page.locator("#long .maths[tabindex='0']").count() >= 1
    assert page.locator("#right .maths[tabindex]:visible").count() == 0


def test_paper_shows_what_is_folded_on_the_screen(page, tmp_path):
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_without_writing_the_typed_statement_stands_there():
    page = to_html([judge(CLAIMS["right"], witnesses=["algebra"])], "1", 1.0)
    assert '<pre class="statement">tr(A @ B) = tr(B @ A)</pre>' in page
