"""What a law of one coordinate has to say of itself, and nothing else: a law of one's own is a class with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from lsa_theory.expressions.expression import Expression


class CoordinateLaw(ABC):
    """The law of a real number, of which the coordinates of a vector may be independent copies.

    A subclass is a frozen dataclass; its fields that are expressions are its parameters. The algebra and the exact
    witnesses take its moments, and the values of `atoms` where it has any; simulation draws by `draw`, so that each
    checks the other. `lsa_theory.testing.check_law` holds them against each other.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> from fractions import Fraction
    >>> from lsa_theory import CoordinateLaw, E, dimension, independent_coordinates, normal
    >>> from lsa_theory.expressions import as_expression
    >>> @dataclass(frozen=True)
    ... class Triangular(CoordinateLaw):
    ...     def moment(self, k):
    ...         return as_expression(0 if k % 2 else Fraction(2, (k + 1) * (k + 2)))
    ...     def draw(self, rng, shape, value):
    ...         return rng.triangular(-1, 0, 1, shape)
    >>> z = independent_coordinates("z", dimension("d"), law=Triangular())
    >>> normal(E((z.T @ z) ** 2))
    7 * d / 180 + d**2 / 36
    """

    @abstractmethod
    def moment(self, k: int) -> Expression:
        """Return E xi^k for k = 0, 1, 2, ..., exactly.

        Raises
        ------
        MissingMoment
            If there is none of that order.
        """

    @abstractmethod
    def draw(self, rng: Any, shape: tuple[int, ...], value: Callable[[Expression], float]) -> Any:
        """Return independent numbers of the law, drawn from it and not from its moments.

        `rng` is a `numpy.random.Generator`; `value` gives what a parameter is worth.
        """

    @property
    def atoms(self) -> tuple[tuple[int, Expression], ...] | None:
        """The values and their probabilities, where there are finitely many."""
        return None

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that the law is made of."""
        if not is_dataclass(self):
            return ()
        return tuple(v for f in fields(self) if isinstance(v := getattr(self, f.name), Expression))
