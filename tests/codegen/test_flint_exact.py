"""Rational arguments of flint functions stay exact where that pays; the balls must hold what balls alone give."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from lsa_theory.catalogue import functions
from lsa_theory.codegen import Function, Output, compile, module_source
from lsa_theory.expressions.declare import dimension, identity, inverse, matrix, scalar, trace

NAMES = ("flow_limit", "linear_risk", "reduced_objective", "minimum_value", "task_risk")
d = dimension("d")
A, B, t = matrix("A", d), matrix("B", d), scalar("t")


def space_of(source):
    space = {}
    exec(source, space)
    return space


def given(function, size, as_balls=False, digits=200):
    """Return arguments for a function of the catalogue: Fractions, or balls that hold them."""
    rows = [
        [Fraction(6 if i == j else 1, 1 + (i - j) ** 2 % 7 + i * j % 2) for j in range(size)]
        for i in range(size)
    ]
    symmetric = [[rows[i][j] + rows[j][i] for j in range(size)] for i in range(size)]
    values = {}
    for a in function.arguments:
        if a.is_scalar:
            values[a.name] = Fraction(17, 3) if a.name in ("u", "sigma") else 17
        else:
            values[a.name] = symmetric if a.rows == a.cols else [[Fraction(k, 3)] for k in range(1, size + 1)]
    if as_balls:
        with ctx.workprec(int(3.33 * digits) + 80):
            for name, value in values.items():
                if isinstance(value, list):
                    values[name] = arb_mat(
                        [[arb(fmpq(x.numerator, x.denominator)) for x in r] for r in value]
                    )
                else:
                    values[name] = arb(fmpq(value.numerator, value.denominator))
    return values


def balls_of(result):
    found = result if isinstance(result, tuple) else (result,)
    return [x for each in found for x in (each.entries() if isinstance(each, arb_mat) else [each])]


def agree(exact, rigorous, digits):
    """Whether balls meet, and the exact ones are no larger and as small as was asked."""
    with ctx.workprec(int(3.33 * digits) + 80):
        return all(
            x.overlaps(y) and x.rad() <= 2 * y.rad() and x.rad() <= arb(10) ** -digits * (1 + abs(y))
            for x, y in zip(balls_of(exact), balls_of(rigorous), strict=True)
        )


@pytest.mark.parametrize("digits", [50, 200, 1500])
@pytest.mark.parametrize("name", NAMES)
def test_exact_arguments_give_what_balls_give_and_no_larger_balls(name, digits):
    function = functions()[name]
    call = space_of(module_source("One.", [function], "flint"))[name]
    exact = call(**given(function, 7), digits=digits)
    assert agree(exact, call(**given(function, 7, True, digits + 20), digits=digits), digits)


def test_a_wrong_rounding_or_a_wrong_denominator_is_noticed():
    function = functions()["flow_limit"]
    source = module_source("One.", [function], "flint")
    rigorous = space_of(source)["flow_limit"](**given(function, 7, True, 220), digits=200)
    assert agree(space_of(source)["flow_limit"](**given(function, 7), digits=200), rigorous, 200)
    wrong = {
        "arb_mat(self.top) * (other / self.under)": "arb_mat(self.top) * (other / (self.under + 1))",
        "pivot // common * B.under": "pivot // common * B.under + fmpz(1)",
        "A.top.entries(), B.top.entries()": "A.top.entries(), [2 * x for x in B.top.entries()]",
        "return arb(x).root(q) ** p": "return arb(arb(x).root(q).mid().str(180, radius=False)) ** p",
    }
    for text, instead in wrong.items():
        assert text in source, text
        got = space_of(source.replace(text, instead))["flow_limit"](**given(function, 7), digits=200)
        assert not agree(got, rigorous, 200), text


def test_the_route_is_exact_where_it_pays_and_balls_where_not():
    function = Function("solved", "A^-1 B.", (A, B), (Output("X", inverse(A) @ B),))
    space = space_of(module_source("One.", [function], "flint"))
    taken = []
    space["_rounded"] = lambda x, of=space["_rounded"]: taken.append(type(x).__name__) or of(x)
    size = 8
    rows = [[Fraction(3 + i if i == j else 1, 1 + i + j) for j in range(size)] for i in range(size)]
    for digits, kind in ((30, "arb_mat"), (1000, "_Exact")):
        taken.clear()
        space["solved"](rows, rows, digits=digits)
        assert taken[-1] == kind


@pytest.mark.parametrize(
    "number",
    [
        "0.1",
        "-12.5",
        Fraction(1, 10),
        0.1,
        3,
        np.int64(3),
        np.float64(0.25),
        fmpq(2, 7),
        "1e-3",
        "[0.1 +/- 1e-250]",
    ],
)
def test_numbers_of_every_kind_are_what_they_say(number):
    one = compile(t * A + A @ A, "flint", arguments=[t, A], name="one")
    rows = [[number if i == j else 0 for j in range(8)] for i in range(8)]
    exact = one(number, rows, digits=200)
    with ctx.workprec(800):
        value = (
            number
            if isinstance(number, (str, float, fmpq))
            else Fraction(int(number.numerator), int(number.denominator))
        )
        ball = arb(fmpq(value.numerator, value.denominator)) if isinstance(value, Fraction) else arb(value)
        assert exact[0, 0].overlaps(2 * ball * ball)
        assert exact[0, 0].rad() < arb(10) ** -200
        assert exact[0, 1] == 0


@pytest.mark.parametrize("digits", [30, 1000])
def test_a_singular_matrix_is_refused_by_both_routes(digits):
    solved = compile(inverse(A) @ B, "flint", arguments=[A, B], name="solved")
    singular = [[1] * 8 for _ in range(8)]
    regular = [[int(i == j) for j in range(8)] for i in range(8)]
    with pytest.raises(ZeroDivisionError, match="singular"):
        solved(singular, regular, digits=digits)


def test_exact_matrices_of_flint_are_taken_and_mixed_with_balls():
    both = compile(A @ B - B @ A + B + trace(A) * identity(d), "flint", arguments=[A, B], name="both")
    rows = [[3 * i + j * j + 1 for j in range(8)] for i in range(8)]
    exact = both(fmpq_mat(8, 8, [x for r in rows for x in r]), rows, digits=300)
    for first, second in ((rows, arb_mat(rows)), (arb_mat(rows), rows), (arb_mat(rows), arb_mat(rows))):
        mixed = both(first, second, digits=300)
        assert all(x.overlaps(y) for x, y in zip(exact.entries(), mixed.entries(), strict=True))
