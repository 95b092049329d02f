"""The gradient of a normal form, without writing it out and taking it again."""

from __future__ import annotations

from lsa_theory.algebra.derivative import directional, gradient as matrix_gradient
from lsa_theory.algebra.normal import Normal, symbol_letter
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.occurring import names_of, parts_of_atom
from lsa_theory.algebra.ring.polynomial import Monomial, Terms, accumulate, constant, freeze
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Atom, Word
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
    # Terms that differ only in factors free of the symbol are differentiated once.
    holds: dict[Atom, bool] = {}
    groups: dict[tuple[Monomial, Word], Terms] = {}
    for (monomial, word), c in form.terms.items():
        for atom, _ in monomial:
            if atom not in holds:
                holds[atom] = symbol.name in names_of(parts_of_atom(atom))
        moving = tuple(item for item in monomial if holds[item[0]])
        if moving:
            fixed = tuple(item for item in monomial if not holds[item[0]])
            groups.setdefault((moving, word), {})[fixed, ()] = c
    total: Terms = {}
    for key, factor in groups.items():
        if symbol.is_scalar:
            slope = directional({key: 1}, {symbol.name: constant(1)})
        else:
            slope = matrix_gradient({key: 1}, symbol_letter(symbol))
        accumulate(total, multiply(factor, slope))
    return Normal(symbol.rows, symbol.cols, freeze(reduced(total)), form.declared)
