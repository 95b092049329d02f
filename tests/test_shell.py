"""At the shell: examples that run, words that Tab knows, names that were nearly right, colours, widths, a pager."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from lsa_theory.cli import main
from lsa_theory.shell.examples import EXAMPLES, FIRST
from tests.sessions import shell

COMMANDS = main.list_commands(click.Context(main))
OPEN = """\
from lsa_theory import Claim, dimension, matrix, trace

A = matrix("A", dimension("d"))
unknown = Claim(trace(A + A.T), ...)
"""
PAPER = r"""
\documentclass{article}
\begin{document}
For $x \sim N(0, \Lambda)$,
\[ \mathbb{E}[x x^\top] = \Lambda . \]
\end{document}
"""
LETTERS = "[letters]\n'd' = 'dimension'\n'\\Lambda' = 'positive definite d'\n'x' = 'gaussian \\Lambda'\n"


def run(*arguments, **options):
    return CliRunner().invoke(main, list(arguments), prog_name="lsa-theory", **options)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("examples")
    (place / "open.py").write_text(OPEN)
    (place / "paper.tex").write_text(PAPER)
    (place / "paper.toml").write_text(LETTERS)
    assert shell(EXAMPLES["new"][0][1], place).returncode == 0
    return place


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_its_examples(command):
    shown = run(command, "--help", terminal_width=80).output
    for _, line in EXAMPLES[command]:
        assert line in shown


@pytest.mark.slow
@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "new"])
def test_the_examples_of_a_command_run(command, folder):
    if command == "plot":
        assert shell(EXAMPLES["simulate"][0][1], folder).returncode == 0
    for _, line in EXAMPLES[command]:
        done = shell(line, folder)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


@pytest.mark.slow
def test_the_examples_of_the_first_help_run_in_their_order(tmp_path):
    assert all(line in run("--help").output for line in FIRST)
    for line in FIRST:
        assert shell(line, tmp_path).returncode == 0


def test_examples_are_for_commands_that_exist():
    assert set(EXAMPLES) == set(COMMANDS)


def completed(words, kind="bash"):
    env = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1), "PATH": os.environ["PATH"]}
    if kind == "fish":
        env["COMP_CWORD"] = words.split(" ")[-1]
    done = subprocess.run(
        [sys.executable, "-m", "lsa_theory"],
        env={**env, "_LSA_THEORY_COMPLETE": f"{kind}_complete"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("lsa-theory ver", "verify"),
        ("lsa-theory verify --jso", "--json"),
        ("lsa-theory show risk.lin", "risk.linear"),
        ("lsa-theory verify converg", "convergence_limit"),
        ("lsa-theory latex minimum.v", "minimum.value"),
        ("lsa-theory verify --witness algebra,fi", "algebra,field"),
        ("lsa-theory codegen flow", "flow_limit"),
        ("lsa-theory codegen --target j", "jax"),
        ("lsa-theory simulate --weights tr", "trained"),
    ],
)
@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_tab_completes(words, offered, kind):
    assert offered in completed(words, kind)


def test_tab_does_not_offer_what_does_not_begin_so():
    offered = completed("lsa-theory show risk.lin")
    assert "minimum" not in offered


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_printed(kind):
    done = subprocess.run(
        [sys.executable, "-m", "lsa_theory"],
        env={**os.environ, "_LSA_THEORY_COMPLETE": f"{kind}_source"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_LSA_THEORY_COMPLETE" in done.stdout or done.stderr.startswith("Couldn't detect Bash")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["verfy"], "verify"),
        (["verify", "--jsn", "x"], "--json"),
        (["verify", "--witness", "algbra"], "algebra"),
        (["codegen", "flow_limt"], "flow_limit"),
        (["codegen", "flow_limit", "--target", "nmpy"], "numpy"),
        (["latex", "riks"], "risk"),
        (["show", "risk.liner"], "risk.linear"),
        (["simulate", "--path", "tokenz"], "tokens"),
        (["simulate", "--weights", "traned"], "trained"),
        (["simulate", "--covariance", "identty"], "identity"),
        (["simulate", "--shift", "covariat:2"], "covariate"),
        (["plot", "risk.csv", "--group", "dimensoin"], "dimension"),
        (["verify", "my_lema.py"], "my_lemma.py"),
    ],
)
def test_what_is_nearly_right_is_told(words, meant, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_lemma.py").touch()
    (tmp_path / "risk.csv").write_text("dimension,test_length,risk,low,high,standard_error\n2,10,1,1,1,0\n")
    result = run(*words)
    assert result.exit_code == 2
    # Older versions of click call them possible.
    _, *hint = re.split("did you mean|possible options", result.output.lower())
    assert hint
    assert meant in hint[0]


def test_what_is_far_from_everything_is_not_guessed():
    assert "mean" not in run("frobnicate").output


def widest(text):
    return max(map(len, text.splitlines()))


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_readable_on_forty_columns(command):
    # Examples are lines to be copied: they are not broken.
    shown = shell(f"COLUMNS=40 lsa-theory {command} --help", Path.cwd()).stdout.partition("Examples:")[0]
    assert widest(shown) <= 40


def on_a_terminal(arguments, env=None, rows=24, columns=80):
    """Run a command with a pseudo-terminal for output; return what arrives there."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    plain = {
        k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES", "PAGER", "LESS")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "lsa_theory", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**plain, "TERM": "xterm-256color", **(env or {})},
    )
    os.close(theirs)
    seen = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    process.wait(timeout=60)
    os.close(ours)
    return seen.decode(errors="replace"), process.returncode


