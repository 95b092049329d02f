"""What a formula is in terms of numbers and eigenvalues, as JavaScript.

Matrices that commute are diagonal together: inside a trace each stands for its i-th eigenvalue, I for 1, and the trace
is the sum over i. What is not diagonal in that basis has no such form and is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.expression import (
    Dimension,
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
    describe,
)

# Every integer up to here is a double.
_LARGEST = 2**53


class Terms:
    """Turns expressions into text, and collects the traces that they use as constants, each once.

    Parameters
    ----------
    names : mapping of Symbol to str
        What each argument is called.
    definitions : mapping of Symbol to expression
        Matrices that stand for an expression.
    """

    def __init__(self, names: Mapping[Symbol, str], definitions: Mapping[Symbol, Expression]) -> None:
        self.lines: list[str] = []
        self._names = dict(names)
        self._definitions = definitions
        self._traces: dict[Expression, str] = {}
        self._arrays: dict[Symbol, str] = {}

    def know(self, symbol: Symbol, name: str) -> None:
        """Let a symbol be called by a name that a line gives it."""
        self._names[symbol] = name

    def scalar(self, node: Expression) -> str:
        """Return a scalar expression as a number's text."""
        match node:
            case Number():
                return _number(node.value)
            case Symbol():
                return self._name(node)
            case Zero():
                return "0"
            case Identity():
                return "1"
            case Trace():
                return self._trace(node)
            case Sum() | Scale() | Product() | Transpose() | Power():
                return self._combined(node, diagonal=False)
        raise _unsayable(node)

    def eigenvalues(self, node: Expression) -> str:
        """Return the array of eigenvalues of a matrix expression, in the order of its letters' eigenvalues."""
        self._check(node)
        return f"$map({self._size(node.rows)}, ($i) => {self._eigenvalue(node)})"

    def _eigenvalue(self, node: Expression) -> str:
        if node.is_scalar:
            return self.scalar(node)
        match node:
            case Symbol() if node in self._definitions:
                return f"{self._array(node)}[$i]"
            case Symbol():
                return f"{self._name(node)}[$i]"
            case Zero():
                return "0"
            case Identity():
                return "1"
            case Sum() | Scale() | Product() | Transpose() | Power():
                return self._combined(node, diagonal=True)
        raise _unsayable(node)

    def _combined(self, node: Expression, *, diagonal: bool) -> str:
        of = self._eigenvalue if diagonal else self.scalar
        match node:
            case Sum():
                return "(" + " + ".join(map(of, node.terms)) + ")"
            case Scale():
                factor, body = self.scalar(node.scalar), of(node.child)
                return factor if body == "1" else f"({factor} * {body})"
            case Product() if node.left.shape == node.right.shape:
                return f"({of(node.left)} * {of(node.right)})"
            case Transpose():
                return of(node.child)
            case Power():
                return _power(of(node.child), node.exponent)
        raise _unsayable(node)

    def _trace(self, node: Trace) -> str:
        if node not in self._traces:
            self._check(node.child)
            text = f"$sum({self._size(node.child.rows)}, ($i) => {self._eigenvalue(node.child)})"
            self._traces[node] = self._constant(text)
        return self._traces[node]

    def _array(self, symbol: Symbol) -> str:
        if symbol not in self._arrays:
            # Evaluated first: what it uses stands above it. No name in a formula holds a dollar sign.
            text = self.eigenvalues(self._definitions[symbol])
            self.lines.append(f"const {symbol.name}$ = {text};")
            self._arrays[symbol] = f"{symbol.name}$"
        return self._arrays[symbol]

    def _constant(self, text: str) -> str:
        name = f"$trace{len(self._traces) + 1}"
        self.lines.append(f"const {name} = {text};")
        return name

    def _name(self, symbol: Symbol) -> str:
        if symbol not in self._names:
            raise UnsupportedExpression(
                f"{symbol.name} is used but is not among the arguments {', '.join(s.name for s in self._names)}; "
                "add it"
            )
        return self._names[symbol]

    def _size(self, size: Dimension) -> str:
        return str(size) if isinstance(size, int) else self._name(size)

    def _check(self, node: Expression) -> None:
        """Refuse matrices that have no eigenbasis in common, or none at all."""
        letters = sorted(_letters(node, self._definitions), key=lambda s: s.name)
        for letter in letters:
            if not letter.is_symmetric:
                raise UnsupportedExpression(
                    f"{letter.name} ({letter.rows} x {letter.cols}) is not declared symmetric, so it is not given by "
                    "real eigenvalues; JavaScript formulas are sums over eigenvalues: declare it symmetric(...) or "
                    "positive_definite(...), or take another target, such as numpy"
                )
        families = {letter.family or letter.name for letter in letters}
        if len(families) > 1:
            raise UnsupportedExpression(
                f"{' and '.join(s.name for s in letters)} are multiplied or added and are not declared to commute, so "
                "they have no eigenbasis in common; give them one family, symmetric(..., family='...'), or take "
                "another target, such as numpy"
            )


def _letters(node: Expression, definitions: Mapping[Symbol, Expression]) -> set[Symbol]:
    """Return the matrices that decide the eigenbasis of an expression; those inside traces have their own."""
    if node.is_scalar:
        return set()
    if isinstance(node, Symbol):
        return _letters(definitions[node], definitions) if node in definitions else {node}
    return {letter for child in node.children for letter in _letters(child, definitions)}


def _number(value: Fraction) -> str:
    for part in (value.numerator, value.denominator):
        if abs(part) > _LARGEST:
            raise UnsupportedExpression(
                f"{value} holds an integer above 2^53, which JavaScript's numbers do not hold exactly; take the target "
                "mpmath or flint"
            )
    text = str(value.numerator) if value.denominator == 1 else f"{value.numerator} / {value.denominator}"
    return text if value.denominator == 1 and value >= 0 else f"({text})"


def _power(base: str, exponent: Fraction) -> str:
    if exponent == -1:
        return f"(1 / {base})"
    if exponent == Fraction(1, 2):
        return f"Math.sqrt({base})"
    return f"({base} ** {_number(exponent)})"


def _unsayable(node: Expression) -> UnsupportedExpression:
    what = "a vector" if node.cols == 1 or node.rows == 1 else "a matrix"
    what = "a scalar" if node.is_scalar else what
    what = "a form in vectors or in matrices that are not square" if isinstance(node, Product) else what
    return UnsupportedExpression(
        f"cannot write {describe(node)} in JavaScript: {type(node).__name__} is {what}, and only sums, "
        "products, powers and traces of scalars and of commuting symmetric matrices are sums over eigenvalues; take "
        "another target, such as numpy"
    )
