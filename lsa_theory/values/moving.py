"""Evaluation at one instance while some of its symbols move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.scope import Scope


class Moving(Evaluator):
    """An evaluator at one instance whose symbols may move; what does not move is computed once."""

    def evaluate_with(
        self, expression: Expression, moving: Mapping[Symbol, Any], known: Mapping[int, Any]
    ) -> Any:
        """Return the value where some symbols have values of this arithmetic instead of the instance's.

        `known` holds values by the identity of nodes, as `constants` returns them.
        """
        with self.arithmetic.at_work():
            self._prepare({node: node for node in known})
            scope = Scope(self._instance.sizes, self._values() | dict(moving), known=dict(known))
            return self._value(expression, scope)

    def constants(self, expressions: Sequence[Expression], moving: Sequence[Symbol]) -> dict[int, Any]:
        """Return the values of the largest subexpressions free of moving symbols, by identity of the node."""
        fixed: dict[int, Any] = {}
        stack = list(expressions)
        while stack:
            node = stack.pop()
            if any(part in moving for part in everything([node])):
                stack.extend(node.children)
            elif id(node) not in fixed:
                fixed[id(node)] = self.evaluate(node)
        return fixed
