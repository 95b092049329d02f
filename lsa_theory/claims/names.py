"""One name, one thing: a statement in which a name is declared in two ways says two things at once."""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.definitions import definitions_in
from lsa_theory.expressions.entrywise.positions import check_bound
from lsa_theory.expressions.expression import Expression, Symbol, describe
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything


def check_names(trees: Sequence[Expression]) -> None:
    """Refuse trees in which one name stands for different symbols, vectors, samples or definitions.

    Raises
    ------
    InvalidArgument
        With the name and both declarations.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, positive_definite, trace
    >>> d = dimension("d")
    >>> check_names([trace(matrix("A", d)), trace(positive_definite("A", d))])
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: the name A is declared in two ways: A (d x d, general) and A (d x d, positive ...
    """
    definitions_in(trees)
    for tree in trees:
        check_bound(tree)
    known: dict[str, Expression] = {}
    for node in everything(list(trees)):
        if isinstance(node, Symbol | RandomVector | SampleMatrix):
            other = known.setdefault(node.name, node)
            if other is not node and other != node:
                raise InvalidArgument(
                    f"the name {node.name} is declared in two ways: {_declared(other)} and {_declared(node)}; give "
                    "them different names"
                )


def _declared(node: Expression) -> str:
    if isinstance(node, Symbol):
        shape = "" if node.is_scalar else f"{node.rows!s} x {node.cols!s}, "
        family = f", family {node.family}" if node.family else ""
        return f"{node.name} ({shape}{node.structure}{family})"
    if isinstance(node, RandomVector | SampleMatrix):
        law = node.law
        mean = "" if law.mean is None else f", mean {law.mean!r}"
        return f"{describe(node)} with covariance {law.covariance!r}{mean}"
    return describe(node)