@pytest.fixture
def pager(tmp_path):
    """A pager that says that it was there, and how it was called."""
    script = tmp_path / "less"
    script.write_text('#!/bin/sh\necho "PAGED LESS=$LESS"\ncat\n')
    script.chmod(0o755)
    return str(script)


def test_long_output_on_a_terminal_goes_through_the_pager(pager):
    seen, code = on_a_terminal(["list"], {"PAGER": pager})
    assert "PAGED LESS=-FRX" in seen
    assert "risk.linear" in seen
    assert code == 0


@pytest.mark.slow
def test_the_reader_s_own_way_of_paging_is_kept(pager):
    assert "PAGED LESS=-S" in on_a_terminal(["list"], {"PAGER": pager, "LESS": "-S"})[0]


def test_short_output_is_not_paged(pager):
    seen, _ = on_a_terminal(["list", "minimum"], {"PAGER": pager}, rows=200)
    assert "PAGED" not in seen
    assert "minimum.value" in seen


@pytest.mark.parametrize("none", [pytest.param("", marks=pytest.mark.slow), "cat"])
def test_no_pager_is_a_choice(none):
    seen, code = on_a_terminal(["list"], {"PAGER": none})
    assert "risk.linear" in seen
    assert code == 0


@pytest.mark.slow
def test_what_is_piped_is_never_paged(pager):
    done = subprocess.run(
        [sys.executable, "-m", "lsa_theory", "list"],
        env={**os.environ, "PAGER": pager},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "PAGED" not in done.stdout


@pytest.mark.slow
def test_an_error_is_an_error_through_the_pager_too(pager):
    assert on_a_terminal(["show", "nothing.of.this.name"], {"PAGER": pager})[1] == 2


def test_colours_are_for_terminals_and_no_color_is_honoured():
    assert "\x1b[" in on_a_terminal(["list", "minimum"], {"PAGER": "cat"})[0]
    assert "\x1b[" not in on_a_terminal(["list", "minimum"], {"PAGER": "cat", "NO_COLOR": "1"})[0]


@pytest.mark.slow
def test_a_verdict_has_no_colour_where_none_is_wanted(folder):
    words = ["verify", str(folder / "my_lemma.py"), "--witness", "algebra,proof,field,search"]
    coloured, plain = (on_a_terminal(words, env)[0] for env in ({}, {"NO_COLOR": "1"}))
    assert "\x1b[32m" in coloured or "\x1b[1;32m" in coloured or "\x1b[31m" in coloured
    assert not any(f"\x1b[{code}m" in plain for code in (31, 32, 33))


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_itself_completes_by_the_printed_script():
    script = (
        'eval "$(_LSA_THEORY_COMPLETE=bash_source lsa-theory)"\n'
        "COMP_WORDS=(lsa-theory show risk.lin); COMP_CWORD=2; compopt() { :; }\n"
        '_lsa_theory_completion lsa-theory; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert "risk.linear" in done.stdout.split(), done.stderr
    assert "risk.general" not in done.stdout


def test_long_lines_of_a_list_are_broken_on_a_narrow_terminal_and_whole_in_a_pipe():
    seen, _ = on_a_terminal(["list", "risk"], {"PAGER": "cat", "NO_COLOR": "1"}, columns=40)
    assert widest(seen.replace("\r", "")) <= 40
    assert widest(run("list", "risk").output) > 40


def test_long_help_is_paged(pager):
    assert "PAGED" in on_a_terminal(["--help"], {"PAGER": pager})[0]
    assert "PAGED" in on_a_terminal(["simulate", "--help"], {"PAGER": pager})[0]
    assert "PAGED" not in on_a_terminal(["new", "--help"], {"PAGER": pager})[0]


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
def test_fish_itself_completes_by_the_printed_script(tmp_path):
    script = "_LSA_THEORY_COMPLETE=fish_source lsa-theory | source; complete -C 'lsa-theory show risk.lin'"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        env={**os.environ, "PATH": path, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "risk.linear" in done.stdout.split(), done.stderr
    assert "risk.general" not in done.stdout


@pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")
def test_zsh_itself_takes_the_printed_script(tmp_path):
    script = (
        "autoload -Uz compinit && compinit -u -d $HOME/dump\n"
        'eval "$(_LSA_THEORY_COMPLETE=zsh_source lsa-theory)"\nprint ${_comps[lsa-theory]}\n'
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["zsh", "-f", "-c", script],
        env={**os.environ, "PATH": path, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "_lsa_theory_completion", done.stderr
