"""Negative eigenvalues are counted exactly, of block matrices and of their Kronecker products."""

import numpy as np
import pytest

from lsa_theory import (
    BlockContext,
    Claim,
    Exists,
    Inequality,
    dimension,
    identity,
    kronecker,
    matrix,
    negative_eigenvalues,
    positive_definite,
    rank,
    symmetric,
    vector,
    zero,
)
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.latex import to_latex
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.arithmetic.signature import signature
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

d = dimension("d")
S, T, A, L = symmetric("S", d), symmetric("T", d), matrix("A", d), positive_definite("L", d)
x = vector("x", d)
bordered = BlockContext().block([[zero(d, d), x], [x.T, zero(1)]])


@pytest.mark.parametrize("seed", range(30))
def test_the_signature_is_that_of_the_eigenvalues(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 6))
    half = rng.integers(-2, 3, size=(size, size))
    rows = np.triu(half) + np.triu(half, 1).T
    if seed % 3 == 0:
        np.fill_diagonal(rows, 0)
    values = np.linalg.eigvalsh(rows.astype(float))
    ring = Rationals()
    found = signature(ring.array(rows.tolist()).tolist())
    assert found == (int(np.sum(values > 1e-9)), int(np.sum(values < -1e-9)))


def test_a_kronecker_product_multiplies_signs():
    instance = Instance({d: 2}, {S: [[1, 0], [0, -1]], T: [[2, 1], [1, -3]], x: [[1], [2]]})
    of = Evaluator(Rationals(), instance)
    assert of.evaluate(negative_eigenvalues(kronecker(S, T)))[0, 0] == 2
    assert of.evaluate(negative_eigenvalues(kronecker(bordered, S)))[0, 0] == 2


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (Inequality(negative_eigenvalues(S), 1), Verdict.REFUTED),
        (Inequality(negative_eigenvalues(bordered), 2), Verdict.REFUTED),
        (Inequality(1, negative_eigenvalues(kronecker(bordered, bordered))), Verdict.REFUTED),
        (Exists(negative_eigenvalues(S), "=", 2), Verdict.CONFIRMED),
        (Exists(negative_eigenvalues(bordered), "=", rank(x)), Verdict.CONFIRMED),
        (Exists(negative_eigenvalues(kronecker(S, bordered)), ">=", d), Verdict.CONFIRMED),
    ],
)
def test_counts_are_claimed(claim, verdict):
    assert judge(claim).verdict is verdict


def test_a_count_is_never_decided_for_all_without_a_proof():
    assert judge(Inequality(negative_eigenvalues(L), 0)).verdict is not Verdict.REFUTED
    assert judge(Claim(negative_eigenvalues(L), 0)).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("matrix", [x, BlockContext().block([[S, x]]), A @ x])
def test_what_is_not_square_is_refused(matrix):
    with pytest.raises(LsaTheoryError, match="square"):
        negative_eigenvalues(matrix)


def test_it_is_set_with_the_matrix_in_it():
    assert to_latex(negative_eigenvalues(bordered)).startswith(r"n_{-}\left(\begin{pmatrix}")
    assert repr(negative_eigenvalues(S + identity(d))) == "negative_eigenvalues((S + I))"
