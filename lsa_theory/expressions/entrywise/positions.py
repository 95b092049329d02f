"""Sums over ranges whose ends are places: j < i, i = 2 ... N, i = 1 ... N - 1, and the number of a place.

A range lies inside 1 ... count for every value of the indices outside, and ends no earlier than one place before it
begins, so that a sum over it means one thing: where it is empty, 0.
"""

from __future__ import annotations

from collections.abc import Callable

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import random
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Number,
    Scale,
    Sum,
    Symbol,
    as_expression,
    describe,
)
from lsa_theory.expressions.guards import checked_size
from lsa_theory.expressions.random import End, Index, Position


def position(index: Index) -> Expression:
    """Return the number of the place that the index of a sum stands for, counted from 1.

    Raises
    ------
    InvalidArgument
        If it is given anything but the index of a sum.

    Examples
    --------
    >>> from lsa_theory import dimension, normal, position, sum_over
    >>> N = dimension("N")
    >>> normal(sum_over(N, lambda i: position(i))), normal(sum_over(N, lambda i: 1 / position(i)))
    (N / 2 + N**2 / 2, harmonic(N))
    """
    if not isinstance(index, Index):
        raise InvalidArgument(f"{index!r} is no index; a position is taken of the index of sum_over")
    return Position(index)


def sum_over(
    count: Dimension, term: Callable[[Index], Expression], *, first: object = 1, last: object = None
) -> Expression:
    """Return sum_{i=1}^{count} term(i), or the sum over the places from `first` to `last`.

    Parameters
    ----------
    count : dimension symbol or int
        How far the index could run: the number of columns, or of coordinates.
    term : function of an index
        Builds the summand, usually from `X.column(i)`; may itself contain sums.
    first, last : int or expression
        Where the range begins and ends: whole numbers, `count - 1`, or `position(k)` of the index of a sum outside,
        plus or minus 1. An empty range, such as that below the first place, sums to 0.

    Raises
    ------
    InvalidArgument
        If the range leaves 1 ... count, or ends more than one place before it begins, for some place outside.

    Examples
    --------
    >>> from lsa_theory import E, dimension, normal, position, positive_definite, samples, sum_over
    >>> d, N = dimension("d"), dimension("N")
    >>> X = samples("x", covariance=positive_definite("Lambda", d), count=N)
    >>> normal(E(sum_over(N, lambda i: X.column(i) @ X.column(i).T)))
    N * Lambda
    >>> normal(sum_over(N, lambda i: position(i), first=2, last=N - 1))
    -1 - N / 2 + N**2 / 2
    >>> masked = sum_over(N, lambda i: sum_over(N, lambda j: X.column(i).T @ X.column(j), last=position(i)))
    >>> normal(E(masked))
    N * tr(Lambda)
    """
    size = checked_size(count, "a sum")
    begin, end = _end(first, size, "first"), _end(size if last is None else last, size, "last")
    _check(begin, end, size)
    return random.sum_over(size, term, begin, end)


def sum_before(index: Index, term: Callable[[Index], Expression]) -> Expression:
    """Return the sum of term(j) over the places j < i before the index of a sum; 0 at the first place.

    >>> from lsa_theory import dimension, normal, position, sum_before, sum_over
    >>> N = dimension("N")
    >>> normal(sum_over(N, lambda i: sum_before(i, position) / position(i)))
    -N / 4 + N**2 / 4
    """
    return sum_over(index.count, term, last=position(index) - 1)


def sum_up_to(index: Index, term: Callable[[Index], Expression]) -> Expression:
    """Return the sum of term(j) over the places j <= i up to the index of a sum.

    >>> from lsa_theory import dimension, normal, position, sum_over, sum_up_to
    >>> N = dimension("N")
    >>> normal(sum_over(N, lambda i: sum_up_to(i, position) / position(i)))
    3 * N / 4 + N**2 / 4
    """
    return sum_over(index.count, term, last=position(index))


def _end(value: object, count: Dimension, which: str) -> End:
    """Read one end of a range."""
    given = as_expression(value)
    base: Index | Symbol | None = None
    shift = 0
    for term in given.terms if isinstance(given, Sum) else (given,):
        number = _whole(term)
        if number is not None:
            shift += number
        elif base is None and isinstance(term, Position):
            base = term.index
        elif base is None and isinstance(term, Symbol) and term == count:
            base = term
        else:
            raise InvalidArgument(
                f"{which} = {given!r} is no end of a range; expected a whole number, {count!s} or position(i) of the "
                "index of a sum outside, plus or minus a whole number"
            )
    if isinstance(base, Index):
        allowed = (0, 1) if which == "first" else (0, -1)
        if base.count != count or shift not in allowed:
            raise InvalidArgument(
                f"{which} = {given!r} is no end of a range over {count!s}; beside a place stands {allowed[1]} or "
                "nothing, and both indices run over the same number of places"
            )
        return base, shift
    if isinstance(count, int) and base is None:
        if not 1 <= shift <= count + 1 - (which == "last") and (which, shift) != ("last", 0):
            raise InvalidArgument(f"{which} = {given!r} lies outside of 1 ... {count}")
        return None, shift if which == "first" else shift - count
    if (which == "first") != (base is None):
        raise InvalidArgument(
            f"{which} = {given!r} is no end of a range over {count!s}: a range begins at a whole number or a place, "
            f"and ends at {count!s}, {count!s} - 1, ... or a place"
        )
    if (shift < 1) if which == "first" else (shift > 0):
        raise InvalidArgument(f"{which} = {given!r} lies outside of 1 ... {count!s}")
    return None, shift


def _whole(term: Expression) -> int | None:
    sign = 1
    if isinstance(term, Scale) and isinstance(term.scalar, Number) and isinstance(term.child, Number):
        sign, term = int(term.scalar.value), term.child
    return sign * int(term.value) if isinstance(term, Number) and term.value.denominator == 1 else None


def least(index: Index) -> int:
    """Return the smallest place that an index may stand for."""
    outer, shift = index.first
    return shift if outer is None else least(outer) + shift


def greatest(index: Index) -> int:
    """Return how far an index may go, minus the count."""
    outer, shift = index.last
    return shift if outer is None else greatest(outer) + shift


def _check(first: End, last: End, count: Dimension) -> None:
    """Refuse a range that ends more than one place before it begins, for some place of the index outside."""
    if first[0] is not None and last[0] is not None:
        raise InvalidArgument(
            "both ends of a range are places of other indices; bound it by one of them, and the index of that one by "
            "the other: k, then j < k, then i < j"
        )
    if last[0] is not None:
        room = least(last[0]) + last[1] - (first[1] - 1)
        where = f"the first place of the index outside, {least(last[0])}"
    elif first[0] is not None:
        room = last[1] + 1 - (greatest(first[0]) + first[1])
        where = "the last place of the index outside"
    elif isinstance(count, int):
        room = count + last[1] - (first[1] - 1)
        where = f"{count} places"
    else:
        return
    if room < 0:
        raise InvalidArgument(
            f"the range of a sum ends before it begins at {where}; begin the sum outside later, or this one earlier"
        )


def check_bound(tree: Expression) -> None:
    """Refuse an expression that holds the index of a sum outside of that sum.

    Raises
    ------
    InvalidArgument
        If there is one.
    """
    if random.free_indices(tree):
        raise InvalidArgument(
            f"{describe(tree)} holds the index of a sum outside of that sum, where it stands for no place; write what "
            "holds it inside the function that sum_over is given"
        )
