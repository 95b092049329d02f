"""How long our forms are beside those that authors print, in LaTeX tokens: `python -m benchmarks.authors_form`.

Each formula is typed as an author prints it. What `compact` is given is the normal form, written out, so that nothing
of the author's grouping helps it; letters such as Gamma are given where the author has them. Every result is decided to
be equal. "before" is the writing of the normal form, "after" is `compact`, both over the author's length.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.compact.length import length
from lsa_theory.algebra.normal import equal, normal
from lsa_theory.expressions import (
    Expression,
    Symbol,
    at,
    dimension,
    identity,
    matrix,
    positive_definite,
    scalar,
    symmetric,
    trace,
    vector,
)

d, N, M = dimension("d"), dimension("N"), dimension("M")
L, B, U = positive_definite("Lambda", d), matrix("B", d), matrix("U", d)
A, C = matrix("A", d), matrix("C", d)
S, P, Q = positive_definite("Sigma", d), positive_definite("Psi", d), positive_definite("Q", d)
K, T = symmetric("K", d), symmetric("T", d)
u, c, a, b, t = (scalar(name) for name in "ucabt")
s = scalar("s", positive=True)
v, w, m = vector("v", d), vector("w", d), vector("m", d)
G = positive_definite("Gamma", d)
I = identity(d)
GAMMA = (1 + 1 / N) * L + trace(L) / N * I
NOISY = (1 + 1 / N) * L + (trace(L) + s) / N * I
WITH_GAMMA = {G: GAMMA}
WITH_NOISE = {G: NOISY}
tr = trace


@dataclass(frozen=True)
class Form:
    """One closed form: where it is from, as printed, and the letters it uses."""

    name: str
    printed: Expression
    letters: dict[Symbol, Expression] = field(default_factory=dict)


def forms() -> Iterator[Form]:
    """Yield the closed forms, the seed paper's first."""
    yield from _seed_paper()
    yield from _follow_ups()
    yield from _moments()
    yield from _expansions()
    yield from _own()


def _seed_paper() -> Iterator[Form]:
    g = WITH_GAMMA
    yield Form("fourth moment", L @ (A + A.T) @ L + tr(A @ L) * L)
    yield Form("second moment of the covariance", G @ L, g)
    yield Form("second moment, written out", (1 + 1 / N) * L**2 + tr(L) / N * L)
    yield Form("Gamma", (1 + 1 / N) * L + tr(L) / N * I)
    yield Form("reduced loss", tr(u**2 * G @ L @ U @ L @ U.T / 2 - u * L**2 @ U.T) + tr(L) / 2, g)
    yield Form("flow of U", -(u**2) * G @ L @ U @ L + u * L**2, g)
    yield Form("flow of u", -tr(u * G @ L @ U @ L @ U.T - L**2 @ U.T), g)
    yield Form("least value", -tr(L**2 @ G**-1) / 2, g)
    yield Form("least loss", tr(L) / 2 - tr(L**2 @ G**-1) / 2, g)
    yield Form("gradient at B", G @ L @ B @ L - L**2, g)
    yield Form("risk, bias", (w.T @ L @ (L + tr(L) * I) ** 2 @ G**-2 @ w) / N**2, g)
    yield Form(
        "risk, bias as printed",
        (w.T @ G**-2 @ L**3 @ w + 2 * tr(L) * (w.T @ G**-2 @ L**2 @ w) + tr(L) ** 2 * (w.T @ G**-2 @ L @ w))
        / N**2,
        g,
    )
    yield Form("risk, variance of any D", tr(S @ G**-2 @ L) / M, g)
    yield Form("covariance of x y", (w.T @ L @ w) * L + L @ w @ w.T @ L)
    yield Form(
        "risk for a fixed task",
        ((w.T @ L @ w) * tr(L**2 @ G**-2) + w.T @ L**3 @ G**-2 @ w) / M
        + (w.T @ L @ (L + tr(L) * I) ** 2 @ G**-2 @ w) / N**2,
        g,
    )
    yield Form(
        "risk on average",
        tr(L @ (L + tr(L) * I) ** 2 @ G**-2) / N**2 + tr(L**2 @ (L + tr(L) * I) @ G**-2) / M,
        g,
    )
    yield Form("bound on the risk", (d + 1) * tr(L) / M + (1 + 2 * d + d**2 * c) * tr(L) / N**2)
    yield Form("covariate shift by a factor", (c - 1) ** 2 * (w.T @ S @ w))
    yield Form("balance", u**2 - tr(U @ U.T))
    yield Form("limit of the scalar", tr(G**-2), g)


