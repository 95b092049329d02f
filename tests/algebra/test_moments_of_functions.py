"""Functions of Gaussian vectors, inverse Gram matrices and large dimensions: words against three other routes.

Functions are integrated over panels and drawn; Gram matrices are read through Bartlett factors, exactly, and drawn;
what large dimensions tend to is integrated against the Marchenko-Pastur density and drawn at d = 60, N = 120.
"""

from fractions import Fraction

import numpy as np
import pytest
from drawn import Drawn
from moment_table import N, X, d
from moment_table_of_functions import FUNCTIONS, GRAM, LARGE, r

from lsa_theory.algebra.large_d import large_d
from lsa_theory.algebra.normal import difference, equal, normal
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.panel_integrals import PanelIntegrals
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.witnesses.bartlett.reading import Reading

HALF = Fraction(1, 2)
VALUES = {
    "Lambda": [[HALF, HALF / 2], [HALF / 2, 1]],
    "Omega": [[HALF, 0], [0, HALF / 2]],
    "A": [[1, 2], [-1, 3]],
    "Q": [[1, -HALF], [-HALF, 2]],
    "a": [[HALF], [HALF / 2]],
    "b": [[-HALF], [1]],
}
LENGTH, DRAWS = 13, 40_000
VALUES["T"] = [[int(i == j) * (i % 3) - int(i + j == 9) for j in range(LENGTH)] for i in range(LENGTH)]
VALUES["P"] = [[HALF ** abs(i - j) for j in range(LENGTH)] for i in range(LENGTH)]
VALUES["o"] = [[(i % 5) - 2] for i in range(LENGTH)]
QUICK = (
    {FUNCTIONS[k][0] for k in (1, 4, 23)} | {GRAM[k][0] for k in (1, 8, 12)} | {LARGE[k][0] for k in (2, 9)}
)


def marked(rows):
    return [
        pytest.param(*row, id=row[0], marks=[] if row[0] in QUICK else [pytest.mark.slow]) for row in rows
    ]


def drawn(seed=5, sizes=None):
    """Return trees at draws of standard normal vectors times the factor of their covariance."""
    sizes = sizes or {"d": 2, "N": LENGTH}
    floats = {name: np.array(rows, dtype=float) for name, rows in VALUES.items()}
    count = DRAWS if sizes["d"] == 2 else 400
    rng, seen = np.random.default_rng(seed), {}

    def draw(name, rows, columns):
        if name not in seen:
            standard = rng.standard_normal((count, rows, columns))
            covariance = {"x": "Lambda", "X": "Lambda", "s": "Omega", "e": "P"}.get(name)
            seen[name] = np.linalg.cholesky(floats[covariance]) @ standard if covariance else standard
        return seen[name]

    return Drawn(sizes, floats, draw)


def exact_instance(tree):
    symbols = constituents([tree]).symbols
    values = {s: [[Fraction(q) for q in row] for row in VALUES[s.name]] for s in symbols}
    return Instance({d: 2, N: LENGTH}, values)


def by_panels(tree):
    """Return the value of a tree and its error, integrated over panels, once and twice as fine."""
    rough, fine = (PanelIntegrals(exact_instance(tree), fineness).evaluate(tree) for fineness in (1, 2))
    return fine, np.abs(fine - rough)


def by_factors(tree):
    """Return the exact value through Bartlett factors; None where the factors do not tell it."""
    at = exact_instance(tree)
    try:
        return np.array(Reading(at.sizes, at.values, [X]).value(tree), dtype=float)
    except (NotApplicable, NotImplementedError):
        return None


def by_density(power):
    """Integrate lambda^power against the Marchenko-Pastur density of ratio 1/2, by Gauss-Chebyshev nodes."""
    ratio, k = 0.5, (np.arange(400) + 0.5) * np.pi / 400
    middle, radius = 1 + ratio, 2 * np.sqrt(ratio)
    at = middle + radius * np.cos(k)
    return float(np.mean((radius * np.sin(k)) ** 2 * at ** (power - 1)) / (2 * ratio))


def words_at(tree, sizes=None):
    return drawn(sizes=sizes).at(normal(tree).as_expression())[0]


def leading(tree):
    (found,) = large_d(tree, d, {N: d / r}).coefficients
    return found


def leading_at_half(tree):
    return float(Drawn({"d": 60, "N": 120}, {"r": [[0.5]]}).at(leading(tree)).item())


@pytest.mark.parametrize(("name", "tree", "printed"), marked(FUNCTIONS))
def test_words_agree_with_panels(name, tree, printed):
    value, error = by_panels(tree)
    allowed = 4 * error + 1e-11 * np.abs(value).max()
    assert (np.abs(words_at(tree) - value) <= allowed).all()
    assert (np.abs(1.02 * words_at(tree) - value) > allowed).any()


@pytest.mark.parametrize(("name", "tree", "printed"), marked(GRAM))
def test_words_agree_with_bartlett_factors(name, tree, printed):
    value = by_factors(tree)
    if value is not None:
        assert np.allclose(words_at(tree), value, rtol=1e-12, atol=0)
        assert not np.allclose(words_at(tree), 1.02 * value, rtol=1e-12, atol=0)


@pytest.mark.parametrize(("name", "tree", "printed"), marked(FUNCTIONS + GRAM))
def test_words_agree_with_draws(name, tree, printed):
    mean, error = drawn().mean(tree)
    assert (np.abs(words_at(tree) - mean) <= 5 * error + 1e-12).all()
    off = np.abs(1.25 * words_at(tree) - mean) > 5 * error
    assert off[error < 0.04 * np.abs(mean)].all()


@pytest.mark.parametrize(("name", "tree", "printed"), marked(FUNCTIONS + GRAM))
def test_words_agree_with_print_of_functions(name, tree, printed):
    assert printed is None or equal(tree, printed)
    assert printed is None or not difference(tree, printed * Fraction(51, 50)).is_zero()


@pytest.mark.parametrize(("name", "tree", "printed"), marked(LARGE))
def test_expansions_agree_with_print_and_draws(name, tree, printed):
    assert equal(leading(tree), printed)
    assert not difference(leading(tree), printed * Fraction(51, 50)).is_zero()
    mean, error = drawn(sizes={"d": 60, "N": 120}).mean(tree)
    limit = leading_at_half(tree)
    # The next order is one sixtieth of a number of the size of the first.
    assert abs(mean.item() - limit) <= 5 * error.item() + 5 * limit / 60
    assert abs(mean.item() - 1.5 * limit) > 5 * error.item() + 5 * limit / 60


@pytest.mark.parametrize("power", [1, 2, 3, 4, 5, 6, -1, -2])
def test_leading_orders_are_moments_of_the_limiting_density(power):
    (tree,) = [t for name, t, _ in LARGE if name.startswith(f"tr(S^{power}) / d")]
    assert abs(leading_at_half(tree) - by_density(power)) < 1e-10
    assert abs(leading_at_half(tree) * 1.001 - by_density(power)) > 1e-10
