"""Moments that are no polynomials, and inverse Gram matrices: a name, what is averaged, what a book prints.

As in `moment_table`. `FUNCTIONS` are of Gaussian vectors, `GRAM` of a Gram matrix and its inverse, `LARGE` tend to
what is printed as d and N grow in the ratio r.
"""

from fractions import Fraction
from math import comb

from moment_table import A, I, Lambda, N, Q, W, X, a, b, d, x, z

from lsa_theory import (
    E,
    absolute,
    arccos,
    arcsin,
    det,
    digamma,
    erf,
    exp,
    factorial,
    gaussian,
    indicator,
    inverse,
    log,
    log_det,
    norm_squared,
    pi,
    positive_definite,
    relu,
    samples,
    scalar,
    sign,
    square_root,
    sum_over,
    symmetric,
    trace,
    vector,
)

Small = positive_definite("Omega", d)
s = gaussian("s", covariance=Small)
al, ab, bb = a.T @ Lambda @ a, a.T @ Lambda @ b, b.T @ Lambda @ b
rho = ab / square_root(al * bb)
minors = square_root(al * bb - ab**2)
tilt = exp(al / 2)
H = inverse(W)
free = N - d - 1
r = scalar("r", positive=True)
white = samples("V", covariance=I, count=N).covariance


def leverage(power):
    return sum_over(N, lambda i: (X.column(i).T @ H @ X.column(i)) ** power)


FUNCTIONS = [
    ("E[e^(a'x)]", E(exp(a.T @ x)), tilt),
    ("E[x e^(a'x)]", E(exp(a.T @ x) * x), tilt * (Lambda @ a)),
    ("E[xx' e^(a'x)]", E(exp(a.T @ x) * x @ x.T), tilt * (Lambda + Lambda @ a @ a.T @ Lambda)),
    (
        "E[x'Ax e^(a'x)]",
        E(exp(a.T @ x) * (x.T @ A @ x)),
        tilt * (trace(A @ Lambda) + a.T @ Lambda @ A @ Lambda @ a),
    ),
    ("E[e^(-x'x/2)]", E(exp(-x.T @ x / 2)), det(I + Lambda) ** Fraction(-1, 2)),
    ("E[e^(-s'Qs/2)]", E(exp(-s.T @ Q @ s / 2)), det(I + Small @ Q) ** Fraction(-1, 2)),
    (
        "E[xx' e^(-x'x/2)]",
        E(exp(-x.T @ x / 2) * x @ x.T),
        det(I + Lambda) ** Fraction(-1, 2) * inverse(I + inverse(Lambda)),
    ),
    (
        "E[e^(a'x - x'x/2)]",
        E(exp(a.T @ x - x.T @ x / 2)),
        det(I + Lambda) ** Fraction(-1, 2) * exp(a.T @ inverse(I + inverse(Lambda)) @ a / 2),
    ),
    ("E[(a'z)^2 e^(a'z)]", E((a.T @ z) ** 2 * exp(a.T @ z)), ((a.T @ a) + (a.T @ a) ** 2) * exp(a.T @ a / 2)),
    ("E[e^(2a'x)]", E(exp(2 * a.T @ x)), exp(2 * al)),
    ("Var e^(a'x), as two exponentials", E((exp(a.T @ x) - tilt) ** 2), exp(2 * al) - exp(al)),
    ("E[|b'x|]", E(absolute(b.T @ x)), square_root(2 * bb / pi)),
    ("E[|b'x|^3]", E(absolute(b.T @ x) ** 3), 2 * bb * square_root(2 * bb / pi)),
    ("E[|a'x| |b'x|]", E(absolute(a.T @ x) * absolute(b.T @ x)), 2 / pi * (minors + ab * arcsin(rho))),
    ("E[1(a'x > 0)]", E(indicator(a.T @ x)), Fraction(1, 2) + 0 * d),
    ("E[1(a'x > 0) x]", E(indicator(a.T @ x) * x), Lambda @ a / square_root(2 * pi * al)),
    ("E[1(a'x > 0) xx']", E(indicator(a.T @ x) * x @ x.T), Lambda / 2),
    (
        "E[1(a'x > 0) 1(b'x > 0)] (Sheppard)",
        E(indicator(a.T @ x) * indicator(b.T @ x)),
        Fraction(1, 4) + arcsin(rho) / (2 * pi),
    ),
    ("E[sign(a'x) sign(b'x)] (Grothendieck)", E(sign(a.T @ x) * sign(b.T @ x)), 2 / pi * arcsin(rho)),
    ("E[sign(a'x) x]", E(sign(a.T @ x) * x), square_root(2 / (pi * al)) * Lambda @ a),
    ("E[relu(a'x)]", E(relu(a.T @ x)), square_root(al / (2 * pi))),
    ("E[relu(a'x)^2]", E(relu(a.T @ x) ** 2), al / 2),
    ("E[relu(a'x) x]", E(relu(a.T @ x) * x), Lambda @ a / 2),
    (
        "E[relu(a'x) relu(b'x)] (arc-cosine kernel)",
        E(relu(a.T @ x) * relu(b.T @ x)),
        (minors + (pi - arccos(rho)) * ab) / (2 * pi),
    ),
    ("E[relu(a'x) 1(b'x > 0)]", E(relu(a.T @ x) * indicator(b.T @ x)), None),
    ("E[|a'x| xx']", E(absolute(a.T @ x) * x @ x.T), None),
    ("E[sign(b'x) e^(a'x)]", E(sign(b.T @ x) * exp(a.T @ x)), tilt * erf(ab / square_root(2 * bb))),
    ("E[relu(a'x) x'Ax]", E(relu(a.T @ x) * (x.T @ A @ x)), None),
    ("E[relu(a'x)^3]", E(relu(a.T @ x) ** 3), al * square_root(2 * al / pi)),
]
GRAM = [
    ("E[W^-1] (inverse Wishart)", E(H), inverse(Lambda) / free),
    ("E[tr(W) W^-1] (Haff)", E(trace(W) * H), (N * trace(Lambda) * inverse(Lambda) - 2 * I) / free),
    (
        "E[W^-2]",
        E(H @ H),
        ((N - d) * inverse(Lambda) ** 2 - inverse(Lambda) ** 2 + trace(inverse(Lambda)) * inverse(Lambda))
        / ((N - d) * free * (N - d - 3)),
    ),
    ("E[W^-1 A W]", E(H @ A @ W), None),
    ("E[W A W^-1 W]", E(W @ A @ H @ W), N * Lambda @ A),
    ("E[tr(AW) tr(W^-1)]", E(trace(A @ W) * trace(H)), None),
    ("E[W^-1 A W A' W^-1]", E(H @ A @ W @ A.T @ H), None),
    ("E[(a'W^-1 a)^2]", E((a.T @ H @ a) ** 2), (a.T @ inverse(Lambda) @ a) ** 2 / (free * (N - d - 3))),
    ("E[det W]", E(det(W)), factorial(N) / factorial(N - d) * det(Lambda)),
    ("E[1/det W]", E(1 / det(W)), factorial(N - d - 2) / factorial(N - 2) / det(Lambda)),
    ("E[log det W]", E(log_det(W)), log_det(Lambda) + d * log(2) + digamma(N / 2, d)),
    ("E[sum_i h_i] (leverages)", E(leverage(1)), d + 0 * N),
    ("E[sum_i h_i^2]", E(leverage(2)), d * (d + 2) / (N + 2)),
    ("E[tr(W)^2 W^-1]", E(trace(W) ** 2 * H), None),
    ("E[sum_i |x_i|^2 tr(W^-1)]", E(sum_over(N, lambda i: norm_squared(X.column(i))) * trace(H)), None),
]