def _follow_ups() -> Iterator[Form]:
    g = WITH_NOISE
    y = tr(L) + s
    yield Form(
        "noisy risk",
        tr(L @ (L + y * I) ** 2 @ G**-2) / N**2 + tr(L**2 @ (L + y * I) @ G**-2) / M,
        g,
    )
    yield Form(
        "noisy risk in words",
        tr(L) - 2 * tr(G**-1 @ L**2) + (1 + 1 / M) * tr(G**-2 @ L**3) + (tr(L) + s) / M * tr(G**-2 @ L**2),
        g,
    )
    yield Form("noise forgotten", s / M * tr(G**-2 @ L**2), g)
    yield Form("noisy minimum", G**-1, g)
    yield Form("noisy Gamma written out", NOISY)
    yield Form("noisy minimum written out", N * ((N + 1) * L + (tr(L) + s) * I) ** -1)
    yield Form("noisy second moment", L @ ((N + 1) * L + (tr(L) + s) * I) / N)
    yield Form("loss with noise", tr(G @ L @ B @ L @ B.T) / 2 - tr(L**2 @ B) + tr(L) / 2, g)
    yield Form("prior with a mean", tr(L @ P) / 2 + (m.T @ L @ m) / 2)
    yield Form(
        "loss with a prior",
        ((N + 1) * tr(L @ P @ L @ B @ L @ B.T) + tr(L @ P) * tr(L @ B @ L @ B.T)) / (2 * N),
    )
    yield Form("two heads", tr(L @ (A + C) @ L @ (A + C).T))
    yield Form("shifted query", (w.T @ (I - L @ G**-1) @ S @ (I - L @ G**-1) @ w), WITH_GAMMA)
    yield Form("isotropic minimum", N * (1 + N + d) ** -1 * I)
    yield Form("isotropic risk", d * (1 + d) / (M * (1 + N + d)))
    yield Form("isotropic risk at M = N", d * (1 + d) / (1 + N + d))
    yield Form("isotropic noisy risk", (d * (1 + d + s)) / (1 + N + d + s))
    yield Form("loss of two layers, part", a * d * (1 - b * (N + d + 1) / N))


def _moments() -> Iterator[Form]:
    yield Form("E S", N * L)
    yield Form("E S^2", N * (N + 1) * L**2 + N * tr(L) * L)
    yield Form("E S A S", N**2 * L @ A @ L + N * (L @ A.T @ L + tr(A @ L) * L))
    yield Form(
        "E S^3",
        N * (N**2 + 3 * N + 4) * L**3
        + 2 * N * (N + 1) * tr(L) * L**2
        + N * (N + 1) * tr(L**2) * L
        + N * tr(L) ** 2 * L,
    )
    yield Form("E tr(S)^2", N**2 * tr(L) ** 2 + 2 * N * tr(L**2))
    yield Form("E tr(S) S", N**2 * tr(L) * L + 2 * N * L**2)
    yield Form("E tr(S^2)", N * (N + 1) * tr(L**2) + N * tr(L) ** 2)
    yield Form("E tr(S)^3", N**3 * tr(L) ** 3 + 6 * N**2 * tr(L) * tr(L**2) + 8 * N * tr(L**3))
    yield Form("variance of tr S", 2 * N * tr(L**2))
    yield Form("inverse Wishart mean", L**-1 / (N - d - 1))
    yield Form(
        "inverse Wishart square",
        (tr(L**-1) * L**-1 + (N - d - 1) * L**-2) / ((N - d) * (N - d - 1) * (N - d - 3)),
    )
    yield Form(
        "inverse Wishart trace squared",
        ((N - d - 2) * tr(L**-1) ** 2 + 2 * tr(L**-2)) / ((N - d) * (N - d - 1) * (N - d - 3)),
    )
    yield Form("ordinary least squares", s * d / (N - d - 1))
    yield Form("least squares below d", (d - N) / d * (w.T @ w) + s * N / (d - N - 1))
    yield Form("fourth moment of a form", tr(L @ (A + A.T) @ L @ C) + tr(A @ L) * tr(L @ C))
    yield Form("square of a form", tr(K @ L) ** 2 + 2 * tr(K @ L @ K @ L))
    yield Form("product of forms", tr(K @ L) * tr(T @ L) + 2 * tr(K @ L @ T @ L))
    yield Form("cube of the norm", d * (d + 2) * (d + 4))
    yield Form("norm to the fourth", d * (d + 2))


def _expansions() -> Iterator[Form]:
    yield Form("minimum to first order", L**-1 - (I + tr(L) * L**-1) @ L**-1 / N)
    yield Form("least loss to first order", (d + 1) * tr(L) / (2 * N))
    yield Form("risk to first order", (d + 1) * tr(L) / M)
    yield Form(
        "risk to second order", (d + 1) * tr(L) / M + (tr(L) * (2 * d + 1) + tr(L) ** 2 * tr(L**-1)) / N**2
    )
    yield Form("noisy risk to first order", ((d + 1) * tr(L) + d * s) / M)
    yield Form("proportional limit", c * (1 + s) / (1 + c + s))
    yield Form("geometric", 1 - 1 / N + 1 / N**2)


