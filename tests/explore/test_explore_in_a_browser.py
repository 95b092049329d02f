"""The page to play with in headless Chromium: figures, theory against simulation, keyboard, widths, axe."""

import shutil

import numpy as np
import pytest
from click.testing import CliRunner

from lsa_theory.codegen.compiling import compile
from lsa_theory.explore.cli import explore
from lsa_theory.explore.formulas import functions
from lsa_theory.explore.observed import SETTINGS, START, observed
from lsa_theory.explore.page import to_page
from lsa_theory.simulation.training.flow import train_by_flow

playwright = pytest.importorskip("playwright.sync_api", reason="install the extra: '.[browser]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="install the extra: '.[browser]'")
chromium = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium is None, reason="needs Chromium (Debian: apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def points():
    return observed(draws=4000)


@pytest.fixture(scope="module")
def address(points, tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "explore.html"
    file.write_text(to_page(points), encoding="utf-8")
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
    failures, asked = [], []
    page.on("pageerror", lambda error: failures.append(error))
    page.on("console", lambda message: failures.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    yield page
    context.close()
    assert not failures
    assert asked == [address]


def rows(page, figure, table=0):
    """Return the numbers of a figure's table."""
    found = page.evaluate(
        "([id, k]) => [...document.querySelectorAll(`#${id} .wide table`)[k].rows].slice(1)"
        ".map(r => [...r.cells].map(c => Number(c.textContent)))",
        [figure, table],
    )
    return np.array(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800, 390])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(browser, address, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert [v["id"] for v in axe.Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_axe_finds_a_slider_without_a_name(page):
    page.evaluate("document.querySelector('#flow-at').removeAttribute('aria-label')")
    assert "label" in [v["id"] for v in axe.Axe().run(page).response["violations"]]


def test_points_lie_on_the_lines_and_would_not_on_others(points):
    known = {f.name: f for f in functions()}
    made = {
        name: compile(known[name].outputs[0].expression, arguments=known[name].arguments)
        for name in ("risk", "least")
    }
    for setting, found in zip(SETTINGS, points, strict=True):
        covariance = np.diag(setting.spectrum)
        given = (setting.N, setting.M, setting.noise)
        for length, mean, error in found["points"]["length"]:
            theory = made["risk"](covariance, covariance, given[0], length, given[2])
            assert abs(mean - theory) < 5 * error
            assert abs(mean - 1.5 * theory) > 5 * error
        for shift, mean, error in found["points"]["shift"]:
            assert abs(mean - made["risk"](covariance, shift * covariance, *given)) < 5 * error


def test_the_flow_in_the_page_is_the_flow_of_the_integrator(page):
    setting = SETTINGS[0]
    d, covariance = setting.d, np.diag(setting.spectrum)
    known = {f.name: f for f in functions()}
    loss = compile(known["loss"].outputs[0].expression, arguments=known["loss"].arguments)
    rates = compile({o.name: o.expression for o in known["flow"].outputs}, arguments=known["flow"].arguments)
    drawn = rows(page, "flow")
    start = (START / np.sqrt(d) * np.eye(d), np.float64(START))
    path = train_by_flow(
        lambda s: rates(s[0], covariance, setting.N, s[1], 0.0), start, 41.0, record=(0.0, *drawn[:9, 0])
    )
    for (_, shown, _), (matrix, number) in zip(drawn[:9], path.states[1:], strict=True):
        # Four digits are shown, of the time too.
        assert shown == pytest.approx(loss(matrix, covariance, setting.N, number, 0.0), rel=3e-3)
    assert drawn[-1, 1] == pytest.approx(drawn[-1, 2], rel=1e-3)


def test_a_slider_moves_the_lines_by_keyboard_and_points_go_with_their_setting(page):
    before = rows(page, "length")
    assert page.locator("#length circle.mark").count() > 1
    page.locator("#noise").focus()
    page.keyboard.press("ArrowRight")
    after = rows(page, "length")
    assert np.all(after[:, 1] > before[:, 1])
    assert page.locator("#length svg[role=img] circle.mark").count() == 0
    assert "No points" in page.locator("#told").inner_text()
    page.get_by_label("Start from").select_option("1")
    assert page.locator("#length svg[role=img] circle.mark").count() == 8


def test_values_are_read_by_keyboard_and_by_mouse(page):
    told = page.locator("#length output.read")
    first = told.inner_text()
    page.get_by_label("Read Risk against the test length at").focus()
    page.keyboard.press("ArrowRight")
    second = told.inner_text()
    page.locator("#length svg[role=img]").hover(position={"x": 80, "y": 60})
    assert len({first, second, told.inner_text()}) == 3


def test_an_eigenvalue_can_be_typed_and_a_wrong_one_is_refused(page):
    page.get_by_text("Eigenvalues of Λ").click()
    field = page.get_by_label("Eigenvalue 2", exact=True)
    before = rows(page, "length")[0, 1]
    field.fill("7")
    field.press("Tab")
    assert rows(page, "length")[0, 1] > before
    field.fill("-1")
    field.press("Tab")
    assert "must be a positive number" in page.locator("#told").inner_text()
    assert field.input_value() == "7"


@pytest.mark.parametrize(("control", "ends"), [("d", "16"), ("condition", "3"), ("noise", "2"), ("N", "1")])
def test_the_ends_of_the_sliders_are_drawn_without_a_fault(page, control, ends):
    page.locator(f"#{control}").fill(ends)
    for figure in ("flow", "length", "shift"):
        assert np.all(np.isfinite(rows(page, figure)))


def test_the_command_writes_a_page_and_harms_no_other_file(tmp_path):
    own = tmp_path / "mine.html"
    own.write_text("mine")
    refused = CliRunner().invoke(explore, ["-o", str(own)])
    assert refused.exit_code != 0
    assert own.read_text() == "mine"
    assert "http://" not in to_page([]).replace("http://www.w3.org/2000/svg", "")
