"""How many eigenvalues are negative: confirmed by congruences, refuted by an instance, undecided where they fail."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Block,
    BlockContext,
    Congruence,
    HasNegativeEigenvalues,
    det,
    dimension,
    identity,
    kronecker,
    matrix,
    norm_squared,
    positive_definite,
    rank,
    samples,
    scalar,
    vector,
    zero,
)
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.verification.judge import judge

d, N = dimension("d"), dimension("N")
P, A, x, t = positive_definite("P", d), matrix("A", d), vector("x", d), scalar("t")
X = samples("x", covariance=P, count=N)
half = Fraction(1, 2)
saddle = Block(((zero(d, d), P), (P, zero(d, d))))
across = Block(((P, P), (identity(d), -identity(d))))
of_saddle = Congruence(across, [(1, identity(d) / 2), (-1, identity(d) / 2)], (-2) ** d * det(P))
border = BlockContext().block([[zero(d, d), x], [x.T, zero(1)]])
of_border = Congruence(
    BlockContext().block([[x, x], [identity(1), -identity(1)]]), [(1, half), (-1, half)], 4 * norm_squared(x)
)
square = Congruence(Block(((identity(d),),)), [(1, A @ A.T)], 1)

TRUE = {
    "a saddle": HasNegativeEigenvalues(saddle, d, by=[of_saddle]),
    "a bordered matrix": HasNegativeEigenvalues(border, 1, by=[of_border]),
    "a square has none": HasNegativeEigenvalues(A @ A.T, 0, by=[square]),
    "a Kronecker product": HasNegativeEigenvalues(
        kronecker(border, A @ A.T), rank(A @ A.T), by=[of_border, square]
    ),
}
FALSE = {
    "a saddle": HasNegativeEigenvalues(saddle, d + 1, by=[of_saddle]),
    "a bordered matrix": HasNegativeEigenvalues(border, 2, by=[of_border]),
    "a Kronecker product": HasNegativeEigenvalues(
        kronecker(border, A @ A.T), 2 * rank(A @ A.T), by=[of_border, square]
    ),
    "another sign": HasNegativeEigenvalues(-P, 0, by=[Congruence(Block(((identity(d),),)), [(1, P)], 1)]),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_confirmed(name):
    assert judge(TRUE[name]).verdict.value == "confirmed"


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted_in_its_own_quantities(name):
    found = judge(FALSE[name])
    assert found.verdict.value == "refuted"
    assert found.counterexample.kind == "exact"
    assert not any("rank" in letter for letter in found.counterexample.values)


@pytest.mark.parametrize(
    "by",
    [
        Congruence(across, [(1, identity(d) / 2), (-1, identity(d) / 3)], (-2) ** d * det(P)),
        Congruence(across, [(1, identity(d) / 2), (-1, identity(d) / 2)], 2**d * det(P)),
        Congruence(across, [(1, identity(d) / 2), (-1, identity(d) / 2)], t - t),
    ],
    ids=["no congruence", "another volume", "a volume of 0"],
)
def test_a_proof_that_fails_leaves_it_undecided(by):
    assert judge(HasNegativeEigenvalues(saddle, d, by=[by])).verdict.value == "undecided"


def test_a_factor_without_full_rank_proves_nothing():
    flat = Congruence(Block(((identity(d), identity(d)),)), [(1, P), (-1, P)], 0)
    assert judge(HasNegativeEigenvalues(zero(d, d), d, by=[flat])).verdict.value == "undecided"


def test_where_it_holds_is_said():
    found = judge(TRUE["a bordered matrix"])
    assert found.hypotheses == ("4 * (x.T @ x) is not 0",)


def test_what_does_not_fit_is_refused():
    with pytest.raises(InvalidArgument, match="does not show that it is positive semi-definite"):
        Congruence(Block(((identity(d),),)), [(1, A)], 1)
    with pytest.raises(InvalidArgument, match="expected 1 or -1"):
        Congruence(Block(((identity(d),),)), [(2, P)], 1)
    with pytest.raises(InvalidArgument, match="a Congruence for each of the 2 factors"):
        HasNegativeEigenvalues(kronecker(P, P), 0, by=[square])
    with pytest.raises(ShapeMismatch):
        HasNegativeEigenvalues(border, 1, by=[of_saddle])
    with pytest.raises(ShapeMismatch):
        Congruence(Block(((identity(d),),)), [(1, P), (1, P)], 1)
