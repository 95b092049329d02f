"""Functions of analysis to SymPy and back: exp, log and their like, determinants, pi."""

from __future__ import annotations

from typing import Any

import sympy

from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.analysis import words
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.expression import Expression

_OURS = {
    "exp": words.exp,
    "log": words.log,
    "sign": words.sign,
    "asin": words.arcsin,
    "acos": words.arccos,
    "erf": words.erf,
    "factorial": words.factorial,
    "digamma": words.digamma,
    "Abs": words.absolute,
}
_THEIRS = {"arcsin": "asin", "arccos": "acos", "absolute": "Abs"}


def applied_to_sympy(node: Applied, arguments: list[Any]) -> Any:
    """Return a function of SymPy scalars.

    Raises
    ------
    UnsupportedExpression
        If SymPy has none of the name.
    """
    first, *others = arguments
    if node.function == "relu":
        return (first + sympy.Abs(first)) / 2
    if node.function == "indicator":
        return (sympy.sign(first) ** 2 + sympy.sign(first)) / 2
    if node.function == "harmonic":
        return sympy.harmonic(*arguments)
    if others not in ([], [1]):
        raise UnsupportedExpression(f"SymPy has no multivariate digamma function, as in {node!r}")
    return getattr(sympy, _THEIRS.get(node.function, node.function))(first)


def applied_from_sympy(node: Any, arguments: list[Expression]) -> Expression | None:
    """Return one of our functions; None where it is none."""
    if isinstance(node, sympy.polygamma) and node.args[0] == 0:
        return words.digamma(arguments[1])
    if isinstance(node, sympy.harmonic):
        order = node.args[1] if len(node.args) == 2 else 1
        return words.harmonic(arguments[0], int(order)) if order == int(order) else None
    make = _OURS.get(type(node).__name__)
    return make(arguments[0]) if make is not None and len(arguments) == 1 else None
