"""Trees rebuilt with some nodes replaced; what does not change is shared with the old tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.random import Column, Expectation, SampleMatrix

# Fields that name something rather than hold a part of the formula.
_NAMES = ("rows", "cols", "symbol", "law", "over", "index")


def replaced(tree: Expression, replacement: Callable[[Expression], Expression | None]) -> Expression:
    """Return a tree in which each node has become its replacement, outermost nodes first.

    Parameters
    ----------
    tree : expression
    replacement : callable
        Returns what stands for a node, or None to look below it.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> replaced(A @ A.T, lambda node: B if node == A else None)
    B @ B.T
    """
    return _Rebuilding(replacement).of(tree)


def with_columns(tree: Expression, replacement: Callable[[Column], Expression | None]) -> Expression:
    """Return a tree in which columns have become their replacements, but for those that an expectation in it averages.

    >>> from lsa_theory.expressions import E, dimension, identity, samples, sum_over
    >>> d, N = dimension("d"), dimension("N"); X = samples("x", covariance=identity(d), count=N)
    >>> tree = sum_over(N, lambda i: X.column(i) * E(X.column(i).T @ X.column(i)))
    >>> with_columns(tree, lambda column: -column)
    sum[i1<=N](-E[x[i1].T @ x[i1]] * x[i1])
    """
    return _with_columns(tree, replacement, ())


def _with_columns(
    tree: Expression, replacement: Callable[[Column], Expression | None], bound: tuple[Expression, ...]
) -> Expression:
    def change(node: Expression) -> Expression | None:
        if isinstance(node, Expectation) and not set(node.over) <= set(bound):
            return Expectation(_with_columns(node.body, replacement, (*bound, *node.over)), node.over)
        return replacement(node) if isinstance(node, Column) and node.sample not in bound else None

    return replaced(tree, change)


class _Rebuilding:
    def __init__(self, replacement: Callable[[Expression], Expression | None]) -> None:
        self._replacement = replacement
        self._known: dict[int, tuple[Expression, Expression]] = {}

    def of(self, node: Expression) -> Expression:
        if id(node) not in self._known:
            # The node is kept beside its result, so that its identity stays its own.
            self._known[id(node)] = node, self._compute(node)
        return self._known[id(node)][1]

    def _compute(self, node: Expression) -> Expression:
        given = self._replacement(node)
        if given is not None:
            return given
        if isinstance(node, SampleMatrix) or not node.children:
            return node
        changes: dict[str, Any] = {}
        for field in fields(node):  # type: ignore[arg-type]
            value = getattr(node, field.name)
            changed = value if field.name in _NAMES else self._part(value)
            if changed is not value:
                changes[field.name] = changed
        return replace(node, **changes) if changes else node  # type: ignore[type-var]

    def _part(self, value: Any) -> Any:
        if isinstance(value, Expression):
            return self.of(value)
        if isinstance(value, tuple) and any(isinstance(v, Expression | tuple) for v in value):
            changed = tuple(self._part(v) for v in value)
            return changed if any(a is not b for a, b in zip(changed, value, strict=True)) else value
        return value
