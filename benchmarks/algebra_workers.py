"""One calculation by one tool; prints seconds, size of the result and memory as JSON. See `benchmarks.algebra`."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any


def ours(case: str) -> Callable[[], Any]:
    """The case with lsa_theory: from declarations to collected words."""
    from lsa_theory import population_loss as population_loss_of
    from lsa_theory.algebra.normal import equal, normal
    from lsa_theory.algebra.solving.equations import solve_linear
    from lsa_theory.expressions import (
        E,
        at,
        dimension,
        gaussian,
        gradient,
        identity,
        matrix,
        positive_definite,
        samples,
        scalar,
        trace,
    )
    from lsa_theory.theory import population_loss
    from lsa_theory.theory.setting import Gamma

    d, N = dimension("d"), dimension("N")
    L, A, U, u = positive_definite("Lambda", d), matrix("A", d), matrix("U", d), scalar("u")
    X = samples("x", covariance=L, count=N)
    w, q = gaussian("w", covariance=identity(d)), gaussian("x_q", covariance=L)
    predicted = u * (w.T @ X.covariance @ U @ q)
    kind, _, size = case.partition("-")
    if kind == "reduced":
        return lambda: normal(E(predicted**2))
    if kind == "fourth":
        return lambda: normal(E(predicted**4))
    if kind == "tenth":
        return lambda: normal(E(predicted**10))
    if kind == "flow":
        from lsa_theory import InContextRegression, LinearSelfAttention

        layers = LinearSelfAttention(layers=3, free=("U_11",), sign=-1)
        stacked = population_loss_of(layers, InContextRegression())
        stacked.value  # noqa: B018 - the loss is given, its flow is asked for
        return lambda: [word for rate in stacked.flow().values() for word in rate.key]
    if kind == "full":
        return lambda: normal(population_loss.loss())
    if kind == "equality":
        loss = population_loss.reduced_loss().as_expression()
        half = trace(Gamma @ L @ U @ L @ U.T) * u**2 / 2
        return lambda: [None] * equal(loss, half - u * trace(L @ L @ U.T) + trace(L) / 2)
    if kind == "minimum":
        from lsa_theory.theory.setting import B

        loss = population_loss.reduced_loss().as_expression()

        def minimise() -> Any:
            product = normal(at(loss, {U: B / u})).as_expression()
            found = solve_linear(gradient(product, B), B)
            return [None] * (equal(found.value, Gamma**-1) and found.unique)

        return minimise
    k = int(size)
    if kind == "power":
        return lambda: normal(E(X.covariance**k))
    letters = [A] * k if kind == "one" else [matrix(f"A{i}", d) for i in range(k)]

    def product_of() -> Any:
        body = X.covariance @ letters[0]
        for letter in letters[1:]:
            body = body @ X.covariance @ letter
        return normal(E(trace(body)))

    return product_of


def tensorgrad(case: str) -> Callable[[], Any]:
    """The case with tensorgrad: the same Gaussian matrices as named tensors."""
    import tensorgrad as tg
    from sympy import symbols
    from tensorgrad.extras.expectation import Expectation

    d, n = symbols("d N")
    X = tg.Variable("X", n=n, i=d)
    L = tg.Variable("L", i=d, i2=d).with_symmetries("i i2")
    over_x = (X, tg.Zero(n=n, i=d), tg.Product([L, tg.Delta(n, "n", "n2")]), {"n": "n2", "i": "i2"})
    kind, _, size = case.partition("-")

    def expected(body: Any, wrt: Any, mean: Any, covariance: Any, names: Any) -> Any:
        return Expectation(body, wrt, mean, covariance, names).full_simplify()

    if kind in ("reduced", "fourth"):
        w, q, U = tg.Variable("w", i=d), tg.Variable("q", i=d), tg.Variable("U", i=d, j=d)
        power = 2 if kind == "reduced" else 4

        def prediction() -> Any:
            parts = []
            for m in range(power):
                a, b, c, s = (f"{x}{m}" for x in "abcs")
                parts += [
                    w.rename(i=a),
                    X.rename(n=s, i=a),
                    X.rename(n=s, i=b),
                    U.rename(i=b, j=c),
                    q.rename(i=c),
                ]
            body = Expectation(tg.Product(parts), w).full_simplify()
            body = expected(body, q, tg.Zero(i=d), L, {"i": "i2"})
            return expected(body, *over_x)

        return prediction
    if kind not in ("one", "distinct"):
        raise SystemExit(3)
    k = int(size)

    def trace_of() -> Any:
        parts = []
        for m in range(k):
            A = tg.Variable("A" if kind == "one" else f"A{m}", i=d, j=d)
            a, b, c = f"p{m}", f"q{m}", f"p{(m + 1) % k}"
            parts += [X.rename(n=f"n{m}", i=a), X.rename(n=f"n{m}", i=b), A.rename(i=b, j=c)]
        return expected(tg.Product(parts), *over_x)

    return trace_of


def cadabra(case: str) -> Callable[[], Any]:
    """The reduced case with Cadabra2 and pairing rules written by hand for the sample's four legs."""
    if case != "reduced":
        raise SystemExit(3)
    import cadabra2
    from cadabra2 import Ex, distribute, substitute

    kernel = cadabra2.__cdbkernel__ if hasattr(cadabra2, "__cdbkernel__") else cadabra2.create_scope()
    from cadabra2 import Indices

    Indices(Ex(r"{a,b,c,e,f,g,h,i,j,k,l,m,n,p,q,r}"), Ex("position=free"))

    def run() -> Any:
        ex = Ex(r"w_{a} X_{a m} X_{b m} U_{b c} v_{c} w_{e} X_{e n} X_{f n} U_{f g} v_{g}")
        substitute(ex, Ex(r"w_{a} w_{b} -> I_{a b}"))
        substitute(ex, Ex(r"v_{a} v_{b} -> L_{a b}"))
        rule = (
            r"X_{a m} X_{b n} X_{c p} X_{e q} -> L_{a b} I_{m n} L_{c e} I_{p q} + L_{a c} I_{m p} L_{b e} I_{n q}"
            r" + L_{a e} I_{m q} L_{b c} I_{n p}"
        )
        substitute(ex, Ex(rule))
        distribute(ex)
        return ex

    del kernel
    return run


