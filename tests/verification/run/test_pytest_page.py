"""The page docs/pytest.md does what it says: its files are written to an empty folder and pytest is run there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

PAGE = (Path(__file__).parents[3] / "docs" / "pytest.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    claims, tests = blocks("python")
    (tmp_path / "claims_lemma.py").write_text(claims)
    (tmp_path / "test_traces.py").write_text(tests)
    # Without a file of its own, pytest would look for one in the folders above.
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def test_the_command_of_the_workflow_judges_and_reports(folder):
    (workflow,) = blocks("yaml")
    (command,) = re.findall(r"- run: pytest (.*)", workflow)
    (path,) = re.findall(r"path: (.*)", workflow)
    result = run(folder, *shlex.split(command))
    assert "3 passed" in result.stdout, result.stdout
    cases = {case.get("name"): case for case in ElementTree.parse(folder / path).iter("testcase")}
    for name in ("fourth-moment", "test_the_trace_is_not_multiplicative"):
        assert "algebra" in {p.get("name") for p in cases[name].iter("property")}


def test_the_printed_failure_is_what_is_printed(folder):
    file = folder / "claims_lemma.py"
    text = file.read_text()
    file.write_text(text.replace("    Lambda @ (A", "    2 * Lambda @ (A"))
    assert file.read_text() != text
    (shown,) = blocks("text")
    assert shown.strip() in run(folder, "claims_lemma.py").stdout


def test_the_lines_of_configuration_are_known(folder):
    (lines,) = blocks("ini")
    (folder / "pytest.ini").write_text(lines)
    (folder / "lemmas").mkdir()
    (folder / "claims_lemma.py").rename(folder / "lemmas" / "moments.py")
    result = run(folder, "--strict-config", "-v")
    assert "lemmas/moments.py::fourth-moment PASSED" in result.stdout
    assert "3 passed" in result.stdout
