"""A function in JavaScript that works when pasted into a page by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lsa_theory import __version__
from lsa_theory.algebra.normal import normal
from lsa_theory.codegen.describing import described
from lsa_theory.codegen.function import Definition, Function
from lsa_theory.codegen.javascript.terms import Terms
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Trace,
    Transpose,
    Zero,
    walk,
)

_PLAIN = (Number, Symbol, Identity, Zero, Sum, Scale, Product, Transpose, Trace, Power)
_RESERVED = frozenset(
    """
    arguments await break case catch class const continue debugger default delete do else enum eval export extends
    false finally for function if implements import in instanceof interface let new null package private protected
    public return static super switch this throw true try typeof undefined var void while with yield NaN Infinity
    Math Object Array ArrayBuffer Number TypeError RangeError
    """.split()  # noqa: SIM905
)
HELPERS = """\
// A sum whose rounding does not grow with its length (Neumaier).
function $sum(count, term) {
  let total = 0, lost = 0;
  for (let i = 0; i < count; i++) {
    const x = term(i), next = total + x;
    lost += Math.abs(total) >= Math.abs(x) ? (total - next) + x : (x - next) + total;
    total = next;
  }
  return Number.isFinite(lost) ? total + lost : total;
}
function $map(count, entry) {
  return Array.from({ length: count }, (_, i) => entry(i));
}
function $take(given, wanted, title) {
  if (given === null || typeof given !== "object") {
    throw new TypeError(`${title}: give its arguments by name, {${wanted.join(", ")}}`);
  }
  for (const name of Object.keys(given)) {
    if (!wanted.includes(name)) throw new TypeError(`${title}: has no argument ${name}; expected ${wanted.join(", ")}`);
  }
  for (const name of wanted) {
    if (!(name in given)) throw new TypeError(`${title}: ${name} is missing; expected ${wanted.join(", ")}`);
  }
}
function $number(x, name, kind) {
  if (typeof x !== "number" || !Number.isFinite(x)) throw new TypeError(`${name} must be a finite number; given ${x}`);
  if (kind !== "real" && x <= 0) throw new RangeError(`${name} must be positive; given ${x}`);
  if (kind === "size" && !Number.isInteger(x)) throw new RangeError(`${name} must be a whole number; given ${x}`);
}
function $spectrum(x, name, kind) {
  const list = Array.isArray(x) || ArrayBuffer.isView(x);
  if (!list || x.length === 0) throw new TypeError(`${name} must be an array of eigenvalues; given ${x}`);
  for (const value of x) $number(value, `an eigenvalue of ${name}`, kind);
}
function $size(x, size, name) {
  if (x.length !== size) throw new RangeError(`${name} has ${x.length} eigenvalues; expected ${size}`);
}
"""


def to_javascript(
    expressions: object,
    *,
    name: str = "value",
    arguments: Iterable[Symbol] = (),
    definitions: Iterable[Definition] = (),
    symbols: Iterable[Expression] = (),
    inline: bool = False,
) -> str:
    """Return the source of an ES module with the function that computes scalars and spectra.

    Parameters
    ----------
    expressions : expression, SymPy expression, or mapping of name to either
        What it returns: a number, or the array of eigenvalues of a matrix; an object of these if there are several.
    name : str
        Of the function.
    arguments : iterable of Symbol
        What it takes; without it, all that the expressions use but sizes of matrices.
    definitions : iterable of Definition
        Named matrices that the expressions refer to.
    symbols : iterable of expressions
        Declarations for the names in SymPy expressions.
    inline : bool
        Leave out `export`, for a script inside a page.

    Returns
    -------
    str
        The function takes one object, its arguments by name: a symmetric matrix as the array of its eigenvalues,
        matrices of one family in the order of one common eigenbasis. It throws what it cannot use.

    Raises
    ------
    UnsupportedExpression
        If an expression is not a sum over eigenvalues: vectors, matrices that do not commute or are not symmetric.
    InvalidArgument
        If a name cannot be one in JavaScript.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> L, N = positive_definite("Lambda", dimension("d")), dimension("N")
    >>> print(to_javascript(trace(L @ L) / N, inline=True).split("function value")[1])
    ($given) {
      $take($given, ["Lambda", "N"], "value");
      const { Lambda, N } = $given;
      $spectrum(Lambda, "Lambda", "positive");
      $number(N, "N", "positive");
      const d = Lambda.length;
      const $trace1 = $sum(d, ($i) => (Lambda[$i] * Lambda[$i]));
      return ((1 / N) * $trace1);
    }
    <BLANKLINE>
    """
    function = described(
        expressions,
        name=name,
        arguments=arguments,
        definitions=definitions,
        symbols=symbols,
        spelled_out=True,
    )
    return javascript_source([function], inline=inline)


def javascript_source(functions: Iterable[Function], *, inline: bool = False) -> str:
    """Return the source of a module of functions, with the helpers that they call."""
    start = "" if inline else "export "
    bodies = [start + _function(function) for function in functions]
    header = f"// Generated by `lsa-theory codegen` {__version__} for JavaScript; do not edit.\n"
    return "\n".join((header + HELPERS, *bodies))


def _function(function: Function) -> str:
    _check_name(function.name)
    named = (*function.arguments, *(d.symbol for d in function.definitions))
    for symbol in (*named, *(a.symbol for a in function.applications)):
        _check_name(symbol.name)
    names = {symbol: symbol.name for symbol in function.arguments}
    lines = [f"$take($given, {_listed(names.values())}, {_quoted(function.name)});"]
    lines.append(f"const {{ {', '.join(names.values())} }} = $given;")
    seen: set[Symbol] = set()
    for symbol in function.arguments:
        lines.append(_checked(symbol, function))
    for symbol in function.arguments:
        size = symbol.rows
        if symbol.is_scalar:
            continue
        if isinstance(size, Symbol) and size not in names and size not in seen:
            seen.add(size)
            _check_name(size.name)
            lines.append(f"const {size.name} = {symbol.name}.length;")
        else:
            known = size if isinstance(size, int) else size.name
            lines.append(f"$size({symbol.name}, {known}, {_quoted(symbol.name)});")
    names |= {size: size.name for size in seen}
    definitions = {d.symbol: _plain(d.expression) for d in function.definitions}
    terms = Terms(names, definitions)
    for application in function.applications:
        text = terms.scalar(_plain(application.argument))
        terms.lines.append(f"const {application.symbol.name}$ = Math.{application.function}({text});")
        terms.know(application.symbol, f"{application.symbol.name}$")
    values: dict[str, str] = {}
    for output in function.outputs:
        body = _plain(output.expression)
        values[output.name] = terms.scalar(body) if body.is_scalar else terms.eigenvalues(body)
    lines += terms.lines
    if len(values) == 1:
        lines.append(f"return {next(iter(values.values()))};")
    else:
        lines.append(f"return {{ {', '.join(f'{_quoted(k)}: {v}' for k, v in values.items())} }};")
    head = f"function {function.name}($given) {{"
    return "\n".join((head, *(f"  {line}" for line in lines), "}", ""))


def _plain(expression: Expression) -> Expression:
    """Return the expression as it was typed, or its normal form where something in it is to be done first."""
    if all(isinstance(node, _PLAIN) for node in walk(expression)):
        return expression
    return normal(expression).as_expression()


def _checked(symbol: Symbol, function: Function) -> str:
    kind = "real" if symbol.structure in ("real", "symmetric", "general") else "positive"
    if symbol.is_scalar:
        counts = any(symbol in node.shape for o in function.outputs for node in walk(o.expression))
        counts = counts or any(symbol in other.shape for other in function.arguments)
        return f"$number({symbol.name}, {_quoted(symbol.name)}, {_quoted('size' if counts else kind)});"
    return f"$spectrum({symbol.name}, {_quoted(symbol.name)}, {_quoted(kind)});"


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or name in _RESERVED:
        raise InvalidArgument(
            f"{name!r} cannot be a name in JavaScript; give one of letters, digits and underscores that is no word of "
            "the language"
        )


def _listed(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    return f'"{text}"'
