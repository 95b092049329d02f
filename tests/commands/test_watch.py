"""`verify --watch` as a real process: what is edited is judged again, and Ctrl-C ends with the last exit code."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time

import click
import pytest

from lsa_theory.claims.collecting.imported import with_imports
from lsa_theory.cli import main
from lsa_theory.commands.changes import Verdicts, changes
from lsa_theory.commands.verify import verify
from lsa_theory.commands.watch import _line
from tests.shells import runner

LETTERS = "from lsa_theory import dimension, matrix\nA = matrix('A', dimension('d'))\nfactor = 1\n"
HEAD = "from lsa_theory import Claim, trace\nfrom letters import A, factor\n"
GOOD = "good = Claim(trace(A), factor * trace(A.T), witnesses=['algebra', 'field'])\n"
OTHER = "other = Claim(trace(A @ A), trace(A.T @ A.T), witnesses=['algebra', 'field'])\n"
PATIENCE = 60


class Watching:
    """A `verify --watch` that runs, and what it has printed."""

    def __init__(self, folder, *words):
        self.printed = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lsa_theory", "verify", "--watch", *words],
            cwd=folder,
            env={**os.environ, "LSA_THEORY_CACHE": str(folder / "cache"), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            self.printed += line

    def until(self, *texts):
        """Wait until all of it has been printed since the last time; return what was."""
        end = time.monotonic() + PATIENCE
        while not all(text in self.printed for text in texts):
            assert time.monotonic() < end, f"{texts} never came:\n{self.printed}"
            assert self._process.poll() is None, f"it has ended:\n{self.printed}"
            time.sleep(0.02)
        said, self.printed = self.printed, ""
        return said

    def end(self, number=signal.SIGINT):
        if self._process.poll() is None:
            self._process.send_signal(number)
        code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self._process.stdout.close()
        return code


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "letters.py").write_text(LETTERS)
    (tmp_path / "lemma.py").write_text(HEAD + GOOD + OTHER)
    return tmp_path


@pytest.fixture
def watch(folder):
    started = []

    def start(*words):
        started.append(Watching(folder, *words))
        return started[-1]

    yield start
    for one in started:
        one.end(signal.SIGKILL)


@pytest.mark.slow
def test_what_is_edited_is_judged_again_and_ctrl_c_ends_with_the_last_code(folder, watch):
    running = watch("lemma.py")
    assert "2 claims: 2 confirmed" in running.until("exit code 0 · Ctrl-C ends")
    (folder / "letters.py").write_text(LETTERS.replace("factor = 1", "factor = 2"))
    said = running.until("exit code 1 · Ctrl-C ends")
    assert "letters.py changed" in said
    assert "lemma::good: refuted at d = 1: 1 = 2" in said
    assert "lemma::good: was confirmed, is refuted" in said
    assert "lemma::other: was" not in said
    (folder / "lemma.py").write_text(HEAD + GOOD + OTHER + "\n")
    assert "No verdict changed" in running.until("exit code 1 · Ctrl-C ends")
    assert running.end() == 1


@pytest.mark.slow
def test_a_file_that_cannot_be_loaded_is_waited_for(folder, watch):
    running = watch("lemma.py", "-x")
    running.until("exit code 0")
    (folder / "lemma.py").write_text(HEAD + GOOD + "other = (\n")
    assert "lemma.py:4: SyntaxError" in running.until("exit code 2")
    (folder / "lemma.py").unlink()
    assert "there is no such file" in running.until("exit code 2")
    (folder / "lemma.py").write_text(HEAD + GOOD.replace("factor", "3") + OTHER)
    assert "lemma::good: was confirmed, is refuted" in running.until("exit code 1")
    assert running.end() == 1


@pytest.mark.slow
def test_files_of_a_folder_come_and_go(folder, watch):
    running = watch(".")
    running.until("watching 2 files", "exit code 0")
    (folder / "notes.py").write_text("no = 'claims'\n")
    (folder / "second.py").write_text(HEAD + GOOD.replace("good", "third"))
    said = running.until("exit code 0")
    assert "second.py changed" in said
    assert "second::third: new, confirmed" in said
    (folder / "second.py").unlink()
    assert "second::third: gone" in running.until("exit code 0")
    assert running.end() == 0


@pytest.mark.slow
def test_a_change_ends_the_round_that_it_made_worthless(folder, watch):
    mark = folder / "began"
    began = f"import pathlib, time\npathlib.Path({str(mark)!r}).write_text('now')\ntime.sleep(600)\n"
    (folder / "lemma.py").write_text(began + HEAD + GOOD)
    running = watch("lemma.py")
    end = time.monotonic() + PATIENCE
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    (folder / "lemma.py").write_text(HEAD + GOOD)
    assert "1 claim: 1 confirmed" in running.until("lemma.py changed", "exit code 0")
    assert running.end() == 0


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_ends_it_in_a_round_ends_the_round(folder, watch, number, code):
    mark = folder / "began"
    (folder / "lemma.py").write_text(
        f"import os, pathlib, time\npathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\ntime.sleep(600)\n"
        + HEAD
        + GOOD
    )
    running = watch("lemma.py")
    end = time.monotonic() + PATIENCE
    while not (mark.exists() and mark.read_text()):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert running.end(number) == code
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


@pytest.mark.slow
def test_reports_are_written_in_each_round(folder, watch):
    running = watch("lemma.py", "--json", "found.json", "--html", "found.html", "-k", "good")
    running.until("exit code 0")
    first = (folder / "found.html").read_text()
    (folder / "letters.py").write_text(LETTERS.replace("factor = 1", "factor = 2"))
    running.until("exit code 1")
    assert json.loads((folder / "found.json").read_text())["summary"]["refuted"] == 1
    assert (folder / "found.html").read_text() != first
    assert running.end() == 1


@pytest.mark.slow
def test_a_terminal_is_cleared_before_each_round(folder):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "lsa_theory", "verify", "--watch", "lemma.py", "-v"]
    environment = {**os.environ, "TERM": "xterm", "LSA_THEORY_CACHE": str(folder / "cache")}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said = b""
    while b"Ctrl-C ends" not in said:
        said += os.read(ours, 1000)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    os.close(ours)
    assert b"\x1b[2J" in said
    assert b"algebra: all d" in said


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["lemma.py", "--json", "-"], "--watch makes many"),
        (["lema.py"], "there is no such file or folder.*lemma.py"),
        (["lemma.py", "--witness", "nobody"], "nobody"),
        (["lemma.py", "-q", "-v"], "give one of them"),
        (["paper.tex"], "--watch are not for papers"),
    ],
)
def test_what_is_wrong_on_the_line_is_told_at_once(folder, monkeypatch, words, reason):
    monkeypatch.chdir(folder)
    (folder / "paper.tex").touch()
    result = runner().invoke(main, ["verify", "--watch", *words])
    assert result.exit_code == 2
    assert all(part in result.stderr for part in reason.split(".*"))


def test_a_file_that_is_no_report_is_not_written_over(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "thesis.json").write_text("mine")
    assert runner().invoke(main, ["verify", "--watch", "lemma.py", "--json", "thesis.json"]).exit_code == 2
    assert (folder / "thesis.json").read_text() == "mine"


def test_a_round_has_the_options_of_the_call(tmp_path):
    given = ["--watch", "a.py", "-k", "-x", "-x", "--seed", "7", "--lf", "--no-cache", "--timeout", "5"]
    with click.Context(verify) as context:
        verify.parse_args(context, list(given))
        line = _line(context, tmp_path / "r.json")
    with click.Context(verify) as again:
        verify.parse_args(again, line[:])
    changed = {n: v for n, v in again.params.items() if v != context.params[n]}
    assert changed == {"quiet": True, "watching": False, "json_file": str(tmp_path / "r.json")}


def test_what_a_file_imports_is_found_without_running_it(tmp_path):
    def write(name, text):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        return file

    files = {
        "claims.py": "import json, numpy, pack.inner as p\nfrom letters import A\ndef f():\n    import late\n",
        "letters.py": "raise SystemExit\n",
        "late.py": "from claims import f\n",
        "pack/__init__.py": "",
        "pack/inner.py": "from . import beside\nfrom ..unknown import x\nimport absent\n",
        "pack/beside.py": "(",
        "unused.py": "",
    }
    written = {name: write(name, text) for name, text in files.items()}
    found = [file for file in with_imports([written["claims.py"]]) if file.is_relative_to(tmp_path)]
    there = {str(file.relative_to(tmp_path)) for file in found}
    assert there == {*files, "absent.py", "unknown.py"} - {"unused.py"}


def test_a_claim_that_was_not_reached_is_neither_gone_nor_forgotten():
    was = Verdicts({"a": ("confirmed", True), "b": ("refuted", False)}, whole=True)
    now = Verdicts({"a": ("refuted", False)}, whole=False)
    assert changes(was, now) == [("  a: was confirmed, is refuted", "red")]
    assert now.after(was).found == {"a": ("refuted", False), "b": ("refuted", False)}


def test_a_misprint_that_is_refuted_is_as_expected():
    now = Verdicts.of({"claims": [{"id": "a", "outcome": "refuted", "expected": "refuted"}], "collected": 1})
    assert changes(Verdicts(), now) == [("  a: new, refuted (as expected)", "green")]
