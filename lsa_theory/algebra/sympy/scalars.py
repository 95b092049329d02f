"""Scalar polynomials to SymPy and back, each atom standing in as one symbol."""

from __future__ import annotations

from typing import Any

import sympy

from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import (
    Terms,
    accumulate,
    constant,
    of_atom,
    power,
    power_of_base,
    thaw,
)
from lsa_theory.algebra.ring.words import Atom


class ScalarBridge:
    """A two-way dictionary between atoms and SymPy dummies."""

    def __init__(self) -> None:
        self._symbols: dict[Atom, Any] = {}
        self._atoms: dict[Any, Atom] = {}

    def symbol(self, atom: Atom) -> Any:
        """Return the SymPy symbol that stands for an atom."""
        if atom not in self._symbols:
            symbol = sympy.Dummy(f"a{len(self._symbols)}", positive=True)
            self._symbols[atom] = symbol
            self._atoms[symbol] = atom
        return self._symbols[atom]

    def to_sympy(self, terms: Terms) -> Any:
        """Return a scalar polynomial as a SymPy expression in stand-in symbols."""
        total = sympy.Integer(0)
        for (monomial, _), c in terms.items():
            factor = sympy.Rational(c)
            for atom, exponent in monomial:
                base = self.to_sympy(thaw(atom.key)) if atom.kind == "b" else self.symbol(atom)
                factor *= base ** sympy.Rational(exponent)
            total += factor
        return total

    def to_terms(self, expression: Any) -> Terms:
        """Return a SymPy rational function of stand-in symbols as a scalar polynomial."""
        numerator, denominator = sympy.fraction(sympy.together(expression))
        return multiply(self._expanded(numerator), power(self._expanded(denominator), -1))

    def _expanded(self, expression: Any) -> Terms:
        total: Terms = {}
        for term in sympy.Add.make_args(sympy.expand(expression)):
            value = constant(1)
            for factor in sympy.Mul.make_args(term):
                base, exponent = factor.as_base_exp()
                if base.is_Rational:
                    value = multiply(value, power(constant(_rational(base)), _rational(exponent)))
                else:
                    atom = self._atoms[base]
                    e = _rational(exponent)
                    value = multiply(value, power_of_base(atom, e) if atom.kind in "bn" else of_atom(atom, e))
            accumulate(total, value)
        return total


def _rational(number: Any) -> Any:
    from fractions import Fraction

    exact = Fraction(int(number.p), int(number.q))
    return int(exact) if exact.denominator == 1 else exact
