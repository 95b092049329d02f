r"""Vectors of ones whose size is not written: \mathbf{1} takes the size that the product around it needs.

Until it is known the size is a letter of its own, which no notation can declare; where two sizes have to agree and one
of them is such a letter, it becomes the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.dimensions import with_dimensions
from lsa_theory.expressions.entrywise.products import Ones
from lsa_theory.expressions.expression import Dimension, Expression, Symbol, walk

_MARK = "\0size of the 1 at "


def open_ones(at: int) -> Expression:
    """Return a column of ones of a size that is not known yet, for a 1 at a place of the source."""
    return Ones(Symbol(f"{_MARK}{at}", structure="dimension"))


def is_open(size: Dimension) -> bool:
    """Whether a size is not known yet."""
    return isinstance(size, Symbol) and size.name.startswith(_MARK)


def agreed(
    a: Expression, b: Expression, pairs: Iterable[tuple[Dimension, Dimension]]
) -> tuple[Expression, Expression]:
    """Return two expressions in which pairs of sizes agree, as far as one of each is not known yet."""
    for one, other in pairs:
        if one == other:
            continue
        if is_open(one) and isinstance(one, Symbol):
            a, b = (with_dimensions(x, {one: other}) for x in (a, b))
            return agreed(a, b, [(_now(p, one, other), _now(q, one, other)) for p, q in pairs])
        if is_open(other) and isinstance(other, Symbol):
            a, b = (with_dimensions(x, {other: one}) for x in (a, b))
            return agreed(a, b, [(_now(p, other, one), _now(q, other, one)) for p, q in pairs])
    return a, b


def _now(size: Dimension, old: Dimension, new: Dimension) -> Dimension:
    return new if size == old else size


def squared(a: Expression) -> Expression:
    """Return an expression that has as many columns as rows, as far as one of the two is not known yet."""
    return agreed(a, a, [(a.rows, a.cols)])[0]


def check_closed(a: Expression) -> None:
    r"""Refuse an expression in which the size of a vector of ones is still not known.

    Raises
    ------
    ShapeMismatch
        Saying what to write.
    """
    if any(isinstance(node, Ones) and (is_open(node.rows) or is_open(node.cols)) for node in walk(a)):
        raise ShapeMismatch(
            r"a bold 1 is a vector of ones of a size that is not said here; write \mathbf{1}_d with d declared as a "
            r"dimension, or an indicator, \mathbf{1}\{a > 0\}"
        )
