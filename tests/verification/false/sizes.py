"""True at small sizes, false at larger ones; true at one dimension, false at the next."""

from fractions import Fraction

from lsa_theory import (
    Claim,
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    norm_squared,
    positive_definite,
    rank,
    samples,
    scalar,
    sum_over,
    symmetric,
    trace,
    vector,
    zero,
)

d, N, M, k = (dimension(name) for name in ("d", "N", "M", "k"))
A, B = matrix("A", d), matrix("B", d)
L, P = positive_definite("L", d), positive_definite("P", d)
S = symmetric("S", d)
R, C = matrix("R", d, N), matrix("C", N, d)
a, b = vector("a", d), vector("b", d)
t = scalar("t", positive=True)
x = gaussian("x", covariance=L)
X = samples("x", covariance=L, count=N)
Q = inverse(A + B)
HALF = Fraction(1, 2)


def vanishing(size, last, first=1):
    """(size - first) ... (size - last): zero at all these sizes."""
    product = 1
    for n in range(first, last + 1):
        product = product * (size - n)
    return product


def cayley_hamilton(n):
    """What vanishes for n x n matrices by Cayley and Hamilton, from Newton's identities."""
    coefficients = [1]
    for m in range(1, n + 1):
        total = 0
        for i in range(1, m + 1):
            total = total + (-1) ** (i - 1) * coefficients[m - i] * trace(A**i)
        coefficients.append(total / m)
    result = A**n
    for m in range(1, n):
        result = result + (-1) ** m * coefficients[m] * A ** (n - m)
    return result + (-1) ** n * coefficients[n] * identity(d)


FALSE = {
    "a factor that is 1 up to d = 6": Claim(trace(Q) * (1 + vanishing(d, 6)), trace(Q)),
    "a factor that is 1 up to d = 9": Claim(trace(Q) * (1 + vanishing(d, 9)), trace(Q)),
    "a factor that is 1 up to d = 6, of a polynomial": Claim(
        trace(A @ B) * (1 + vanishing(d, 6)), trace(B @ A)
    ),
    "a factor that is 1 up to d = 12": Claim(trace(A @ B) * (1 + vanishing(d, 12)), trace(B @ A)),
    "a factor in N up to 9": Claim(E(X.covariance), L * (1 + vanishing(N, 9))),
    "a factor in N up to 9 with an inverse": Claim(
        trace(Q) * trace(R @ C), trace(Q) * trace(C @ R) * (1 + vanishing(N, 9))
    ),
    "factors in d and N at once": Claim(trace(A) * (d - 1) * (N - 1) * (d - N), zero(1)),
    "four dimensions at once": Claim(
        trace(Q) * vanishing(d, 2) * vanishing(N, 2) * vanishing(M, 2) * vanishing(k, 2), zero(1)
    ),
    "four dimensions, wrong where d = N = 2": Claim(
        trace(Q) * (d - 1) * (N - 1) * M * k, 2 * trace(Q) * (d - 1) * (N - 1) * M * k
    ),
    "wrong where d and N exceed 2": Claim(trace(Q) * vanishing(d, 2) * vanishing(N, 2), zero(1)),
    "Cayley and Hamilton at 2": Claim(cayley_hamilton(2), zero(d, d)),
    "Cayley and Hamilton at 3": Claim(cayley_hamilton(3), zero(d, d)),
    "Cayley and Hamilton at 5": Claim(cayley_hamilton(5), zero(d, d)),
    "Cayley and Hamilton at 6": Claim(cayley_hamilton(6), zero(d, d)),
    "Cayley and Hamilton at 6, traced": Claim(trace(cayley_hamilton(6) @ A), zero(1)),
    "commutator at d = 1": Claim(A @ B, B @ A),
    "trace of a product": Claim(trace(A @ B), trace(A) * trace(B)),
    "inverse of a sum at d = 1": Claim(trace(Q), 1 / (trace(A) + trace(B)) * d**2),
    "push-through with the wrong side": Claim(
        A @ inverse(A + B) @ B, B @ inverse(A + B) @ A + (d - 1) * (A - A.T)
    ),
    "Woodbury without the middle": Claim(
        inverse(L + A @ A.T), inverse(L) - inverse(L) @ A @ A.T @ inverse(L)
    ),
    "commutator of an inverse": Claim(inverse(A + B) @ A, A @ inverse(A + B)),
    "a commutator of resolvents": Claim(
        inverse(L + P) @ inverse(L + 2 * P), inverse(L + 2 * P) @ inverse(L + P)
    ),
    "the square of a commutator, d = 2": Claim((A @ B - B @ A) ** 2 @ A, A @ (A @ B - B @ A) ** 2),
    "Hall's identity beyond d = 2, with an inverse": Claim(
        (A @ B - B @ A) ** 2 @ inverse(A + B), inverse(A + B) @ (A @ B - B @ A) ** 2
    ),
    "the standard identity of degree 4": Claim(
        sum(
            (
                sign * (p @ q @ r @ s)
                for sign, p, q, r, s in (
                    (1, A, B, A.T, B.T),
                    (-1, B, A, A.T, B.T),
                    (-1, A, A.T, B, B.T),
                    (1, A.T, A, B, B.T),
                )
            ),
            start=zero(d, d),
        ),
        zero(d, d),
    ),
    "a coefficient off by 1e-60": Claim(E(x @ x.T), L * (1 + Fraction(1, 10**60))),
    "a coefficient off by 1e-60 with a root": Claim(t**HALF * t**HALF, t + t * Fraction(1, 10**60)),
    "a coefficient off by 1e-300": Claim(trace(A @ B), trace(B @ A) + trace(A) * Fraction(1, 10**300)),
    "a huge coefficient": Claim(trace(A) * 10**400, trace(A.T) * (10**400 + 1)),
    "N for N + 1": Claim(E(X.covariance @ X.covariance), (1 + 1 / (N + 1)) * L @ L + trace(L) / N * L),
    "the sum of squares": Claim(sum_over(N, lambda i: X.column(i).T @ X.column(i)), N * trace(L)),
    "rank of a sum": Claim(rank(A + B), rank(A) + rank(B)),
    "rank is full": Claim(rank(A), d),
    "rank of an outer product": Claim(rank(a @ b.T), 1),
    "rank of a square": Claim(rank(S @ S + A - A.T), rank(S)),
    "norm of a sum": Claim(norm_squared(A + B), norm_squared(A) + norm_squared(B)),
    "moment of a rectangular product": Claim(trace(R @ C) ** 2, trace(R @ C @ R @ C)),
    "outer products commute": Claim((a @ b.T) @ (b @ a.T), (b @ a.T) @ (a @ b.T)),
    "symmetric matrices commute": Claim(trace(S @ L @ S @ L), trace(S @ S @ L @ L)),
    "definite matrices commute": Claim(L @ P, P @ L),
}
