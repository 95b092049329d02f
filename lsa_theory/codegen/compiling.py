"""From Python: an expression in, a function out."""

from __future__ import annotations

from collections.abc import Iterable

from lsa_theory.codegen.compiled import CompiledFunction
from lsa_theory.codegen.describing import described
from lsa_theory.codegen.function import Definition
from lsa_theory.codegen.printing import module_source
from lsa_theory.codegen.targets.base import Target
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.latex import to_latex

# What a line of a notebook shows of a formula.
_LONGEST = 120


def compile(
    expressions: object,
    target: str | Target = "numpy",
    *,
    name: str = "value",
    arguments: Iterable[Symbol] = (),
    constants: Iterable[Symbol] = (),
    definitions: Iterable[Definition] = (),
    symbols: Iterable[Expression] = (),
) -> CompiledFunction:
    """Return the function that computes an expression, or several at once.

    Parameters
    ----------
    expressions : expression, SymPy expression, or mapping of name to either
        What it returns, in order.
    target : str or Target
        A target, or its name: numpy, array-api, jax, torch, mpmath or flint, one that is registered, `module:Name`.
    name : str
        The name of the function, a Python identifier. Arguments whose name is none, or is a word of the language such
        as lambda, get a spare name: `lambda_`.
    arguments : iterable of Symbol
        The order of the arguments; without it, matrices and vectors by name, then the sizes d, N,
        M and others, then scalars by name.
    constants : iterable of Symbol
        Arguments that stay the same over many calls: the result is then the function of these that returns the
        function of the others.
    definitions : iterable of Definition
        Named matrices that the expressions refer to; those made by `define` are local variables without being listed.
    symbols : iterable of expressions
        Declarations for the names in SymPy expressions.

    Returns
    -------
    function : CompiledFunction
        Its attribute `source` is the text of the module that it comes from; it pickles.

    Raises
    ------
    InvalidArgument
        If a name cannot be one in Python, before any source is made; if two names are one to Python.

    Examples
    --------
    >>> import numpy as np
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> L = positive_definite("Lambda", dimension("d"))
    >>> compile(trace(L**-1 @ L @ L) / 2)(np.diag([1.0, 3.0]))
    np.float64(2.0)
    """
    if target == "javascript":
        raise InvalidArgument(
            "JavaScript is written, not run here: to_javascript(...) returns the source of a module, or take another "
            "target"
        )
    function = described(
        expressions,
        name=name,
        arguments=arguments,
        constants=constants,
        definitions=definitions,
        symbols=symbols,
    )
    source = module_source(f"The function {name}.", [function], target)
    outputs = {o.name: o.expression for o in function.outputs}
    shown = ", ".join(repr(e) if len(outputs) == 1 else f"{key} = {e!r}" for key, e in outputs.items())
    return CompiledFunction(
        source,
        name,
        target if isinstance(target, str) else target.name,
        shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}...",
        r"$\displaystyle " + r",\quad ".join(to_latex(e) for e in outputs.values()) + "$",
    )
