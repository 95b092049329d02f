"""The gradient of a normal form, without writing it out and taking it again."""

from __future__ import annotations

from itertools import chain

from lsa_theory.algebra.deciding.cancelling import cancelled
from lsa_theory.algebra.declarations import symbol_letter
from lsa_theory.algebra.derivative import directional, gradient as matrix_gradient
from lsa_theory.algebra.functions.signs import settled
from lsa_theory.algebra.normal import Normal
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.occurring import atoms_and_words, names_of, parts_of, parts_of_atom
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Terms,
    accumulate,
    constant,
    freeze,
    of_atom,
    power,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Atom
from lsa_theory.expressions import Symbol


def gradient_of(form: Normal, symbol: Symbol) -> Normal:
    """Return the gradient of a scalar normal form with respect to a symbol, of the symbol's shape.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> from lsa_theory.algebra.normal import normal
    >>> A = matrix("A", dimension("d"))
    >>> gradient_of(normal(trace(A @ A.T)), A)
    2 * A
    """
    # Each scalar that moves is differentiated once, wherever it stands. A scalar form has no open words.
    slopes: dict[Atom, Terms] = {}
    groups: dict[tuple[Atom, Coefficient], Terms] = {}
    for (monomial, _), c in form.terms.items():
        for k, (atom, e) in enumerate(monomial):
            if atom not in slopes:
                slopes[atom] = _slope(atom, symbol)
            if slopes[atom]:
                rest: Terms = {(monomial[:k] + monomial[k + 1 :], ()): _whole(c * e)}
                accumulate(groups.setdefault((atom, e), {}), rest)
    total: Terms = {}
    for (atom, e), factor in groups.items():
        lowered = power(of_atom(atom), e - 1)
        accumulate(total, multiply(factor, multiply(lowered, slopes[atom])))
    return Normal(symbol.rows, symbol.cols, freeze(reduced(total)), form.declared)


def _slope(atom: Atom, symbol: Symbol) -> Terms:
    if symbol.name not in names_of(parts_of_atom(atom)):
        return {}
    if symbol.is_scalar:
        return directional(of_atom(atom), {symbol.name: constant(1)})
    return matrix_gradient(of_atom(atom), symbol_letter(symbol))


def _whole(value: Coefficient) -> Coefficient:
    """Return a whole number as such: fractions are added and multiplied ten times as slowly."""
    return value.numerator if value.denominator == 1 else value


def negative(form: Normal) -> Normal:
    """Return the normal form times -1.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix
    >>> from lsa_theory.algebra.normal import normal
    >>> A = matrix("A", dimension("d"))
    >>> negative(normal(A @ A - A.T))
    -A**2 + A.T
    """
    terms = cancelled(settled(reduced({key: _whole(-c) for key, c in form.key})))
    atoms, words = atoms_and_words(terms)
    inside = chain(parts_of({((), word): 1 for word in words}), *(parts_of_atom(atom) for atom in atoms))
    names = names_of(inside)
    declared = tuple(item for item in form.declared if item[0] in names)
    return Normal(form.rows, form.cols, freeze(terms), declared)
