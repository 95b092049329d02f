import json
import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from lsa_theory.cli import main

HEAD = "from lsa_theory import Claim, E, dimension, gaussian, matrix, positive_definite, trace\n"
SETUP = (
    "d = dimension('d'); A = matrix('A', d); C = positive_definite('C', d); x = gaussian('x', covariance=C)\n"
)
QUICK = ("--witness", "algebra,proof,field,search")


def run(*arguments, **options):
    return CliRunner().invoke(main, [str(a) for a in arguments], **options)


def threads_asked_for(command, **given):
    told = "import atexit, os; atexit.register(lambda: print(os.environ.get('OPENBLAS_NUM_THREADS')))"
    code = f"{told}\nfrom lsa_theory.__main__ import main\nmain()"
    kept = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", code, command, "--help"], capture_output=True, text=True, env={**kept, **given}
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.slow
def test_linear_algebra_is_asked_for_one_thread_where_nobody_asked_for_more():
    assert threads_asked_for("verify") == "1"
    assert threads_asked_for("verify", OMP_NUM_THREADS="2") == "None"
    assert threads_asked_for("simulate") == "None"


@pytest.fixture
def lemma(tmp_path):
    file = tmp_path / "my_lemma.py"
    assert run("new", file).exit_code == 0
    return file


@pytest.fixture
def write(tmp_path):
    def write_file(*lines, name="claims.py"):
        file = tmp_path / name
        file.write_text(HEAD + SETUP + "\n".join(lines) + "\n")
        return file

    return write_file


def test_new_file_runs_and_verifies(lemma):
    result = run("verify", lemma)
    assert result.exit_code == 0, result.output
    assert "3 claims: 2 confirmed, 1 refuted (1 as expected), 0 undecided" in result.output
    assert "counterexample: d = 2" in result.output
    assert max(map(len, result.output.splitlines())) <= 80


def test_new_overwrites_nothing(lemma):
    before = lemma.read_text()
    result = run("new", lemma)
    assert result.exit_code == 2
    assert "exists already and is not overwritten" in result.output
    assert lemma.read_text() == before


@pytest.mark.parametrize(
    ("name", "message"), [("x.txt", "ending in .py"), ("no/x.py", "does not exist; make it first")]
)
def test_new_refuses_useless_names(tmp_path, name, message):
    result = run("new", tmp_path / name)
    assert result.exit_code == 2
    assert message in result.output


def test_false_claim_is_refuted_with_exit_code_1(write):
    result = run("verify", write("wrong = Claim(trace(A @ A), trace(A @ A.T))"), *QUICK)
    assert result.exit_code == 1
    assert "refuted" in result.output
    assert "counterexample: d = 2" in result.output


def test_misprint_that_holds_is_an_error(write):
    result = run("verify", write("right = Claim(trace(A), trace(A.T), expected='refuted')"), *QUICK)
    assert result.exit_code == 1
    assert "confirmed (expected: refuted)" in result.output


def test_undecided_is_exit_code_3_with_its_reason(write):
    result = run("verify", write("open = Claim(trace(A), trace(A.T))"), "--witness", "field")
    assert result.exit_code == 3
    assert "undecided: holds as far as was looked" in result.output


def test_json_on_standard_output_is_all_there_is(lemma):
    result = run("verify", lemma, *QUICK, "--json", "-")
    record = json.loads(result.stdout)
    assert [c["verdict"] for c in record["claims"]] == ["confirmed", "refuted", "confirmed"]
    assert record["claims"][0]["file"] == str(lemma)


def test_reports_are_written(lemma, tmp_path):
    names = {kind: tmp_path / f"out.{kind}" for kind in ("json", "html", "junit")}
    options = [part for kind, path in names.items() for part in (f"--{kind}", path)]
    assert run("verify", lemma, *QUICK, *options).exit_code == 0
    assert all(path.stat().st_size > 100 for path in names.values())


def test_seed_repeats_a_run(lemma):
    def figures(seed):
        record = json.loads(
            run("verify", lemma, "--witness", "field,quadrature", "--seed", seed, "--json", "-").stdout
        )
        return [[w["figure"] for w in c["witnesses"]] for c in record["claims"]]

    assert figures(3) == figures(3)
    assert figures(3) != figures(4)


