"""What functions printed for a target return, against the evaluator and its running bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lsa_theory.codegen.compiling import compile
from lsa_theory.codegen.targets import TARGETS
from lsa_theory.expressions.declare import (
    dimension,
    identity,
    inverse,
    matrix,
    positive_definite,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance

# The target may take another order of operations than the evaluator, and a solve where that inverts.
_ORDERS = 64


def check_target(target: Any, to_target: Callable[[Any], Any] = np.asarray) -> int:
    """Print functions for a target, run them, and compare them with the expressions they were made from.

    Parameters
    ----------
    target : class or instance of `Target`
    to_target : callable
        Turns an array of floats into what the target's functions take.

    Returns
    -------
    int
        How many functions agreed.

    Raises
    ------
    AssertionError
        If one does not agree within rounding.

    Examples
    --------
    >>> from lsa_theory.codegen.targets import target_named
    >>> from lsa_theory.testing import check_target
    >>> check_target(target_named("numpy"))
    6
    """
    made = TARGETS.made(target)
    agreed = 0
    for name, expression in _functions().items():
        symbols = [symbol for symbol in _AT if symbol in set(constituents([expression]).symbols)]
        function = compile(expression, made, arguments=symbols)
        got = np.asarray(function(*(to_target(_AT[symbol]) for symbol in symbols)), dtype=float)
        expected, bound = _reference(expression)
        off = float(np.max(np.abs(np.atleast_2d(got) - expected)))
        assert off <= _ORDERS * bound, f"{made.name}: {name} is {off:.1e} off, with rounding of {bound:.1e}"
        agreed += 1
    return agreed


_D = dimension("d")
_L, _A, _V, _T = positive_definite("L", _D), matrix("A", _D), vector("v", _D), scalar("t", positive=True)
_AT = {
    _L: np.array([[3.0, 1.0, 0.5], [1.0, 4.0, 0.25], [0.5, 0.25, 2.0]]),
    _A: np.array([[1.0, -2.0, 0.5], [0.25, 3.0, 1.0], [2.0, 0.0, -1.0]]),
    _V: np.array([[1.0], [-0.5], [2.0]]),
    _T: np.array(1.5),
}


def _functions() -> dict[str, Expression]:
    return {
        "a sum": _A + _A.T / 3,
        "a product": _A @ _L @ _A.T,
        "a trace": trace(_A @ _L) * _T,
        "a solution": inverse(_L + _T * identity(_D)) @ _A,
        "a form": _V.T @ inverse(_L) @ _V,
        "a power": _T**-2 * _A @ _A,
    }


def _reference(expression: Expression) -> tuple[Any, float]:
    """Return the value, and how far rounding can have taken it from the right one."""
    values: dict[Any, Any] = {symbol: np.atleast_2d(value) for symbol, value in _AT.items()}
    value = Evaluator(Floats(), Instance({_D: 3}, values)).evaluate(expression)
    return value.value, float(np.max(value.error))
