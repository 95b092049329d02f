"""Ranges, entries, factorials, ones, Kronecker products, quantifiers and orders: read as meant, or refused."""

from __future__ import annotations

import pytest

from lsa_theory.algebra.normal import equal
from lsa_theory.claims.statements.limits import TendsTo
from lsa_theory.claims.statements.some import Exists
from lsa_theory.expressions.analysis.words import arcsin, digamma, erf, factorial, harmonic
from lsa_theory.expressions.declare import (
    E,
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.entrywise.elementwise import diagonal, hadamard, ones
from lsa_theory.expressions.entrywise.positions import position, sum_before, sum_over, sum_up_to
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.latex import to_latex
from lsa_theory.expressions.random import Index
from lsa_theory.reading.formula import from_latex
from lsa_theory.reading.notation import notation
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.printed import printed_notation
from lsa_theory.reading.statements import claims_from_latex

d, N = dimension("d"), dimension("N")
L, A, B, G = positive_definite("Lambda", d), matrix("A", d), matrix("B", d), matrix("G", d)
w, v, alpha, s = vector("w", d), vector("v", d), scalar("alpha", positive=True), scalar("s")
g = gaussian("g", covariance=L)
X = samples("x", covariance=L, count=N)
x = X.column
KNOWN = notation(
    {
        "d": d,
        "N": N,
        r"\Lambda": L,
        "A": A,
        "B": B,
        "G": G,
        "w": w,
        "v": v,
        r"\alpha": alpha,
        "s": s,
        "g": g,
        "x_i": X,
        "y_i": r"w^\top x_i",
        r"\psi": "digamma",
        "H": "harmonic",
    }
)


def y(i: Index) -> Expression:
    return w.T @ x(i)


_APART = sum_over(
    N,
    lambda i: (
        sum_before(i, lambda j: x(i).T @ x(j)) + sum_over(N, lambda j: x(i).T @ x(j), first=position(i) + 1)
    ),
)
READ = {
    r"\sum_{i=1}^N x_i \sum_{j<i} x_j^\top": sum_over(N, lambda i: x(i) @ sum_before(i, lambda j: x(j).T)),
    r"\sum_i \frac{1}{i} \sum_{j \le i} x_j y_j": sum_over(
        N, lambda i: sum_up_to(i, lambda j: x(j) * y(j)) / position(i)
    ),
    r"\sum_{i=2}^{N} x_i": sum_over(N, x, first=2),
    r"\sum_{i=1}^{N-1} x_i": sum_over(N, x, last=N - 1),
    r"\sum_{i=1}^N \sum_{j=1}^{i-1} x_j": sum_over(N, lambda i: sum_before(i, x)),
    r"\sum_{i=1}^N \sum_{j=i+1}^{N} x_j": sum_over(N, lambda i: sum_over(N, x, first=position(i) + 1)),
    r"\sum_{i=1}^N \sum_{j \ge i} x_j": sum_over(N, lambda i: sum_over(N, x, first=position(i))),
    r"\sum_{1 \le i < j \le N} x_i^\top x_j": sum_over(N, lambda j: sum_before(j, lambda i: x(i).T @ x(j))),
    r"\sum_{N \ge j > i \ge 1} x_i^\top x_j": sum_over(N, lambda j: sum_before(j, lambda i: x(i).T @ x(j))),
    r"\sum_{i \ne j}^N x_i^\top x_j": sum_over(
        N,
        lambda i: (
            sum_before(i, lambda j: x(i).T @ x(j))
            + sum_over(N, lambda j: x(i).T @ x(j), first=position(i) + 1)
        ),
    ),
    r"\sum_{i=1}^N \sum_{j=1, j \ne i}^N x_i^\top x_j": _APART,
    r"\sum_{i=1}^N \sum_{\substack{j=1 \\ j \neq i}}^N x_i^\top x_j": _APART,
    r"\sum_{i=1}^N \sum_{j \ne i} x_i^\top x_j": _APART,
    r"\sum_{i,j=1}^N i x_j": sum_over(N, lambda i: sum_over(N, lambda j: position(i) * x(j))),
    r"\sum_{i \in [N]} x_i": sum_over(N, x),
    r"\sum_{i=1}^N \alpha^{N-i} x_i": sum_over(N, lambda i: alpha ** (N - position(i)) * x(i)),
    r"\sum_{i=1}^N \frac{1}{i}": harmonic(N),
    r"\sum_{k=0}^{N-1} \alpha^k": (1 - alpha**N) / (1 - alpha),
    r"\sum_{k=0}^{3} k^2": 14 + 0 * s,
    r"\sum_{i=1}^N \sum_{k=0}^{i-1} k": sum_over(N, lambda i: position(i) * (position(i) - 1) / 2),
    r"H_N - H_{N-1}": 1 / N,
    r"H_{N}^{(2)}": harmonic(N, 2),
    r"H_N^2": harmonic(N) ** 2,
    r"\psi(N + 1) - \psi(1)": harmonic(N),
    r"\psi_d(N/2)": digamma(N / 2, d),
    r"A_{12}": A[0, 1],
    r"A_{1,2}^2": A[0, 1] ** 2,
    r"v_3": v[2],
    r"v_{12}": v[11],
    r"(A B)_{21}": (A @ B)[1, 0],
    r"[A^{-1}]_{1, 2}": (A**-1)[0, 1],
    r"\sum_{i=1}^d \sum_{j=1}^d A_{ij}^2": trace(A @ A.T),
    r"\sum_i v_i w_i": v.T @ w,
    r"\sum_{i=1}^N x_{i,2}": sum_over(N, lambda i: x(i)[1]),
    r"\E[[g]_1^2]": L[0, 0],
    r"N!": factorial(N),
    r"(N+1)! / N!": N + 1,
    r"3!": 6 + 0 * s,
    r"\binom{N}{2}": N * (N - 1) / 2,
    r"\binom{N}{N-1}": N,
    r"\binom{N+d}{d}": factorial(N + d) / (factorial(N) * factorial(d)),
    r"\mathbf 1^\top A \mathbf{1}": ones(d).T @ A @ ones(d),
    r"\mathbbm{1}^\top v": ones(d).T @ v,
    r"\left(I - \frac{1}{d} \mathbf{1} \mathbf{1}^\top\right) v": v - ones(d) * (ones(d).T @ v) / d,
    r"\tr(\mathbf{1} \mathbf{1}^\top A)": ones(d).T @ A @ ones(d),
    r"\operatorname{vec}(A)^\top (B \otimes G) \operatorname{vec}(A)": trace(A.T @ G @ A @ B.T),
    r"\tfrac12 \operatorname{vec}(A)^\top \operatorname{vec}(B)": trace(A.T @ B) / 2,
    r"\operatorname{erf}(s) + \arcsin(s)": erf(s) + arcsin(s),
    r"\lVert v \rVert^2": v.T @ v,
}
REFUSED = {
    r"\sum_{i<j} x_i^\top x_j": r"\sum_{1 \le i < j \le n}",
    r"\sum_{i \ne j} x_i^\top x_j": "bind one by a sum outside",
    r"\sum_{i=1}^{N+1} x_i": "lies outside",
    r"\sum_{i=0}^{N} x_i": "counted from 1",
    r"\sum_{i=0}^{N-1} x_i": "let i begin at 1",
    r"\sum_{i=1}^N \sum_{j=1}^{N-i} x_j": "no end of a range",
    r"\sum_{i=1}^N \sum_{i=1}^N x_i": "another letter",
    r"\sum_{i=1}^N x_i + x_i": "bound by no sum",
    r"\sum_{i=1}^{N} \sum_{j=3}^{i} x_j": "before it begins",
    r"\sum_{i=1}^{i} x_i": "not declared",
    r"\sum_{i<i} x_i": "twice",
    r"\sum_{j=1, j \ne i}^N x_j": "index outside",
    r"\sum_{i=1}^N \sum_{j=2, j \ne i}^N x_j": "index outside",
    r"\sum_{i < j \ge 1} x_i": "two directions",
    r"\sum_{} x_i": "nothing",
    r"i": "not declared",
    r"A_{123}": "two places",
    r"A_{1}": "two places",
    r"A_{ij}": "indices that sums bind",
    r"A_{0,1}": "counted from 1",
    r"A^2_{12}": "belongs to the entry",
    r"A_{12}^{-1}": "belongs to the entry",
    r"g_1": "another draw",
    r"(s)_1": "scalar in brackets",
    r"x_{1,2}": "bound by no sum",
    r"N!!": "double factorial",
    r"s!": "lengths and whole numbers",
    r"\binom{s}{2}": "lengths and whole numbers",
    r"\binom{N}{d}": "is not seen",
    r"\binom{N}{-1}": "from 0 to 20",
    r"\mathbf{1}": "of a size",
    r"\mathbf{1}^\top \mathbf{1}": "of a size",
    r"\mathbf{1} v^\top": "of a size",
    r"A \otimes B": "parts of a scalar",
    r"A \otimes \operatorname{vec}(B)": "parts of a scalar",
    r"\operatorname{vec} A": "how far vec reaches",
    r"\psi'(N)": "derivative is not read",
    r"\psi": "declared as the digamma function",
    r"H": "declared as a harmonic number",
    r"\lVert A \rVert_2": "Frobenius",
}


@pytest.mark.parametrize("text", READ)
def test_what_is_meant_is_read(text: str) -> None:
    assert equal(from_latex(text, KNOWN), READ[text])


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_clear_is_refused_with_a_place(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        from_latex(text, KNOWN)
    assert REFUSED[text] in refused.value.reason


def test_a_declared_letter_goes_before_an_entry() -> None:
    known = notation({"d": d, "A": A, "A_{12}": s})
    assert from_latex("A_{12}", known) == s
    with pytest.raises(Unreadable, match="not declared"):
        from_latex("A_{21}", known)


@pytest.mark.parametrize(
    ("text", "described"),
    [
        (r"\tr(AB) \overset{(a)}{=} \tr(BA)", "tr(A @ B) = tr(B @ A)"),
        (r"\tr(AB) \stackrel{(iv)}{\ge} s", "tr(A @ B) >= s"),
        (r"\forall A, B: \tr(AB) = \tr(BA)", "tr(A @ B) = tr(B @ A)"),
        (r"\tr(AB) = \tr(BA), \quad \forall A \in \mathbb{R}^{d \times d}", "tr(A @ B) = tr(B @ A)"),
        (r"\exists d, A: \tr(A^2) < 0", "at some instance: 0 > tr(A**2)"),
        (
            r"(B \otimes G) \operatorname{vec}(A) = \operatorname{vec}(G A B^\top)",
            "G @ A @ B.T = G @ A @ B.T",
        ),
        (r"A \mathbf{1} = \mathbf{1}", "A @ ones(d) = ones(d)"),
        (r"\frac{N+1}{N} = 1 + o(1), \quad N \to \infty", "(N + 1) / N - 1 -> 0 as N -> oo"),
    ],
)
def test_a_statement_is_read(text: str, described: str) -> None:
    (claim,) = claims_from_latex(text, KNOWN)
    assert claim.describe() == described


def test_a_small_order_is_a_limit_after_scaling() -> None:
    (claim,) = claims_from_latex(r"\frac{N+1}{N} = 1 + \frac{1}{N} + o(1/N)", KNOWN)
    assert isinstance(claim, TendsTo)
    (claim,) = claims_from_latex(r"\exists s: s^2 \le 0", KNOWN)
    assert isinstance(claim, Exists)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (r"\tr(AB) \overset{d}{=} \tr(BA)", "may change"),
        (r"\tr(AB) \overset{?}{=} \tr(BA)", "may change"),
        (r"\exists A: \tr(A^2) < 0", "for which d"),
        (r"\exists s > 0: s^2 < s", "a condition on what"),
        (r"\forall A \exists B: \tr(AB) = 0", "for which"),
        (r"\forall C: \tr(AB) = s", "not declared"),
        (r"\forall A \in \mathbb{R}^{d}: \tr(AB) = s", "not what the set says"),
        (r"\forall \Lambda \in \mathbb{R}^{d \times d}: \tr(\Lambda) \ge 0", "may hold more"),
        (r"A \exists B = B", "inside a formula"),
        (r"N = 1 + o(s)", "of one length"),
        (r"N = 1 + o(1)", "is said"),
        (r"N = 1 + O(\cdot)", "cannot be read"),
        (r"A \otimes B = B \otimes A", "parts of a scalar"),
    ],
)
def test_a_statement_with_two_meanings_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        claims_from_latex(text, KNOWN)
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    "printed",
    [
        *(side for text, side in READ.items() if r"\sum" in text or "H_" in text or "psi" in text),
        sum_over(
            N, lambda i: E((y(i) - x(i).T @ A @ sum_before(i, lambda j: x(j) * y(j)) / position(i)) ** 2)
        ),
        sum_over(3, samples("p", covariance=L, count=3).column, last=2),
        factorial(N + 1) / factorial(N),
        hadamard(A, B) @ ones(d),
        ones(d, N) @ ones(N, d),
        ones(1, d) @ A,
        diagonal(v) @ A + ones(d, d),
        (A + identity(d))[0, 1],
        harmonic(N) ** 2 / N,
        erf(s) ** 2,
    ],
)
def test_what_is_printed_of_these_is_read_back(printed: Expression) -> None:
    back = from_latex(to_latex(printed), printed_notation([printed]))
    assert back == printed or equal(back, printed)
