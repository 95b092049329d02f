"""Published closed forms: moments, gradients, identities and bounds, each with where it is printed."""

from fractions import Fraction

from lsa_theory import (
    Box,
    CauchySchwarz,
    Claim,
    E,
    Frobenius,
    Inequality,
    NormOfTrace,
    Sign,
    Step,
    Submultiplicative,
    at,
    covariance,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    norm_squared,
    operator_norm,
    positive_definite,
    samples,
    scalar,
    square_root,
    sum_over,
    symmetric,
    trace,
    variance,
    vector,
    zero,
)

d, N, M, k = (dimension(name) for name in ("d", "N", "M", "k"))
A, B, C, D = (matrix(name, d) for name in "ABCD")
L, P = positive_definite("L", d), positive_definite("P", d)
S, T = symmetric("S", d), symmetric("T", d)
R = matrix("R", d, k)
a, b, c, m = (vector(name, d) for name in ("a", "b", "c", "m"))
s, t = scalar("s", positive=True), scalar("t")
I = identity(d)
x = gaussian("x", covariance=L)
y = gaussian("y", covariance=L)
g = gaussian("g", covariance=L, mean=m)
z = gaussian("z", covariance=I)
w = gaussian("w", covariance=I)
X = samples("x", covariance=L, count=N)
Z = samples("z", covariance=I, count=N)
V = samples("v", covariance=L, count=M)
W = X.gram
G = (1 + 1 / N) * L + trace(L) / N * I
Y = matrix("Y", d)
HALF = Fraction(1, 2)
COOKBOOK = "Petersen & Pedersen, The Matrix Cookbook"
WISHART = "moments of the Wishart law, von Rosen 1988"

