import subprocess
import sys

import pytest

from lsa_theory.claims.template import write_template


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    file = tmp_path / "lemma.py"
    write_template(file)
    # Exact witnesses are enough here, and quick.
    file.write_text(
        file.read_text().replace(
            "    source=", '    witnesses=["algebra", "field", "proof", "search"],\n    source='
        )
    )
    return tmp_path


@pytest.mark.slow
def test_named_file_is_judged(folder):
    result = run(folder, "lemma.py", "--junit-xml=out.xml")
    assert result.returncode == 0, result.stdout
    assert "3 passed" in result.stdout
    assert "error &lt;" in (folder / "out.xml").read_text()


def test_false_claim_fails_with_its_counterexample(folder):
    file = folder / "lemma.py"
    file.write_text(file.read_text().replace('expected="refuted"', 'expected="confirmed"'))
    result = run(folder, "lemma.py", "-k", "as-printed")
    assert result.returncode == 1
    assert "counterexample: d = 2" in result.stdout
    assert "Traceback" not in result.stdout


def test_ordinary_run_collects_nothing(folder):
    (folder / "test_own.py").write_text("def test_own(): pass\n")
    result = run(folder)
    assert "1 passed" in result.stdout


def test_pattern_in_the_configuration(folder):
    (folder / "pytest.ini").write_text("[pytest]\nlsa_claims = lem*.py\n")
    assert "3 passed" in run(folder).stdout


def test_files_named_like_claims_are_collected_by_default(folder):
    (folder / "lemma.py").rename(folder / "claims_of_mine.py")
    assert "3 passed" in run(folder).stdout


def test_the_summary_begins_with_the_verdict(folder):
    file = folder / "lemma.py"
    file.write_text(file.read_text().replace('expected="refuted"', 'expected="confirmed"'))
    assert "lemma.py::fourth-moment-as-printed - refuted" in run(folder, "lemma.py", "-rf").stdout


def test_a_claim_that_would_not_be_judged_is_an_error_with_its_line(folder):
    file = folder / "lemma.py"
    file.write_text(file.read_text() + "\nClaim(trace(A), trace(A.T))\n")
    result = run(folder, "lemma.py")
    assert "a claim would not be judged" in result.stdout
    assert result.returncode != 0


def test_file_that_does_not_load_is_an_error_without_traceback(folder):
    (folder / "lemma.py").write_text("import lsa_theory\nraise ValueError('broken')\n")
    result = run(folder, "lemma.py")
    assert "lemma.py:2: ValueError: broken" in result.stdout


def test_plugin_loads_nothing_heavy():
    code = (
        "import sys, lsa_theory.verification.run.pytest_plugin\n"
        "heavy = {'numpy', 'sympy', 'scipy', 'flint', 'mpmath', 'rich', 'click', 'lsa_theory.algebra'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


TEST_MODULE = """
from lsa_theory import Claim, dimension, matrix, trace
from lsa_theory.testing import assert_confirmed

A = matrix("A", dimension("d"))
right = Claim(trace(A), trace(A.T), witnesses=["algebra", "field"])
wrong = Claim(trace(A), 2 * trace(A), witnesses=["algebra", "field"])
more = {"first": [Claim(trace(A + A), 2 * trace(A), witnesses=["algebra", "field"])]}
_private = Claim(trace(A), 3 * trace(A))

def test_own(judge_claim):
    assert judge_claim(right).verdict.value == "confirmed"
    assert judge_claim(wrong).verdict.value == "refuted"

def test_wrong():
    assert_confirmed(wrong)
"""


@pytest.fixture
def tests(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_own.py").write_text(TEST_MODULE)
    return tmp_path


def test_claims_of_test_modules_are_judged_beside_their_tests(tests):
    result = run(tests, "-rf", "--junit-xml=out.xml")
    assert "2 failed, 3 passed" in result.stdout
    assert "test_own.py::wrong - refuted at d = 1: 1 = 2" in result.stdout
    assert "test_own.py::test_wrong - AssertionError: refuted at d = 1: 1 = 2" in result.stdout
    assert 'property name="algebra" value="confirmed' in (tests / "out.xml").read_text()


@pytest.mark.slow
def test_claims_of_test_modules_are_left_alone_where_the_configuration_says_so(tests):
    (tests / "pytest.ini").write_text("[pytest]\nlsa_test_modules = false\n")
    assert "1 failed, 1 passed" in run(tests).stdout


@pytest.mark.slow
def test_an_imported_claim_is_judged_where_it_is_written(tests):
    (tests / "test_other.py").write_text("from test_own import right\n")
    assert "no tests ran" in run(tests, "test_other.py").stdout


@pytest.mark.slow
def test_a_test_module_that_matches_the_patterns_is_collected_once(tests):
    (tests / "test_own.py").unlink()
    (tests / "test_claims.py").write_text(TEST_MODULE.replace("_private", "third"))
    result = run(tests, "-k", "right")
    assert "1 passed" in result.stdout


@pytest.mark.slow
def test_a_test_module_that_is_named_is_still_a_test_module(tests):
    assert "2 failed, 3 passed" in run(tests, "test_own.py").stdout
    assert "1 failed" in run(tests, "test_own.py::wrong").stdout


@pytest.mark.slow
def test_parallel_runs_selection_and_stopping_are_those_of_pytest(tests):
    assert "2 failed, 3 passed" in run(tests, "-n", "2").stdout
    assert "1 failed" in run(tests, "-x").stdout
    assert "2 passed, 3 deselected" in run(tests, "-k", "right or more").stdout


@pytest.mark.slow
def test_those_that_failed_last_are_run_alone(tests):
    cache = ("-p", "cacheprovider")
    run(tests, *cache)
    file = tests / "test_own.py"
    file.write_text(
        file.read_text().replace("Claim(trace(A), 2 * trace(A)", "Claim(2 * trace(A), 2 * trace(A)")
    )
    assert "2 passed" in run(tests, *cache, "--lf").stdout


@pytest.mark.slow
def test_a_claim_that_does_not_end_is_stopped_by_the_time_limit(tests):
    file = tests / "test_own.py"
    hook = "\nimport time\ndef sleep(rng, instance):\n    time.sleep(100)\n"
    file.write_text(TEST_MODULE + hook + "slow = Claim(trace(A), trace(A.T), observe=sleep)\n")
    result = run(tests, "-k", "slow", "--timeout", "2", "-rf")
    assert result.returncode == 1
    assert "1 failed" in result.stdout
    assert "Timeout" in result.stdout
