"""Sentences that are false: limits that are not joint, hypotheses that say less, minima that are none, and so on."""

from fractions import Fraction

from lsa_theory import (
    Claim,
    ConditionalMean,
    E,
    EqualUpTo,
    Exists,
    Flow,
    GlobalMinimum,
    MatrixInequality,
    Stays,
    TendsInProbability,
    TendsTo,
    dimension,
    equation,
    gaussian,
    identity,
    inverse,
    matrix,
    negative_eigenvalues,
    norm_squared,
    positive_definite,
    rank,
    samples,
    scalar,
    square_root,
    symmetric,
    trace,
    variance,
    vector,
    with_moments,
    zero,
)
from lsa_theory.expressions import as_expression

d, N, M, n = dimension("d"), dimension("N"), dimension("M"), dimension("n")
L, P = positive_definite("Lambda", d), positive_definite("P", d)
A, B, C, Q = matrix("A", d), matrix("B", d), matrix("C", d), matrix("Q", d, n)
S, I = symmetric("S", d), identity(d)
a, b, q = vector("a", d), vector("b", d), vector("q", d)
t, s, r = scalar("t"), scalar("s"), scalar("r", positive=True)
X, Z = samples("x", covariance=L, count=N), samples("z", covariance=I, count=N)
x, g = gaussian("x_1", covariance=L), gaussian("g", covariance=identity(1))
W = with_moments("u", covariance=L)

