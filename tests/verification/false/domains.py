"""True on the convenient part of a domain only: positive, definite, invertible, Gaussian, nonzero."""

from fractions import Fraction

from lsa_theory import (
    Claim,
    E,
    Inequality,
    dimension,
    gaussian,
    gradient,
    identity,
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
    with_moments,
)

d = dimension("d")
A = matrix("A", d)
L, P = positive_definite("L", d), positive_definite("P", d)
S, T = symmetric("S", d), symmetric("T", d)
t, s = scalar("t"), scalar("s")
p = scalar("p", positive=True)
a, b = vector("a", d), vector("b", d)
z = with_moments("z", covariance=identity(d))
y = with_moments("y", covariance=L)

FALSE = {
    "root of a square, matrix": Claim(square_root(S @ S), S),
    "root of a square, traced": Claim(trace(square_root(S @ S)), trace(S)),
    "root of a square, scalar": Claim(square_root(t * t), t),
    "root of a square, scaled": Claim(square_root(t**2 * trace(L) ** 2), t * trace(L)),
    "fourth root of a fourth power": Claim((t**4) ** Fraction(1, 4), t),
    "sixth root": Claim((t**6) ** Fraction(1, 6), t),
    "root of a square of a trace": Claim(square_root(trace(A) ** 2), trace(A)),
    "root of a square of a form": Claim(square_root((a.T @ b) ** 2), a.T @ b),
    "root of a square of a difference": Claim(square_root((p - 1) ** 2), p - 1),
    "root of a product of two": Claim(square_root(t**2 * s**2), t * s),
    "root of a symmetric product": Claim(trace(square_root(S @ S @ S @ S)), trace(S) ** 2),
    "root of S S beside T": Claim(trace(square_root(S @ S) @ T), trace(S @ T)),
    "norm scales without an absolute value": Claim(operator_norm(t * A), t * operator_norm(A)),
    "Frobenius norm scales without one": Claim(
        square_root(norm_squared(t * A)), t * square_root(norm_squared(A))
    ),
    "norm of a difference": Claim(operator_norm(L - P), operator_norm(L) - operator_norm(P)),
    "operator norm is the trace": Claim(operator_norm(L), trace(L)),
    "operator norm of a symmetric matrix": Claim(operator_norm(S), trace(S)),
    "rank of a multiple": Claim(rank(t * A), rank(A)),
    "rank of a rank-one sum": Claim(rank(a @ a.T + b @ b.T), 2),
    "third moment of a declared law": Claim(E((a.T @ z) ** 3), 0),
    "third moment, anisotropic": Claim(E((a.T @ y) ** 3), 0),
    "third moment of one coordinate": Claim(E((z.T @ z) * (a.T @ z)), 0),
    "fourth moment of a declared law": Claim(E((z.T @ z) ** 2), d**2 + 2 * d),
    "fourth moment as if constant": Claim(E((z.T @ z) ** 2), d**2),
    "fourth moment of independent signs": Claim(
        E((a.T @ z) ** 4), 3 * norm_squared(a) ** 2 - 2 * norm_squared(a) ** 2
    ),
    "fifth moment": Claim(E((a.T @ z) ** 5), 0),
    "fourth moment, anisotropic": Claim(E(y @ y.T @ A @ y @ y.T), L @ (A + A.T) @ L + trace(A @ L) * L),
    "squares uncorrelated": Claim(
        E((a.T @ z) ** 2 * (b.T @ z) ** 2), norm_squared(a) * norm_squared(b) + 2 * (a.T @ b) ** 2
    ),
    "third moment under a gradient": Claim(gradient(E((a.T @ z) ** 3), a), 0 * a),
    "third moment as a bound": Inequality(0, E((a.T @ z) ** 3)),
    "a symmetric matrix is definite": Inequality(trace(S), 0),
    "a symmetric form is non-negative": Inequality(a.T @ S @ a, 0),
    "a scalar is positive": Inequality(t, 0),
    "a scalar is at least its square root": Inequality(p, square_root(p)),
    "trace of a product of definite matrices, three": Inequality(trace(L @ P @ S), 0),
    "three definite matrices": Inequality(trace(L @ P @ (L + P) @ A), 0),
    "the trace is below the norm": Inequality(operator_norm(A), trace(A)),
    "Frobenius below operator": Inequality(operator_norm(A), square_root(norm_squared(A))),
    "trace squared below Frobenius": Inequality(norm_squared(A), trace(A) ** 2),
    "trace squared below d - 1 times": Inequality(
        (d - 1) * norm_squared(A) + norm_squared(A - identity(d)), trace(A) ** 2 - 1
    ),
    "reverse Jensen": Inequality(trace(L) ** 2, d * trace(L @ L)),
    "fourth moment bounded by the second": Inequality(
        2 * trace(L) ** 2, E((gaussian("g", covariance=L).T @ gaussian("g", covariance=L)) ** 2)
    ),
    "inverse of a trace": Inequality(d / trace(L), trace(L**-1)),
    "a bound that fails far out": Inequality(
        p**2 + Fraction(1, 10**6), 2 * p * 10**3 - 10**6 + Fraction(1, 10**5)
    ),
}