def _own() -> Iterator[Form]:
    yield Form("difference of squares", (A + C) @ (A + C).T - A @ A.T)
    yield Form("completed square", (tr(A) - 1) ** 2)
    yield Form("completed matrix square", (L - c * I) ** 2)
    yield Form("weighted norm", (v - w).T @ S @ (v - w))
    yield Form("Frobenius distance", tr((A - C) @ (A - C).T))
    yield Form("ridge bias", c**2 * (w.T @ (L + c * I) ** -2 @ L @ w))
    yield Form("ridge variance", s / N * tr(L**2 @ (L + c * I) ** -2))
    yield Form("ridge risk", c**2 * (w.T @ (L + c * I) ** -2 @ L @ w) + s / N * tr(L**2 @ (L + c * I) ** -2))
    yield Form("effective dimension", tr(L @ (L + c * I) ** -1))
    yield Form("one step", w - a * (L @ w - v))
    yield Form("two steps", (I - a * L) ** 2 @ w + a * (2 * I - a * L) @ v)
    yield Form("momentum", (1 + b) * (I - a * L) @ w - b * (I - a * L) @ v)
    yield Form("logistic rate", u * (1 - u / c))
    yield Form("loss above its minimum", tr(G @ L @ (B - G**-1) @ L @ (B - G**-1).T) / 2, WITH_GAMMA)
    yield Form("distance to a minimiser", (v - S**-1 @ w).T @ S @ (v - S**-1 @ w))
    yield Form("least squares loss", tr((A - C) @ S @ (A - C).T) / 2)
    yield Form("ridge loss", (v.T @ S @ v) / 2 - w.T @ v + c * (v.T @ v) / 2)
    yield Form("Woodbury", A - A @ v @ v.T @ A / (1 + v.T @ A @ v))
    yield Form("Sherman-Morrison trace", tr(L) - (v.T @ L**2 @ v) / (1 + v.T @ L @ v))
    yield Form("residual risk", tr(L @ (I - L @ G**-1) ** 2), WITH_GAMMA)
    yield Form("variance part", tr(L**2 @ G**-2) * (tr(L) + s) / M + tr(L**3 @ G**-2) / M, WITH_NOISE)
    yield Form("signal to noise", tr(L) ** 2 / (tr(L**2) * (N + 1)))
    yield Form("effective rank", tr(L) ** 2 / tr(L**2))
    yield Form("aspect ratio", (1 - c) / (1 + c) + s * c / (1 - c))
    yield Form("two step sizes", (1 - a) ** 2 * tr(L) + (1 - b) ** 2 * tr(S))
    yield Form("mixture", c * A @ A.T + (1 - c) * C @ C.T)
    yield Form("commutator", A @ C - C @ A)
    yield Form("sandwich", A @ (L + c * I) ** -1 @ A.T)
    yield Form("mean of means", (N * v + M * w) / (N + M))
    yield Form("pooled variance", ((N - 1) * a + (M - 1) * b) / (N + M - 2))


@dataclass(frozen=True)
class Row:
    """What came out for one form."""

    form: Form
    result: Expression
    before: float
    after: float
    decided: bool
    seconds: float


def measured(form: Form) -> Row:
    """Return one row."""
    put = form.letters
    whole = at(form.printed, put) if put else form.printed
    long = normal(whole).as_expression()
    start = time.perf_counter()
    result = compact(long, definitions=put)
    seconds = time.perf_counter() - start
    own = length(form.printed)
    decided = equal(at(result, put) if put else result, whole)
    return Row(form, result, length(long) / own, length(result) / own, decided, seconds)


def _distinct(rows: list[Row]) -> list[Row]:
    """Return the first ten rows whose results differ: two prints of one formula come out alike."""
    first: dict[Expression, Row] = {}
    for row in rows:
        first.setdefault(row.result, row)
    return list(first.values())[:10]


def main() -> None:
    """Print the figures, the ten worst and the ten best."""
    rows = sorted((measured(form) for form in forms()), key=lambda r: -r.after)
    for title, some in (("ten worst", _distinct(rows)), ("ten best", _distinct(rows[::-1])[::-1])):
        print(f"\n{title}: before, after, seconds")
        for row in some:
            print(f"  {row.before:5.2f} {row.after:5.2f} {row.seconds:5.2f}  {row.form.name}")
            print(f"        author  {row.form.printed!r}")
            print(f"        ours    {row.result!r}")
    after, before = [r.after for r in rows], [r.before for r in rows]
    print(f"\n{len(rows)} forms, {sum(r.decided for r in rows)} decided equal")
    print(f"before: median {statistics.median(before):.2f}, max {max(before):.2f}")
    print(f"after:  median {statistics.median(after):.2f}, max {max(after):.2f}")
    print(f"slowest {max(r.seconds for r in rows):.2f} s")


if __name__ == "__main__":
    main()
