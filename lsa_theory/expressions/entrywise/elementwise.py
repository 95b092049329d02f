"""Elementwise products, ones, diagonals and single entries, as they are written and as they are recognised."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Identity,
    Product,
    Transpose,
    as_expression,
    describe,
    is_named,
    reads,
)
from lsa_theory.expressions.guards import checked_size
from lsa_theory.expressions.random import Index


@dataclass(frozen=True, repr=False)
class UnitVector(Expression, kind=True):
    """The column with a one at a place, counted from 0, or at the index of a sum; zeros elsewhere."""

    rows: Dimension
    place: int | Index
    cols: Dimension = 1

    @property
    def index(self) -> Index | None:
        """The index of the sum that moves it; None where its place is fixed."""
        return self.place if isinstance(self.place, Index) else None


def hadamard(left: object, *others: object) -> Expression:
    """Return the elementwise (Hadamard) product of expressions of one shape; of scalars, their product.

    Raises
    ------
    ShapeMismatch
        If two shapes differ.

    Examples
    --------
    >>> from lsa_theory import dimension, gradient, hadamard, matrix, normal, ones, trace
    >>> d = dimension("d"); A, B, C = matrix("A", d), matrix("B", d), matrix("C", d)
    >>> normal(gradient(trace(hadamard(A, B) @ C), A))
    hadamard(B, C.T)
    >>> normal(hadamard(A, ones(d, d)) + hadamard(A, A.T).T)
    hadamard(A, A.T) + A
    """
    result = as_expression(left)
    for other in others:
        right = as_expression(other)
        if result.shape != right.shape:
            raise ShapeMismatch(
                f"cannot multiply {describe(result)} and {describe(right)} elementwise: the shapes must be equal"
            )
        result = result * right if result.is_scalar else Hadamard(result, right)
    return result


def ones(rows: Dimension, cols: Dimension = 1) -> Expression:
    """Return the matrix of ones, a column of them if `cols` is left out.

    >>> from lsa_theory import dimension, normal, ones
    >>> d = dimension("d")
    >>> normal(ones(d).T @ ones(d)), normal(ones(d) @ ones(3).T - ones(d, 3))
    (d, 0)
    """
    rows, cols = checked_size(rows, "ones"), checked_size(cols, "ones")
    return as_expression(1) if rows == cols == 1 else Ones(rows, cols)


def diagonal(body: object) -> Expression:
    """Return the diagonal of a square matrix as a column, or the diagonal matrix of a column, as NumPy's diag does.

    Raises
    ------
    ShapeMismatch
        If the expression is neither square nor a column.

    Examples
    --------
    >>> from lsa_theory import diagonal, dimension, matrix, normal, ones, trace, vector
    >>> d = dimension("d"); A, v = matrix("A", d), vector("v", d)
    >>> normal(diagonal(diagonal(v)) - v), normal(trace(diagonal(v))), normal(ones(d).T @ diagonal(A))
    (0, ones(d).T @ v, tr(A))
    """
    inside = as_expression(body)
    if inside.is_scalar:
        return inside
    if inside.cols == 1:
        return Hadamard(Identity(inside.rows), inside @ Ones(1, inside.rows))
    if inside.rows == inside.cols:
        return Hadamard(Identity(inside.rows), inside) @ Ones(inside.rows)
    raise ShapeMismatch(f"{describe(inside)} is neither square nor a column, and has no diagonal")


def unit(rows: Dimension, place: int | Index) -> Expression:
    """Return the column with a one at a place, counted from 0, or at the index of `sum_over`; zeros elsewhere.

    Raises
    ------
    InvalidArgument
        If the place lies outside.

    Examples
    --------
    >>> from lsa_theory import dimension, matrix, normal, sum_over, unit
    >>> d = dimension("d"); A = matrix("A", d)
    >>> normal(unit(d, 0).T @ unit(d, 1)), normal(sum_over(d, lambda i: unit(d, i) @ unit(d, i).T))
    (0, I)
    >>> normal(sum_over(d, lambda i: A[i, i] ** 2))
    diagonal(A).T @ diagonal(A)
    """
    size = checked_size(rows, "a unit vector")
    if isinstance(place, Index):
        if place.count != size:
            raise InvalidArgument(
                f"index {place.name or 'i'} runs to {place.count}, but there are {size} coordinates"
            )
    elif isinstance(place, bool) or not isinstance(place, int) or place < 0:
        raise InvalidArgument(
            f"{place!r} is no place; expected a whole number from 0 on, or the index of a sum"
        )
    elif isinstance(size, int) and place >= size:
        raise InvalidArgument(f"there is no place {place} among {size}; places are counted from 0")
    return as_expression(1) if size == 1 else UnitVector(size, place)


@reads("entry")
def entry(self: Expression, key: object) -> Expression:
    """Return one entry A[i, j], or v[i] of a column, a row A[i, :] or a column A[:, j].

    Places are counted from 0, or are indices of `sum_over`.

    Raises
    ------
    InvalidArgument
        If the key is not one place, or a colon, for each dimension.
    """
    places = key if isinstance(key, tuple) else (key,)
    if len(places) == 1 and self.cols == 1:
        places = (*places, slice(None))
    if len(places) != 2 or not all(p == slice(None) or isinstance(p, int | Index) for p in places):
        raise InvalidArgument(
            f"{describe(self)} has no entry {key!r}: write A[i, j], of a column v[i], a row A[i, :] or a column "
            "A[:, j], with places from 0 on or indices of sum_over"
        )
    row, column = places
    result = self if row == slice(None) else unit(self.rows, row).T @ self
    return result if column == slice(None) else result @ unit(result.cols, column)


def diagonal_of(node: Expression) -> Expression | None:
    """Return what a tree is the `diagonal` of; None if it is none."""
    match node:
        case Hadamard(Identity(), Product(inside, Ones(rows=1))) if inside.cols == 1:
            return inside
        case Product(Hadamard(Identity(), inside), Ones(cols=1)):
            return inside
    return None


def entry_of(node: Expression) -> tuple[Expression, tuple[int | Index, ...]] | None:
    """Return what a tree is an entry of, and its places; None if it is none."""
    match node:
        case Product(Product(Transpose(UnitVector(place=i)), whole), UnitVector(place=j)):
            return whole, (i, j)
        case Product(Transpose(UnitVector(place=i)), whole) if whole.cols == 1:
            return whole, (i,)
    return None


def factors_of(node: Expression) -> list[Expression]:
    """Return the factors of an elementwise product from left to right, those with a name whole."""
    if isinstance(node, Hadamard) and not is_named(node) and diagonal_of(node) is None:
        return [*factors_of(node.left), *factors_of(node.right)]
    return [node]
