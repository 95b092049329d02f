"""Every command of a page does what the page shows, with the files that it shows."""

import re
from pathlib import Path

import pytest

from tests.sessions import blocks, problems

ROOT = Path(__file__).parents[1]
PAGES = {
    str(page.relative_to(ROOT)): page.read_text(encoding="utf-8")
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
}
SESSIONS = [name for name, text in PAGES.items() if any(kind == "command" for kind, _, _ in blocks(text))]


@pytest.mark.parametrize("name", SESSIONS)
def test_the_commands_of_a_page_do_what_it_shows(name, tmp_path):
    assert problems(PAGES[name], tmp_path) == []


@pytest.mark.parametrize(
    "block",
    [
        "```console\n$ echo one\ntwo\n```\n",
        "```console\n$ lsa-theory frobnicate\n```\n",
        '```python title="a.py"\nprint(1)\n```\n```console\n$ python a.py\n2\n```\n',
    ],
)
def test_a_page_that_shows_something_else_is_found(block, tmp_path):
    assert len(problems(block, tmp_path)) == 1


def test_figures_of_a_machine_are_not_compared(tmp_path):
    page = "```console\n$ echo 'z = -1.4, 1.6e+06 prompts (0.5 s)'\nz = 0.3, 2e+05 prompts (9.1 s)\n```\n"
    assert problems(page, tmp_path) == []


# Pages whose blocks have a test of their own, in tests/verification/run and tests/codegen.
ELSEWHERE = {"docs/pytest.md", "docs/codegen.md"}


def not_run(page):
    """Python that a page shows and nothing runs: neither prompts, which are doctested, nor a file with a name."""
    shown = re.findall(r"^```python([^\n]*)\n(.*?)^```", page, re.M | re.S)
    return [text for head, text in shown if "title=" not in head and ">>> " not in text]


@pytest.mark.parametrize("name", sorted(set(PAGES) - ELSEWHERE))
def test_all_python_of_a_page_is_run(name):
    assert not_run(PAGES[name]) == []


def test_python_that_nothing_runs_is_found():
    assert not_run("```python\nprint(1)\n```\n") == ["print(1)\n"]