def test_digits(lemma):
    output = run("verify", lemma, "--digits", 80, "--witness", "precision,quadrature", "--json", "-").stdout
    witnesses = json.loads(output)["claims"][0]["witnesses"]
    figures = {w["name"]: w["figure"] for w in witnesses}
    assert figures["precision"].startswith("80 digits, radius")
    assert float(figures["quadrature"].split(",")[0]) < 1e-80


def test_word_selects(lemma):
    assert "1 claim:" in run("verify", lemma, *QUICK, "-k", "AS-PRINTED").output


def test_jobs_give_the_same_verdicts(lemma):
    def figures(jobs):
        record = json.loads(run("verify", lemma, *QUICK, "--jobs", jobs, "--json", "-").stdout)
        return [[w["figure"] for w in c["witnesses"]] for c in record["claims"]]

    assert figures(1) == figures(2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["verify", "nowhere.py"], "nowhere.py: there is no such file or folder"),
        (["verify", "{lemma}", "--witness", "oracle"], "no witness 'oracle'; those known are algebra"),
        (["verify", "{lemma}", "-k", "nothing"], "matches none of 3 claims"),
        (["verify", "{lemma}", "--digits", "3"], "15<=x<=1000"),
        (["verify", "{lemma}", "--json", "/no/such/folder/x"], "does not exist; make it first"),
        (["show", "fourth-momen", "{lemma}"], "did you mean fourth-moment"),
        (["show", "zzz", "{lemma}"], "`lsa-theory list` shows all"),
        (["list", "nowhere"], "there is no claim, derivation or file 'nowhere'"),
        (["frobnicate"], "No such command"),
    ],
)
def test_user_errors_are_one_line_and_exit_code_2(lemma, arguments, message):
    result = run(*(a.format(lemma=lemma) for a in arguments))
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("oops = (", "claims.py:3: SyntaxError"),
        ("import not_there", "claims.py:3: ModuleNotFoundError"),
        (
            "y = gaussian('y', covariance=A)",
            "claims.py:3: InvalidCovariance: the covariance of y is A, declared",
        ),
        ("c = Claim(A, C @ x)", "claims.py:3: ShapeMismatch"),
    ],
)
def test_file_that_does_not_load_is_exit_code_2(write, line, message):
    result = run("verify", write(line))
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_list_and_show(lemma):
    listed = run("list", lemma).output
    assert "fourth-moment-as-printed  (expected: refuted)" in listed
    shown = run("show", "fourth-moment", lemma).output
    assert "Lemma 1" in shown
    assert "E[x @ x.T @ A @ x @ x.T] =" in shown


def test_help_is_quick_and_lists_the_commands():
    # The best of three: the machine may be busy.
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        result = subprocess.run(
            [sys.executable, "-m", "lsa_theory", "--help"], capture_output=True, text=True, check=True
        )
        seconds.append(time.perf_counter() - start)
    assert {"verify", "list", "show", "new"} <= set(result.stdout.split())
    assert min(seconds) < 0.3


def test_version():
    assert run("--version").output.startswith("lsa-theory, version ")


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupt_prints_what_was_decided_and_exits_130(write, jobs):
    slow = write(
        "import time",
        "first = Claim(trace(A), trace(A.T))",
        "second = Claim(trace(C), trace(C.T), observe=lambda rng, instance: (time.sleep(30), 1.0))",
        "third = Claim(trace(C), trace(C.T))",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "lsa_theory", "verify", str(slow), "--jobs", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # The first verdict is on the pipe before the second claim is begun.
    seen = process.stdout.readline() + process.stdout.readline()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert "first" in seen + output
    assert "of 3 claims were not judged" in output
    assert "Traceback" not in errors + output


@pytest.mark.parametrize("command", ["verify", "list", "show", "latex"])
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("moments", marks=pytest.mark.slow),
        "moment.fourth",
        pytest.param("moment", marks=pytest.mark.slow),
    ],
)
def test_a_name_means_the_same_to_every_command(command, name):
    result = run(command, name)
    assert result.exit_code == 0, result.output
    assert "moment.fourth" in result.output.replace(r"\allowbreak{}", "").replace("{}", "")
