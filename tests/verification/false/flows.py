"""Flows: limits that are not reached, reached from some starts only, or wrong by little; invariants that drift."""

from fractions import Fraction

import numpy as np

from lsa_theory import (
    Barrier,
    Bound,
    Descent,
    Flow,
    Growth,
    Inequality,
    Invariant,
    Limit,
    Sign,
    Step,
    Vanishes,
    identity,
    inverse,
    matrix,
    norm_squared,
    positive_definite,
    scalar,
    trace,
    zero,
)
from lsa_theory.claims.convergence.scaled_block import ScaledBlock
from lsa_theory.observations import balanced_start, flow_sides
from lsa_theory.theory import initialisation, invariants
from lsa_theory.theory.setting import Gamma, Lambda, N, U, d, u

C = positive_definite("C", d)
V = matrix("V", d)
x, y = scalar("x"), scalar("y")
x_0, y_0 = scalar("x_0", positive=True), scalar("y_0")
SIZE = trace(inverse(Gamma) @ inverse(Gamma))
QUARTER = Fraction(1, 4)
TRUE_END = {U: SIZE**-QUARTER * inverse(Gamma), u: SIZE**QUARTER}


def near(value):
    """A start close to a value, for a scalar flow."""
    return lambda rng, instance: {x: np.array([[value + 0.01 * rng.random()]])}


def normal_start(rng, instance):
    n = instance.size(d)
    return {V: rng.standard_normal((n, n))}


def theorem(end, *, start=None, product=None, kept="escape", balance=None):
    """Theorem 4.1 with another end, start or proof."""
    lemma = ScaledBlock(
        U,
        u,
        [(Fraction(1, 2), Gamma @ Lambda, Lambda)],
        target=Lambda @ Lambda,
        product=inverse(Gamma) if product is None else product,
        scale_limit=end[u],
        block_limit=end[U],
    )
    rates = flow_sides()
    value = zero(1) if balance is None else balance
    return Limit(
        Flow(rates, initialisation.start() if start is None else start),
        end,
        invariants=[(invariants.balance(), value)],
        proof=lemma.proof(value, rates[U], lemma.escape() if kept == "escape" else lemma.surplus()),
    )


TWO_WELLS = Descent(
    x**4 / 4 - x**2 / 2,
    Bound(8, lambda: 4, [Step(x**4, (1, Sign((x**2 - 2) ** 2)))], power=2),
    [Vanishes(x - 1, x * (x + 1), [(-1, x - x**3)], linear=True)],
    [Growth(x, 1 - x**2, floor=1)],
)

