"""From Python: an expression in, a function out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lsa_theory.codegen.describing import described
from lsa_theory.codegen.function import Definition
from lsa_theory.codegen.printing import module_source
from lsa_theory.codegen.targets.base import Target
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol


def compile(
    expressions: object,
    target: str | Target = "numpy",
    *,
    name: str = "value",
    arguments: Iterable[Symbol] = (),
    constants: Iterable[Symbol] = (),
    definitions: Iterable[Definition] = (),
    symbols: Iterable[Expression] = (),
) -> Callable[..., Any]:
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
        The order of the arguments; without it, matrices, vectors and scalars by name.
    constants : iterable of Symbol
        Arguments that stay the same over many calls: the result is then the function of these that returns the
        function of the others.
    definitions : iterable of Definition
        Named matrices that the expressions refer to.
    symbols : iterable of expressions
        Declarations for the names in SymPy expressions.

    Returns
    -------
    function : callable
        Its attribute `source` is the text of the module that it comes from.

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
    space: dict[str, Any] = {}
    try:
        exec(_builtin_compile(source, f"<lsa_theory {name} for {target}>", "exec"), space)
    except ModuleNotFoundError as error:
        raise InvalidArgument(
            f"the target {target} needs {error.name}, which is not installed; install it, or take another target"
        ) from None
    made: Callable[..., Any] = space.get(f"prepare_{name}") or space[name]
    made.source = source  # type: ignore[attr-defined]
    return made


def _builtin_compile(source: str, title: str, mode: str) -> Any:
    import builtins

    return builtins.compile(source, title, mode)
