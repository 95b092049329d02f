"""Elementary functions of scalars: exp, log and their like, taken out of an expression and named.

The algebra is one of polynomials and powers. What stands inside an elementary function is a scalar of that algebra,
and its value is a scalar again; so each application becomes a symbol, defined beside the formula.
"""

from __future__ import annotations

from typing import Any

from lsa_theory.errors import UnsupportedExpression

# Their names in NumPy, the array API standard, JAX, PyTorch and mpmath, and the methods of a ball in python-flint.
NAMES = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")


def taken_out(expression: Any, start: int = 0) -> tuple[Any, list[tuple[str, str, Any]]]:
    """Return a SymPy expression with a symbol for each application, and (symbol, function, argument), inner first.

    Raises
    ------
    UnsupportedExpression
        If it applies a function that is not among `NAMES`; the message lists them.
    """
    import sympy
    from sympy.core.function import AppliedUndef

    found: list[tuple[str, str, Any]] = []
    while applied := [a for a in expression.atoms(sympy.Function, AppliedUndef) if _is_innermost(a)]:
        one = min(applied, key=sympy.default_sort_key)
        name = type(one).__name__
        if name not in NAMES or len(one.args) != 1:
            raise UnsupportedExpression(
                f"cannot generate code for {one}: {name} is not one of the elementary functions "
                f"{', '.join(NAMES)}"
            )
        symbol = f"{name}_{start + len(found) + 1}"
        found.append((symbol, name, one.args[0]))
        expression = expression.xreplace({one: sympy.Symbol(symbol, real=True)})
    return expression, found


def _is_innermost(application: Any) -> bool:
    import sympy

    return not any(argument.atoms(sympy.Function) for argument in application.args)
