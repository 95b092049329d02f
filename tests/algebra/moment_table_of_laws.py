"""Moments of other laws, between samples, elementwise and of determinants: a name, what is averaged, what is printed.

As in `moment_table`; the right sides are typed from the definitions of the laws or from books.
"""

from fractions import Fraction

from moment_table import A, B, I, Lambda, N, Psi, Q, S, W, X, Z, a, d, g, m, x, y, z

from lsa_theory import (
    E,
    det,
    diagonal,
    gaussian,
    hadamard,
    identity,
    independent_coordinates,
    inverse,
    matrix,
    norm_squared,
    on_sphere,
    ones,
    positive_definite,
    random_mask,
    random_signs,
    samples,
    scale_mixture,
    student_t,
    sum_over,
    trace,
    uniform_coordinates,
    unit,
    variance,
    vector,
)

third, half = Fraction(1, 3), Fraction(1, 2)
u, v = on_sphere("u", d), on_sphere("v", d, radius=2)
r, f = random_signs("r", d), random_signs("f", d, probability=Fraction(4, 5))
k = random_mask("k", d, probability=third)
c = uniform_coordinates("c", d)
h = uniform_coordinates("h", d, low=0, high=2)
i = independent_coordinates("i", d, moments=[0, 2, 1, 7])
t = student_t("t", scale=Lambda, degrees=14)
n = student_t("n", scale=Lambda, degrees=12, mean=m)
s = scale_mixture("s", covariance=Lambda, scales=[(third, 2), (1 - third, half)])
U = on_sphere("U", d, count=N)
R, K = random_signs("R", d, count=N), random_mask("K", d, probability=third, count=N)
H, D = uniform_coordinates("H", d, count=N), student_t("D", scale=Lambda, degrees=14, count=N)
T, P = matrix("T", N), positive_definite("P", N)
o, w = vector("o", N), gaussian("w", covariance=P)
G = samples("G", covariance=Lambda, count=N, mean=m)
one, E2 = ones(d), hadamard(A, A)
square = A @ Lambda @ (A + A.T) @ Lambda


def column(sample, body):
    return sum_over(N, lambda j: body(sample.column(j)))


