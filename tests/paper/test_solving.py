"""`lsa-theory solve` fills in right sides that are left open, in the letters of the file, and they are confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from lsa_theory.claims.collecting.collect import claims_of
from lsa_theory.claims.equality import Claim
from lsa_theory.cli import main
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import dimension, matrix, trace
from lsa_theory.paper.solving import filled, solved
from lsa_theory.verification.judge import judge

TEXT = '''"""Open."""

from fractions import Fraction

from lsa_theory import Claim, E, dimension, gaussian, identity, matrix, positive_definite, samples
from lsa_theory import trace as tr

n, N = dimension("n"), dimension("N")
Sigma = positive_definite("Lambda", n)
A = matrix("A", n)
x = gaussian("x", covariance=Sigma)
X = samples("x", covariance=Sigma, count=N)
fourth = Claim(E(x @ x.T @ A @ x @ x.T), ..., title="été")
second = Claim(
    E(X @ X.T @ X @ X.T) / N**2,
    ...,
)
third = Claim(tr(A) / 3 + Fraction(1, 2), right=...)
known = Claim(tr(A), tr(A.T))
'''


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my_open.py"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_what_is_left_open_is_a_question_and_not_a_claim() -> None:
    A = matrix("A", dimension("d"))
    question = Claim(trace(A), ...)
    assert question.describe().endswith(" = ...")
    judgement = judge(question)
    assert judgement.verdict.value == "undecided"
    assert "lsa-theory solve FILE" in judgement.reason


def test_the_dots_become_right_sides_that_are_confirmed(file: Path) -> None:
    result = CliRunner().invoke(main, ["solve", str(file), "--write"])
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    assert "..." not in text
    assert "tr(A @ Sigma) * Sigma" in text
    assert "float" not in text
    for item in claims_of(file):
        assert judge(item.claim, witnesses=["algebra"]).findings[0].verdict.value == "confirmed"


def test_without_write_the_file_stays_as_it_is(file: Path) -> None:
    result = CliRunner().invoke(main, ["solve", str(file)])
    assert result.exit_code == 0
    assert file.read_text(encoding="utf-8") == TEXT


def test_a_file_without_dots_and_a_letter_without_a_name_are_refused(tmp_path: Path) -> None:
    none = tmp_path / "none.py"
    none.write_text('"""None."""\nfrom lsa_theory import Claim\nc = Claim(1, 1)\n')
    with pytest.raises(InvalidArgument, match="no right side is left open"):
        solved(none)
    unnamed = tmp_path / "unnamed.py"
    unnamed.write_text(
        '"""U."""\nfrom lsa_theory import Claim, matrix, dimension\nc = Claim(matrix("A", dimension("d")), ...)\n'
    )
    answers, problems = solved(unnamed)
    assert not answers
    assert "has no name in the file" in problems[0]


def test_dots_that_a_helper_writes_are_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "helper.py"
    path.write_text(
        '"""H."""\nfrom lsa_theory import Claim, matrix, dimension, trace\nA = matrix("A", dimension("d"))\n'
        "def ask(value):\n    return Claim(value, ...)\nc = ask(trace(A))\n"
    )
    answers, _ = solved(path)
    with pytest.raises(InvalidArgument, match="three dots are not found"):
        filled(path.read_text(), answers)