def entries(case: str) -> Callable[[], Any]:
    """E tr((SA)^k) by multiplying out polynomials in the entries at d = N = 2: true at that size only."""
    kind, _, size = case.partition("-")
    if kind != "one":
        raise SystemExit(3)
    import flint

    names = [f"x{i}{k}" for i in range(2) for k in range(2)] + [
        f"a{i}{j}" for i in range(2) for j in range(2)
    ]

    def run() -> Any:
        ring = flint.fmpq_mpoly_ctx.get(names, "lex")
        g = ring.gens()
        x, a = [g[0:2], g[2:4]], [g[4:6], g[6:8]]
        s = [[x[i][0] * x[j][0] + x[i][1] * x[j][1] for j in range(2)] for i in range(2)]
        m = [[s[i][0] * a[0][j] + s[i][1] * a[1][j] for j in range(2)] for i in range(2)]
        power = m
        for _ in range(int(size) - 1):
            power = [[power[i][0] * m[0][j] + power[i][1] * m[1][j] for j in range(2)] for i in range(2)]
        total: dict[Any, Any] = {}
        for exponents, c in (power[0][0] + power[1][1]).to_dict().items():
            if all(e % 2 == 0 for e in exponents[:4]):
                weight = c
                for e in exponents[:4]:
                    for f in range(int(e) - 1, 0, -2):
                        weight *= f
                total[exponents[4:]] = total.get(exponents[4:], 0) + weight
        return list(total)

    return run


# Seconds for which a call is repeated, and beyond which it is not.
SHORT = 0.05

TOOLS = {"lsa_theory": ours, "tensorgrad": tensorgrad, "cadabra2": cadabra, "flint entries": entries}

if __name__ == "__main__":
    calculate = TOOLS[sys.argv[1]](sys.argv[2])
    start = time.process_time()
    result = calculate()
    seconds = time.process_time() - start
    # What is short is mostly the first run of its code: later calls tell what the calculation itself takes.
    later: list[float] = []
    while seconds < SHORT and sum(later) < SHORT:
        start = time.process_time()
        calculate()
        later.append(time.process_time() - start)
    again = statistics.median(later) if later else None
    try:
        words = len(result)
    except TypeError:
        words = len(getattr(result, "terms", [None]))
    note = {"flint entries": "d = N = 2 only", "cadabra2": "uncollected, rules by hand"}.get(sys.argv[1], "")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "again": again, "words": words, "megabytes": peak, "note": note}))
