"""One line a moment: a name, what is averaged, and (where a book prints it) the printed right side.

Three routes must agree on each: words (`normal`), entries (`entrywise`), and Gauss-Hermite quadrature.
"""

from fractions import Fraction

from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    sum_over,
    symmetric,
    trace,
    vector,
)

d, N = dimension("d"), dimension("N")
Lambda, Psi = positive_definite("Lambda", d), positive_definite("Psi", d)
A, B, C = (matrix(n, d) for n in "ABC")
Q = symmetric("Q", d)
a, b, m = (vector(n, d) for n in "abm")
I = identity(d)
x, y, z = gaussian("x", covariance=Lambda), gaussian("y", covariance=Psi), gaussian("z", covariance=I)
g = gaussian("g", covariance=Lambda, mean=m)
X, Z = samples("X", covariance=Lambda, count=N), samples("Z", covariance=I, count=N)
G = samples("G", covariance=Lambda, count=N, mean=m)
e = samples("e", covariance=identity(1), count=N)
W, V, S = X.gram, Z.gram, X.covariance
half = Fraction(1, 2)

# (name, tree, printed or None); small=True keeps d = N = 2, since the entry-wise route is exponential.
MOMENTS = [
    ("E[xx']", E(x @ x.T), Lambda),
    ("E[zz']", E(z @ z.T), I),
    ("E[x]", E(x), 0 * a),
    ("E[g]", E(g), m),
    ("E[gg'] (Matrix Cookbook)", E(g @ g.T), Lambda + m @ m.T),
    ("E[Ag]", E(A @ g), A @ m),
    ("E[x'Ax] (Matrix Cookbook)", E(x.T @ A @ x), trace(A @ Lambda)),
    ("E[g'Ag] (Matrix Cookbook)", E(g.T @ A @ g), trace(A @ Lambda) + m.T @ A @ m),
    ("E[(x-m)'..] centred", E((g - m) @ (g - m).T), Lambda),
    ("E[xx'Axx'] (D.2)", E(x @ x.T @ A @ x @ x.T), Lambda @ (A + A.T) @ Lambda + trace(A @ Lambda) * Lambda),
    ("E[x x'x x']", E(x @ x.T @ x @ x.T), 2 * Lambda @ Lambda + trace(Lambda) * Lambda),
    ("E[gg'gg'] quartic with mean", E(g @ g.T @ g @ g.T), None),
    (
        "E[x'Ax x'Bx] (Matrix Cookbook)",
        E((x.T @ A @ x) * (x.T @ B @ x)),
        trace(A @ Lambda) * trace(B @ Lambda) + trace(A @ Lambda @ (B + B.T) @ Lambda),
    ),
    ("E[g'Ag g'Bg]", E((g.T @ A @ g) * (g.T @ B @ g)), None),
    ("E[(x'Ax)^3]", E((x.T @ A @ x) ** 3), None),
    (
        "E[(x'Qx)^3]",
        E((x.T @ Q @ x) ** 3),
        trace(Q @ Lambda) ** 3
        + 6 * trace(Q @ Lambda) * trace(Q @ Lambda @ Q @ Lambda)
        + 8 * trace(Q @ Lambda @ Q @ Lambda @ Q @ Lambda),
    ),
    ("E[x'Ax x'Bx x'Cx]", E((x.T @ A @ x) * (x.T @ B @ x) * (x.T @ C @ x)), None),
    ("E[(z'z)^2]", E((z.T @ z) ** 2), d**2 + 2 * d),
    ("E[(z'z)^3]", E((z.T @ z) ** 3), d * (d + 2) * (d + 4)),
    ("E[(z'z)^4]", E((z.T @ z) ** 4), d * (d + 2) * (d + 4) * (d + 6)),
    ("E[(a'x)^2]", E((a.T @ x) ** 2), a.T @ Lambda @ a),
    ("E[(a'x)^4]", E((a.T @ x) ** 4), 3 * (a.T @ Lambda @ a) ** 2),
    ("E[(a'x)^6]", E((a.T @ x) ** 6), 15 * (a.T @ Lambda @ a) ** 3),
    ("E[(a'x)^3(b'x)]", E((a.T @ x) ** 3 * (b.T @ x)), 3 * (a.T @ Lambda @ a) * (a.T @ Lambda @ b)),
    ("E[(a'x)^3] odd", E((a.T @ x) ** 3), 0 * (a.T @ b)),
    ("E[(a'g)^3] (Matrix Cookbook)", E((a.T @ g) ** 3), (a.T @ m) ** 3 + 3 * (a.T @ m) * (a.T @ Lambda @ a)),
    ("E[Agg'b] ", E(A @ g @ g.T @ b), A @ (Lambda + m @ m.T) @ b),
    ("E[x a'x x']", E(x @ a.T @ x @ x.T), 0 * A),
    ("E[g a'g g'] cubic", E(g @ a.T @ g @ g.T), None),
    ("E[x'y y'x]", E(x.T @ y @ y.T @ x), trace(Lambda @ Psi)),
    ("E[(x'y)^4]", E((x.T @ y) ** 4), 3 * trace(Lambda @ Psi) ** 2 + 6 * trace(Lambda @ Psi @ Lambda @ Psi)),
    ("E[x'Ay y'Bx]", E(x.T @ A @ y @ y.T @ B @ x), trace(A @ Psi @ B @ Lambda)),
    ("E[xy'Ayx']", E(x @ y.T @ A @ y @ x.T), trace(A @ Psi) * Lambda),
    ("E[|x|^2 xx']", E(norm_squared(x) * (x @ x.T)), trace(Lambda) * Lambda + 2 * Lambda @ Lambda),
    (
        "E[(Ag+a)(Bg+b)'] (Matrix Cookbook)",
        E((A @ g + a) @ (B @ g + b).T),
        A @ Lambda @ B.T + (A @ m + a) @ (B @ m + b).T,
    ),
    (
        "E[(Ag+a)'(Bg+b)] (Matrix Cookbook)",
        E((A @ g + a).T @ (B @ g + b)),
        trace(A @ Lambda @ B.T) + (A @ m + a).T @ (B @ m + b),
    ),
    ("E[gg'g] (Matrix Cookbook)", E(g @ g.T @ g), 2 * Lambda @ m + (trace(Lambda) + m.T @ m) * m),
    (
        "E[g'Ag g'] (Matrix Cookbook)",
        E((g.T @ A @ g) * g.T),
        (trace(A @ Lambda) + m.T @ A @ m) * m.T + m.T @ (A + A.T) @ Lambda,
    ),
    (
        "E[Ag g'Bg] (Matrix Cookbook)",
        E(A @ g @ g.T @ B @ g),
        A @ Lambda @ (B + B.T) @ m + (trace(B @ Lambda) + m.T @ B @ m) * (A @ m),
    ),
    ("conditional E[x'y y'x | y]", E(E(x.T @ y @ y.T @ x, x)), trace(Lambda @ Psi)),
    ("E[W]", E(W), N * Lambda),
    ("E[W^2]", E(W @ W), N * (N + 1) * Lambda @ Lambda + N * trace(Lambda) * Lambda),
    (
        "E[W^3] (Wishart)",
        E(W**3),
        (N**3 + 3 * N**2 + 4 * N) * Lambda**3
        + (2 * N**2 + 2 * N) * trace(Lambda) * Lambda**2
        + (N**2 + N) * trace(Lambda**2) * Lambda
        + N * trace(Lambda) ** 2 * Lambda,
    ),
    ("E[tr(W)W]", E(trace(W) * W), N**2 * trace(Lambda) * Lambda + 2 * N * Lambda**2),
    (
        "E[tr(W^2)W] (Wishart)",
        E(trace(W @ W) * W),
        4 * (N**2 + N) * Lambda**3
        + 4 * N * trace(Lambda) * Lambda**2
        + (N**3 + N**2) * trace(Lambda**2) * Lambda
        + N**2 * trace(Lambda) ** 2 * Lambda,
    ),
    (
        "E[tr(W)^2 W]",
        E(trace(W) ** 2 * W),
        N**3 * trace(Lambda) ** 2 * Lambda
        + 2 * N**2 * trace(Lambda**2) * Lambda
        + 4 * N**2 * trace(Lambda) * Lambda**2
        + 8 * N * Lambda**3,
    ),
    ("E[tr(W)^2]", E(trace(W) ** 2), N**2 * trace(Lambda) ** 2 + 2 * N * trace(Lambda**2)),
    ("E[tr(W^2)]", E(trace(W @ W)), (N**2 + N) * trace(Lambda**2) + N * trace(Lambda) ** 2),
    (
        "E[WAW]",
        E(W @ A @ W),
        N**2 * Lambda @ A @ Lambda + N * Lambda @ A.T @ Lambda + N * trace(A @ Lambda) * Lambda,
    ),
    ("E[V^2] identity", E(V @ V), (N**2 + N + N * d) * I),
    ("E[V^3] identity", E(V**3), (N**3 + 3 * N**2 + 4 * N + 3 * N * d + 3 * N**2 * d + N * d**2) * I),
    ("E[SAS]", E(S @ A @ S), None),
    ("E[S^2] = Gamma Lambda", E(S @ S), (1 + 1 / N) * Lambda @ Lambda + (trace(Lambda) / N) * Lambda),
    ("E[S a a' S]", E(S @ a @ a.T @ S), None),
    ("E[tr(SASB)]", E(trace(S @ A @ S @ B)), None),
    ("E[a'Sa b'Sb]", E((a.T @ S @ a) * (b.T @ S @ b)), None),
    ("E[(a'Va)^2]", E((a.T @ V @ a) ** 2), N * (N + 2) * norm_squared(a) ** 2),
    ("E[S y y' S]", E(S @ y @ y.T @ S), None),
    ("E[(tr SA)^2]", E(trace(S @ A) ** 2), None),
    ("E[W C W A W] small", E(trace(W @ C @ W @ A @ W @ B)), None),
    ("E[G G'] with mean", E(G.gram), N * Lambda + N * m @ m.T),
    ("E[(GG')^2] with mean", E(G.gram @ G.gram), None),
    ("E[avg avg']", E(G.average @ G.average.T), Lambda / N + m @ m.T),
    ("E[total]", E(G.total), N * m),
    ("E[X e'] cross Gram", E(X @ e.T @ e @ X.T), N * Lambda),
    ("E[|X e'|^4]", E(norm_squared(X @ e.T) ** 2), None),
    ("centred sample covariance", E(G.covariance - G.average @ G.average.T), (1 - 1 / N) * Lambda),
    ("sum_i x_i'Ax_i", E(sum_over(N, lambda i: X.column(i).T @ A @ X.column(i))), N * trace(A @ Lambda)),
    (
        "sum_i (x_i'Ax_i)^2",
        E(sum_over(N, lambda i: (X.column(i).T @ A @ X.column(i)) ** 2)),
        N * (trace(A @ Lambda) ** 2 + trace(A @ Lambda @ (A + A.T) @ Lambda)),
    ),
    ("(sum_i |x_i|^4)^2", E(sum_over(N, lambda i: norm_squared(Z.column(i)) ** 2) ** 2), None),
    (
        "A sum_i (x_i'a) x_i",
        E(A @ sum_over(N, lambda i: (X.column(i).T @ a) * X.column(i))),
        N * A @ Lambda @ a,
    ),
    (
        "sum_i (x_i'a) x_i b'S",
        E(sum_over(N, lambda i: (X.column(i).T @ a) * X.column(i)) @ b.T @ S),
        N * (1 + 1 / N) * Lambda @ a @ b.T @ Lambda
        + (Lambda @ b @ a.T @ Lambda - Lambda @ a @ b.T @ Lambda)
        + (a.T @ Lambda @ b) * Lambda,
    ),
    (
        "sum_i |x_i|^2 x_i x_i' times S",
        E(sum_over(N, lambda i: norm_squared(X.column(i)) * X.column(i) @ X.column(i).T) @ S),
        None,
    ),
    (
        "sum_ij (x_i'x_j)^2",
        E(sum_over(N, lambda i: sum_over(N, lambda j: (X.column(i).T @ X.column(j)) ** 2))),
        N * (N + 1) * trace(Lambda**2) + N * trace(Lambda) ** 2,
    ),
    (
        "sum_ij (x_i'x_j)^3 even part",
        E(sum_over(N, lambda i: sum_over(N, lambda j: (Z.column(i).T @ Z.column(j)) ** 4))),
        None,
    ),
    ("E[inv(Psi) S]", E(inverse(Psi) @ S), inverse(Psi) @ Lambda),
    ("E[x x'(I + Psi)^-1 x x']", E(x @ x.T @ inverse(I + Psi) @ x @ x.T), None),
]
