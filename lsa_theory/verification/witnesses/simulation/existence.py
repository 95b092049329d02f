"""Whether what is drawn has a mean whose error is known: an integrand's growth, and the poles of its denominators.

A polynomial in Gaussian vectors has all moments. Beyond polynomials an integrand is taken apart into terms, each at
most a polynomial times exponentials over denominators. |a + b|^p is at most 2^p (|a|^p + |b|^p), so the powers of a sum
have means where those of its terms have. What is not taken apart is not drawn: a mean without a variance has an
estimate whose standard error says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product

from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Determinant
from lsa_theory.expressions.entrywise.products import Hadamard
from lsa_theory.expressions.expression import (
    Expression,
    Power,
    Product,
    Scale,
    Sum,
    SymbolicPower,
    Trace,
    Transpose,
)
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.random import Column, Expectation, RandomVector, SampleMatrix, SumOver
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.of_lengths import exponent_at
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.scope import Scope, places, size_of
from lsa_theory.verification.witnesses.simulation.growth import (
    BOUNDED,
    ONE,
    Exponent,
    Growth,
    Pole,
    Term,
    joined,
    to_the,
)

# Terms that an integrand is taken apart into; each is looked at.
_MOST_TERMS = 400
# Where an inverse is taken of a matrix or of a scalar that may vanish.
Denominator = Callable[[Expression, Fraction, Scope], Pole | None]


def is_random(node: Expression) -> bool:
    """Whether something random stands in an expression."""
    return any(isinstance(n, RandomVector | SampleMatrix | Column) for n in everything([node]))


class Growing:
    """Takes integrands apart; `denominator` says where the inverse of something random has its pole, if it has one."""

    def __init__(self, denominator: Denominator) -> None:
        self._denominator = denominator

    def of(self, node: Expression, scope: Scope) -> Growth:
        """Return terms whose sizes together bound that of an integrand, up to a factor.

        Raises
        ------
        NotApplicable
            If no bound is known.
        """
        if not is_random(node):
            return BOUNDED
        match node:
            case RandomVector() | SampleMatrix() | Column():
                return BOUNDED
            case BlockNorm():
                # At most the sum of the norms of its blocks.
                return _few([term for part in node.children for term in self.of(part, scope)])
            case Sum():
                return _few([term for part in node.terms for term in self.of(part, scope)])
            case Scale() | Product() | Hadamard():
                return self._product([self.of(child, scope) for child in node.children])
            case Transpose() | Trace() | OperatorNorm():
                return self.of(node.children[0], scope)
            case Expectation():
                return self.of(node.body, scope)
            case SumOver():
                inner = [
                    scope.bind(indices={**scope.indices, node.index: i}) for i in places(node.index, scope)
                ]
                return _few([term for within in inner for term in self.of(node.body, within)])
            case Rank() | NegativeEigenvalues():
                return BOUNDED
            case Applied():
                return self._applied(node, scope)
            case Power():
                return self._power(node.child, node.exponent, scope)
            case SymbolicPower():
                return self._power(node.child, exponent_at(node.exponent, scope), scope)
            case Determinant():
                # A sum of products of as many entries as there are rows.
                entries = _few([term for block in node.children for term in self.of(block, scope)])
                rows = sum(size_of(row[0].rows, scope) for row in node.blocks)
                return to_the(entries, Fraction(rows))
        raise NotApplicable(
            f"whether a mean over what holds a {type(node).__name__} has a known error is not known here"
        )

    def _applied(self, node: Applied, scope: Scope) -> Growth:
        inside = node.arguments[0]
        match node.function:
            case "exp":
                return (Term((Exponent(inside, scope, Fraction(1)),), ()),)
            case "absolute" | "relu":
                return self.of(inside, scope)
            case "log":
                # The logarithm of a number grows slower than any of its powers, positive or negative ones.
                self.of(inside, scope)
                return BOUNDED
            case "sign" | "indicator" | "arcsin" | "arccos" | "erf":
                return BOUNDED
        raise NotApplicable(f"whether a mean over {node.function} has a known error is not known here")

    def _power(self, child: Expression, exponent: Fraction, scope: Scope) -> Growth:
        if exponent >= 0:
            return to_the(self.of(child, scope), exponent)
        return self._inverse(child, -exponent, scope)

    def _inverse(self, node: Expression, times: Fraction, scope: Scope) -> Growth:
        """Return the growth of an inverse power."""
        if not is_random(node):
            return BOUNDED
        match node:
            case Transpose():
                return self._inverse(node.child, times, scope)
            case Power() if node.exponent > 0:
                return self._inverse(node.child, times * node.exponent, scope)
            case Power():
                return to_the(self.of(node.child, scope), -node.exponent * times)
            case Applied(function="absolute"):
                return self._inverse(node.arguments[0], times, scope)
            case Applied(function="exp"):
                return (Term((Exponent(node.arguments[0], scope, -times),), ()),)
            case Scale():
                return self._product([self._inverse(part, times, scope) for part in node.children])
            case Product() if node.is_scalar and node.left.is_scalar:
                return self._product([self._inverse(part, times, scope) for part in node.children])
        smaller = _positive_exponential(node, scope)
        if smaller is not None:
            return (Term((Exponent(*smaller, -times),), ()),)
        pole = self._denominator(node, times, scope)
        return BOUNDED if pole is None else (Term((), (pole,)),)

    @staticmethod
    def _product(factors: Sequence[Growth]) -> Growth:
        return _few([joined(choice) for choice in product(*factors)])


def _few(terms: Sequence[Term]) -> Growth:
    found = tuple(dict.fromkeys(terms))
    if len(found) > _MOST_TERMS:
        raise NotApplicable(
            f"whether a mean over {len(found)} terms with functions has a known error is not looked into; "
            f"{_MOST_TERMS} are the most"
        )
    return found or (ONE,)


def _positive_exponential(node: Expression, scope: Scope) -> tuple[Expression, Scope] | None:
    """Return an exponent whose exponential is at most a sum of exponentials; None where the sum may hold others."""
    match node:
        case Sum():
            found = [_positive_exponential(term, scope) for term in node.terms]
            return found[0] if None not in found else None
        case SumOver() if places(node.index, scope):
            first = places(node.index, scope)[0]
            return _positive_exponential(node.body, scope.bind(indices={**scope.indices, node.index: first}))
        case Applied(function="exp"):
            return node.arguments[0], scope
    return None
