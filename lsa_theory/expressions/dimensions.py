"""Dimensions put in place of dimensions: shapes, lengths, bounds of sums and laws follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Dimension, Expression, Number, Symbol, describe
from lsa_theory.expressions.random import DeclaredMoments


def as_size(value: Expression) -> Dimension | None:
    """Return the dimension that an expression is, a positive integer or a dimension symbol; None for anything else."""
    if isinstance(value, Symbol) and value.structure == "dimension":
        return value
    if isinstance(value, Number) and value.value.denominator == 1 and value.value > 0:
        return int(value.value)
    return None


def with_dimensions(tree: Expression, sizes: Mapping[Symbol, Dimension]) -> Expression:
    """Return a tree in which dimensions have become other dimensions, all at once.

    Raises
    ------
    InvalidArgument
        If a law declares moments by rules, which may mention a dimension without showing it.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity, matrix
    >>> d, N = dimension("d"), dimension("N")
    >>> with_dimensions(matrix("A", d, N) @ matrix("B", N, d) + N * identity(d), {N: 3}).children[0].left.shape
    (d, 3)
    """
    return _changed(tree, sizes, {})  # type: ignore[no-any-return]


def _changed(value: Any, sizes: Mapping[Symbol, Dimension], known: dict[int, tuple[Any, Any]]) -> Any:
    if isinstance(value, Symbol) and value in sizes:
        size = sizes[value]
        return size
    if isinstance(value, tuple):
        return tuple(_as_part(v, _changed(v, sizes, known)) for v in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    if id(value) not in known:
        # The value is kept beside its result, so that its identity stays its own.
        known[id(value)] = value, _rebuilt(value, sizes, known)
    return known[id(value)][1]


def _rebuilt(value: Any, sizes: Mapping[Symbol, Dimension], known: dict[int, tuple[Any, Any]]) -> Any:
    if isinstance(value, DeclaredMoments) and value.rules:
        raise InvalidArgument(
            "moments that are declared by rules cannot follow a change of dimension; declare the vector at the new one"
        )
    changes: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = _changed(old, sizes, known)
        if field.name not in _SIZES:
            new = _as_part(old, new)
        if new is not old and new != old:
            changes[field.name] = new
    return replace(value, **changes) if changes else value


# Fields that hold a size; everywhere else a dimension stands as a scalar of the formula.
_SIZES = ("rows", "cols", "count")


def _as_part(old: Any, new: Any) -> Any:
    """Return a dimension that stands in a formula as an expression."""
    from fractions import Fraction

    return Number(Fraction(new)) if isinstance(old, Expression) and isinstance(new, int) else new


def check_result(body: Expression, symbol: Symbol, value: Expression) -> None:
    """Refuse a number that is no size, and a change of the result's own shape into something that is no dimension."""
    if isinstance(value, Number):
        raise InvalidArgument(f"cannot put {value!r} for {symbol.name}: a dimension is a positive integer")
    if symbol in body.shape:
        raise InvalidArgument(
            f"cannot put {value!r} for {symbol.name} in {describe(body)}: its shape would be no dimension any more; "
            "give a positive integer or another dimension"
        )
