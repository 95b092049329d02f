"""What a user asks for, as the description of a function: expressions, ours or SymPy's, and the order of arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lsa_theory.algebra.declarations import declarations
from lsa_theory.codegen.defined import with_local_variables
from lsa_theory.codegen.elementary_functions import taken_out
from lsa_theory.codegen.function import Application, Definition, Function, Output
from lsa_theory.codegen.identifiers import check_function_name, check_output_name, with_spare_names
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.declare import scalar
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.entrywise.products import Ones
from lsa_theory.expressions.expression import Expression, Identity, Symbol, Zero, walk


def described(
    expressions: object,
    *,
    name: str = "value",
    arguments: Iterable[Symbol] = (),
    constants: Iterable[Symbol] = (),
    definitions: Iterable[Definition] = (),
    symbols: Iterable[Expression] = (),
    spelled_out: bool = False,
) -> Function:
    """Return the description of the function that computes expressions; the parameters are those of `compile`.

    Definitions in the expressions become local variables, unless they are to be spelled out.
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
    if not spelled_out:
        outputs, named = with_local_variables(outputs, named)
    chosen = tuple(arguments) or _arguments(outputs, named, applied)
    chosen, outputs, fixed, named, applied = with_spare_names(chosen, outputs, fixed, named, applied)
    return Function(name, f"Return {', '.join(given)}.", chosen, outputs, "", named, fixed, applied)


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
    kept = {name: a for name, a in found.items() if name not in sizes}
    # The size of a constant matrix, an identity or ones, that no array tells.
    constants = (
        n for tree in trees for n in walk(tree) if isinstance(n, Identity | Ones | UnitVector | Zero)
    )
    told = {s.name: s for n in constants for s in n.shape if isinstance(s, Symbol) and s.name not in sizes}
    return tuple(sorted((told | kept).values(), key=_place))


def _place(symbol: Symbol) -> tuple[bool, bool, bool, int, str]:
    """Matrices, vectors, sizes, other scalars; of the sizes d, N and M in this order, as everywhere in the package."""
    known = ("d", "N", "M")
    size = symbol.structure == "dimension"
    rank = known.index(symbol.name) if size and symbol.name in known else len(known)
    return symbol.is_scalar, symbol.cols == 1, not size, rank, symbol.name
