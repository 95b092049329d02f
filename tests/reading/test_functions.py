r"""Functions in formulas: determinants, exponentials, signs, entrywise products, indicators, powers of lengths."""

import pytest

from lsa_theory import (
    Claim,
    absolute,
    det,
    diagonal,
    difference,
    dimension,
    exp,
    from_latex,
    hadamard,
    identity,
    indicator,
    judge,
    log,
    log_det,
    matrix,
    ones,
    pi,
    positive_definite,
    relu,
    scalar,
    sign,
    square_root,
    to_latex,
    trace,
    vector,
)
from lsa_theory.reading.places import Unreadable

LETTERS = {
    "d": "dimension",
    "A": "matrix d",
    "B": "matrix d",
    r"\Lambda": "positive definite d",
    "x": r"gaussian \Lambda",
    "a": "vector d",
    "b": "vector d",
    "s": "scalar",
    "t": "scalar",
    r"\mu": "scalar",
    r"\lambda": "positive scalar",
}
d = dimension("d")
A, B, L = matrix("A", d), matrix("B", d), positive_definite("Lambda", d)
a, b, s, t, mu = vector("a", d), vector("b", d), scalar("s"), scalar("t"), scalar("mu")

READ = {
    r"\det(A)": det(A),
    r"\det A \det B": det(A) * det(B),
    r"\det(I + \Lambda)^{-1/2}": 1 / square_root(det(identity(d) + L)),
    r"\log\det\Lambda": log_det(L),
    r"\operatorname{logdet}(\Lambda)": log_det(L),
    r"\ln(s)": log(s),
    r"e^{s + t}": exp(s + t),
    r"2 e^{-s} t": 2 * exp(-s) * t,
    r"\exp\left(\frac{1}{2} a^\top b\right)": exp(a.T @ b / 2),
    r"|s|": absolute(s),
    r"2 |s| |t|": 2 * absolute(s) * absolute(t),
    r"|s|^2": s**2,
    r"|s|^3": absolute(s) ** 3,
    r"\operatorname{sgn}(s) s": sign(s) * s,
    r"(a^\top b)_+": relu(a.T @ b),
    r"\mathrm{ReLU}(s)": relu(s),
    r"\mathbf{1}\{s > t\}": indicator(s - t),
    r"\mathbb{1}_{\{s < 0\}}": indicator(-s),
    r"1\{s > 0\}": indicator(s),
    r"\mathbf{1}_d": ones(d),
    r"\mathbf{1}^\top a": ones(d).T @ a,
    r"\mathbf{1}_d^\top A \mathbf{1}_d": ones(d).T @ A @ ones(d),
    r"2 A \odot B": 2 * hadamard(A, B),
    r"(A \circ B) a": hadamard(A, B) @ a,
    r"\operatorname{tr}(A \odot I)": trace(hadamard(A, identity(d))),
    r"\operatorname{diag}(a)": diagonal(a),
    r"\mu^{d - 1}": mu ** (d - 1),
    r"\lambda^{d/2}": scalar("lambda", positive=True) ** (d / 2),
    r"\sqrt{2/\pi}": square_root(2 / pi),
}
TWO_WAYS = {
    r"\exp(s)^2": "power of the value or of the argument",
    r"\log s t": "how far log reaches",
    r"\det A B": "how far det reaches",
    r"A \odot B a": "how far an entrywise product reaches",
    r"\log^2 s": "a script on log",
    r"\mathbf{1}^\top \mathbf{1}": "a vector of ones of a size",
    r"\mathbf{1}\{s \ge 0\}": "a strict inequality",
    r"|A|": "a determinant or a norm",
    r"A^{d}": "only a scalar has such a power",
}
CLAIMS = {
    r"\mathbb{E}[|a^\top x|] = \sqrt{2 a^\top \Lambda a / \pi}": "confirmed",
    r"\mathbb{E}[|a^\top x|] = \sqrt{a^\top \Lambda a}": "refuted",
    r"\det(A B) = \det A \det B": "confirmed",
    r"\det(A + B) = \det A + \det B": "refuted",
}


@pytest.mark.parametrize("text", READ)
def test_a_function_is_read(text):
    assert difference(from_latex(text, LETTERS), READ[text]).is_zero()


@pytest.mark.parametrize("text", TWO_WAYS)
def test_what_may_be_read_in_two_ways_is_refused(text):
    with pytest.raises(Unreadable, match=TWO_WAYS[text]):
        from_latex(text, LETTERS)


@pytest.mark.parametrize("text", CLAIMS)
def test_a_claim_with_functions_is_judged(text):
    assert judge(Claim.from_latex(text, LETTERS)).verdict.value == CLAIMS[text]


@pytest.mark.parametrize(
    "tree",
    [
        det(A),
        log_det(L),
        exp(s),
        absolute(s),
        relu(s),
        indicator(s),
        sign(s),
        hadamard(A, B),
        diagonal(a),
        mu ** (d - 1),
    ],
    ids=repr,
)
def test_what_is_printed_is_read_again(tree):
    assert difference(from_latex(to_latex(tree), LETTERS), tree).is_zero()


@pytest.mark.parametrize(("letter", "text"), [("e", r"e^{2}"), (r"\pi", r"\pi s"), (r"\det", r"\det s")])
def test_a_declared_letter_is_that_letter(letter, text):
    read = from_latex(text, {**LETTERS, letter: "scalar"})
    assert not {"exp", "det("} & set(repr(read).split())
    assert read != pi * s
