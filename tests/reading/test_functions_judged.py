r"""\det, \log\det, \exp, \log, e to a power and |s| are judged as what they are."""

import pytest

from lsa_theory import judge
from lsa_theory.reading.statements import claim_from_latex

LETTERS = {
    "d": "dimension",
    r"\Lambda": "positive definite d",
    "P": "positive definite d",
    "A": "matrix d",
    "B": "matrix d",
    "q": "vector d",
    "s": "scalar",
    "t": "scalar",
    "a": "positive scalar",
    "x": r"gaussian \Lambda",
}
TRUE = (
    r"\det(AB) = \det(A)\det(B)",
    r"\log\det(\Lambda P) = \log\det(\Lambda) + \log\det(P)",
    r"|s|^2 = s^2",
    r"|s|^3 = s^2 |s|",
    r"e^{s+t} = e^s e^t",
    r"e^{-s} = 1/e^s",
    r"\log(a^2) = 2\log(a)",
    r"[\exp(-\tfrac12 s)]^2 = \exp(-s)",
    r"\E[e^{q^\top x}] = e^{q^\top\Lambda q/2}",
)
FALSE = (
    r"\det(A+B) = \det(A) + \det(B)",
    r"\log\det(\Lambda P) = \log\det(\Lambda) - \log\det(P)",
    r"|s| = s",
    r"e^{s+t} = e^s + e^t",
    r"\exp(s)\exp(t) = \exp(st)",
    r"\log(a^2) = \log(a)",
    r"\E[e^{q^\top x}] = e^{q^\top\Lambda q}",
    r"\E|q^\top x| = \sqrt{q^\top\Lambda q}",
)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_formula_with_a_function_is_confirmed(text):
    assert judge(claim_from_latex(text, LETTERS)).verdict.value == "confirmed"


@pytest.mark.parametrize("text", FALSE)
def test_a_false_formula_with_a_function_is_refuted(text):
    assert judge(claim_from_latex(text, LETTERS)).verdict.value == "refuted"


def test_a_declared_e_is_a_letter():
    claim = claim_from_latex("e^2 = ee", {"e": "scalar"})
    assert judge(claim).verdict.value == "confirmed"
