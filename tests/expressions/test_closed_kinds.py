"""Expressions and laws are closed kinds: what no table knows is refused, by each of them, with a reason."""

from dataclasses import dataclass

import pytest

from lsa_theory.algebra.normal import normal
from lsa_theory.claims.signs import is_definite, is_nonnegative
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions import E, dimension, identity, positive_definite, sources, trace, walk
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.latex import to_latex
from lsa_theory.expressions.random import DeclaredMoments, Gaussian, RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import constituents, everything, parts_of
from lsa_theory.verification.witnesses.simulation.montecarlo import expectations_in


@dataclass(frozen=True, repr=False)
class Wishart(Expression):
    name: str
    scale: Expression

    @property
    def rows(self):
        return self.scale.rows

    @property
    def cols(self):
        return self.scale.cols


class Special(Symbol):
    pass


@dataclass(frozen=True)
class Sphere:
    covariance: Expression
    mean: Expression | None = None


class Heavy(Gaussian):
    pass


d, n = dimension("d"), dimension("n")
L = positive_definite("Lambda", d)
STRANGE = [Wishart("W", L), Special("A", d, d, "general")]


@pytest.mark.parametrize("node", STRANGE)
@pytest.mark.parametrize(
    "use",
    [
        repr,
        to_latex,
        trace,
        E,
        normal,
        sources,
        parts_of,
        expectations_in,
        is_nonnegative,
        is_definite,
        lambda node: list(walk(node)),
        lambda node: list(everything([node])),
        lambda node: constituents([node]),
        lambda node: normal(L @ node),
    ],
)
def test_an_unknown_kind_is_refused_wherever_it_is_used(node, use):
    with pytest.raises(LsaTheoryError, match="no kind of expression"):
        use(node)


@pytest.mark.parametrize("law", [Sphere(identity(d)), Heavy(L), None])
def test_an_unknown_law_is_refused_at_construction(law):
    with pytest.raises(LsaTheoryError, match="which no witness knows"):
        RandomVector("x", d, law)
    with pytest.raises(LsaTheoryError, match="which no witness knows"):
        SampleMatrix("x", d, n, law)


@pytest.mark.parametrize("law", [Gaussian(L), DeclaredMoments(L)])
def test_the_known_laws_are_taken(law):
    assert RandomVector("x", d, law).law == law
