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