TRUE = {
    # Gaussian quadratic forms
    "mean of a form": Claim(E(g.T @ A @ g), trace(A @ L) + m.T @ A @ m, source=COOKBOOK),
    "second moment": Claim(E(g @ g.T), L + m @ m.T, source=COOKBOOK),
    "variance of a form": Claim(
        variance(g.T @ S @ g), 2 * trace(S @ L @ S @ L) + 4 * m.T @ S @ L @ S @ m, source=COOKBOOK
    ),
    "covariance of two forms": Claim(
        covariance(x.T @ S @ x, x.T @ T @ x), 2 * trace(S @ L @ T @ L), source=COOKBOOK
    ),
    "variance of a general form": Claim(
        variance(x.T @ A @ x), trace(A @ L @ (A + A.T) @ L), source="quadratic forms of Gaussians"
    ),
    "product of two forms": Claim(
        E((x.T @ A @ x) * (x.T @ B @ x)),
        trace(A @ L) * trace(B @ L) + trace(A @ L @ (B + B.T) @ L),
        source=COOKBOOK,
    ),
    "product of three forms": Claim(
        E((z.T @ S @ z) ** 3),
        trace(S) ** 3 + 6 * trace(S) * trace(S @ S) + 8 * trace(S @ S @ S),
        source="cumulants of quadratic forms",
    ),
    "product of four forms": Claim(
        E((z.T @ S @ z) ** 4),
        trace(S) ** 4
        + 12 * trace(S) ** 2 * trace(S**2)
        + 12 * trace(S**2) ** 2
        + 32 * trace(S) * trace(S**3)
        + 48 * trace(S**4),
        source="cumulants of quadratic forms",
    ),
    "cubic form": Claim(
        E(g @ g.T @ A @ g), L @ (A + A.T) @ m + trace(A @ L) * m + (m.T @ A @ m) * m, source=COOKBOOK
    ),
    "fourth moment matrix": Claim(
        E(x @ x.T @ A @ x @ x.T), L @ (A + A.T) @ L + trace(A @ L) * L, source="Lemma D.2"
    ),
    "sixth moment of a form": Claim(
        E(x @ x.T @ S @ x @ x.T @ S @ x @ x.T),
        8 * L @ S @ L @ S @ L
        + 4 * trace(S @ L) * L @ S @ L
        + (trace(S @ L) ** 2 + 2 * trace(S @ L @ S @ L)) * L,
        source="Isserlis 1918",
    ),
    "bilinear form squared": Claim(E((x.T @ A @ w) ** 2), trace(A @ A.T @ L), source="folklore"),
    "bilinear form to the fourth": Claim(
        E((x.T @ A @ w) ** 4),
        3 * trace(A @ A.T @ L) ** 2 + 6 * trace(A @ A.T @ L @ A @ A.T @ L),
        source="folklore",
    ),
    "norm to the fourth": Claim(E((x.T @ x) ** 2), trace(L) ** 2 + 2 * trace(L @ L), source="folklore"),
    "linear times form": Claim(
        E((a.T @ g) * (g.T @ S @ g)),
        2 * a.T @ L @ S @ m + (a.T @ m) * (trace(S @ L) + m.T @ S @ m),
        source=COOKBOOK,
    ),
    "inner product of two": Claim(E((x.T @ y) ** 2), trace(L @ L), source="folklore"),
    "product of linear forms": Claim(
        E((a.T @ x) * (b.T @ x) * (c.T @ x) * (a.T @ x)),
        2 * (a.T @ L @ b) * (a.T @ L @ c) + (a.T @ L @ a) * (b.T @ L @ c),
        source="Isserlis 1918",
    ),
    # Wishart
    "Wishart mean": Claim(E(W), N * L, source=WISHART),
    "Wishart second moment": Claim(E(W @ W), N * (N + 1) * L @ L + N * trace(L) * L, source=WISHART),
    "Wishart sandwich": Claim(
        E(W @ A @ W), N**2 * L @ A @ L + N * L @ A.T @ L + N * trace(A @ L) * L, source=WISHART
    ),
    "Wishart trace squared": Claim(
        E(trace(W) ** 2), N**2 * trace(L) ** 2 + 2 * N * trace(L @ L), source=WISHART
    ),
    "Wishart variance of an entry": Claim(
        variance(a.T @ W @ b), N * ((a.T @ L @ b) ** 2 + (a.T @ L @ a) * (b.T @ L @ b)), source=WISHART
    ),
    "Wishart third moment": Claim(
        E(Z.gram @ Z.gram @ Z.gram),
        N * (N**2 + 3 * N + 4 + 3 * (N + 1) * d + d**2) * I,
        source=WISHART,
    ),
    "trace of the square": Claim(E(trace(Z.gram @ Z.gram)), N * d * (N + d + 1), source=WISHART),
    "sample covariance squared": Claim(
        E(X.covariance @ X.covariance), G @ L, source="moment.second-of-covariance"
    ),
    "centred scatter": Claim(E(X.gram - N * X.average @ X.average.T), (N - 1) * L, source="folklore"),
    "unbiased covariance of entries": Claim(
        covariance(
            a.T @ ((X.gram - N * X.average @ X.average.T) / (N - 1)) @ a,
            b.T @ ((X.gram - N * X.average @ X.average.T) / (N - 1)) @ b,
        ),
        2 * (a.T @ L @ b) ** 2 / (N - 1),
        source="stats exchange 169151",
    ),
    "average": Claim(E(X.average @ X.average.T), L / N, source="folklore"),
    "mean of two scatter matrices": Claim(E(W @ V.gram), N * M * L @ L, source="folklore"),
    "inverse Wishart mean": Claim(E(inverse(W)), inverse(L) / (N - d - 1), source=WISHART),
    "inverse Wishart second moment": Claim(
        E(inverse(W) @ inverse(W)),
        ((N - d - 1) * inverse(L) ** 2 + trace(inverse(L)) * inverse(L))
        / ((N - d) * (N - d - 1) * (N - d - 3)),
        source=WISHART,
    ),
    "inverse times matrix": Claim(E(inverse(W) @ W), I, source="folklore"),
    # Sums over samples
    "sum of norms": Claim(
        E(sum_over(N, lambda i: (X.column(i).T @ X.column(i)) ** 2)),
        N * (trace(L) ** 2 + 2 * trace(L @ L)),
        source="folklore",
    ),
    "weighted gram": Claim(
        E(sum_over(N, lambda i: (X.column(i).T @ A @ X.column(i)) * (X.column(i) @ X.column(i).T))),
        N * (L @ (A + A.T) @ L + trace(A @ L) * L),
        source="folklore",
    ),
    "label times covariate": Claim(
        E(w.T @ X.covariance @ A @ X.covariance @ w),
        E(trace(X.covariance @ A @ X.covariance)),
        source="folklore",
    ),
    "one gradient step": Claim(
        E(norm_squared(w - t * X.covariance @ w)),
        d - 2 * t * trace(L) + t**2 * trace(G @ L),
        source="one step of gradient descent",
    ),
    "reduced loss": Claim(
        E((w.T @ X.covariance @ A @ y - w.T @ y) ** 2),
        trace(G @ L @ A @ L @ A.T) - 2 * trace(L @ L @ A.T) + trace(L),
        source="Zhang, Frei & Bartlett 2024, A.1",
    ),
    "label noise": Claim(
        E((w.T @ X.covariance @ A @ y - w.T @ y) ** 2) + s * E((y.T @ A.T @ X.covariance @ A @ y) / N),
        trace((G + s / N * I) @ L @ A @ L @ A.T) - 2 * trace(L @ L @ A.T) + trace(L),
        source="loss with noise in the labels",
    ),
    # Gradients
    "gradient of a trace": Claim(gradient(trace(Y @ A), Y), A.T, source=COOKBOOK),
    "gradient of a quadratic": Claim(gradient(trace(Y.T @ A @ Y), Y), (A + A.T) @ Y, source=COOKBOOK),
    "gradient of a sandwich": Claim(
        gradient(trace(Y @ B @ Y.T @ A), Y), A @ Y @ B + A.T @ Y @ B.T, source=COOKBOOK
    ),
    "gradient of a square": Claim(gradient(trace(Y @ Y @ B), Y), (Y @ B + B @ Y).T, source=COOKBOOK),
    "gradient of a cube": Claim(gradient(trace(Y**3), Y), 3 * (Y.T) ** 2, source=COOKBOOK),
    "gradient of a norm": Claim(gradient(norm_squared(A @ Y - B), Y), 2 * A.T @ (A @ Y - B), source=COOKBOOK),
    "gradient in a vector": Claim(gradient(a.T @ A @ a + b.T @ a, a), (A + A.T) @ a + b, source=COOKBOOK),
    "gradient in a symmetric matrix": Claim(gradient(trace(S @ A), S), HALF * (A + A.T), source=COOKBOOK),
    "gradient of the trace of an inverse": Claim(
        gradient(trace(inverse(Y) @ A), Y), -(inverse(Y) @ A @ inverse(Y)).T, source=COOKBOOK
    ),
    "gradient of an inverse form": Claim(
        gradient(a.T @ inverse(Y) @ b, Y), -(inverse(Y).T @ a @ b.T @ inverse(Y).T), source=COOKBOOK
    ),
    "gradient of a resolvent": Claim(
        gradient(a.T @ inverse(P + L) @ a, L), -inverse(P + L) @ a @ a.T @ inverse(P + L), source=COOKBOOK
    ),
    "gradient of a ridge trace": Claim(
        gradient(trace(inverse(L + s * I)), L), -(inverse(L + s * I) ** 2), source=COOKBOOK
    ),
    "gradient of a Rayleigh quotient": Claim(
        gradient(a.T @ S @ a / (a.T @ a), a),
        2 * (S @ a) / (a.T @ a) - 2 * ((a.T @ S @ a) / (a.T @ a) ** 2) * a,
        source=COOKBOOK,
    ),
    "gradient of an expectation": Claim(
        gradient(E((x.T @ Y @ x) ** 2), Y), 2 * trace(Y @ L) * L + 2 * L @ (Y + Y.T) @ L, source="folklore"
    ),
    # Identities of matrices
    "push-through": Claim(A @ inverse(I + B @ A), inverse(I + A @ B) @ A, source=COOKBOOK),
    "Woodbury": Claim(
        inverse(L + A @ P @ A.T),
        inverse(L) - inverse(L) @ A @ inverse(inverse(P) + A.T @ inverse(L) @ A) @ A.T @ inverse(L),
        source=COOKBOOK,
    ),
    "parallel sum": Claim(A @ inverse(A + B) @ B, inverse(inverse(A) + inverse(B)), source=COOKBOOK),
    "parallel sum commutes": Claim(A @ inverse(A + B) @ B, B @ inverse(A + B) @ A, source=COOKBOOK),
    "resolvent identity": Claim(
        inverse(A) - inverse(B), inverse(A) @ (B - A) @ inverse(B), source="folklore"
    ),
    "inverse of I + A": Claim(inverse(I + inverse(A)), A @ inverse(A + I), source=COOKBOOK),
    "ridge as shrinkage": Claim(
        inverse(L + s * I) @ L, I - s * inverse(L + s * I), source="ridge regression"
    ),
    "ridge resolvents commute": Claim(
        inverse(L + s * I) @ L**2, L**2 @ inverse(L + s * I), source="ridge regression"
    ),
    "dual form of ridge": Claim(
        R @ inverse(R.T @ R + s * identity(k)), inverse(R @ R.T + s * I) @ R, source="ridge regression"
    ),
    "Hua's identity": Claim(A - inverse(inverse(A) + inverse(inverse(B) - A)), A @ B @ A, source="Hua 1949"),
    "inverse of a product": Claim(inverse(A @ B), inverse(B) @ inverse(A), source="folklore"),
    "commutators of traces": Claim(trace(A @ B - B @ A), zero(1), source="folklore"),
    "Jacobi": Claim(
        (A @ (B @ C - C @ B) - (B @ C - C @ B) @ A)
        + (B @ (C @ A - A @ C) - (C @ A - A @ C) @ B)
        + (C @ (A @ B - B @ A) - (A @ B - B @ A) @ C),
        zero(d, d),
        source="Jacobi",
    ),
    "polarisation": Claim(4 * trace(A.T @ B), norm_squared(A + B) - norm_squared(A - B), source="folklore"),
    "Frobenius norm scales": Claim(
        square_root(norm_squared(s * A)), s * square_root(norm_squared(A)), source="folklore"
    ),
    "root of a square": Claim(square_root(L @ L), L, source="folklore"),
    "square of a root": Claim(square_root(L) @ square_root(L), L, source="folklore"),
    "root of an inverse": Claim(inverse(square_root(L)), L**-HALF, source="folklore"),
    "whitening": Claim(L**-HALF @ L @ L**-HALF, I, source="folklore"),
    "Gamma and its inverse": Claim(
        inverse(G) @ (L + (L + trace(L) * I) / N), I, source="Zhang, Frei & Bartlett 2024"
    ),
    "minimum at Gamma^-1": Claim(
        at(HALF * trace(G @ L @ Y @ L @ Y.T) - trace(L @ L @ Y.T), {Y: inverse(G)}),
        -HALF * trace(L @ L @ inverse(G)),
        source="Zhang, Frei & Bartlett 2024, Lemma 5.2",
    ),
    "completed square": Claim(
        HALF * trace(G @ L @ Y @ L @ Y.T) - trace(L @ L @ Y.T) + HALF * trace(L @ L @ inverse(G)),
        HALF * norm_squared(square_root(G) @ (square_root(L) @ Y @ square_root(L) - L @ inverse(G))),
        source="Zhang, Frei & Bartlett 2024",
    ),
    # Bounds
    "Cauchy-Schwarz": Inequality(
        square_root(norm_squared(A)) * square_root(norm_squared(B)),
        trace(A.T @ B),
        proof=[Step(trace(A.T @ B), CauchySchwarz(A, B))],
        source="Cauchy",
    ),
    "trace of a square": Inequality(
        norm_squared(A),
        trace(A @ A),
        proof=[Step(trace(A @ A), (HALF, Sign(norm_squared(A - A.T))))],
        source="Schur",
    ),
    "dimension times trace": Inequality(
        d * norm_squared(A),
        trace(A) ** 2,
        proof=[Step(trace(A) ** 2, (d, Sign(norm_squared(A - trace(A) / d * I))))],
        source="Cauchy",
    ),
    "submultiplicative": Inequality(
        norm_squared(A) * norm_squared(B),
        norm_squared(A @ B),
        proof=[Step(norm_squared(A @ B), Submultiplicative(A, B))],
        source="folklore",
    ),
    "operator norm and trace": Inequality(
        operator_norm(A) * trace(P),
        trace(A @ P),
        proof=[Step(trace(A @ P), NormOfTrace(A, P))],
        source="von Neumann",
    ),
    "Frobenius and operator norm": Inequality(
        square_root(as_d := d * 1) * operator_norm(A) if False else square_root(d) * operator_norm(A),
        square_root(norm_squared(A)),
        proof=[Step(square_root(norm_squared(A)), Frobenius(A))],
        source="folklore",
    ),
    "trace of an inverse": Inequality(
        trace(L) * trace(inverse(L)),
        d**2,
        proof=[
            Step(
                d**2,
                (1, CauchySchwarz(square_root(L), L**-HALF)),
                (d, CauchySchwarz(square_root(L), L**-HALF)),
            )
        ]
        if False
        else [
            Step(
                d * square_root(trace(L) * trace(inverse(L))),
                (square_root(trace(L) * trace(inverse(L))), CauchySchwarz(square_root(L), L**-HALF)),
            ),
            Step(d**2, (d, CauchySchwarz(square_root(L), L**-HALF))),
        ],
        source="Cauchy",
    ),
    "a parabola on a box": Inequality(
        s**2 + 1, 2 * s - 1, on=Box({s: (Fraction(1, 10), 4)}), source="school"
    ),
    "second moment dominates": Inequality(
        E((x.T @ x) ** 2),
        trace(L) ** 2,
        proof=[Step(trace(L) ** 2, (2, Sign(trace(L @ L))))],
        source="Jensen",
    ),
}
