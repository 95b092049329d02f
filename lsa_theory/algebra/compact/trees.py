"""From fractions and words of a state to expressions, in the letters of the definitions in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.algebra.compact.field import Field, PolyKey, Quotient, split_by
from lsa_theory.algebra.compact.places import FUNCTION, State
from lsa_theory.algebra.compact.sums import Cell, Scalars, Term, terms_of_mapping, written
from lsa_theory.algebra.ring.words import Atom, Letter, Word, name_of
from lsa_theory.algebra.writing import Writer
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.expression import Dimension, Expression, Number, Power, Symbol


@dataclass(frozen=True)
class Name:
    """A letter for a polynomial: polynomial = letter / ratio."""

    symbol: Symbol
    ratio: Quotient


class Trees:
    """Writes states over one field and one set of declarations."""

    def __init__(
        self,
        field: Field,
        declared: Mapping[str, Expression],
        names: Mapping[PolyKey, Name],
        *,
        monic: bool = False,
        residuals: bool = False,
    ) -> None:
        self._field = field
        self._declared = declared
        self._writer = Writer(dict(declared))
        self._names = names
        self._monic = monic
        self._residuals = residuals
        self._scalars: dict[PolyKey, Expression] = {}
        # The coefficient is kept alive, so that its identity stays its own.
        self._terms: dict[tuple[tuple[tuple[Word, int], ...], Word, int], tuple[Quotient, Term]] = {}
        self._atoms = [self._atom(a) if a.kind != "g" else None for a in field.atoms]

    def tree(self, state: State, rows: Dimension, cols: Dimension) -> Expression:
        """Return the expression of a state."""
        items = sorted(state.items(), key=lambda item: (len(item[0][1]), len(item[0][0]), item[0]))
        return written([self._term(*key, c) for key, c in items], rows, cols)

    def tree_in_parts(
        self, state: State, parts: tuple[int, ...], rows: Dimension, cols: Dimension
    ) -> Expression:
        """Return the expression of a state, coefficients parted by the powers of some variables."""
        items = sorted(state.items(), key=lambda item: (len(item[0][1]), len(item[0][0]), item[0]))
        split = [
            (key, part)
            for key, c in items
            for part in split_by(c, tuple(p for p in parts if split_by(c, (p,)) is not None)) or [c]
        ]
        return written([self._term(*key, c) for key, c in split], rows, cols)

    def _term(self, traces: tuple[tuple[Word, int], ...], word: Word, coefficient: Quotient) -> Term:
        # States on the way to a short form share most of their terms, and those their coefficients.
        key = traces, word, id(coefficient)
        if key not in self._terms:
            self._terms[key] = coefficient, self._made(traces, word, coefficient)
        return self._terms[key][1]

    def _made(self, traces: tuple[tuple[Word, int], ...], word: Word, coefficient: Quotient) -> Term:
        closed: dict[Expression, Fraction] = {}
        for own, e in traces:
            scale, row = self._row(own)
            coefficient = coefficient * scale**e
            base = trace(_product(row))
            closed[base] = closed.get(base, Fraction(0)) + e
        scale, row = self._row(word)
        coefficient = coefficient * scale
        number, scalars = self.factors(coefficient)
        for base, power in scalars:
            closed[base] = closed.get(base, Fraction(0)) + power
        return Term(number, terms_of_mapping(closed), row)

    def factors(self, value: Quotient) -> tuple[Fraction, Scalars]:
        """Return a fraction as a number and powers of scalar expressions."""
        number, found = value.factors()
        named = self._field.one
        plain: list[tuple[PolyKey, int]] = []
        letters: dict[Expression, Fraction] = {}
        for key, e in found:
            name = self._names.get(key)
            if name is None:
                plain.append((key, e))
            else:
                letters[name.symbol] = letters.get(name.symbol, Fraction(0)) + e
                named = named * name.ratio**-e
        if letters:
            again = self._field.number(number) * named
            for key, e in plain:
                again = again * self._field.poly(key) ** e
            number, plain = again.factors()
        for key, e in plain:
            base, root = self._scalar(key)
            letters[base] = letters.get(base, Fraction(0)) + e * root
        return number, terms_of_mapping(letters)

    def _scalar(self, key: PolyKey) -> tuple[Expression, Fraction]:
        """Return a polynomial without matrices as an expression and the power it stands under."""
        if len(key) == 1 and sum(key[0][0]) == 1:
            k = key[0][0].index(1)
            base = self._atoms[k]
            if base is not None:
                return base, Fraction(1, self._field.orders[self._field.atoms[k]])
        if key not in self._scalars:
            self._scalars[key] = written([Term(c, self._monomial(e)) for e, c in key], 1, 1)
        return self._scalars[key], Fraction(1)

    def _monomial(self, exponents: tuple[int, ...]) -> Scalars:
        powers: dict[Expression, Fraction] = {}
        for k, e in enumerate(exponents):
            base = self._atoms[k]
            if e and base is not None:
                power = Fraction(e, self._field.orders[self._field.atoms[k]])
                powers[base] = powers.get(base, Fraction(0)) + power
        return terms_of_mapping(powers)

    def _row(self, word: Word) -> tuple[Quotient, tuple[Cell, ...]]:
        scale = self._field.one
        cells: list[Cell] = []
        for letter in word:
            if letter.kind == FUNCTION:
                payload = letter.payload
                if self._residuals:
                    factor, more, payload = self._residual(payload, letter)
                    scale = scale * factor
                    cells.extend(more)
                for key, e in payload:
                    factor, more = self._matrix(key, e, letter.rows)
                    scale = scale * factor
                    cells.extend(more)
            elif letter.kind == "f":
                cells.extend(_as_cell(f) for f in self._writer._factors(letter))
            else:
                cells.append(_as_cell(self._writer._letter(letter)))
        merged: list[Cell] = []
        for base, e in cells:
            if merged and merged[-1][0] == base and base.rows == base.cols:
                e += merged.pop()[1]
                if not e:
                    continue
            merged.append((base, e))
        return scale, tuple(merged)

    def _matrix(self, key: PolyKey, e: int, size: str) -> tuple[Quotient, list[Cell]]:
        """Return a polynomial in matrices to a power as a scalar and cells."""
        field = self._field
        name = self._names.get(key)
        if name is not None:
            return name.ratio**-e, [(name.symbol, Fraction(e))]
        if len(key) == 1:
            return field.one, [(b, p * e) for b, p in self._generators(key[0][0])]
        lead = field.one
        groups: dict[tuple[int, ...], list[tuple[tuple[int, ...], Fraction]]] = {}
        for exponents, c in key:
            matrices = tuple(x if field.atoms[k].kind == "g" else 0 for k, x in enumerate(exponents))
            scalars = tuple(0 if field.atoms[k].kind == "g" else x for k, x in enumerate(exponents))
            groups.setdefault(matrices, []).append((scalars, c))
        order = sorted(groups, key=lambda m: (-sum(m), tuple(-x for x in m)))
        if self._monic:
            lead = field.poly(tuple(groups[order[0]]))
        terms = []
        for matrices in order:
            number, own = self.factors(field.poly(tuple(groups[matrices])) / lead)
            terms.append(Term(number, own, tuple(self._generators(matrices))))
        d = self._writer.dimension(size)
        return lead**e, [(written(terms, d, d), Fraction(e))]

    def _residual(
        self, payload: tuple[tuple[PolyKey, int], ...], letter: Letter
    ) -> tuple[Quotient, list[Cell], tuple[tuple[PolyKey, int], ...]]:
        """Write p q^-1, both linear in one matrix g and q named, as alpha (I + rho g G^-1) where rho is a number."""
        field = self._field
        for under, k in payload:
            name = self._names.get(under)
            place = _linear_in(under, field)
            if k >= 0 or name is None or place is None:
                continue
            for over, e in payload:
                if not 0 < e <= -k or over == under or _linear_in(over, field) != place:
                    continue
                (p1, p0), (q1, q0) = self._ends(over, place), self._ends(under, place)
                if not p0 or not q0:
                    continue
                alpha = p0 / q0
                rho = (p1 - alpha * q1) * name.ratio / alpha
                if not (rho.num.is_constant() and rho.den.is_constant()):
                    continue
                number, _ = rho.factors()
                g = self._declared[name_of(field.atoms[place])]
                d = self._writer.dimension(letter.rows)
                pair = (g, Fraction(1)), (name.symbol, Fraction(-1))
                inside = written([Term(Fraction(1)), Term(number, (), pair)], d, d)
                left = tuple(
                    (key, n + (e if key == under else -e if key == over else 0)) for key, n in payload
                )
                return alpha**e, [(inside, Fraction(e))], tuple((key, n) for key, n in left if n)
        return field.one, [], payload

    def _ends(self, key: PolyKey, place: int) -> tuple[Quotient, Quotient]:
        """Return the coefficients of g and of 1."""
        high = tuple(((*e[:place], 0, *e[place + 1 :]), c) for e, c in key if e[place])
        low = tuple((e, c) for e, c in key if not e[place])
        return self._field.poly(high), self._field.poly(low)

    def _generators(self, exponents: tuple[int, ...]) -> list[Cell]:
        atoms = self._field.atoms
        return [
            (self._declared[name_of(atoms[k])], Fraction(e))
            for k, e in enumerate(exponents)
            if e and atoms[k].kind == "g"
        ]

    def _atom(self, atom: Atom) -> Expression:
        return self._writer._atom(atom)


def _linear_in(key: PolyKey, field: Field) -> int | None:
    """Return the place of the one matrix in which a polynomial is linear."""
    degrees = {
        (k, x) for exponents, _ in key for k, x in enumerate(exponents) if x and field.atoms[k].kind == "g"
    }
    return (
        next(iter(degrees))[0] if len(degrees) == 1 and next(iter(degrees))[1] == 1 and len(key) > 1 else None
    )


def _as_cell(factor: Expression) -> Cell:
    if isinstance(factor, Power):
        return factor.child, factor.exponent
    return factor, Fraction(1)


def _product(row: tuple[Cell, ...]) -> Expression:
    result: Expression | None = None
    for base, e in row:
        cell = base if e == 1 else Power(base, e)
        result = cell if result is None else result @ cell
    return result if result is not None else Number(Fraction(1))
