"""What a derivative does not see: jumps, kinks, solutions that part, and letters that leave what they are declared."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    Flow,
    Invariant,
    Limit,
    LocalMinimum,
    Stays,
    TimeCourse,
    absolute,
    dimension,
    exp,
    gaussian,
    gradient,
    identity,
    indicator,
    judge,
    matrix,
    norm_squared,
    operator_norm,
    positive_definite,
    rank,
    relu,
    scalar,
    sign,
    square_root,
    symmetric,
    trace,
    vector,
    zero,
)
from lsa_theory.errors import InvalidArgument

d = dimension("d")
x, y, s, t, v_s = (scalar(name) for name in ("x", "y", "s", "t", "v_s"))
p, c, k = (scalar(name, positive=True) for name in ("p", "c", "k"))
q, v, b = (vector(name, d) for name in ("q", "v", "b"))
A, B, H, K, L = (
    matrix("A", d),
    matrix("B", d),
    symmetric("H", d),
    symmetric("K", d),
    positive_definite("L", d),
)
w = gaussian("w", covariance=identity(d))
along = {"along": {s: v_s}, "square_of": v_s, "weights": (2, 1)}

REFUSED = {
    "a course of a flow with a root of what vanishes": (
        lambda: TimeCourse(Flow({x: 2 * square_root(x)}, start={x: 0}), {x: t**2}, t),
        "more than one course",
    ),
    "a course of a flow that jumps": (
        lambda: TimeCourse(Flow({x: sign(x)}, start={x: 0}), {x: t}, t),
        "more than one course",
    ),
    "what stays where the flow jumps": (
        lambda: Stays(Flow({x: sign(x)}, start={x: 0}), {x: 0}),
        "may not be unique",
    ),
    "a minimum at a kink": (lambda: LocalMinimum(s**2 - absolute(s), {s: 0}, **along), "has a kink"),
    "a minimum at a kink of relu": (
        lambda: LocalMinimum(s**2 - relu(s) - relu(-s), {s: 0}, **along),
        "has a kink",
    ),
    "a minimum at a jump": (lambda: LocalMinimum(s**2 - indicator(s), {s: 0}, **along), "jumps"),
    "a minimum at a kink of an average": (
        lambda: LocalMinimum(
            norm_squared(q) - E(absolute(w.T @ q)), {q: zero(d)}, along={q: v}, square_of=v, weights=(2, 1)
        ),
        "has a kink",
    ),
    "a minimum where a root is steep": (
        lambda: LocalMinimum(s**2 - (s**2) ** Fraction(3, 4), {s: 0}, **along),
        "infinitely steep",
    ),
    "a minimum at a kink of a norm": (
        lambda: LocalMinimum(s**2 - operator_norm(s * A), {s: 0}, **along),
        "has a kink",
    ),
    "a sign is no invariant": (lambda: Invariant(Flow({x: -1}, start={x: 1}), sign(x)), "jumps"),
    "a rank is no invariant": (lambda: Invariant(Flow({A: B}, start={A: zero(d, d)}), rank(A)), "jumps"),
    "a positive letter that crosses 0": (
        lambda: Invariant(Flow({p: -1, y: 1}, start={p: 1, y: 0}), absolute(p) + y),
        "stays so",
    ),
    "a positive letter that a root draws to 0": (
        lambda: Invariant(Flow({p: -square_root(p)}, start={p: 1}), absolute(p) - p),
        "stays so",
    ),
    "a positive letter that an inverse draws to 0": (
        lambda: Limit(Flow({p: -p / p**2}, start={p: 1}), {p: 1}),
        "stays so",
    ),
    "a positive letter that starts below 0": (lambda: Flow({p: 0 * p}, start={p: -1}), "its start"),
    "a symmetric letter that starts elsewhere": (lambda: Flow({H: -H}, start={H: A}), "its start"),
    "a symmetric letter that turns": (
        lambda: Invariant(Flow({H: A @ H}, start={H: identity(d)}), trace(H @ (B - B.T))),
        "stays so",
    ),
    "a definite letter that is pulled out": (
        lambda: Stays(Flow({L: -identity(d)}, start={L: identity(d)}), {L: identity(d)}),
        "stays so",
    ),
}
HOLDS = {
    "a course of a flow with a root of what is positive": TimeCourse(
        Flow({p: 2 * square_root(p) - 2 * square_root(p)}, start={p: c}), {p: c}, t
    ),
    "a course of a flow with a kink": TimeCourse(Flow({x: absolute(x)}, start={x: k}), {x: k * c}, t, {c: 1}),
    "what stays at a kink": Stays(Flow({x: absolute(x)}, start={x: 0}), {x: 0}),
    "a minimum of what is smooth": LocalMinimum(
        exp(s) - s, {s: 0}, along={s: v_s}, square_of=v_s, weights=(1, 1)
    ),
    "a letter that stays positive": Invariant(
        Flow({p: p * x, x: 0 * x}, start={p: 1, x: 0}), x * absolute(p) - x * p
    ),
    "a letter that stays symmetric": Invariant(
        Flow({H: A @ H + H @ A.T}, start={H: identity(d)}), trace(H @ (B - B.T))
    ),
    "a letter that stays definite": Invariant(
        Flow({L: -(L @ K) - K @ L}, start={L: identity(d)}), trace(L @ (B - B.T))
    ),
    "a letter that starts symmetric": Invariant(Flow({H: 0 * H}, start={H: A + A.T}), trace(H)),
}
FALSE = {
    "kink": TimeCourse(Flow({x: absolute(x)}, start={x: -k}), {x: -k * c}, t, {c: 1}),
    "definite": Invariant(Flow({L: -(L @ K) - K @ L}, start={L: identity(d)}), trace(L)),
    "symmetric": Invariant(Flow({H: A @ H + H @ A.T}, start={H: identity(d)}), trace(H @ B)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_derivative_shows_is_refused(name):
    make, message = REFUSED[name]
    with pytest.raises(InvalidArgument, match=message):
        make()


@pytest.mark.parametrize("name", HOLDS)
def test_what_is_smooth_and_stays_inside_is_confirmed(name):
    judgement = judge(HOLDS[name])
    assert judgement.verdict.value == "confirmed", judgement.reason


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_of_such_flows_is_not_confirmed(name):
    assert judge(FALSE[name]).verdict.value == "refuted"


def test_the_derivative_of_a_kink_holds_where_there_is_one():
    slope = judge(Claim(gradient(absolute(s), s), sign(s)))
    assert slope.verdict.value == "confirmed"
    assert slope.hypotheses == ("s is not 0",)
    assert judge(Claim(gradient(absolute(s - t), s), 0)).verdict.value == "refuted"
    # At 0, where the two differ, there is no derivative.
    assert judge(Claim(gradient(relu(s), s), indicator(s))).verdict.value != "refuted"
    assert judge(Claim(gradient(absolute(p), p), 1)).hypotheses == ()