FALSE = {
    # limits
    "limit: differs where t is 0": TendsTo(N * t / (N * t**2 + 1), 1 / t, N),
    "limit: divides by what may vanish": TendsTo(1 / (N * (t - s) ** 2 + 1), 0, N),
    "limit: the other grows too": TendsTo(N / (N + r), 1, [N, r]),
    "limit: two rates": TendsTo((N + M) / (N + 2 * M), 1, [N, M]),
    "limit: two rates, their mean": TendsTo((N + M) / (N + 2 * M), Fraction(1, 2), [N, M]),
    "limit: along the diagonal": TendsTo(N * M / (N**2 + M**2), 0, [N, M]),
    "limit: not at any rates": TendsTo(N / M**2, 0, [N, M]),
    "limit: a projector": TendsTo(inverse(I + N * A @ A.T), zero(d, d), N),
    "limit: an indefinite resolvent": TendsTo(inverse(N * S + I), zero(d, d), N),
    "limit: a root that forgets a sign": TendsTo(square_root(t**2 + 1 / N), t, N),
    "limit: a matrix root that forgets signs": TendsTo(square_root(S @ S + I / N), S, N),
    "limit: a variance": TendsTo(variance(trace(X.gram)) / N, 0, N),
    "limit: at a fixed ratio": TendsTo(d / N, 0, N, holding={d: r * N}),
    "limit: an inverse moment at a fixed ratio": TendsTo(E(trace(inverse(Z.gram))), 0, N, holding={d: r * N}),
    "order: one term too few": EqualUpTo(1 / (N - 1), 1 / N, N, order=3),
    "order: where t is 0": EqualUpTo(1 / (N * t**2 + 1), 1 / (N * t**2), N, order=3),
    "order: not where t is 0": EqualUpTo(1 / (N * t**2 + 1), 0, N, order=1),
    "order: a root": EqualUpTo(square_root(1 / N), 0, N, order=1),
    "order: grows": EqualUpTo(N, 0, N, order=1),
    "in probability: a random query": TendsInProbability(x.T @ X.covariance @ x, trace(L @ L), N),
    "in probability: a trace too many": TendsInProbability(
        X.covariance @ X.covariance, L @ L + trace(L) * L, N
    ),
    "in probability: nothing moves": TendsInProbability(g, 0, N),
    "in probability: half of it": TendsInProbability(g * N / (N + 1), g / 2, N),
    # hypotheses
    "hypotheses: commuting is not transitive": Claim(
        A @ C, C @ A, given=[equation(A @ B, B @ A), equation(B @ C, C @ B)]
    ),
    "hypotheses: a kernel": Claim(a, 0 * a, given=[equation(A @ a, zero(d))]),
    "hypotheses: nilpotent": Claim(A, zero(d, d), given=[equation(A @ A, zero(d, d))]),
    "hypotheses: a trace of a square": Claim(trace(A), 0, given=[equation(trace(A @ A), 0)]),
    "hypotheses: idempotent numbers": Claim(t, 0, given=[t, equation(t**2, t)]),
    "hypotheses: cancelling": Claim(A, B, given=[equation(A @ C, B @ C)]),
    "hypotheses: a square": Claim(t, s, given=[equation(t**2, s**2)]),
    "hypotheses: a projector": Claim(trace(S), d, given=[equation(S @ S, S)]),
    "hypotheses: sizes": Claim(trace(I), N, given=[equation(N, d + 1)]),
    "hypotheses: two sizes": Claim(d, 2, given=[equation(d**2, 4 * d - 3)]),
    "hypotheses: an order of sizes": Claim(d, N, given=[N - d]),
    "hypotheses: a trace of one": Claim(P @ A, A @ P, given=[equation(trace(P), 1)]),
    "hypotheses: orthogonal vectors": Claim(a @ b.T, zero(d, d), given=[equation(a.T @ b, 0)]),
    # minima
    "minimum: over two": GlobalMinimum(
        (t * s - 1) ** 2, [t, s], 0, attained_at={t: 1, s: 1}, only_where=t - 1
    ),
    "minimum: exact": GlobalMinimum((t * s - 1) ** 2, [t, s], 0, attained_at={t: 1, s: 1}, only_where=s - t),
    "minimum: local": GlobalMinimum(t**4 - t**2, [t], 0, attained_at={t: 0}),
    "minimum: weights neg": GlobalMinimum(
        -norm_squared(a), [a], 0, attained_at={a: zero(d)}, only_where=a, weights=(-I, 1)
    ),
    "minimum: proof neg": GlobalMinimum(t, [t], 0, attained_at={t: 0}, proof=[t]),
    "minimum: nonsym weight": GlobalMinimum(
        a.T @ A @ a, [a], 0, attained_at={a: zero(d)}, only_where=a, weights=(A, 1)
    ),
    "minimum: S": GlobalMinimum(trace(S @ S), [S], 0, attained_at={S: I}),
    "minimum: value depends": GlobalMinimum(norm_squared(a - b) + t, [a], t + 1, attained_at={a: b}),
    # orders
    "matrix order: inv": MatrixInequality(L, inverse(L)),
    "matrix order: prod": MatrixInequality(L @ P + P @ L, 0),
    "matrix order: prod2": MatrixInequality(L @ P, 0),
    "matrix order: sq": MatrixInequality((L + P) @ (L + P), L @ L),
    "matrix order: sq2": MatrixInequality(I, a @ a.T),
    "matrix order: proof wrong": MatrixInequality(L, 2 * P, proof=[L]),
    "matrix order: strict": MatrixInequality(a @ a.T, 0, strict=True),
    "matrix order: strict2": MatrixInequality(Q @ Q.T, 0, strict=True),
    "matrix order: commutator": MatrixInequality(A @ A.T, A.T @ A),
    "matrix order: mean": MatrixInequality(E(x @ x.T @ x @ x.T), trace(L) ** 2 * I),
    # conditional
    "given: 1": ConditionalMean(x @ x.T, [gaussian("y", covariance=I, mean=x)], L),
    "given: 2": ConditionalMean(g**2, [gaussian("k", covariance=identity(1), mean=g)], Fraction(1, 2)),
    "given: mix": ConditionalMean(
        g, [gaussian("m", covariance=(1 + g) ** 2 * identity(1))], as_expression(0)
    ),
    "given: mix2": ConditionalMean(g**2, [gaussian("m", covariance=g**2 * identity(1))], as_expression(1)),
    "given: declared": ConditionalMean(
        W, [gaussian("y", covariance=I, mean=W)], L @ inverse(L + I) @ gaussian("y", covariance=I, mean=W)
    ),
    "given: sample": ConditionalMean(X.covariance, [X], L),
    # stays
    "stays: ": Stays(Flow({a: A @ b, b: -b}, start={a: zero(d), b: q}), {a: zero(d)}),
    "stays: sq": Stays(Flow({t: s**2, s: -s}, start={t: 0, s: 1}), {t: 0}),
    "stays: nonzero": Stays(Flow({t: t * (1 - t) * s, s: -s}, start={t: 1, s: 1}), {t: 2}),
    # exists
    "exists: 1": Exists(norm_squared(a), "<", 0),
    "exists: 2": Exists(trace(L), "<=", 0),
    "exists: 3": Exists(t**2 + 1, "=", 0),
    "exists: 4": Exists(d, "<", 1),
    "exists: 5": Exists(r, "=", 0),
    "exists: 6": Exists(negative_eigenvalues(L), ">", 0),
    "exists: 7": Exists(rank(a), ">", 1),
    "exists: 8": Exists(trace(A @ B - B @ A), ">", 0),
    "exists: 9": Exists(norm_squared(S - S.T), ">", 0),
}
