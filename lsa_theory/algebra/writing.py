"""Normal forms written back as expression trees, scalar coefficients collected before each word."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

from lsa_theory.algebra.ring.numeric import entries_of
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial, Terms, accumulate, freeze, thaw
from lsa_theory.algebra.ring.words import Atom, Function, Letter, Word, trace_of, word_of
from lsa_theory.algebra.writing_networks import written
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.entrywise.arrays import array
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Identity,
    Number,
    Power,
    Symbol,
    SymbolicPower,
    Zero,
)
from lsa_theory.expressions.random import Column, Index, RandomVector, SampleMatrix, SumOver


def collected(terms: Terms) -> dict[tuple[Monomial, Word], Terms]:
    """Group a polynomial by its words: {(traces, open word): coefficient without words}."""
    groups: dict[tuple[Monomial, Word], Terms] = {}
    for (monomial, word), c in terms.items():
        traces = tuple(item for item in monomial if item[0].kind == "t")
        scalars = tuple(item for item in monomial if item[0].kind != "t")
        accumulate(groups.setdefault((traces, word), {}), {(scalars, ()): c})
    return groups


class Form(Protocol):
    """What is written back: terms, their shape, and the declarations they refer to."""

    @property
    def terms(self) -> Terms:
        """The terms {(monomial, word): coefficient}."""

    @property
    def rows(self) -> Dimension:
        """The rows."""

    @property
    def cols(self) -> Dimension:
        """The columns."""

    @property
    def declared(self) -> tuple[tuple[str, Expression], ...]:
        """The declarations by name."""


def as_expression(form: Form) -> Expression:
    """Return a tree with the given normal form."""
    return Writer(dict(form.declared)).matrix(form.terms, form.rows, form.cols)


class Writer:
    """Builds trees from polynomials over one set of declarations."""

    def __init__(self, declared: dict[str, Expression]) -> None:
        self._declared = declared

    def matrix(self, terms: Terms, rows: Dimension, cols: Dimension) -> Expression:
        """Return a polynomial of a shape as a sum over its words."""
        return self.groups(collected(terms), rows, cols)

    def groups(
        self, groups: dict[tuple[Monomial, Word], Terms], rows: Dimension, cols: Dimension
    ) -> Expression:
        """Return a sum of coefficient x traces x word."""
        if not groups:
            return Zero(rows, cols)
        parts = []
        numbers, groups = _numbers(groups, rows, cols)
        if numbers is not None:
            parts.append(numbers)
        for (traces, word), coefficient in sorted(groups.items(), key=_weight):
            factors = [self.scalar(coefficient)] if coefficient != {((), ()): 1} else []
            factors += [_to_power(self._closed(a), e) for a, e in traces]
            if word:
                factors.append(self.word(word))
            elif rows != 1 or cols != 1:
                factors.append(Identity(rows))
            elif not factors:
                factors.append(Number(Fraction(1)))
            parts.append(_scaled(factors))
        return _sum(parts)

    def scalar(self, terms: Terms) -> Expression:
        """Return a scalar polynomial, summed as it stands."""
        parts = []
        for (monomial, _), c in sorted(terms.items(), key=lambda item: (len(item[0][0]), item[0])):
            factors: list[Expression] = [Number(Fraction(c))] if c != 1 or not monomial else []
            factors += self._factors_of(monomial)
            parts.append(_scaled(factors))
        return _sum(parts)

    def _atom(self, atom: Atom) -> Expression:
        match atom.kind:
            case "a":
                return self._declared.get(atom.name, Symbol(atom.name, structure=atom.structure))
            case "n":
                return Number(Fraction(atom.number))
            case "b":
                return self.matrix(thaw(atom.key), 1, 1)
            case "e":
                return self._function(atom)
        return self._closed(atom)

    def _function(self, atom: Function) -> Expression:
        parts = [thaw(key) for key in atom.arguments]
        match atom.name:
            case "pi":
                return Pi()
            case "det":
                size = self.dimension(atom.size)
                return Determinant(((self.matrix(parts[0], size, size),),))
            case "power":
                return SymbolicPower(self.scalar(parts[0]), self.scalar(parts[1]))
        return Applied(atom.name, tuple(self.matrix(part, 1, 1) for part in parts))

    def _factors_of(self, monomial: Monomial) -> list[Expression]:
        """Return the factors of a scalar term, powers to a length and exponentials written as one."""
        exponent: Terms = {}
        lengths: dict[Any, Terms] = {}
        plain: list[tuple[Atom, Coefficient]] = []
        for atom, e in monomial:
            if atom.kind == "e" and atom.name == "exp":
                accumulate(exponent, thaw(atom.arguments[0]), e)
            elif atom.kind == "e" and atom.name == "power":
                accumulate(lengths.setdefault(atom.arguments[0], {}), thaw(atom.arguments[1]), e)
            else:
                plain.append((atom, e))
        factors: list[Expression] = []
        for base, power in lengths.items():
            # mu^d / mu is mu^(d - 1).
            for k, (atom, e) in enumerate(plain):
                inside = atom.key if atom.kind == "b" else freeze({(((atom, 1),), ()): 1})
                if inside == base and e == int(e):
                    accumulate(power, {((), ()): e})
                    del plain[k]
                    break
            factors.append(SymbolicPower(self.scalar(thaw(base)), self.scalar(power)))
        factors += [_to_power(self._atom(a), e) for a, e in plain]
        if exponent:
            factors.append(Applied("exp", (self.matrix(exponent, 1, 1),)))
        return factors

    def _closed(self, atom: Atom) -> Expression:
        return trace(self.word(word_of(atom)))

    def word(self, word: Word) -> Expression:
        """Return a word as a product from the left."""
        result: Expression | None = None
        for letter in word:
            factor = self._letter(letter)
            result = factor if result is None else result @ factor
        if result is None:
            raise ValueError("an empty word has no shape of its own")
        return result

    def _letter(self, letter: Letter) -> Expression:
        kind, name, flag, _, _, payload = letter
        if kind == "f":
            result: Expression | None = None
            for factor in self._factors(letter):
                result = factor if result is None else result @ factor
            return result if result is not None else Identity(self.dimension(letter.rows))
        if kind == "g":
            left, right = self._declared[name], self._declared[payload.name]
            return left @ right.T
        if kind == "h":
            sample = self._declared[name]
            return (sample @ sample.T) ** -1
        if kind == "s":
            total = self._sample(name).total
            return total.T if flag else total
        if kind == "c":
            sample = self._sample(name)
            column: Expression = Column(sample, Index(payload, sample.cols))
            return column.T if flag else column
        if kind == "q":
            return self._sum(letter)
        if kind == "e":
            return written(payload, self.word, self.dimension)
        if kind == "u":
            size = self.dimension(letter.cols if flag else letter.rows)
            place = int(name) if name.isdecimal() else Index(name[1:-1], size)
            basis = UnitVector(size, place)
            return basis.T if flag else basis
        symbol = self._declared.get(name)
        if not isinstance(symbol, Symbol | RandomVector | SampleMatrix):
            sizes = (letter.cols, letter.rows) if flag else (letter.rows, letter.cols)
            symbol = Symbol(name, self.dimension(sizes[0]), self.dimension(sizes[1]))
        return symbol.T if flag else symbol

    def _sample(self, name: str) -> SampleMatrix:
        sample = self._declared[name]
        if not isinstance(sample, SampleMatrix):
            raise UnsupportedExpression(f"{name} is not declared as a sample")
        return sample

    def _factors(self, letter: Letter) -> Iterator[Expression]:
        for generator, shift, exponent in letter.payload:
            if not generator:
                size = self.dimension(letter.rows)
                total = self.matrix(thaw(shift), size, size)
                yield _to_power(total.T if letter.flag == 1 else total, exponent)
                continue
            symbol = self._declared[generator]
            base = symbol.T if letter.flag == 1 else symbol
            if shift:
                base = base + self.matrix(thaw(shift), 1, 1) * Identity(symbol.rows)
            yield _to_power(base, exponent)

    def _sum(self, letter: Letter) -> Expression:
        count, inside, core = letter.payload
        names = {x.payload for piece in (*inside, core) for x in piece if x.kind == "c"}
        index = Index(max(names), self.dimension(count))
        factors = [self._closed(trace_of(piece)) for piece in inside]
        if core:
            factors.append(self.word(core))
        return SumOver(index, _scaled(factors))

    def dimension(self, name: str) -> Dimension:
        """Return a dimension by its name."""
        if name.isdecimal():
            return int(name)
        known = self._declared.get(name)
        return known if isinstance(known, Symbol) else Symbol(name, structure="dimension")


Groups: TypeAlias = dict[tuple[Monomial, Word], Terms]


def _numbers(groups: Groups, rows: Dimension, cols: Dimension) -> tuple[Expression | None, Groups]:
    """Split off what is a matrix of numbers: entries beside units of which there is at least one."""
    if not (isinstance(rows, int) and isinstance(cols, int)):
        return None, groups
    plain = {
        (traces, word): coefficient
        for (traces, word), coefficient in groups.items()
        if not traces and list(coefficient) == [((), ())] and all(x.kind == "u" for x in word)
    }
    if not any(word for _, word in plain):
        return None, groups
    terms: Terms = {((), word): coefficient[(), ()] for (_, word), coefficient in plain.items()}
    entries = entries_of(terms, str(rows), str(cols))
    if entries is None:
        return None, groups
    return array(entries), {key: c for key, c in groups.items() if key not in plain}


def _weight(item: tuple[tuple[Monomial, Word], Terms]) -> tuple[int, int, tuple[Monomial, Word]]:
    (traces, word), _ = item
    return len(word), sum(len(word_of(a)) for a, _ in traces), (traces, word)


def _to_power(base: Expression, exponent: Coefficient) -> Expression:
    return base if exponent == 1 else Power(base, Fraction(exponent))


def _scaled(factors: list[Expression]) -> Expression:
    result = factors[-1]
    for factor in reversed(factors[:-1]):
        result = factor * result
    return result


def _sum(parts: list[Expression]) -> Expression:
    result = parts[0]
    for part in parts[1:]:
        result = result + part
    return result
