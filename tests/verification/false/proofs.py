"""Inequalities whose proof has a gap, whose hypotheses nothing meets, or which rest on what is not shown."""

from fractions import Fraction

from lsa_theory import (
    Box,
    CauchySchwarz,
    E,
    Frobenius,
    Given,
    Inequality,
    NormOfTrace,
    Sign,
    Step,
    Submultiplicative,
    TraceOfProduct,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    norm_squared,
    operator_norm,
    positive_definite,
    rank,
    scalar,
    square_root,
    symmetric,
    trace,
    vector,
)

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)
L, P = positive_definite("L", d), positive_definite("P", d)
S = symmetric("S", d)
t = scalar("t")
p, q = scalar("p", positive=True), scalar("q", positive=True)
a = vector("a", d)
x = gaussian("x", covariance=L)
HALF = Fraction(1, 2)
SMALL = Fraction(1, 10**30)

FALSE = {
    "hypotheses that nothing meets": Inequality(-1 - p, 0, given=[-1 - p], proof=[Step(0, Given(-1 - p))]),
    "hypotheses that rounding absorbs": Inequality(
        -1, 0, given=[-(t**2) - SMALL], proof=[Step(0, Given(-(t**2) - SMALL))]
    ),
    "hypotheses that rounding absorbs, with a proof": Inequality(
        -(t**2) - SMALL, 0, given=[-(t**2) - SMALL], proof=[Step(0, Given(-(t**2) - SMALL))]
    ),
    "two hypotheses that exclude each other": Inequality(
        -p - 1, 0, given=[-p - 1, p], proof=[Step(0, Given(-p - 1))]
    ),
    "hypotheses that are far away": Inequality(
        -1, 0, given=[t - 10**50, -t - 1], proof=[Step(t * 0, Given(t - 10**50), Given(-t - 1))]
    ),
    "a hypothesis that is not listed": Inequality(trace(A), 0, proof=[Step(0, Given(trace(A)))]),
    "a multiplier of unknown sign": Inequality(
        t * norm_squared(A),
        t * trace(A @ A),
        proof=[Step(t * trace(A @ A), (t, Sign(norm_squared(A - A.T) / 2)))],
    ),
    "a sign that is not one": Inequality(trace(A @ A), 0, proof=[Step(0, Sign(trace(A @ A)))]),
    "a sign of a symmetric trace": Inequality(trace(S), 0, proof=[Step(0, Sign(trace(S)))]),
    "a sign of three definite matrices": Inequality(
        trace(L @ P @ S), 0, proof=[Step(0, Sign(trace(L @ P @ S)))]
    ),
    "a sign of a product of two squares": Inequality(
        trace(A.T @ A @ B.T @ B @ L), 0, proof=[Step(0, Sign(trace(A.T @ A @ B.T @ B @ L)))]
    ),
    "a step that is no equality": Inequality(
        norm_squared(A), 2 * trace(A @ A), proof=[Step(2 * trace(A @ A), (1, Sign(norm_squared(A - A.T))))]
    ),
    "a step right at d = 1 only": Inequality(
        norm_squared(A), trace(A) ** 2, proof=[Step(trace(A) ** 2, (1, Sign(0 * trace(L))))]
    ),
    "a step right up to d = 6": Inequality(
        trace(inverse(L + P)),
        2 * trace(inverse(L + P)) + (d - 7) * (d - 7) - 37,
        proof=[Step(2 * trace(inverse(L + P)) + (d - 7) * (d - 7) - 37, (1, Sign(trace(L) * 0)))],
    ),
    "the wrong way round": Inequality(
        trace(A.T @ B),
        square_root(norm_squared(A)) * square_root(norm_squared(B)),
        proof=[Step(square_root(norm_squared(A)) * square_root(norm_squared(B)), (-1, CauchySchwarz(A, B)))],
    ),
    "submultiplicative the wrong way": Inequality(
        norm_squared(A @ B),
        norm_squared(A) * norm_squared(B),
        proof=[Step(norm_squared(A) * norm_squared(B), (-1, Submultiplicative(A, B)))],
    ),
    "an operator norm bound on what is not definite": Inequality(
        operator_norm(A) * trace(S), trace(A @ S), proof=[Step(trace(A @ S), (1, NormOfTrace(A, S)))]
    ),
    "a trace of a product of what is not definite": Inequality(
        trace(A) * trace(B), trace(A @ B), proof=[Step(trace(A @ B), (1, TraceOfProduct(A, B)))]
    ),
    "Frobenius without the root of the size": Inequality(
        operator_norm(A),
        square_root(norm_squared(A)),
        proof=[Step(square_root(norm_squared(A)), (1, Frobenius(A)))],
    ),
    "a root that need not exist": Inequality(
        t, -1, proof=[Step(square_root(t) ** 2), Step(-1, (1, Sign(square_root(t) ** 2 + 1)))]
    ),
    "a symbol called like a placeholder": Inequality(
        scalar("norm_1") * norm_squared(A),
        scalar("norm_1") * trace(A @ A),
        proof=[Step(scalar("norm_1") * trace(A @ A), (scalar("norm_1"), Sign(norm_squared(A - A.T) / 2)))],
    ),
    "a symbol that cancels a placeholder": Inequality(
        operator_norm(A) - scalar("norm_1"), 0, proof=[Step(0 * trace(A))]
    ),
    "a rank that cancels a placeholder": Inequality(
        rank(A) - scalar("rank_1"), 0, proof=[Step(0 * trace(A))]
    ),
    "a rank and a norm are one": Inequality(rank(A), operator_norm(A), proof=[Step(operator_norm(A))]),
    "an expectation of an inverse": Inequality(
        E(1 / (x.T @ x)), 1 / trace(L) + 1, proof=[Step(1 / trace(L) + 1, (1, Sign(E(1 / (x.T @ x)))))]
    ),
    "Jensen the wrong way": Inequality(trace(L) ** 2, E((x.T @ x) ** 2)),
    "on a box, touching": Inequality(p**2, 2 * p - 1 + SMALL, on=Box({p: (Fraction(1, 2), 2)})),
    "on a box, at a corner": Inequality(p, 2 * p**2 - 1 + SMALL, on=Box({p: (Fraction(1, 2), 1)})),
    "on a box of two": Inequality(p + q, 2 * p * q + SMALL, on=Box({p: (HALF, 1), q: (HALF, 1)})),
    "on a box, beyond it": Inequality(2 - p, 0, on=Box({p: (1, 2 + SMALL)})),
    "on a box with a size": Inequality(d * p, 6 * p + SMALL, on=Box({p: (1, 2)}, {d: 6})),
    "an empty proof of something false": Inequality(trace(L), d, proof=[Step(d)]),
    "a bound by its own conclusion": Inequality(
        trace(S) ** 3, 0, given=[trace(S)], proof=[Step(trace(S) ** 2 * trace(S) - trace(S), Given(trace(S)))]
    ),
    "definite by name alone": Inequality(a.T @ (L - P) @ a, 0),
    "a square of something imaginary": Inequality(square_root(-(a.T @ a)) ** 2 + 1, 1),
    "trace of the inverse": Inequality(trace(L) * trace(inverse(L)), d**2 + 1),
    "the identity is the smallest": Inequality(trace(L), trace(identity(d))),
}
