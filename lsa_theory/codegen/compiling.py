"""From Python: an expression in, a function out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lsa_theory.algebra.normal import declarations
from lsa_theory.codegen.defined import with_local_variables
from lsa_theory.codegen.elementary_functions import taken_out
from lsa_theory.codegen.function import Application, Definition, Function, Output
from lsa_theory.codegen.identifiers import check_function_name, check_output_name, with_spare_names
from lsa_theory.codegen.printing import module_source
from lsa_theory.codegen.targets.base import Target
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.declare import scalar
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
        Named matrices that the expressions refer to; those made by `define` are local variables without being listed.
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
    check_function_name(name)
    given = dict(expressions) if isinstance(expressions, Mapping) else {name: expressions}
    if not given:
        raise InvalidArgument("nothing to compile: expressions is an empty mapping; name at least one")
    for key in given:
        check_output_name(key)
    known = tuple(symbols)
    applications: list[Application] = []
    outputs = tuple(Output(key, _expression(value, known, applications)) for key, value in given.items())
    fixed, named, applied = tuple(constants), tuple(definitions), tuple(applications)
    outputs, named = with_local_variables(outputs, named)
    chosen = tuple(arguments) or _arguments(outputs, named, applied)
    chosen, outputs, fixed, named, applied = with_spare_names(chosen, outputs, fixed, named, applied)
    function = Function(name, f"Return {', '.join(given)}.", chosen, outputs, "", named, fixed, applied)
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


def _expression(
    value: object, symbols: tuple[Expression, ...], applications: list[Application]
) -> Expression:
    # Undefined functions of SymPy are made without a module: their bases tell.
    if any((base.__module__ or "").partition(".")[0] == "sympy" for base in type(value).__mro__):
        from lsa_theory.algebra.sympy.bridge import from_sympy

        plain, found = taken_out(value, len(applications))
        for name, function, argument in found:
            applications.append(Application(scalar(name), function, from_sympy(argument, symbols)))
        return from_sympy(plain, symbols)
    from lsa_theory.expressions.expression import as_expression

    return as_expression(value)


def _arguments(
    outputs: tuple[Output, ...], definitions: tuple[Definition, ...], applications: tuple[Application, ...]
) -> tuple[Symbol, ...]:
    """Return the symbols that the outputs and definitions use; sizes of matrices are read off the arrays."""
    defined = {d.symbol.name for d in definitions} | {a.symbol.name for a in applications}
    found: dict[str, Symbol] = {}
    trees = [o.expression for o in outputs] + [d.expression for d in definitions]
    for tree in trees + [a.argument for a in applications]:
        for name, declared in declarations(tree).items():
            if isinstance(declared, Symbol) and name not in defined:
                found[name] = declared
    sizes = {s.name for a in found.values() for s in a.shape if isinstance(s, Symbol)}
    kept = [a for a in found.values() if a.name not in sizes]
    return tuple(sorted(kept, key=lambda a: (a.is_scalar, a.cols == 1, a.name)))
