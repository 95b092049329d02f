"""Conditions of averages and sums through substitution, gradients and results that become expressions again."""

from __future__ import annotations

import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.claims.equality import Claim
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.analysis.words import exp
from lsa_theory.expressions.declare import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    positive_definite,
    samples,
    scalar,
    symmetric,
    trace,
    vector,
)
from lsa_theory.expressions.entrywise.positions import position, sum_over
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.laws.declared import student_t
from lsa_theory.expressions.operators import at, gradient
from lsa_theory.verification.cache.fingerprint import fingerprint
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

d, N, M = dimension("d"), dimension("N"), dimension("M")
L, Q, b = positive_definite("Lambda", d), symmetric("Q", d), vector("b", d)
s, nu = scalar("s", positive=True), scalar("nu", positive=True)
x = gaussian("x", covariance=L)
X = samples("x", covariance=L, count=N)
INVERSE = E(trace(inverse(X.gram)))
TILT = E(exp(x.T @ Q @ x / 2))
STUDENT = E((b.T @ student_t("t", scale=L, degrees=nu)) ** 2)
RANGE = sum_over(N, position, first=3)


@pytest.mark.parametrize(
    ("tree", "conditions"),
    [
        (INVERSE, ("N > d + 1",)),
        (at(INVERSE, {N: M + 1}), ("M > d",)),
        (at(INVERSE, {N: 2 * d}), ("d > 1",)),
        (at(INVERSE, {N: 5}), ("4 > d",)),
        (at(INVERSE, {N: 5, d: 2}), ()),
        (at(INVERSE, {N: d + 2}), ()),
        (at(at(INVERSE, {N: M}), {M: 3}), ("2 > d",)),
        (gradient(INVERSE, L), ("N > d + 1",)),
        (at(gradient(INVERSE, L), {N: M + 1}), ("M > d",)),
        (gradient(at(INVERSE, {N: M + 1}), L), ("M > d",)),
        (TILT, ("Lambda**(-1) - Q positive definite",)),
        (at(TILT, {Q: s * identity(d)}), ("-s * I + Lambda**(-1) positive definite",)),
        (at(TILT, {Q: 0 * identity(d)}), ()),
        (gradient(TILT, Q), ("Lambda**(-1) - Q positive definite",)),
        (STUDENT, ("nu > 2",)),
        (at(STUDENT, {nu: 3}), ()),
        (gradient(STUDENT, nu), ("nu > 2",)),
        (RANGE, ("N > 1",)),
        (at(RANGE, {N: 2}), ()),
        (at(RANGE, {N: M + 5}), ()),
    ],
)
def test_a_condition_follows_what_it_is_about(tree: Expression, conditions: tuple[str, ...]) -> None:
    form = normal(tree)
    assert form.conditions == conditions
    # A result that becomes an expression again holds where it held.
    assert normal(form.as_expression()).conditions == conditions
    assert normal(2 + form.as_expression() if tree.is_scalar else form).conditions == conditions


@pytest.mark.parametrize(
    "tree",
    [
        at(INVERSE, {N: 2, d: 2}),
        at(INVERSE, {N: d}),
        at(normal(INVERSE).as_expression(), {N: 3, d: 3}),
        at(gradient(INVERSE, L), {N: d + 1}),
        at(TILT, {Q: inverse(L)}),
        at(TILT, {Q: 2 * inverse(L)}),
        at(STUDENT, {nu: 1}),
        at(STUDENT, {nu: 2}),
        at(RANGE, {N: 1}),
    ],
)
def test_what_does_not_exist_there_is_refused(tree: Expression) -> None:
    with pytest.raises(UnsupportedExpression, match=r"exists only|pole|zero"):
        normal(tree)


def test_no_condition_is_made_up() -> None:
    assert normal(gradient(E(x.T @ Q @ x), Q)).conditions == ()
    assert normal(at(E(trace(X.gram)), {N: 1})).conditions == ()
    assert normal(normal(trace(L)).as_expression()).conditions == ()


def test_a_condition_changes_no_value_and_joins_what_the_result_becomes_a_part_of() -> None:
    found = normal(INVERSE).as_expression()
    assert equal(found, trace(inverse(L)) / (N - d - 1))
    assert normal(found - found).conditions == ("N > d + 1",)
    assert normal(gradient(found, L)).conditions == ("N > d + 1",)
    bare = trace(inverse(L)) / (N - d - 1)
    assert fingerprint(Claim(found, bare)) != fingerprint(Claim(bare, bare))


def test_a_claim_where_nothing_exists_is_left_open_and_says_why() -> None:
    judgement = judge(Claim(at(INVERSE, {N: 2, d: 2}), 0))
    assert judgement.verdict is Verdict.UNDECIDED
    assert judgement.outcome != "error"
