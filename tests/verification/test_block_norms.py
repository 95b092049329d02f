"""Operator norms of block matrices, and bounds on the eigenvalues of symmetric ones: true, false and cheats."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Block,
    BlockMatrixInequality,
    Claim,
    ExtremeEigenvalue,
    GramBound,
    Inequality,
    NormAtMostFrobenius,
    NormOfBlocks,
    NormOfOneBlock,
    NormOfProduct,
    NormTriangle,
    Step,
    absolute,
    dimension,
    greater,
    identity,
    judge,
    matrix,
    nonzero,
    norm_squared,
    operator_norm,
    positive_definite,
    scalar,
    sign,
    square_root,
    symmetric,
    trace,
    vector,
    zero,
)
from lsa_theory.errors import ShapeMismatch
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.statements import claim_from_latex

d, n = dimension("d"), dimension("n")
A, B, C = matrix("A", d), matrix("B", d), matrix("C", d, n)
S, P = symmetric("S", d), positive_definite("P", d)
x, y, z = vector("x", d), vector("y", d), vector("z", n)
a, c, s = scalar("a"), scalar("c"), scalar("s")
I, O = identity(d), zero(d, d)
norm = operator_norm


def block(*rows):
    return Block(tuple(tuple(row) for row in rows))


def largest(one, other):
    return (one + other + absolute(one - other)) / 2


def bounded(larger, smaller, *because):
    return Inequality(larger, smaller, proof=[Step(smaller, *because)])


DIAGONAL, UPPER = block((A, O), (O, B)), block((A, B), (O, A))
TURNED = block((c * I, -s * I), (s * I, c * I))
BORDERED, TWO = block((O, x), (x.T, zero(1))), block((I, O), (O, 2 * I))
LENGTH, ROOT = square_root(x.T @ x), (x.T @ x) ** Fraction(1, 4)
TRUE = {
    "off the diagonal": Claim(norm(block((zero(d, d), C), (C.T, zero(n, n)))), norm(C)),
    "a query column": Claim(norm(block((O, x), (x.T, zero(1)))), square_root(x.T @ x)),
    "block diagonal": Claim(norm(DIAGONAL), largest(norm(A), norm(B))),
    "the same twice": Claim(norm(block((A, O), (O, -A.T))), norm(A)),
    "numbers times a block": Claim(norm(block((A, -A), (A, A))), square_root(2) * norm(A)),
    "symmetric layout": Claim(norm(block((A, B), (B, A))), largest(norm(A + B), norm(A - B))),
    "a column of vectors": Claim(norm(block((x,), (y,))), square_root(x.T @ x + y.T @ y)),
    "a row of blocks": Claim(norm(block((C, A))) ** 2, norm(C @ C.T + A @ A.T)),
    "a transpose": Claim(norm(UPPER), norm(block((A.T, O), (B.T, A.T)))),
    "the sign of a norm and 1": Claim(sign(norm(A) + 1), 1),
    "the absolute value of a norm": Claim(absolute(norm(A)), norm(A)),
    "a scalar of any sign": Claim(norm(a * A), absolute(a) * norm(A)),
    "a multiple of the identity": Claim(norm(block((a * I, O), (O, 2 * a * I))), 2 * absolute(a)),
    "a sum of two norms": bounded(
        norm(A) + norm(B), norm(DIAGONAL), NormTriangle(block((A, O), (O, O)), block((O, O), (O, B)))
    ),
    "Frobenius": bounded(
        norm_squared(A) + norm_squared(B), norm(block((A, B))) ** 2, NormAtMostFrobenius(block((A, B)))
    ),
    "norms of the blocks": bounded(2 * norm(A) ** 2 + norm(B) ** 2, norm(UPPER) ** 2, NormOfBlocks(UPPER)),
    "one block": bounded(norm(UPPER), norm(B), NormOfOneBlock(UPPER, 0, 1)),
    "a product": bounded(
        norm(A) * norm(UPPER),
        norm(block((A @ A, A @ B), (O, A @ A))),
        NormOfProduct(block((A, O), (O, A)), UPPER),
    ),
    "a rotation": bounded(
        square_root(c**2 + s**2), norm(TURNED), GramBound(TURNED, square_root(c**2 + s**2), [])
    ),
    "a Gram matrix": BlockMatrixInequality(block((I, A), (A.T, A.T @ A)), 0, proof=[block((I, A))]),
    "no eigenvalue above 1": BlockMatrixInequality(1, block((O, I), (I, O)), proof=[block((I, -I))]),
    "definite blocks": BlockMatrixInequality(block((P, O), (O, P)), 0),
    "the largest eigenvalue": ExtremeEigenvalue(
        BORDERED, LENGTH, [x, LENGTH], proof=[block((ROOT * I, -(ROOT**-1) * x))], given=[nonzero(x)]
    ),
    "the smallest of two": ExtremeEigenvalue(
        TWO, 1, [y, zero(d)], smallest=True, proof=[block((O, I))], given=[nonzero(y)]
    ),
    "definite by hypothesis": BlockMatrixInequality(block((S, O), (O, S)), 0, given=[greater(S)]),
}
FALSE = {
    "the sign of a norm": Claim(sign(norm(A)), 1),
    "the sign of the norm of blocks": Claim(sign(norm(block((A, A), (A, A)))), 1),
    "a sum for the largest": Claim(norm(DIAGONAL), norm(A) + norm(B)),
    "what is off the diagonal is forgotten": Claim(norm(UPPER), norm(A)),
    "without its sign": Claim(norm(a * A), a * norm(A)),
    "Frobenius for the operator norm": Claim(norm(block((A, B))) ** 2, norm_squared(A) + norm_squared(B)),
    "the norm of numbers is no entry": Claim(norm(block((A, A), (O, A))), 2 * norm(A)),
    "the symmetric layout": Claim(norm(block((A, B), (B, A))), norm(A + B)),
    "in the last digits": Claim(norm(block((A, A), (A, A))), (2 + Fraction(1, 10**9)) * norm(A)),
    "one block is too little": Inequality(norm(A), norm(UPPER)),
    "squares without the second diagonal block": Inequality(norm(A) ** 2 + norm(B) ** 2, norm(UPPER) ** 2),
    "a lower bound by a sum": Inequality(norm(UPPER), norm(A) + norm(B)),
    "a proof of another block": bounded(norm(A), norm(UPPER), NormOfOneBlock(UPPER, 0, 0)),
    "a Gram matrix that is not one": bounded(
        1, norm(block((I, O), (O, 2 * I))), GramBound(block((I, O), (O, 2 * I)), 1, [block((O, I))])
    ),
    "a premise off the diagonal": bounded(
        1, norm(block((I, I), (O, I))), GramBound(block((I, I), (O, I)), 1, [])
    ),
    "a negative bound": bounded(-1, norm(block((I, O), (O, I))), GramBound(block((I, O), (O, I)), -1, [])),
    "an indefinite block matrix": BlockMatrixInequality(block((I, A), (A.T, I)), 0),
    "a bordered zero": BlockMatrixInequality(block((O, x), (x.T, zero(1))), 0),
    "an eigenvector of another": ExtremeEigenvalue(BORDERED, LENGTH, [x, -LENGTH], given=[nonzero(x)]),
    "an eigenvector that may be 0": ExtremeEigenvalue(BORDERED, LENGTH, [x, LENGTH]),
    "an eigenvalue that is not the largest": ExtremeEigenvalue(TWO, 1, [y, zero(d)], given=[nonzero(y)]),
    "a trace for an eigenvalue": ExtremeEigenvalue(P, trace(P), [y], given=[nonzero(y)]),
    "not symmetric": BlockMatrixInequality(block((I, A), (O, I)), 0),
    "eigenvalues above 1": BlockMatrixInequality(1, block((I, I), (I, I))),
}


# Four evaluators of norms each take their time.
SLOW = {
    "a product",
    "a sum of two norms",
    "a rotation",
    "off the diagonal",
    "the largest eigenvalue",
    "the smallest of two",
    "an eigenvector of another",
    "an eigenvalue that is not the largest",
    "a trace for an eigenvalue",
}


def by_name(table):
    """The names of a table, those that take long marked so."""
    return [pytest.param(n, marks=pytest.mark.slow) if n in SLOW else n for n in table]


@pytest.mark.parametrize("name", by_name(TRUE))
def test_what_is_true_of_block_matrices_is_confirmed(name):
    assert judge(TRUE[name]).verdict.value == "confirmed"


@pytest.mark.parametrize("name", by_name(FALSE))
def test_what_is_false_of_block_matrices_is_refuted(name):
    judgement = judge(FALSE[name])
    assert judgement.verdict.value == "refuted"
    assert judgement.counterexample is not None


@pytest.mark.slow
def test_what_no_layout_tells_is_left_open():
    golden = Claim(norm(block((O, A), (A, A))), (1 + square_root(5)) / 2 * norm(A))
    assert judge(golden).verdict.value == "undecided"
    unproved = BlockMatrixInequality(block((I, A), (A.T, A.T @ A)), 0)
    assert judge(unproved).verdict.value == "undecided"


@pytest.mark.slow
def test_identities_of_different_sizes_are_not_taken_for_one():
    layout = block((identity(d), zero(d, n)), (zero(n, d), identity(n)))
    assert judge(Claim(norm(layout), 1)).verdict.value == "confirmed"
    mixed = block((identity(d), C), (C.T, identity(n)))
    assert judge(Claim(norm(mixed), 1 + norm(C))).verdict.value != "refuted"
    assert judge(Claim(norm(mixed), 1)).verdict.value == "refuted"


def test_an_eigenvector_has_the_parts_of_the_matrix():
    with pytest.raises(ShapeMismatch, match="one part for each"):
        ExtremeEigenvalue(BORDERED, LENGTH, [x])
    with pytest.raises(ShapeMismatch, match="scalar"):
        ExtremeEigenvalue(P, P, [x])
    assert ExtremeEigenvalue(P, 1, [x], given=[nonzero(x)]).describe().splitlines() == [
        "1 is the largest eigenvalue of [P], of [x]",
        "  given x is not 0",
    ]


def test_blocks_that_do_not_fit_are_refused():
    with pytest.raises(ShapeMismatch):
        norm(block((A, B), (x.T, B)))
    with pytest.raises(ShapeMismatch):
        BlockMatrixInequality(block((A, x)), 0)
    with pytest.raises(ShapeMismatch):
        BlockMatrixInequality(A, 0)
    with pytest.raises(ShapeMismatch):
        BlockMatrixInequality(block((I, A), (A.T, I)), 0, proof=[block((I, x))])


LETTERS = {"d": "dimension", "A": "matrix d", "B": "matrix d", "x": "vector d"}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            r"\left\| \begin{pmatrix} 0 & A \\ A^\top & 0 \end{pmatrix} \right\|_{op} = \|A\|_{op}",
            "confirmed",
        ),
        (r"\left\| \begin{bmatrix} A & B \\ 0 & A \end{bmatrix} \right\|_{op} \le \|A\|_{op}", "refuted"),
        (r"\left\| \begin{pmatrix} I & x \end{pmatrix} \right\|_F^2 = d + \|x\|^2", "confirmed"),
        (r"\left\| \begin{pmatrix} 0 & x \\ x^\top & 0 \end{pmatrix} \right\|_{op} = 2 \|x\|", "refuted"),
    ],
)
def test_norms_of_block_matrices_are_read(text, verdict):
    assert judge(claim_from_latex(text, LETTERS)).verdict.value == verdict


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (r"\left\| \begin{pmatrix} 0 & I \\ I & 0 \end{pmatrix} \right\|_{op} = 1", "not said"),
        (r"\left\| \begin{pmatrix} A & 0 \\ 0 & B \end{pmatrix} \right\| = 1", "are read"),
    ],
)
def test_norms_that_are_not_said_are_refused(text, reason):
    with pytest.raises(Unreadable, match=reason):
        claim_from_latex(text, LETTERS)
