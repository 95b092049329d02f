"""Where an inequality is claimed: an interval for every scalar, a size for every dimension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Symbol

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, init=False, eq=False)
class Box:
    """Where an inequality is claimed: an interval for every scalar, a size for every dimension.

    Parameters
    ----------
    intervals : mapping from scalar symbol to (low, high)
        Exact rational ends, both included.
    sizes : mapping from dimension symbol to int, optional

    Raises
    ------
    InvalidArgument
        If an interval is empty, or a symbol is no scalar.

    Examples
    --------
    >>> from lsa_theory import Box, Inequality, judge, scalar
    >>> t = scalar("t", positive=True)
    >>> judge(Inequality(t + 1 / t, 2, on=Box({t: (2, 10)}))).verdict.value
    'confirmed'
    """

    intervals: Mapping[Symbol, Interval]
    sizes: Mapping[Symbol, int]

    def __init__(
        self, intervals: Mapping[Symbol, tuple[Any, Any]], sizes: Mapping[Symbol, int] | None = None
    ) -> None:
        if not intervals:
            raise InvalidArgument("a box needs an interval for at least one scalar; write {t: (low, high)}")
        exact = {symbol: (Fraction(low), Fraction(high)) for symbol, (low, high) in intervals.items()}
        for symbol, (low, high) in exact.items():
            if not symbol.is_scalar or symbol.structure == "dimension":
                raise InvalidArgument(
                    f"{symbol.name} is no scalar; a box has intervals for scalars, sizes for dimensions"
                )
            if symbol.structure == "positive" and low <= 0:
                raise InvalidArgument(
                    f"{symbol.name} is declared positive; its interval [{low}, {high}] is not"
                )
            if low > high:
                raise InvalidArgument(f"the interval [{low}, {high}] of {symbol.name} is empty")
        object.__setattr__(self, "intervals", exact)
        object.__setattr__(self, "sizes", dict(sizes or {}))

    def describe(self) -> str:
        """Return the box as text."""
        ranges = [f"{low} <= {s.name} <= {high}" for s, (low, high) in self.intervals.items()]
        return ", ".join([*ranges, *(f"{s.name} = {n}" for s, n in self.sizes.items())])
