"""Covariances that differ from prompt to prompt, and the expectation over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.algebra.ring.polynomial import is_positive
from lsa_theory.descriptions.plain_words import check_words
from lsa_theory.errors import InvalidArgument, InvalidCovariance
from lsa_theory.expressions import (
    E,
    Expression,
    SampleMatrix,
    Symbol,
    as_expression,
    at,
    positive_definite,
    samples,
)
from lsa_theory.expressions.expression import Dimension, describe
from lsa_theory.expressions.latex import to_latex


@dataclass(frozen=True)
class RandomCovariance:
    """A covariance Lambda_tau drawn anew for each prompt.

    A loss is first taken for given Lambda_tau (the symbol) and then averaged.
    """

    name: ClassVar[str] = "Lambda_tau"

    @property
    def rows(self) -> Dimension:
        """The dimension d."""
        raise NotImplementedError

    @property
    def symbol(self) -> Symbol:
        """Lambda_tau, what the covariance of one prompt is called."""
        return positive_definite(self.name, self.rows)

    def average(self, body: Expression) -> Expression:
        """Return the expectation of an expression in Lambda_tau."""
        raise NotImplementedError

    def latex(self) -> str:
        """Return the law as LaTeX."""
        raise NotImplementedError


@dataclass(frozen=True)
class WishartCovariance(RandomCovariance):
    """Lambda_tau = G G' / n with n columns of G i.i.d. N(0, scale): mean `scale`, non-commuting.

    Parameters
    ----------
    scale : (d, d) expression
        E[Lambda_tau], symmetric positive definite.
    degrees : dimension
        n; for n < d the draws are singular, which the loss does not mind.

    Examples
    --------
    >>> from lsa_theory import InContextRegression, WishartCovariance, dimension, identity
    >>> wishart = WishartCovariance(identity(dimension("d")), dimension("n"))
    >>> print(str(InContextRegression(covariate=wishart)).splitlines()[1].partition(", i = ")[0])
      covariates  x_i ~ N(0, Lambda_tau), Lambda_tau Wishart(mean I, n degrees of freedom)
    """

    scale: Expression
    degrees: Dimension

    def __post_init__(self) -> None:
        check_covariance(self.scale, "scale")

    @property
    def rows(self) -> Dimension:
        """The dimension d."""
        return self.scale.rows

    @property
    def factor(self) -> SampleMatrix:
        """G, of shape (d, n)."""
        return samples("g", covariance=self.scale, count=self.degrees)

    def average(self, body: Expression) -> Expression:
        """Return the expectation over G."""
        factor = self.factor
        return E(at(body, {self.symbol: factor.gram / as_expression(self.degrees)}), factor)

    def __repr__(self) -> str:
        return f"Wishart(mean {self.scale!r}, {self.degrees!r} degrees of freedom)"

    def latex(self) -> str:
        """Return the law as LaTeX."""
        degrees = to_latex(as_expression(self.degrees))
        return rf"\mathcal{{W}}_{{{degrees}}}\left({to_latex(self.scale)}/{degrees}\right)"


@dataclass(frozen=True)
class CovarianceMixture(RandomCovariance):
    """Lambda_tau is one of finitely many matrices; they need not commute.

    Parameters
    ----------
    parts : tuple of (probability, (d, d) expression)
        The probabilities must add up to one.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from lsa_theory import CovarianceMixture, dimension, positive_definite
    >>> d = dimension("d")
    >>> parts = [(Fraction(1, 2), positive_definite(name, d)) for name in ("Lambda", "Lambda_2")]
    >>> CovarianceMixture(tuple(parts))
    Lambda (probability 1/2) or Lambda_2 (probability 1/2)
    >>> CovarianceMixture((parts[0],))
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: the probabilities add up to 0 + 1/2; they must add up to 1
    """

    parts: tuple[tuple[object, Expression], ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise InvalidArgument("parts is empty; give at least one (probability, covariance)")
        for _, covariance in self.parts:
            check_covariance(covariance, "a covariance of the mixture", self.parts[0][1].rows)
        total = as_expression(0)
        for probability, _ in self.parts:
            _check_probability(as_expression(probability))
            total = total + as_expression(probability)
        if not equal(total, 1):
            raise InvalidArgument(f"the probabilities add up to {total!r}; they must add up to 1")

    @property
    def rows(self) -> Dimension:
        """The dimension d."""
        return self.parts[0][1].rows

    def average(self, body: Expression) -> Expression:
        """Return the weighted sum over the parts."""
        terms = [as_expression(p) * at(body, {self.symbol: covariance}) for p, covariance in self.parts]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    def __repr__(self) -> str:
        return " or ".join(f"{c!r} (probability {as_expression(p)!r})" for p, c in self.parts)

    def latex(self) -> str:
        """Return the law as LaTeX."""
        shown = [rf"{to_latex(as_expression(p))}\,\delta_{{{to_latex(c)}}}" for p, c in self.parts]
        return " + ".join(shown)


@dataclass(frozen=True)
class DeclaredCovariance(RandomCovariance):
    """A random covariance of which the expectations are given by the user.

    Parameters
    ----------
    dimension : dimension
        d.
    rule : callable
        Takes an expression in the symbol Lambda_tau and returns its expectation.
    description : str
        What is printed.
    """

    dimension: Dimension
    rule: Callable[[Expression], Expression]
    description: str = "declared by its expectations"

    @property
    def rows(self) -> Dimension:
        """The dimension d."""
        return self.dimension

    def average(self, body: Expression) -> Expression:
        """Return what the user's rule gives."""
        return self.rule(body)

    def __repr__(self) -> str:
        return self.description

    def latex(self) -> str:
        """Return the description as text."""
        return rf"\text{{{self.description}}}"


def _check_probability(probability: Expression) -> None:
    """Refuse a weight whose sign is wrong or not shown; a mixture with a negative one is no law."""
    terms = normal(probability).terms
    if terms and not is_positive(terms):
        raise InvalidArgument(
            f"a probability is {probability!r}, which does not show by its form that it is at least 0; write it with "
            "positive scalars, such as p / (1 + p) and 1 / (1 + p)"
        )


def check_covariance(covariance: object, name: str, rows: Dimension | None = None) -> None:
    """Refuse what is not a square symmetric expression of `rows` rows.

    Raises
    ------
    InvalidCovariance
        With what was given and what to do.
    """
    if not isinstance(covariance, Expression):
        raise InvalidCovariance(
            f"{name} is {covariance!r} of type {type(covariance).__name__}; declare a symbol with "
            "positive_definite('Lambda', d) and give its numbers to evaluate({Lambda: array, ...})"
        )
    check_words(covariance, name)
    if covariance.rows != covariance.cols or (rows is not None and covariance.rows != rows):
        expected = "a square matrix" if rows is None else f"{rows!r} x {rows!r}"
        raise InvalidCovariance(f"{name} is {describe(covariance)}; expected {expected}")
    if not equal(covariance, covariance.T):
        raise InvalidCovariance(
            f"{name} is {describe(covariance)}, which is not symmetric; declare its symbols with "
            "positive_definite(...) or symmetric(...)"
        )
