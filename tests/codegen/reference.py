"""An expression's value at many digits, by definition, and a bound on what rounding may do to it.

Knows nothing of normal forms or plans: the tree is evaluated as it was written, by entries, in mpmath. Beside the
value goes a first-order bound, in units of the roundoff, on the error of *any* order of evaluation (Higham,
Accuracy and Stability of Numerical Algorithms, 2nd ed.):

- a product over n terms adds n |A| |B|, a sum of k terms k - 1 times the sum of |A| (section 3.1), where |A| is
  the formula with absolute values throughout;
- an inverse carries an error E of A on as |A^-1| E |A^-1|, and its factorisation and two sweeps add
  E = 3 n |R'| |R| (theorem 10.4, A = R' R): that is where the condition number of the problem enters.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from mpmath import MPContext

from lsa_theory.expressions.expression import (
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
    as_expression,
)

DIGITS = 50


@dataclass(frozen=True)
class Value:
    """Rows of mpf, the absolute values of the terms, and the bound on the error in units of the roundoff."""

    rows: list
    size: np.ndarray
    bound: np.ndarray


class Reference:
    """Evaluates trees at values of symbols: nested lists of exact rationals; `sizes` gives the dimensions."""

    def __init__(self, sizes, values, digits=DIGITS):
        self.mp = MPContext()
        self.mp.dps = digits + 15
        self.sizes = sizes
        self.known = {name: self.exact(rows) for name, rows in values.items()}

    def exact(self, rows):
        rows = [[self.mp.convert(x) for x in row] for row in rows]
        return Value(rows, floats(rows), np.zeros((len(rows), len(rows[0]))))

    def define(self, name, expression):
        self.known[name] = self.at(expression)

    def at(self, expression):
        return self._at(as_expression(expression))

    def _size(self, dimension):
        return dimension if isinstance(dimension, int) else self.sizes[dimension.name]

    def _at(self, node):
        match node:
            case Number():
                number = self.exact([[node.value]])
                return Value(number.rows, number.size, number.size)
            case Symbol() if node.name in self.known:
                return self.known[node.name]
            case Symbol():
                return self.exact([[self.sizes[node.name]]])
            case Identity():
                n = self._size(node.rows)
                return self.exact([[int(i == j) for j in range(n)] for i in range(n)])
            case Zero():
                return self.exact([[0] * self._size(node.cols) for _ in range(self._size(node.rows))])
            case Sum():
                return self.total([self._at(t) for t in node.terms])
            case Scale():
                s, a = self._at(node.scalar), self._at(node.child)
                rows = [[s.rows[0][0] * x for x in row] for row in a.rows]
                size = s.size * a.size
                return Value(rows, size, s.bound * a.size + s.size * a.bound + size)
            case Product():
                return self.product(self._at(node.left), self._at(node.right))
            case Transpose():
                a = self._at(node.child)
                return Value([list(row) for row in zip(*a.rows, strict=True)], a.size.T, a.bound.T)
            case Trace():
                a = self._at(node.child)
                total = self.mp.fsum(a.rows[i][i] for i in range(len(a.rows)))
                size, bound = (np.array([[np.trace(x)]]) for x in (a.size, a.bound))
                return Value([[total]], size, bound + len(a.rows) * size)
            case Power():
                return self.power(self._at(node.child), node.exponent)
        raise NotImplementedError(type(node).__name__)

    def total(self, parts):
        rows = [
            [self.mp.fsum(entries) for entries in zip(*lines, strict=True)]
            for lines in zip(*(p.rows for p in parts), strict=True)
        ]
        size = sum(p.size for p in parts)
        return Value(rows, size, sum(p.bound for p in parts) + (len(parts) - 1) * size)

    def product(self, a, b):
        columns = list(zip(*b.rows, strict=True))
        rows = [[self.mp.fdot(row, column) for column in columns] for row in a.rows]
        size = a.size @ b.size
        return Value(rows, size, a.bound @ b.size + a.size @ b.bound + len(b.rows) * size)

    def power(self, a, exponent):
        if len(a.rows) == 1 and (exponent < 0 or exponent.denominator != 1):
            return self.scalar_power(a, exponent)
        if exponent.denominator != 1:
            return self.fractional(a, exponent)
        base = self.inverse(a) if exponent < 0 else a
        result = base
        for _ in range(abs(int(exponent)) - 1):
            result = self.product(result, base)
        return result

    def scalar_power(self, a, exponent):
        p = self.mp.mpf(exponent.numerator) / exponent.denominator
        x = self.mp.power(a.rows[0][0], p)
        size = np.abs(floats([[x]]))
        return Value([[x]], size, abs(float(exponent)) * size * a.bound / floats(a.rows) + size)

    def inverse(self, a):
        n = len(a.rows)
        rows = self.mp.inverse(self.mp.matrix(a.rows)).tolist()
        size = floats(rows)
        factor = np.abs(np.linalg.cholesky(np.array([[float(x) for x in row] for row in a.rows])))
        return Value(rows, size, size @ (a.bound + 3 * n * factor @ factor.T) @ size)

    def fractional(self, a, exponent):
        """A positive definite matrix to a fractional power.

        The computed eigensystem is that of a matrix p(n) eps |A| away (LAPACK users' guide, section 4.7; n for
        p(n)), and f carries a change on by at most the largest |f'| on the spectrum (Bhatia, theorem X.3.8).
        """
        n = len(a.rows)
        values, vectors = self.mp.eigsy(self.mp.matrix(a.rows))
        p = self.mp.mpf(exponent.numerator) / exponent.denominator
        rows = (vectors * self.mp.diag([self.mp.power(w, p) for w in values]) * vectors.T).tolist()
        ends = np.array([float(min(values)), float(max(values))])
        slope = np.max(abs(float(exponent)) * ends ** (float(exponent) - 1))
        change = slope * (np.linalg.norm(a.bound) + n * np.linalg.norm(a.size))
        top = np.max(ends ** float(exponent))
        return Value(rows, floats(rows), np.full((n, n), change + 3 * n * top))


def floats(rows):
    return np.array([[abs(float(x)) for x in row] for row in rows])


def expected(function, sizes, values, digits=DIGITS):
    """Return the values of a function's outputs at exact arguments, as `Value`s by name."""
    reference = Reference(sizes, values, digits)
    for definition in function.definitions:
        reference.define(definition.symbol.name, definition.expression)
    return {output.name: reference.at(output.expression) for output in function.outputs}


def fractions_of(array):
    """Return an array of floats as nested lists of exact rationals."""
    return [[Fraction(float(x)) for x in row] for row in np.atleast_2d(array)]
