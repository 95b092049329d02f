"""The site builds without the network, every link on it leads somewhere, and nothing on it comes from elsewhere."""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("mkdocs", reason="the site needs the extra docs: pip install -e '.[docs]'")
pytest.importorskip("material", reason="the site needs the extra docs: pip install -e '.[docs]'")

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow
LOOKED_AT = (
    "index",
    "tutorial/index",
    "verdicts",
    "pictures",
    "howto/shell",
    "reference/claims",
    "errata",
    "explore",
)
# Requests that would leave the machine fail at once.
NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    place = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(place)],
        cwd=ROOT,
        env={**os.environ, **NO_NETWORK, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return place


class Page(HTMLParser):
    """Where a page leads, what it loads, and which anchors it has."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.anchors, self.images = [], [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        given = dict(pairs)
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in ("script", "img", "iframe", "source") and given.get("src"):
            self.loads.append(given["src"])
        if tag == "link" and given.get("href") and given.get("rel") != "canonical":
            self.loads.append(given["href"])
        if tag == "img":
            self.images.append(given.get("alt", ""))


def pages_of(folder):
    # The page for addresses that do not exist is shown at any address, and leads from the root.
    return {p: Page(p.read_text(encoding="utf-8")) for p in folder.rglob("*.html") if p.name != "404.html"}


def dead_links(pages):
    found = []
    for path, page in pages.items():
        for link in (*page.links, *page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                found.append(f"{path.name} -> {link}")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                found.append(f"{path.name} -> {link}: no such anchor")
    return found


def test_every_internal_link_and_anchor_exists(site):
    pages = pages_of(site)
    assert len(pages) > 30
    assert dead_links(pages) == []


@pytest.mark.parametrize("link", ["nowhere.html", "a.html#nowhere", "#nowhere"])
def test_a_dead_link_is_found(tmp_path, link):
    (tmp_path / "a.html").write_text(f'<a href="{link}">there</a><p id="here">')
    (tmp_path / "b.html").write_text('<a href="a.html#here">there</a>')
    assert len(dead_links(pages_of(tmp_path))) == 1


def test_nothing_is_loaded_from_elsewhere(site):
    outside = {
        load
        for page in pages_of(site).values()
        for load in page.loads
        if urlsplit(load).netloc and "//" in load
    }
    assert outside == set()
    styles = "".join(style.read_text(encoding="utf-8") for style in site.rglob("*.css"))
    assert re.findall(r"url\(['\"]?https?:|@import\s+['\"]?https?:", styles) == []


def test_formulas_are_mathml_and_every_picture_says_what_it_shows(site):
    pages = pages_of(site)
    tutorial = (site / "tutorial" / "index.html").read_text(encoding="utf-8")
    assert tutorial.count("<math") > 5
    assert all("arithmatex" not in path.read_text(encoding="utf-8") for path in pages)
    assert all(len(alt) > 20 for page in pages.values() for alt in page.images)


@pytest.mark.parametrize("name", ["hooks", "docstrings"])
def test_the_examples_of_what_builds_the_site_hold(name):
    done = subprocess.run(
        [sys.executable, "-m", "doctest", str(ROOT / "docs" / "assets" / f"{name}.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_picture_of_a_refutation_is_what_is_printed():
    before = (ROOT / "docs" / "assets" / "refutation.svg").read_text(encoding="utf-8")
    script = (
        "import sys; sys.path.insert(0, 'docs/assets'); import figures; print(figures.refutation(), end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert [words.split("<")[0] for words in done.stdout.split(">")] == [
        w.split("<")[0] for w in before.split(">")
    ]


def test_every_public_name_has_its_place(site):
    import lsa_theory

    text = "".join(p.read_text(encoding="utf-8") for p in (site / "reference").glob("*.html"))
    assert [n for n in lsa_theory.__all__ if f'id="lsa_theory.{n}"' not in text] == []


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra browser")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as running:
        found = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_never_wider_than_the_screen(site, browser, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra browser")
    found, outside = [], []
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.on("request", lambda r: outside.append(r.url) if r.url.startswith("http") else None)
    for name in LOOKED_AT:
        page.goto((site / f"{name}.html").as_uri())
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        for problem in axe.Axe().run(page).response["violations"]:
            nodes = [node["target"] for node in problem["nodes"]][:3]
            found.append(f"{name}: {problem['id']} ({len(problem['nodes'])}): {nodes}")
    assert outside == []
    assert found == []


def test_the_search_finds_where_the_pages_are_opened_as_files(site, browser):
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.click(".md-search__input")
    page.keyboard.type("slack")
    page.wait_for_selector(".md-search-result__link", state="attached", timeout=20_000)
    assert "matching" in page.locator(".md-search-result__meta").inner_text()


@pytest.fixture
def playground(site, browser):
    """Return the page with the page to play with in it, and what fails or asks for the network on the way."""
    page, failures = browser.new_context(viewport={"width": 1280, "height": 900}).new_page(), []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda message: failures.append(message.text))
    page.on("request", lambda r: failures.append(r.url) if r.url.startswith("http") else None)
    page.goto((site / "explore.html").as_uri())
    page.frame_locator("iframe.explore").locator("#shift svg[role=img]").wait_for()
    yield page
    assert failures == []


def test_the_page_to_play_with_is_read_by_keyboard_where_it_is_embedded(playground):
    inside = playground.frame_locator("iframe.explore")
    playground.locator("iframe.explore").evaluate("frame => frame.focus()")
    for _ in range(5):
        playground.keyboard.press("Tab")
    before = inside.locator("output[for=noise]").inner_text()
    drawn = inside.locator("#length path.line").first.get_attribute("d")
    playground.keyboard.press("ArrowRight")
    assert (before, inside.locator("output[for=noise]").inner_text()) == ("0", "0.05")
    assert inside.locator("#length path.line").first.get_attribute("d") != drawn


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_to_play_with_has_room_for_itself_and_grows_with_what_unfolds(playground, width):
    playground.set_viewport_size({"width": width, "height": 900})
    frame = next(f for f in playground.frames if f != playground.main_frame)
    whole = "document.documentElement"
    tall = f"{whole}.scrollHeight > innerHeight + 1 || {whole}.scrollWidth > innerWidth"
    playground.wait_for_timeout(300)
    assert not frame.evaluate(tall)
    before = frame.evaluate("innerHeight")
    frame.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    playground.wait_for_timeout(300)
    assert frame.evaluate("innerHeight") > before
    assert not frame.evaluate(tall)
    playground.locator("iframe.explore").evaluate("frame => { frame.style.height = '200px'; }")
    assert frame.evaluate(tall)


def test_the_page_to_play_with_is_dark_where_the_site_is_made_dark(playground):
    frame = next(f for f in playground.frames if f != playground.main_frame)
    dark = "getComputedStyle(document.body).backgroundColor === 'rgb(13, 17, 23)'"
    assert not frame.evaluate(dark)
    playground.get_by_title("Switch to dark mode").click()
    # The policy of the page forbids what `wait_for_function` needs.
    playground.wait_for_timeout(300)
    assert frame.evaluate(dark)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_to_play_with_is_accessible_where_it_is_embedded(site, browser, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra browser")
    page = browser.new_context(color_scheme=scheme).new_page()
    page.goto((site / "explore.html").as_uri())
    page.frame_locator("iframe.explore").locator("#shift svg[role=img]").wait_for()
    frame = next(f for f in page.frames if f != page.main_frame)
    assert [v["id"] for v in axe.Axe().run(frame).response["violations"]] == []
    frame.evaluate("document.querySelector('#noise').closest('label').firstChild.remove()")
    assert "label" in [v["id"] for v in axe.Axe().run(frame).response["violations"]]
