"""Averages that are dropped, taken in the wrong order or over the wrong law; lengths that do not follow; names."""

from fractions import Fraction

from lsa_theory import (
    Claim,
    E,
    InContextRegression,
    Inequality,
    LinearSelfAttention,
    Sign,
    Step,
    at,
    dimension,
    gaussian,
    global_minimum,
    gradient,
    identity,
    inverse,
    matrix,
    norm_squared,
    population_loss,
    positive_definite,
    prediction_risk,
    samples,
    scalar,
    sum_over,
    symmetric,
    trace,
    variance,
    vector,
    with_moments,
)
from lsa_theory.theory import setting

d, N, M, n = (dimension(name) for name in ("d", "N", "M", "n"))
A = matrix("A", d)
L, S = positive_definite("L", d), positive_definite("S", d)
T = symmetric("T", d)
a, m = vector("a", d), vector("m", d)
t = scalar("t", positive=True)
y = gaussian("y", covariance=L)
x = gaussian("x", covariance=S, mean=y)
g = gaussian("g", covariance=L, mean=m)
V = samples("v", covariance=L, count=n)
z = gaussian("z", covariance=V.gram / n)
X = samples("X", covariance=L, count=N)
W = X.gram
C = X.covariance
w = gaussian("w", covariance=identity(d))
short = gaussian("h", covariance=(4 - d) * identity(d))
bounded = gaussian("k", covariance=1000 - t)
impossible = with_moments("o", covariance=identity(1), central={4: lambda p, q, r, v: -1 * p * q * r * v})
loss = population_loss(LinearSelfAttention(), InContextRegression(noise=t))
G = (1 + 1 / setting.N) * setting.Lambda + trace(setting.Lambda) / setting.N * identity(setting.d)

FALSE = {
    "the mean of a random mean is dropped": Claim(E(x @ x.T), S + y @ y.T),
    "two averages, one dropped": Claim(E(E(x @ x.T, x), y), S + y @ y.T),
    "a random mean is ignored": Claim(E(x @ x.T), S),
    "a random mean counts twice": Claim(E(x @ x.T), S + 2 * L),
    "the variance given the mean": Claim(variance(a.T @ x), a.T @ S @ a),
    "the variance of the mean": Claim(variance(a.T @ x), a.T @ L @ a),
    "a random covariance as its mean": Claim(E((a.T @ z) ** 4), 3 * (a.T @ L @ a) ** 2),
    "a random covariance, one degree off": Claim(E((a.T @ z) ** 4), (3 + 6 / (n + 1)) * (a.T @ L @ a) ** 2),
    "a conditional mean is the mean": Claim(E(x @ y.T, x), L),
    "an average over nothing": Claim(E(a.T @ x, x), 0 * (a.T @ y)),
    "a mean is forgotten": Claim(E(g.T @ A @ g), trace(A @ L)),
    "a mean is squared wrongly": Claim(E(g @ g.T), L + (m.T @ m) * identity(d)),
    "samples share their noise": Claim(E(X.average @ X.average.T), L),
    "N for N squared": Claim(E(W @ W), N**2 * L @ L + N * trace(L) * L),
    "independent columns taken as one": Claim(E(trace(W) ** 2), N * (trace(L) ** 2 + 2 * trace(L @ L))),
    "a product of means": Claim(E(C @ C), E(C) @ E(C)),
    "the inverse of a mean": Claim(E(inverse(W)), inverse(E(W))),
    "the inverse, without the dimension": Claim(E(inverse(W)), inverse(L) / (N - 1)),
    "the inverse, the right order only": Claim(
        E(inverse(W) @ inverse(W)), inverse(L) ** 2 / (N - d - 1) ** 2
    ),
    "a length that does not follow": Claim(at(E(C @ C), {N: 2 * N}), E(C @ C)),
    "a length that follows halfway": Claim(
        at(E(C @ C), {N: N + 1}), (1 + 1 / (N + 1)) * L @ L + trace(L) / N * L
    ),
    "a length that is a number": Claim(at(E(C @ C), {N: 7}), (1 + Fraction(1, 7)) * L @ L + trace(L) / 8 * L),
    "a sum over too few": Claim(sum_over(N, lambda i: X.column(i) @ X.column(i).T), W * (1 - 1 / N)),
    "an average over the wrong length": Claim(E(sum_over(N, lambda i: X.column(i) @ X.column(i).T)), M * L),
    "a gradient through a law, halved": Claim(gradient(E((y.T @ A @ y) ** 2), L), E(y.T @ A @ y) * A),
    "a gradient of an average, transposed": Claim(gradient(E(w.T @ A @ A @ w), A), 2 * A),
    "a bound from a law that need not exist": Inequality(1000, t, proof=[Step(t, (1, Sign(E(bounded**2))))]),
    "a bound from a law of small dimensions": Inequality(
        4 * d, d**2, proof=[Step(d**2, (1, Sign(E(short.T @ short))))]
    ),
    "a bound from an indefinite covariance": Inequality(
        trace(T) + 1000 * d,
        0,
        proof=[Step(0, (1, Sign(E(norm_squared(gaussian("q", covariance=T + 1000 * identity(d)))))))],
    ),
    "a bound from moments that no law has": Inequality(-1, 0, proof=[Step(0, (1, Sign(E(impossible**4))))]),
    "a risk without its noise": Claim(
        prediction_risk(global_minimum(loss)),
        prediction_risk(
            global_minimum(population_loss(LinearSelfAttention(), InContextRegression()))
        ).as_expression(),
    ),
    "a loss with half the noise": Claim(
        loss,
        at(loss.as_expression(), {t: t / 2}),
    ),
    "a minimum that forgets the noise": Claim(global_minimum(loss).product, inverse(G)),
}
