"""Whether the laws in a statement exist: a covariance is positive semi-definite by its form, or it is a hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsa_theory.claims.signs import is_definite, is_nonnegative
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.expression import Expression, Number, Scale, Symbol, as_expression
from lsa_theory.expressions.laws.coordinates import Given, IndependentCoordinates, central_moment
from lsa_theory.expressions.laws.elliptical import Elliptical
from lsa_theory.expressions.laws.moment_problem import some_law_has
from lsa_theory.expressions.laws.numbers import folded
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import DeclaredMoments, RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything

_SHOWN = 60


@dataclass(frozen=True)
class Existence:
    """What a law needs besides the declarations of its symbols, in words.

    `scalar` is the expression that has to be at least 0, where that is all.
    """

    words: str
    scalar: Expression | None = None


def existence(trees: Sequence[Expression]) -> tuple[Existence, ...]:
    """Return what the laws of everything random in the trees need to exist.

    >>> from lsa_theory.expressions import dimension, gaussian, identity, positive_definite, scalar
    >>> d = dimension("d"); L = positive_definite("L", d); t = scalar("t", positive=True)
    >>> [e.words for e in existence([gaussian("x", covariance=L), gaussian("g", covariance=(4 - t) * L)])]
    ['g has a law: 4 - t >= 0']
    """
    found: dict[str, Existence] = {}
    for node in everything(list(trees)):
        if isinstance(node, RandomVector | SampleMatrix):
            for needed in _of_law(node):
                found.setdefault(needed.words, needed)
    return tuple(found.values())


def _of_law(source: RandomVector | SampleMatrix) -> list[Existence]:
    needed = []
    law = source.law
    above = law.radius.positive(1) if isinstance(law, Elliptical) else None
    covariance = law.covariance
    if above is not None:
        needed.append(Existence(f"{source.name} has a covariance: {_short(above)} > 0"))
        # Its factor, nu / (nu - 2), is positive then.
        covariance = covariance.child if isinstance(covariance, Scale) else covariance
    if isinstance(law, Orthogonal) and law.cols != law.rows and not isinstance(law.cols, int):
        room = as_expression(law.rows) - as_expression(law.cols)
        needed.append(Existence(f"{source.name} has a law: {_short(room)} >= 0", room))
    elif isinstance(law, Orthogonal) and not isinstance(law.rows, int) and isinstance(law.cols, int):
        room = as_expression(law.rows) - law.cols
        if law.cols > 1:
            needed.append(Existence(f"{source.name} has a law: {_short(room)} >= 0", room))
    scalar = _not_shown(covariance)
    if scalar is not None:
        words = (
            f"{_short(scalar)} >= 0" if scalar.is_scalar else f"{_short(scalar)} is positive semi-definite"
        )
        needed.append(Existence(f"{source.name} has a law: {words}", scalar if scalar.is_scalar else None))
    if isinstance(law, IndependentCoordinates) and isinstance(law.coordinate, Given):
        needed.extend(_of_moments(law.coordinate, source.name))
    if isinstance(source.law, DeclaredMoments) and source.law.rules:
        orders = ", ".join(map(str, sorted(source.law.rules)))
        needed.append(Existence(f"some law has the moments of order {orders} declared for {source.name}"))
    return needed


def _of_moments(given: Given, name: str) -> list[Existence]:
    """Return what the moments of one coordinate have to meet, besides a variance that is not negative."""
    numbers = [m.value for m in given.moments if isinstance(m, Number)]
    if len(given.moments) == 2 or (len(numbers) == len(given.moments) and some_law_has(numbers)):
        return []
    variance = central_moment(given, 2)
    if (isinstance(variance, Number) and variance.value > 0) or _is_positive(variance):
        third = central_moment(given, 3)
        if len(given.moments) == 3:
            return []
        if len(given.moments) == 4:
            room = central_moment(given, 4) - folded(variance**2)
            if third != as_expression(0):
                room = room - folded(third**2 / variance)
            return [Existence(f"the coordinates of {name} have a law: {_short(room)} >= 0", room)]
    return [Existence(f"some law has the moments given for the coordinates of {name}")]


def _is_positive(node: Expression) -> bool:
    return isinstance(node, Symbol) and node.structure == "positive"


def _not_shown(covariance: Expression) -> Expression | None:
    """Return what has to be non-negative for a covariance to be one; None if its form shows it."""
    if is_definite(covariance) or isinstance(covariance, Array):
        # Numbers were looked at when the law was declared.
        return None
    if (
        isinstance(covariance, Scale)
        and is_definite(covariance.child)
        and not is_nonnegative(covariance.scalar)
    ):
        return covariance.scalar
    return covariance


def _short(node: Expression) -> str:
    text = repr(node)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
