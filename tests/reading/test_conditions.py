"""Conditions beside a claim, strict signs, and orders of matrices under them, read from LaTeX and judged."""

import pytest

from lsa_theory import judge
from lsa_theory.expressions.latex import to_latex
from lsa_theory.reading.notation import notation
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.statements import claim_from_latex, claims_from_latex, read_display

LETTERS = {
    "d": "dimension",
    "N": "dimension",
    "a": "scalar",
    "b": "scalar",
    "A": "symmetric d",
    "B": "symmetric d",
    "x": "vector d",
}
TRUE = [
    r"a^2 + 1 > 0",
    r"-1 < a^2",
    r"|a| = a \quad \text{if } a > 0",
    r"|a| = a \text{ for all } a \ge 0",
    r"\text{For all } a > 0, |a| = a",
    r"\forall a > b, \; |a - b| = a - b",
    r"\tr A > 0 \text{ provided that } A \succ 0",
    r"x^\top A x > 0 \text{ for all } x \ne 0 \text{ and } A \succ 0",
    r"x^\top A x \ge 0 \text{ for } A \succeq 0",
    r"A^2 \succ 0 \text{ if } A \succ 0",
    r"a b = 0 \text{ if } a = 0",
    r"a = 0 \text{ if } a b = 0 \text{ and } b \neq 0",
    r"\frac{1}{N - d - 1} > 0 \text{ for } N > d + 1",
    r"N > d \text{ if } N > d + 1",
    r"-A \prec 0 \text{ if } A \succ 0",
    r"\tr(A B) > 0 \text{ if } A \succ 0 \text{ and } B \succ 0",
    r"x^\top x \ge 0 \text{ for all } x \in \mathbb{R}^d",
    r"|a| = \begin{cases} a & \text{if } a > 0 \\ -a & \text{if } a \le 0 \end{cases}",
]
FALSE = [
    r"a^2 > 0",
    r"|a| = a \text{ if } a > -1",
    r"\frac{1}{N - d - 1} > 0 \text{ for } N > d - 1",
    r"\tr A > 0 \text{ if } A \succeq 0",
    r"x^\top A x > 0 \text{ for } A \succ 0",
    r"x^\top x > 0 \text{ for all } x \in \mathbb{R}^d",
    r"N > d + 2 \text{ if } N > d",
    r"x = 0 \text{ if } x^\top A x = 0 \text{ and } A \succeq 0",
    r"A^{-1} \succ B^{-1} \text{ if } B \succ A",
    r"a = 0 \text{ if } a b = 0 \text{ and } b \ge 0",
    r"a b > 0 \text{ if } a > 0 \text{ and } b \ge 0",
    r"A^2 \succ 0 \text{ if } A \succeq 0",
]
REFUSED = [
    (r"|a| = a, \quad a > 0", "a condition on a letter"),
    (r"\tr A = 0 \text{ if } A \text{ is traceless}", "no condition that can be met"),
    (r"a = b \text{ if and only if } b = a", "two claims"),
    (r"a = a, \; b = b \text{ if } a > 0", "one of several claims"),
    (r"a = a \text{ if } a > 0 \\ b = b", "on a line below a condition"),
    (r"\frac{a}{N} \xrightarrow{N \to \infty} 0 \text{ if } a > 0", "under conditions"),
    (r"\text{if } a > 0", "a comma is missing"),
    (r"\tr A = 0 \text{ if } A > 0", "order of scalars"),
    (r"a = a \text{ if } a \succ 0", "between matrices"),
]


@pytest.mark.parametrize("text", TRUE)
def test_what_is_true_under_its_conditions_is_confirmed(text):
    for claim in claims_from_latex(text, LETTERS):
        assert judge(claim).verdict.value == "confirmed", claim.describe()


@pytest.mark.parametrize("text", FALSE)
def test_what_is_false_under_its_conditions_is_refuted(text):
    assert judge(claim_from_latex(text, LETTERS)).verdict.value == "refuted"


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_condition_is_refused(text, reason):
    with pytest.raises(Unreadable, match=reason):
        claims_from_latex(text, LETTERS)


@pytest.mark.parametrize("text", [*TRUE[2:-1], *FALSE[1:6]])
def test_what_is_echoed_as_latex_is_read_as_the_same(text):
    letters = notation(LETTERS)
    (relation,) = read_display(text, letters).relations
    echoed = relation.latex(lambda side: to_latex(side, letters.names))
    (again,) = read_display(echoed, letters).relations
    assert again.claim().describe() == relation.claim().describe()


def test_a_chain_of_conditions_is_each_of_them():
    claim = claim_from_latex(r"a b > 0 \text{ whenever } 0 < a < b", LETTERS)
    assert claim.describe() == "a * b > 0\n  given a > 0\n  given b > a"
