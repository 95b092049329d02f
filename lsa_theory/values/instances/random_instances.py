"""Random instances: residues for the prime field, small integers for everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, count
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
_BLOCK = 16


def draw_residues(
    rng: np.random.Generator,
    parts: Constituents,
    sizes: Mapping[Symbol, int],
    prime: int,
    reflected: int | None = None,
) -> Instance:
    """Draw every entry uniformly modulo a prime.

    The binary digits of `reflected` say which orthogonal matrices have the determinant -1; left out, chance does.

    A positive scalar and the eigenvalues of a matrix below a fractional power are squares, so that their
    roots exist. A family of commuting matrices is diagonal, without loss of generality for one family, by
    rotation; the others are rotated away from it.
    """
    # Drawn a block at a time: one by one, drawing takes as long as evaluating does.
    blocks = (rng.integers(1, prime, size=_BLOCK).tolist() for _ in count())
    numbers = chain.from_iterable(blocks)

    def residue(positive: bool) -> int:
        value: int = next(numbers)
        return value * value % prime if positive else value

    return _assemble(rng, parts, sizes, residue, prime, reflected=reflected)


def draw_integers(
    rng: np.random.Generator, parts: Constituents, sizes: Mapping[Symbol, int], height: int
) -> Instance:
    """Draw integers of absolute value at most `height`; positive definite matrices are B B'."""

    def integer(positive: bool) -> int:
        return int(rng.integers(1 if positive else -height, height + 1))

    return _assemble(rng, parts, sizes, integer, None)


def draw_generic(rng: np.random.Generator, parts: Constituents, sizes: Mapping[Symbol, int]) -> Instance:
    """Draw sixteenths: general entries in [-1, 1], positive ones in [1/2, 3/2], condition numbers moderate.

    Small integers are often equal or zero by chance, and then hide a missing transpose or a whole term; these
    are never zero and seldom equal.
    """

    def sixteenth(positive: bool) -> Fraction:
        if positive:
            return Fraction(int(rng.integers(8, 25)), 16)
        return Fraction(int(rng.integers(3, 17)) * (1 if rng.integers(2) else -1), 16)

    return _assemble(rng, parts, sizes, sixteenth, None, margin=1)


def _assemble(
    rng: np.random.Generator,
    parts: Constituents,
    sizes: Mapping[Symbol, int],
    entry: Any,
    prime: int | None,
    margin: int = 0,
    reflected: int | None = None,
) -> Instance:
    diagonal = _diagonal_family(parts)
    rotations: dict[str, Matrix] = {}
    values: dict[Letter, Matrix] = {}

    def size(dimension: Dimension) -> int:
        return dimension if isinstance(dimension, int) else sizes[dimension]

    frames = [source for source in parts.unbound if isinstance(source.law, Orthogonal)]
    for k, source in enumerate(frames):
        turned = bool(rng.integers(2)) if reflected is None else bool(reflected >> k & 1)
        values[source] = frame(
            size(source.rows), size(source.cols), lambda: entry(False), turned, source.name
        )
    for source in parts.unbound:
        if source in values:
            continue
        values[source] = [[entry(False) for _ in range(size(source.cols))] for _ in range(size(source.rows))]
    for symbol in parts.symbols:
        rows, cols = size(symbol.rows), size(symbol.cols)
        if symbol.is_scalar:
            values[symbol] = [[entry(symbol.structure == "positive")]]
        elif not symbol.is_symmetric:
            values[symbol] = [[entry(False) for _ in range(cols)] for _ in range(rows)]
        elif symbol in parts.rooted or symbol.family:
            family = symbol.family or symbol.name
            # A symmetric matrix keeps both signs below a root: an instance without the root is drawn again.
            spectrum = [entry(symbol.structure == _DEFINITE) for _ in range(rows)]
            matrix = [[spectrum[i] if i == j else 0 for j in range(rows)] for i in range(rows)]
            if family != diagonal:
                if symbol in parts.rooted and rows > 1 and not parts.entrywise:
                    raise NotApplicable("roots of matrices that do not commute have no exact instances")
                if family not in rotations:
                    rotations[family] = _rotation(rng, rows, prime)
                matrix = _conjugate(rotations[family], matrix)
            values[symbol] = matrix
        else:
            definite = symbol.structure == _DEFINITE and prime is None
            values[symbol] = _definite(rows, entry, margin) if definite else _symmetric(rows, entry)
    return Instance(dict(sizes), values)


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


def _definite(rows: int, entry: Any, margin: int) -> Matrix:
    factor = [
        [entry(False) if j < i else entry(True) if i == j else 0 for j in range(rows)] for i in range(rows)
    ]
    square = _product(factor, [list(column) for column in zip(*factor, strict=True)])
    return [[value + margin * (i == j) for j, value in enumerate(row)] for i, row in enumerate(square)]


def _symmetric(rows: int, entry: Any) -> Matrix:
    upper = [[entry(False) for _ in range(rows)] for _ in range(rows)]
    return [[upper[min(i, j)][max(i, j)] for j in range(rows)] for i in range(rows)]


def _rotation(rng: np.random.Generator, rows: int, prime: int | None) -> Matrix:
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
        [
            sum((Fraction(x) * y for x, y in zip(row, column, strict=True)), start=Fraction(0))
            for column in zip(*b, strict=True)
        ]
        for row in a
    ]
