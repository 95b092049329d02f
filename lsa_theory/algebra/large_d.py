"""Expansions at a large dimension: moments when d and the lengths grow together.

Traces of the powers of a covariance grow like d; in their place stand the normalised moments m_k = tr(Lambda^k) / d,
which are held fixed. What is exact in every dimension is then a power series in 1 / d, the first coefficient
of which is that of free probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from lsa_theory.algebra.deciding.cancelling import cancelled
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Terms,
    accumulate,
    constant,
    freeze,
    of_atom,
    of_word,
    power,
    scale,
    thaw,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import POSITIVE, Atom, Letter, Word, variable
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions.declare import scalar
from lsa_theory.expressions.expression import Expression, Symbol, as_expression
from lsa_theory.expressions.latex import to_latex

# From the exponent of d to its coefficient.
Series: TypeAlias = dict[Fraction, Terms]
DEEPEST = 64


@dataclass(frozen=True)
class Expansion:
    """coefficients[0] d^power + coefficients[1] d^(power - 1) + ..., its error of the order after the last.

    `conditions` says where the exact moment exists.

    Examples
    --------
    >>> from lsa_theory.expressions import E, dimension, identity, samples, scalar, trace
    >>> d, N, r = dimension("d"), dimension("N"), scalar("r", positive=True)
    >>> S = samples("x", covariance=identity(d), count=N).covariance
    >>> large_d(E(trace(S @ S)) / d, d, {N: d / r}, orders=1).coefficients
    (1 + r,)
    """

    dimension: Symbol
    power: Fraction
    coefficients: tuple[Expression, ...]
    conditions: tuple[str, ...] = ()

    def as_expression(self) -> Expression:
        """Return the sum without its error, in d, the ratios and the normalised moments."""
        total: Expression | None = None
        for k, c in enumerate(self.coefficients):
            exponent = self.power - k
            term = self.dimension**exponent * c if exponent else c
            total = term if total is None else total + term
        return as_expression(0) if total is None else total

    def __repr__(self) -> str:
        name = self.dimension.name
        parts = [f"({c!r}){_of_power(name, self.power - k)}" for k, c in enumerate(self.coefficients)]
        parts.append(f"O({name}**({self.power - len(self.coefficients)}))")
        return " + ".join(parts)

    def _repr_latex_(self) -> str:
        name = to_latex(self.dimension)
        parts = []
        for k, c in enumerate(self.coefficients):
            exponent = self.power - k
            body = to_latex(c)
            parts.append(rf"\left({body}\right) {name}{_raised(exponent)}" if exponent else body)
        parts.append(rf"O\left({name}^{{{self.power - len(self.coefficients)}}}\right)")
        return rf"$\displaystyle {' + '.join(parts)}$"


def _raised(exponent: Fraction) -> str:
    return "" if exponent == 1 else f"^{{{exponent}}}"


def _of_power(name: str, exponent: Fraction) -> str:
    if not exponent:
        return ""
    size = name if abs(exponent) == 1 else f"{name}**{abs(exponent)}"
    return f" * {size}" if exponent > 0 else f" / {size}"


def large_d(
    expression: object, dimension: Symbol, lengths: Mapping[Symbol, object], *, orders: int = 1
) -> Expansion:
    """Expand a moment at a large dimension, with lengths that grow with it.

    Parameters
    ----------
    expression : Expression
        What has a normal form rational in its dimensions, expectations included; of any shape.
    dimension : Symbol
        The dimension d that grows.
    lengths : mapping from dimension symbol to expression
        What each other dimension is, as a function of d: {N: d / r}; {M: M} where it stays fixed.
    orders : int
        How many coefficients, the leading one included.

    Returns
    -------
    Expansion
        Its coefficients hold the moments m_k = tr(Lambda^k) / d as positive scalars "m_k"; with traces of several
        matrices the name of the matrix comes in between, "m_Lambda_k". Negative k are written "m_inv_k".

    Raises
    ------
    UnsupportedExpression
        If a trace is not that of a power of one symmetric d x d matrix: how it grows is not known.
    InvalidArgument
        If a dimension is left of which nothing is said.

    Examples
    --------
    The moments of the Marchenko-Pastur law, d / N = r, for Lambda = I:

    >>> from lsa_theory.expressions import E, dimension, identity, samples, scalar, trace
    >>> d, N, r = dimension("d"), dimension("N"), scalar("r", positive=True)
    >>> S = samples("x", covariance=identity(d), count=N).covariance
    >>> large_d(E(trace(S @ S)) / d, d, {N: d / r}, orders=2)
    (1 + r) + (r) / d + O(d**(-2))
    """
    if not isinstance(dimension, Symbol) or dimension.structure != "dimension":
        raise InvalidArgument(
            f"the second argument is {dimension!r}; expected a dimension, such as dimension('d')"
        )
    if not isinstance(orders, int) or isinstance(orders, bool) or orders < 1:
        raise InvalidArgument(f"orders is {orders!r}; expected a whole number of at least 1")
    for length in lengths:
        if not isinstance(length, Symbol) or length.structure != "dimension" or length == dimension:
            raise InvalidArgument(
                f"lengths says what {length!r} is; expected other dimensions than {dimension.name}"
            )
    form = normal(expression)
    values = {symbol.name: normal(value) for symbol, value in lengths.items()}
    for name, value in values.items():
        if not value.is_scalar:
            raise InvalidArgument(f"{name} is to be {value!r}, which is no scalar")
    work = _Expanding(dimension, {name: value.terms for name, value in values.items()}, form)
    declared = dict(form.declared)
    for value in values.values():
        declared.update(value.declared)
    if not form.terms:
        return Expansion(dimension, Fraction(0), (_written({}, form, declared),))
    depth = orders
    while depth <= DEEPEST:
        series = work.series(form.terms, depth)
        known = {p: cancelled(reduced(t)) for p, t in series.items() if p > work.top - depth}
        there = [p for p, t in known.items() if t]
        if there and max(there) - (orders - 1) > work.top - depth:
            leading = max(there)
            for name, symbol in work.moments.items():
                if name in declared and declared[name] != symbol:
                    raise InvalidArgument(
                        f"the name {name} is that of a normalised moment; call your symbol otherwise"
                    )
            declared.update(work.moments)
            rows = [known.get(leading - k, {}) for k in range(orders)]
            if any((leading - p).denominator != 1 for p in there):
                raise UnsupportedExpression(
                    "the expansion has powers of d that do not differ by whole numbers"
                )
            return Expansion(
                dimension, leading, tuple(_written(t, form, declared) for t in rows), form.conditions
            )
        # Leading terms have cancelled, as they do in a variance: look deeper.
        depth += orders
    raise UnsupportedExpression(f"the first {DEEPEST} orders in {dimension.name} vanish")


def _written(terms: Terms, form: Normal, declared: Mapping[str, Expression]) -> Expression:
    return Normal(form.rows, form.cols, freeze(terms), tuple(sorted(declared.items()))).as_expression()


class _Expanding:
    def __init__(self, dimension: Symbol, lengths: Mapping[str, Terms], form: Normal) -> None:
        self._name = dimension.name
        self._lengths = lengths
        self._generators = sorted(_generators(form.terms))
        self.moments: dict[str, Symbol] = {}
        self.top = Fraction(0)

    def series(self, terms: Terms, depth: int) -> Series:
        """Return the expansion; every term is right in its first `depth` orders. Sets `top`, the highest of them."""
        total: Series = {}
        tops = []
        for (monomial, word), c in terms.items():
            part: Series = {Fraction(0): multiply(constant(c), of_word(word)) if word else constant(c)}
            for atom, exponent in monomial:
                part = _times(part, self._atom(atom, exponent, depth), depth)
            tops.append(max(part))
            for p, t in part.items():
                accumulate(total.setdefault(p, {}), t)
        self.top = max(tops)
        return total

    def _atom(self, atom: Atom, exponent: Coefficient, depth: int) -> Series:
        one: Series = {Fraction(0): of_atom(atom, exponent)}
        if atom.kind == "a" and atom.structure == "dimension":
            if atom.name == self._name:
                return {Fraction(exponent): constant(1)}
            value = self._lengths.get(atom.name)
            if value is None:
                raise InvalidArgument(
                    f"the expression holds {atom.name}; say in `lengths` how it grows with {self._name}, or "
                    f"{{{atom.name}: {atom.name}}} if it stays fixed"
                )
            return one if value == of_atom(atom) else self._powered(value, exponent, depth)
        if atom.kind == "t":
            return {Fraction(exponent): of_atom(self._moment(atom.word), exponent)}
        if atom.kind == "b":
            return self._powered(thaw(atom.key), exponent, depth)
        if atom.kind == "e":
            raise UnsupportedExpression(
                f"how {'a determinant' if atom.name == 'det' else atom.name} grows with {self._name} is not known here"
            )
        return one

    def _powered(self, base: Terms, exponent: Coefficient, depth: int) -> Series:
        """Return a power of a polynomial: its leading part to that power, times the binomial series of the rest."""
        extra = depth
        while True:
            parts = {p: reduced(t) for p, t in self.series(base, extra).items() if p > self.top - extra}
            parts = {p: t for p, t in parts.items() if t}
            if parts and max(parts) - depth >= self.top - extra:
                break
            extra += depth
            if extra > DEEPEST + depth:
                raise UnsupportedExpression("a denominator vanishes in its leading orders")
        top = max(parts)
        first = parts.pop(top)
        lead, over = power(first, exponent), power(first, -1)
        rest: Series = {p - top: multiply(over, t) for p, t in parts.items()}
        total: Series = {Fraction(0): constant(1)}
        term: Series = {Fraction(0): constant(1)}
        for k in range(1, depth):
            if not rest:
                break
            factor = (Fraction(exponent) - k + 1) / k
            term = {p: scale(t, factor) for p, t in _times(term, rest, depth, Fraction(0)).items()}
            for p, t in term.items():
                accumulate(total.setdefault(p, {}), t)
        return {p + top * Fraction(exponent): multiply(lead, t) for p, t in total.items() if t}

    def _moment(self, word: Word) -> Atom:
        """Return the atom of the normalised trace of a power of one matrix."""
        factors: tuple[Any, ...] = ()
        if len(word) == 1 and word[0].kind == "f" and word[0].flag < 0:
            factors = word[0].payload
        if len(factors) != 1 or factors[0].shift or not factors[0].generator or word[0].rows != self._name:
            raise UnsupportedExpression(
                f"only traces of powers of one symmetric {self._name} x {self._name} matrix are known to grow like "
                f"{self._name}; a trace or form of {', '.join(sorted({_called(x) for x in word}))} is not"
            )
        generator, _, k = factors[0]
        label = str(k).replace("-", "inv_").replace("/", "_over_")
        name = f"m_{label}" if len(self._generators) == 1 else f"m_{generator}_{label}"
        symbol = self.moments[name] = scalar(name, positive=word[0].flag == POSITIVE)
        return variable(name, symbol.structure)


def _called(letter: Letter) -> str:
    return "an elementwise product" if letter.kind == "e" else letter.name or "an inverse"


def _generators(terms: Terms) -> set[str]:
    found: set[str] = set()
    for monomial, _ in terms:
        for atom, _ in monomial:
            if atom.kind == "t":
                found.update(f.generator for x in atom.word if x.kind == "f" for f in x.payload)
            elif atom.kind == "b":
                found |= _generators(thaw(atom.key))
    return found


def _times(left: Series, right: Series, depth: int, top: Fraction | None = None) -> Series:
    """Return the product, the first `depth` orders of it (counted from `top`, if given)."""
    highest = max(left) + max(right) if top is None else top
    out: Series = {}
    for p, a in left.items():
        for q, b in right.items():
            if p + q > highest - depth:
                accumulate(out.setdefault(p + q, {}), multiply(a, b))
    return {p: t for p, t in out.items() if t} or {highest: {}}
