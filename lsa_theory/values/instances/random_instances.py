"""Random instances with small integers and sixteenths; what is drawn entry by entry is assembled here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.expressions.expression import Dimension, Symbol
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.instances.frames import frame
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.refusals import NotApplicable

Matrix = list[list[Any]]
_DEFINITE = "positive definite"


def draw_integers(
    rng: np.random.Generator, parts: Constituents, sizes: Mapping[Symbol, int], height: int
) -> Instance:
    """Draw integers of absolute value at most `height`; positive definite matrices are B B'."""

    def integer(positive: bool) -> int:
        return int(rng.integers(1 if positive else -height, height + 1))

    return Instance(dict(sizes), assembled(parts, sizes, _Rational(rng, integer)))


def draw_generic(rng: np.random.Generator, parts: Constituents, sizes: Mapping[Symbol, int]) -> Instance:
    """Draw sixteenths: general entries in [-1, 1], positive ones in [1/2, 3/2], condition numbers moderate.

    Small integers are often equal or zero by chance, and then hide a missing transpose or a whole term; these
    are never zero and seldom equal.
    """

    def sixteenth(positive: bool) -> Fraction:
        if positive:
            return Fraction(int(rng.integers(8, 25)), 16)
        return Fraction(int(rng.integers(3, 17)) * (1 if rng.integers(2) else -1), 16)

    return Instance(dict(sizes), assembled(parts, sizes, _Rational(rng, sixteenth, margin=1)))


class Maker(ABC):
    """Makes entries, and the matrices that are no arrays of independent entries."""

    zero: Any = 0

    @abstractmethod
    def entry(self, positive: bool) -> Any:
        """Return an entry."""

    @abstractmethod
    def turned(self, family: str, spectrum: Sequence[Any]) -> Any:
        """Return a matrix with the given eigenvalues; those of one family commute."""

    @abstractmethod
    def frame(self, rows: int, cols: int, place: int, name: str) -> Any:
        """Return orthonormal columns, those of the matrix at a place among all."""

    @abstractmethod
    def definite(self, rows: int) -> Any:
        """Return a matrix that is positive definite, or takes the part of one."""

    def symmetric(self, rows: int) -> Matrix:
        """Return a symmetric matrix."""
        upper = [[self.entry(False) for _ in range(rows)] for _ in range(rows)]
        return [[upper[min(i, j)][max(i, j)] for j in range(rows)] for i in range(rows)]


class _Rational(Maker):
    def __init__(
        self, rng: np.random.Generator, entry: Callable[[bool], Fraction | int], margin: int = 0
    ) -> None:
        self._rng = rng
        self._entry = entry
        self._margin = margin
        self._rotations: dict[str, Matrix] = {}

    def entry(self, positive: bool) -> Any:
        return self._entry(positive)

    def turned(self, family: str, spectrum: Sequence[Any]) -> Matrix:
        if family not in self._rotations:
            self._rotations[family] = rotation(self._rng, len(spectrum))
        return _conjugate(self._rotations[family], diagonal(spectrum, 0))

    def frame(self, rows: int, cols: int, place: int, name: str) -> Matrix:
        reflected = bool(self._rng.integers(2))
        return frame(rows, cols, lambda: self.entry(False), reflected, name)

    def definite(self, rows: int) -> Matrix:
        factor = [
            [self.entry(False) if j < i else self.entry(True) if i == j else 0 for j in range(rows)]
            for i in range(rows)
        ]
        square = _product(factor, [list(column) for column in zip(*factor, strict=True)])
        return [
            [value + self._margin * (i == j) for j, value in enumerate(row)] for i, row in enumerate(square)
        ]


def assembled(parts: Constituents, sizes: Mapping[Symbol, int], maker: Maker) -> dict[Letter, Any]:
    """Return a value for every letter, entry by entry.

    A positive scalar and the eigenvalues of a matrix below a fractional power are positive. A family of commuting
    matrices is diagonal, without loss of generality for one family, by rotation; the others are turned away from it.
    """
    straight = _diagonal_family(parts)
    values: dict[Letter, Any] = {}

    def size(dimension: Dimension) -> int:
        return dimension if isinstance(dimension, int) else sizes[dimension]

    def general(rows: int, cols: int) -> Matrix:
        return [[maker.entry(False) for _ in range(cols)] for _ in range(rows)]

    frames = [source for source in parts.unbound if isinstance(source.law, Orthogonal)]
    for place, source in enumerate(frames):
        values[source] = maker.frame(size(source.rows), size(source.cols), place, source.name)
    for source in parts.unbound:
        if source not in values:
            values[source] = general(size(source.rows), size(source.cols))
    for symbol in parts.symbols:
        rows, cols = size(symbol.rows), size(symbol.cols)
        if symbol.is_scalar:
            values[symbol] = [[maker.entry(symbol.structure == "positive")]]
        elif not symbol.is_symmetric:
            values[symbol] = general(rows, cols)
        elif symbol in parts.rooted or symbol.family:
            family = symbol.family or symbol.name
            # A symmetric matrix keeps both signs below a root: an instance without the root is drawn again.
            spectrum = [maker.entry(symbol.structure == _DEFINITE) for _ in range(rows)]
            if family == straight:
                values[symbol] = diagonal(spectrum, maker.zero)
                continue
            if symbol in parts.rooted and rows > 1 and not parts.entrywise:
                raise NotApplicable("roots of matrices that do not commute have no exact instances")
            values[symbol] = maker.turned(family, spectrum)
        elif symbol.structure == _DEFINITE:
            values[symbol] = maker.definite(rows)
        else:
            values[symbol] = maker.symmetric(rows)
    return values


def _diagonal_family(parts: Constituents) -> str:
    """Name the family that is diagonal: one below a fractional power if there is any, else the first.

    Where entries are named none is: diagonal matrices would satisfy what holds for no others.
    """
    if parts.entrywise:
        return ""
    for symbol in parts.symbols:
        if symbol in parts.rooted:
            return symbol.family or symbol.name
    return next((s.family for s in parts.symbols if s.family), "")


def diagonal(spectrum: Sequence[Any], zero: Any) -> Matrix:
    """Return a diagonal matrix."""
    return [[value if i == j else zero for j in range(len(spectrum))] for i, value in enumerate(spectrum)]


def rotation(rng: np.random.Generator, rows: int) -> Matrix:
    """Return (I - S)(I + S)^-1 for a random skew S: rational, with Q Q' = I (Cayley)."""
    from lsa_theory.values.arithmetic.rational import Rationals, as_fraction

    ring = Rationals()
    upper = rng.integers(1, 4, size=(rows, rows))
    skew = [
        [int(upper[i, j]) * ((i < j) - (i > j)) if i <= j else -int(upper[j, i]) for j in range(rows)]
        for i in range(rows)
    ]
    plus = ring.array([[int(i == j) + skew[i][j] for j in range(rows)] for i in range(rows)])
    minus = ring.array([[int(i == j) - skew[i][j] for j in range(rows)] for i in range(rows)])
    turned = ring.matmul(minus, ring.inverse(plus)).tolist()
    return [[as_fraction(value) for value in row] for row in turned]


def _conjugate(rotation: Matrix, matrix: Matrix) -> Matrix:
    transposed = [list(column) for column in zip(*rotation, strict=True)]
    return _product(_product(rotation, matrix), transposed)


def _product(a: Sequence[Sequence[Any]], b: Sequence[Sequence[Any]]) -> Matrix:
    return [
        [Fraction(sum(x * y for x, y in zip(row, column, strict=True))) for column in zip(*b, strict=True)]
        for row in a
    ]
