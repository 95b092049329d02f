"""Statements whose truth is known by hand: each true, and the same 2 % off or worse."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.flow import Invariant
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import Sign
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.claims.statements.limits import TendsTo
from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions.declare import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    scalar,
    trace,
)

_OFF = Fraction(51, 50)


def pairs() -> dict[str, tuple[Statement, Statement]]:
    """Return pairs (true, false) by a few words each.

    A witness may be silent about any of them. It may not speak against a true one, nor for a false one.
    """
    d, N = dimension("d"), dimension("N")
    L, A, B = positive_definite("L", d), matrix("A", d), matrix("B", d)
    x = gaussian("x", covariance=L)
    S = samples("y", covariance=L, count=N).covariance
    s, t = scalar("s", positive=True), scalar("t", positive=True)
    rolling = Flow({s: t, t: s}, start=lambda rng, instance: {s: [[rng.uniform(1, 2)]], t: [[1.0]]})
    fourth = trace(L) ** 2 + 2 * trace(L @ L)
    mean = (1 + 1 / N) * L @ L + trace(L) / N * L
    mixed = 2 * trace(A.T @ B)
    return {
        "a trace": (Claim(trace(A @ B), trace(B @ A)), Claim(trace(A @ B), trace(A @ B.T))),
        "a push-through": (
            Claim(inverse(identity(d) + A @ B) @ A, A @ inverse(identity(d) + B @ A)),
            Claim(inverse(identity(d) + A @ B) @ A, A @ inverse(identity(d) + A @ B)),
        ),
        "a second moment": (Claim(E(x @ x.T), L), Claim(E(x @ x.T), _OFF * L)),
        "a fourth moment": (Claim(E((x.T @ x) ** 2), fourth), Claim(E((x.T @ x) ** 2), _OFF * fourth)),
        "a sample covariance": (Claim(E(S @ S), mean), Claim(E(S @ S), L @ L)),
        "true at d = 1 alone": (Claim(trace(A) * d, d * trace(A)), Claim(trace(A) ** 2, trace(A @ A))),
        "a square": (
            Inequality(
                norm_squared(A) + norm_squared(B), mixed, proof=[Step(mixed, Sign(norm_squared(A - B)))]
            ),
            Inequality(norm_squared(A) + norm_squared(B), _OFF * mixed),
        ),
        "a limit": (TendsTo(N / (N + d), 1, N), TendsTo(N / d, 1, N)),
        "an invariant": (Invariant(rolling, s**2 - t**2), Invariant(rolling, s**2 - _OFF * t**2)),
    }
