"""The page that one reads first, and what every page says at the shell: its commands exist and run as printed."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from lsa_theory.cli import main
from tests.sessions import blocks

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = ROOT / "docs" / "verify.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_printed_table_names_every_bundled_claim():
    done = subprocess.run(
        [sys.executable, "-m", "lsa_theory", "list"], capture_output=True, text=True, check=True
    )
    table = TABLE.read_text(encoding="utf-8")
    for line in done.stdout.splitlines():
        if re.match(r"  \S", line):
            assert line.split()[0] in table


def test_a_claim_of_few_lines_and_its_refutation_come_first():
    # That it is refuted so, and confirmed with the right side, tests/test_sessions.py sees.
    (_, _, claim), (_, command, printed), *_ = blocks(README)
    assert README.index("Claim(") < README.index("Two commands") < README.index("Theorem 4.1")
    assert len([line for line in claim.splitlines() if line and not line.startswith("from")]) == 3
    assert command == "lsa-theory verify second_moment.py"
    assert "counterexample" in printed


def commands(text):
    """The lines with our command that a page shows, in prose, blocks and sessions."""
    prose = re.findall(r"`(lsa-theory [^`\n]+)`", text)
    lines = re.findall(r"^(?:    |\$ |)(lsa-theory [^\n]+)$", text, re.MULTILINE)
    return [line.partition("  ")[0].partition(" #")[0] for line in prose + lines]


def wrong(line):
    """What is wrong with a command, nothing being run; empty if nothing is."""
    words = shlex.split(line)[1:]
    # A pipe, or a file that the shell writes, ends the command.
    words = words[: min([words.index(w) for w in words if w in (">", "|", "&&", ">>")], default=len(words))]
    context = click.Context(main, info_name="lsa-theory")
    if not words or words[0] in ("--help", "--version"):
        return ""
    found = main.get_command(context, words[0])
    if found is None:
        return f"there is no command {words[0]}"
    if len(words) == 1 or "--help" in words:
        return ""
    try:
        found.make_context(words[0], words[1:], parent=context)
    except click.exceptions.ClickException as error:
        return error.format_message()
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_exists_with_its_options(page):
    found = {line: wrong(line) for line in commands(page.read_text(encoding="utf-8"))}
    assert {line: problem for line, problem in found.items() if problem} == {}


@pytest.mark.parametrize(
    "line", ["lsa-theory frobnicate x", "lsa-theory verify --jsn x", "lsa-theory new a.py b.py"]
)
def test_a_command_that_does_not_exist_is_found(line):
    assert wrong(line)
    assert commands(f"so `{line}` it is") == [line]


@pytest.mark.parametrize("block", re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
def test_what_is_typed_at_a_shell_is_plain_and_names_extras_that_exist(block):
    assert subprocess.run(["sh", "-n"], input=block, text=True, check=False).returncode == 0
    # Brackets are patterns to a shell unless they are quoted.
    for extra in re.findall(r"\.\[(\w+)\]", block):
        assert f"'.[{extra}]'" in block
        assert extra in PROJECT["optional-dependencies"]


def test_every_link_of_the_readme_leads_somewhere():
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_the_readme_of_a_package_index_has_no_link_that_leads_nowhere():
    pytest.importorskip("hatchling", reason="the builder is there while a package is built")
    shown = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(shown)
    shown.loader.exec_module(module)
    page = module.for_an_index(README + "\n[a](b.md) [c](https://c) [d](#d) ![e](f.svg)\n")
    assert re.findall(r"\]\((?!https?:|#)", page) == []
    assert page.endswith("a [c](https://c) [d](#d) *Picture: e.*\n")


@pytest.mark.slow
def test_the_command_that_does_all_the_set_up_runs_as_printed(tmp_path):
    copy = tmp_path / "lsa_theory"
    hidden = (".venv", ".git", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "site")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*hidden))
    line = next(b for b in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "verify" in b)
    done = subprocess.run(["sh", "-c", line], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 undecided" in done.stdout.splitlines()[-1]