T, P, o = symmetric("T", N), positive_definite("P", N), vector("o", N)
e, projection = gaussian("e", covariance=P), X.T @ H @ X
scatter = X.covariance - X.average @ X.average.T
GRAM += [
    ("E[tr(T X'W^-1 X)], a projection", E(trace(T @ projection)), d * trace(T) / N),
    (
        "E[(o'X'W^-1 Xo)^2] (Beta)",
        E((o.T @ projection @ o) ** 2),
        d * (d + 2) / (N * (N + 2)) * (o.T @ o) ** 2,
    ),
    (
        "E[|W^-1 Xe|^2], correlated noise",
        E(norm_squared(H @ X @ e)),
        trace(inverse(Lambda)) * trace(P) / (N * free),
    ),
    ("E[|e - X'W^-1 Xe|^2], residuals", E(norm_squared(e - projection @ e)), (1 - d / N) * trace(P)),
    ("E[(S - mm')^-1], m the average", E(inverse(scatter)), N * inverse(Lambda) / (free - 1)),
    ("E[m'(S - mm')^-1 m] (Hotelling)", E(X.average.T @ inverse(scatter) @ X.average), d / (free - 1)),
]


def narayana(k):
    return sum((Fraction(comb(k, j) * comb(k, j - 1), k) * r ** (k - j) for j in range(1, k + 1)), 0 * r)


LARGE = [
    (f"tr(S^{k}) / d at large d (Marchenko-Pastur)", E(trace(white**k) / d), narayana(k)) for k in range(1, 7)
] + [
    ("tr(S^-1) / d at large d", E(trace(inverse(white)) / d), 1 / (1 - r)),
    ("tr(S^-2) / d at large d", E(trace(inverse(white) ** 2) / d), 1 / (1 - r) ** 3),
    ("(tr S / d)^2 at large d", E(trace(white) ** 2 / d**2), 1 + 0 * r),
    ("Var tr S at large d", E((trace(white) - d) ** 2), 2 * r),
    ("Var tr S^2 at large d", E((trace(white**2) - d - d * (d + 1) / N) ** 2), 8 * r + 20 * r**2 + 8 * r**3),
]
