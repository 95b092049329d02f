"""Determinants and functions of scalars, as they are written.

What they are equal to is decided in `lsa_theory.algebra.functions`; witnesses evaluate them as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Dimension, Expression, describe

# How many arguments each takes. `digamma` is the multivariate one, sum_{i=1}^p digamma(a + (1 - i) / 2), of a and p;
# `harmonic` is sum_{i=1}^n i^-r, of n and r.
FUNCTIONS: Mapping[str, int] = MappingProxyType(
    {
        "exp": 1,
        "log": 1,
        "sign": 1,
        "absolute": 1,
        "relu": 1,
        "indicator": 1,
        "arcsin": 1,
        "arccos": 1,
        "erf": 1,
        "factorial": 1,
        "digamma": 2,
        "harmonic": 2,
    }
)


@dataclass(frozen=True, repr=False)
class Applied(Expression, kind=True):
    """One of `FUNCTIONS` of scalars."""

    function: str
    arguments: tuple[Expression, ...]
    rows: Dimension = 1
    cols: Dimension = 1
    parts: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if FUNCTIONS.get(self.function) != len(self.arguments):
            raise InvalidArgument(
                f"{self.function} of {len(self.arguments)} arguments is not known; there are {', '.join(FUNCTIONS)}"
            )
        for argument in self.arguments:
            if not argument.is_scalar:
                raise ShapeMismatch(f"{self.function} is a function of scalars; given: {describe(argument)}")

    @property
    def children(self) -> tuple[Expression, ...]:
        """The arguments."""
        return self.arguments


@dataclass(frozen=True, repr=False)
class Determinant(Expression, kind=True):
    """The determinant of a matrix given by its blocks, whose diagonal blocks are square."""

    blocks: tuple[tuple[Expression, ...], ...]
    rows: Dimension = 1
    cols: Dimension = 1
    # Its blocks are its children, row by row.
    parts: ClassVar[tuple[str, ...]] = ()

    @property
    def children(self) -> tuple[Expression, ...]:
        """The blocks, row by row."""
        return tuple(block for row in self.blocks for block in row)


@dataclass(frozen=True, repr=False)
class Pi(Expression, kind=True):
    """The number pi."""

    rows: Dimension = 1
    cols: Dimension = 1