FALSE = {
    "wrong in the ninth digit": Limit(Flow({V: C - V}, normal_start), {V: C * (1 + Fraction(1, 10**9))}),
    "wrong in the thirtieth digit": Limit(Flow({V: C - V}, normal_start), {V: C * (1 + Fraction(1, 10**30))}),
    "right up to d = 3": Limit(
        Flow({V: C - V + (d - 1) * (d - 2) * (d - 3) * identity(d)}, normal_start), {V: C}
    ),
    "right up to d = 3 in the value": Limit(
        Flow({V: C - V}, normal_start), {V: C * (1 + (d - 1) * (d - 2) * (d - 3))}
    ),
    "a stationary point that repels": Limit(Flow({x: x * (1 - x)}, near(0.5)), {x: 0}),
    "a stationary point seen from one side": Limit(Flow({x: x**2}, near(-0.5)), {x: 0}),
    "one of two wells, starts on one side": Limit(Flow({x: x - x**3}, near(0.5)), {x: 1}),
    "one of two wells from any start": Limit(Flow({x: x - x**3}, {x: y_0}), {x: 1}, proof=TWO_WELLS),
    "an escape slower than the horizon": Limit(Flow({x: x**2 * Fraction(1, 10**40)}, near(0.5)), {x: 0}),
    "a slow drift": Limit(
        Flow({x: 1 - x, y: x * 0 + Fraction(1, 10**30)}, lambda r, i: {x: 0.5, y: 0.0}), {x: 1, y: 0}
    ),
    "rotation": Limit(Flow({x: y, y: -x}, lambda r, i: {x: 1.0, y: 0.0}), {x: 0, y: 0}),
    "a power of time, wrong value": Limit(Flow({x: -(x**3)}, near(0.5)), {x: Fraction(1, 10**6)}),
    "theorem 4.1, factors that cancel in the product": Limit(
        Flow(flow_sides(), balanced_start),
        {U: (N / d) ** QUARTER * TRUE_END[U], u: (d / N) ** QUARTER * TRUE_END[u]},
    ),
    "the same with a proof": theorem(
        {U: (N / d) ** QUARTER * TRUE_END[U], u: (d / N) ** QUARTER * TRUE_END[u]}
    ),
    "theorem 4.1, off by two per cent": theorem(
        {U: TRUE_END[U] * Fraction(51, 50), u: TRUE_END[u]}, product=inverse(Gamma) * Fraction(51, 50)
    ),
    "theorem 4.1, Lambda for Gamma": theorem(
        {U: trace(Lambda**-2) ** -QUARTER * inverse(Lambda), u: trace(Lambda**-2) ** QUARTER},
        product=inverse(Lambda),
    ),
    "theorem 4.1, without the root": theorem({U: inverse(Gamma), u: scalar("x") * 0 + 1}),
    "theorem 4.1, negative": theorem({U: -TRUE_END[U], u: -TRUE_END[u]}),
    "theorem 4.1 at 0": theorem({U: zero(d, d), u: zero(1)}),
    "theorem 4.1 from a start that is not semi-definite": theorem(
        TRUE_END, start={U: -initialisation.sigma * initialisation.direction(), u: initialisation.sigma}
    ),
    "theorem 4.1 from 0": theorem(TRUE_END, start={U: zero(d, d), u: zero(1)}),
    "theorem 4.1 from an unbalanced start": theorem(TRUE_END, start={U: matrix("W", d), u: x_0}),
    "theorem 4.1 from a negative start": theorem(
        TRUE_END, start={U: initialisation.sigma * initialisation.direction(), u: -initialisation.sigma}
    ),
    "theorem 4.1 with a barrier that is not there": theorem(TRUE_END, kept="surplus"),
    "invariant that is off by two per cent": Invariant(
        Flow(flow_sides(), balanced_start), u**2 - norm_squared(U) * Fraction(51, 50)
    ),
    "invariant with a trace for a norm": Invariant(Flow(flow_sides(), balanced_start), u**2 - trace(U) ** 2),
    "invariant that drifts for d > 1": Invariant(
        Flow(flow_sides(), balanced_start), u**2 - norm_squared(U) + (d - 1) * trace(U)
    ),
    "invariant that drifts for d > 3": Invariant(
        Flow(flow_sides(), balanced_start), u**2 - norm_squared(U) + (d - 1) * (d - 2) * (d - 3) * trace(U)
    ),
    "a proof without what it uses": Limit(
        Flow({x: x - x**3}, {x: x_0}),
        {x: 1},
        proof=Descent(TWO_WELLS.potential, TWO_WELLS.bound, [Vanishes(x - 1, 1, [(1, x - 1)], linear=True)]),
    ),
    "a proof with a weight of unknown sign": Limit(
        Flow({x: x - x**3}, {x: y_0}),
        {x: 1},
        proof=Descent(TWO_WELLS.potential, TWO_WELLS.bound, TWO_WELLS.stationary),
    ),
    "a proof with a wrong potential": Limit(
        Flow({x: x**3 - x}, {x: x_0}),
        {x: 1},
        proof=TWO_WELLS,
    ),
    "a proof with no bound": Limit(
        Flow({x: x**2}, {x: x_0}),
        {x: 0},
        proof=Descent(-(x**3) / 3, Bound(1, lambda: 0), [Vanishes(x, 1, [(1, x**2)], power=1)]),
    ),
    "a bound whose offset moves": Limit(
        Flow({x: x**2}, {x: x_0}),
        {x: 0},
        proof=Descent(-(x**3) / 3, Bound(0, lambda: x**2), [Vanishes(x, 1, [(1, x**2)])]),
    ),
    "a bound with a negative slope": Limit(
        Flow({x: x}, {x: x_0}),
        {x: 0},
        proof=Descent(-(x**2) / 2, Bound(-2, lambda: 0), [Vanishes(x, 1, [(x, x)])]),
    ),
    "a barrier whose start is not above it": Limit(
        Flow({x: x - x**3}, {x: -x_0}),
        {x: 1},
        proof=Descent(
            TWO_WELLS.potential,
            TWO_WELLS.bound,
            TWO_WELLS.stationary,
            [Barrier(x, x, lambda: 0, [Step(0, (1, Sign(x**2)))])],
        ),
    ),
    "growth where there is none": Limit(
        Flow({x: -x}, {x: x_0}),
        {x: 1},
        proof=Descent(
            x**2 / 2,
            Bound(2, lambda: 0),
            [Vanishes(x - 1, x, [(1 - x, -x)], linear=True)],
            [Growth(x, -1, floor=1)],
        ),
    ),
    "an inequality along the flow": Inequality(u**2, norm_squared(U)),
}