LAWS = [
    ("E[uu'], u on the sphere", E(u @ u.T), I / d),
    ("E[u'Au]", E(u.T @ A @ u), trace(A) / d),
    ("E[(u'a)^4]", E((u.T @ a) ** 4), 3 * norm_squared(a) ** 2 / (d * (d + 2))),
    ("E[uu'Auu']", E(u @ u.T @ A @ u @ u.T), (A + A.T + trace(A) * I) / (d * (d + 2))),
    (
        "E[(u'Qu)^3], sphere of order 6",
        E((u.T @ Q @ u) ** 3),
        (trace(Q) ** 3 + 6 * trace(Q) * trace(Q @ Q) + 8 * trace(Q**3)) / (d * (d + 2) * (d + 4)),
    ),
    ("E[(u'a)^6]", E((u.T @ a) ** 6), 15 * norm_squared(a) ** 3 / (d * (d + 2) * (d + 4))),
    ("E[(u'u)^3]", E((u.T @ u) ** 3), 1 + 0 * d),
    ("E[(v'Av)(v'Bv)], radius 2", E((v.T @ A @ v) * (v.T @ B @ v)), None),
    ("E[u x'Ax u']", E(u @ x.T @ A @ x @ u.T), trace(A @ Lambda) / d * I),
    ("E[rr'], random signs", E(r @ r.T), I),
    ("E[r'Ar]", E(r.T @ A @ r), trace(A)),
    (
        "Var(r'Qr) (Hutchinson)",
        variance(r.T @ Q @ r),
        2 * (trace(Q @ Q) - diagonal(Q).T @ diagonal(Q)),
    ),
    ("Var(z'Qz) (Girard)", variance(z.T @ Q @ z), 2 * trace(Q @ Q)),
    (
        "E[(r'a)^4] (Khinchin)",
        E((r.T @ a) ** 4),
        3 * norm_squared(a) ** 2 - 2 * norm_squared(hadamard(a, a)),
    ),
    ("E[r o r]", E(hadamard(r, r)), one),
    ("E[diag(r) A diag(r)]", E(diagonal(r) @ A @ diagonal(r)), hadamard(A, I)),
    ("E[rr'Arr']", E(r @ r.T @ A @ r @ r.T), trace(A) * I + A + A.T - 2 * hadamard(A, I)),
    ("E[f], flips with probability 1/5", E(f), Fraction(3, 5) * one),
    (
        "E[ff']",
        E(f @ f.T),
        Fraction(9, 25) * one @ one.T + Fraction(16, 25) * I,
    ),
    ("E[(f'a)^2]", E((f.T @ a) ** 2), Fraction(9, 25) * (one.T @ a) ** 2 + Fraction(16, 25) * (a.T @ a)),
    ("E[f'A f f'B f]", E((f.T @ A @ f) * (f.T @ B @ f)), None),
    ("E[k], a mask", E(k), third * one),
    (
        "E[diag(k) A diag(k)] (dropout)",
        E(diagonal(k) @ A @ diagonal(k)),
        A / 9 + Fraction(2, 9) * hadamard(A, I),
    ),
    ("E[(1'k)^2] (binomial)", E((one.T @ k) ** 2), 2 * d / 9 + d**2 / 9),
    ("E[(1'k)^3] (binomial)", E((one.T @ k) ** 3), d * (d - 1) * (d - 2) / 27 + d * (d - 1) / 3 + d / 3),
    ("E[|k o a|^2]", E(norm_squared(hadamard(k, a))), (a.T @ a) / 3),
    ("E[|k o x|^2 xx']", E(norm_squared(hadamard(k, x)) * x @ x.T), None),
    ("E[cc'], uniform on (-1, 1)", E(c @ c.T), I / 3),
    ("E[(c'c)^2]", E((c.T @ c) ** 2), d / 5 + d * (d - 1) / 9),
    (
        "E[cc'Acc']",
        E(c @ c.T @ A @ c @ c.T),
        (trace(A) * I + A + A.T) / 9 - Fraction(2, 15) * hadamard(A, I),
    ),
    ("E[h], uniform on (0, 2)", E(h), one),
    ("E[hh']", E(h @ h.T), one @ one.T + I / 3),
    ("E[h'Ah h'a]", E((h.T @ A @ h) * (h.T @ a)), None),
    ("E[ii'], given moments", E(i @ i.T), 2 * I),
    ("E[i i'a i'], skewed", E(i @ i.T @ a @ i.T), diagonal(a)),
    (
        "Var(i'Qi), kurtosis",
        variance(i.T @ Q @ i),
        8 * trace(Q @ Q) - 5 * diagonal(Q).T @ diagonal(Q),
    ),
    ("E[tt'], Student t of 14 degrees", E(t @ t.T), Fraction(7, 6) * Lambda),
    (
        "E[tt'Att']",
        E(t @ t.T @ A @ t @ t.T),
        Fraction(196, 120) * (Lambda @ (A + A.T) @ Lambda + trace(A @ Lambda) * Lambda),
    ),
    ("E[(a't)^6]", E((a.T @ t) ** 6), 15 * Fraction(14**3, 12 * 10 * 8) * (a.T @ Lambda @ a) ** 3),
    ("E[n'An], Student t with a mean", E(n.T @ A @ n), Fraction(6, 5) * trace(A @ Lambda) + m.T @ A @ m),
    ("E[nn'n]", E(n @ n.T @ n), None),
    ("E[ss'], a mixture of two scales", E(s @ s.T), Lambda),
    ("E[(a's)^4]", E((a.T @ s) ** 4), Fraction(9, 2) * (a.T @ Lambda @ a) ** 2),
    (
        "E[ss'Ass']",
        E(s @ s.T @ A @ s @ s.T),
        Fraction(3, 2) * (Lambda @ (A + A.T) @ Lambda + trace(A @ Lambda) * Lambda),
    ),
]
SAMPLES = [
    ("E[(UU'/N)^2], sphere", E(U.covariance @ U.covariance), ((1 + 1 / N * (d - 1)) / d**2) * I),
    ("E[RR'ARR'], signs", E(R.gram @ A @ R.gram), None),
    ("E[tr(KK')^2], masks", E(trace(K.gram) ** 2), 2 * N * d / 9 + N**2 * d**2 / 9),
    (
        "E[S^2], uniform covariates",
        E(H.covariance @ H.covariance),
        ((Fraction(1, 5) + (d - 1) / 9 + (N - 1) / 9) / N) * I,
    ),
    (
        "E[S^2], Student t covariates",
        E(D.covariance @ D.covariance),
        Fraction(196, 144) * (1 - 1 / N) * Lambda**2
        + Fraction(196, 120) * (2 * Lambda**2 + trace(Lambda) * Lambda) / N,
    ),
    ("E[X T X']", E(X @ T @ X.T), trace(T) * Lambda),
    ("E[X'X]", E(X.T @ X), trace(Lambda) * identity(N)),
    ("E[X'AX]", E(X.T @ A @ X), trace(A @ Lambda) * identity(N)),
    (
        "E[X T X'A X T X']",
        E(X @ T @ X.T @ A @ X @ T @ X.T),
        trace(T) ** 2 * Lambda @ A @ Lambda
        + trace(T @ T.T) * Lambda @ A.T @ Lambda
        + trace(T @ T) * trace(A @ Lambda) * Lambda,
    ),
    ("E[X T X'] with a mean", E(G @ T @ G.T), trace(T) * Lambda + (ones(N).T @ T @ ones(N)) * m @ m.T),
    ("E[X diag(o) X'], weights", E(X @ diagonal(o) @ X.T), (ones(N).T @ o) * Lambda),
    ("E[|Xo|^2]", E(norm_squared(X @ o)), (o.T @ o) * trace(Lambda)),
    ("E[|Xw|^2], correlated noise", E(norm_squared(X @ w)), trace(P) * trace(Lambda)),
    (
        "E[|X diag(o) X'a|^2]",
        E(norm_squared(X @ diagonal(o) @ X.T @ a)),
        (ones(N).T @ o) ** 2 * (a.T @ Lambda**2 @ a)
        + (o.T @ o) * (a.T @ Lambda**2 @ a + trace(Lambda) * (a.T @ Lambda @ a)),
    ),
    ("E[X'A X T X'B X]", E(X.T @ A @ X @ T @ X.T @ B @ X), None),
    ("E[Z'Z T Z'Z]", E(Z.T @ Z @ T @ Z.T @ Z), d**2 * T + d * T.T + d * trace(T) * identity(N)),
    ("E[(o'X'a)^4]", E((o.T @ X.T @ a) ** 4), 3 * (o.T @ o) ** 2 * (a.T @ Lambda @ a) ** 2),
    ("E[X T X' y y']", E(X @ T @ X.T @ y @ y.T), trace(T) * Lambda @ Psi),
    ("E[H T H'], uniform", E(H @ T @ H.T), trace(T) / 3 * I),
    ("E[R T R'A R T'R'], signs", E(R @ T @ R.T @ A @ R @ T.T @ R.T), None),
    ("E[U'U], sphere", E(U.T @ U), identity(N)),
    ("E[X o X]", E(hadamard(X, X)), diagonal(Lambda) @ ones(N).T),
    ("E[X'X o X'X]", E(hadamard(X.T @ X, X.T @ X)), None),
]
ELEMENTWISE = [
    ("E[x o x]", E(hadamard(x, x)), diagonal(Lambda)),
    ("E[x o Ax]", E(hadamard(x, A @ x)), diagonal(A @ Lambda)),
    ("E[xx' o A]", E(hadamard(x @ x.T, A)), hadamard(Lambda, A)),
    (
        "E[xx' o xx']",
        E(hadamard(x @ x.T, x @ x.T)),
        2 * hadamard(Lambda, Lambda) + diagonal(Lambda) @ diagonal(Lambda).T,
    ),
    (
        "E[W o W]",
        E(hadamard(W, W)),
        (N + N**2) * hadamard(Lambda, Lambda) + N * diagonal(Lambda) @ diagonal(Lambda).T,
    ),
    ("E[diag(x) A diag(x)]", E(diagonal(x) @ A @ diagonal(x)), hadamard(A, Lambda)),
    ("E[1'(x o x o x o x)]", E(one.T @ hadamard(x, x, x, x)), 3 * diagonal(Lambda).T @ diagonal(Lambda)),
    ("E[(1'z)^4]", E((one.T @ z) ** 4), 3 * d**2),
    ("E[x_0^4]", E(x[0] ** 4), 3 * Lambda[0, 0] ** 2),
    (
        "E[x_0 x'Ax x_0]",
        E(x[0] * (x.T @ A @ x) * x[0]),
        trace(A @ Lambda) * Lambda[0, 0] + (Lambda @ (A + A.T) @ Lambda)[0, 0],
    ),
    ("E[sum_j x_j^2 A_jj]", E(sum_over(d, lambda j: x[j] ** 2 * A[j, j])), diagonal(A).T @ diagonal(Lambda)),
    (
        "E[e_0'S e_0 S]",
        E((unit(d, 0).T @ S @ unit(d, 0)) * S),
        Lambda[0, 0] * Lambda + 2 * Lambda @ unit(d, 0) @ unit(d, 0).T @ Lambda / N,
    ),
    ("E[g o g], with a mean", E(hadamard(g, g)), diagonal(Lambda) + hadamard(m, m)),
    ("E[g o g o g]", E(hadamard(g, g, g)), hadamard(m, m, m) + 3 * hadamard(m, diagonal(Lambda))),
    ("E[tr((W o A) W)]", E(trace(hadamard(W, A) @ W)), None),
    ("E[u o u o u o u], sphere", E(hadamard(u, u, u, u)), 3 / (d * (d + 2)) * one),
    ("E[(c o c)(c o c)']", E(hadamard(c, c) @ hadamard(c, c).T), one @ one.T / 9 + Fraction(4, 45) * I),
    ("E[W 1 1' W]", E(W @ one @ one.T @ W), None),
]
DETERMINANTS = [
    ("E[det W]", E(det(W)), None),
    ("E[det(W)^2]", E(det(W) ** 2), None),
    ("E[det(A + xx')]", E(det(A + x @ x.T)), det(A) * (1 + trace(inverse(A) @ Lambda))),
    ("E[det(I + xy')]", E(det(I + x @ y.T)), 1 + 0 * d),
    (
        "E[det(Lambda + xx') x'x]",
        E(det(Lambda + x @ x.T) * (x.T @ x)),
        det(Lambda) * (trace(Lambda) + d * trace(Lambda) + 2 * trace(Lambda)),
    ),
]
MORE = LAWS + SAMPLES + ELEMENTWISE + DETERMINANTS

__all__ = ["MORE"]
