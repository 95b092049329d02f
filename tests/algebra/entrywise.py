"""An independent route to every moment: entries as polynomials in standard normal coordinates, Isserlis by hand.

Knows nothing of words. Each source is written as mean + L z with a given rational L and independent standard
normal coordinates z; the tree is multiplied out entry by entry; E prod z_k^{a_k} = prod (a_k - 1)!!.
"""

from fractions import Fraction
from itertools import product
from math import prod

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
)
from lsa_theory.expressions.random import Column, Expectation, RandomVector, SampleMatrix, SumOver

ONE = ()


def poly(value):
    return {ONE: Fraction(value)} if value else {}


def plus(a, b):
    out = dict(a)
    for m, c in b.items():
        out[m] = out.get(m, 0) + c
        if not out[m]:
            del out[m]
    return out


def times(a, b):
    out = {}
    for m, c in a.items():
        for n, e in b.items():
            powers = dict(m)
            for z, k in n:
                powers[z] = powers.get(z, 0) + k
            key = tuple(sorted(powers.items()))
            out[key] = out.get(key, 0) + c * e
    return {m: c for m, c in out.items() if c}


def double_factorial(k):
    return prod(range(k, 0, -2)) if k > 0 else 1


class Entrywise:
    """Evaluates trees at one instance.

    `sizes` maps dimension names to integers; `values` maps symbol names to nested lists of rationals; `factors`
    maps source names to L with covariance = L L' (the caller makes the covariance symbol agree).
    """

    def __init__(self, sizes, values, factors):
        self.sizes, self.values, self.factors = sizes, values, factors
        self.columns = {}

    def size(self, dim):
        return dim if isinstance(dim, int) else self.sizes[dim.name]

    def value(self, node):
        """Return the numbers of a tree without free randomness."""
        return [[e.get(ONE, Fraction(0)) for e in row] for row in self.entries(node)]

    def entries(self, node):
        rows, cols = self.size(node.rows), self.size(node.cols)
        match node:
            case Number():
                return [[poly(node.value)]]
            case Symbol() if node.structure == "dimension":
                return [[poly(self.sizes[node.name])]]
            case Symbol():
                return [[poly(Fraction(x)) for x in row] for row in self.values[node.name]]
            case Identity():
                return [[poly(int(i == j)) for j in range(rows)] for i in range(rows)]
            case Zero():
                return [[{} for _ in range(cols)] for _ in range(rows)]
            case Sum():
                total = self.entries(node.terms[0])
                for t in node.terms[1:]:
                    total = add(total, self.entries(t))
                return total
            case Scale():
                ((s,),) = self.entries(node.scalar)
                return [[times(s, e) for e in row] for row in self.entries(node.child)]
            case Product():
                return multiply(self.entries(node.left), self.entries(node.right))
            case Transpose():
                return [list(r) for r in zip(*self.entries(node.child), strict=True)]
            case Trace():
                m = self.entries(node.child)
                total = {}
                for i in range(len(m)):
                    total = plus(total, m[i][i])
                return [[total]]
            case Power():
                return self.power(node)
            case RandomVector():
                return self.source(node, node.name, 0)
            case SampleMatrix():
                parts = [self.source(node, node.name, k) for k in range(cols)]
                return [[parts[k][i][0] for k in range(cols)] for i in range(rows)]
            case Column():
                return self.source(node.sample, node.sample.name, self.columns[node.index.name])
            case SumOver():
                total = None
                for k in range(self.size(node.index.count)):
                    self.columns[node.index.name] = k
                    part = self.entries(node.body)
                    total = part if total is None else add(total, part)
                return total
            case Expectation():
                names = {s.name for s in node.over}
                return [[average(e, names) for e in row] for row in self.entries(node.body)]
        raise NotImplementedError(type(node).__name__)

    def power(self, node):
        base = self.entries(node.child)
        if node.exponent == -1 and len(base) == 1:
            return [[poly(1 / base[0][0][ONE])]]
        if node.exponent < 0:
            numbers = inverse([[e.get(ONE, Fraction(0)) for e in row] for row in base])
            base = [[poly(x) for x in row] for row in numbers]
        result = base
        for _ in range(abs(int(node.exponent)) - 1):
            result = multiply(result, base)
        return result

    def source(self, node, name, column):
        factor = self.factors[name]
        d = len(factor)
        mean = self.entries(node.law.mean) if node.law.mean is not None else [[{}]] * d
        return [
            [
                plus(
                    mean[i][0],
                    {(((name, column, k), 1),): Fraction(factor[i][k]) for k in range(d) if factor[i][k]},
                )
            ]
            for i in range(d)
        ]


def add(a, b):
    return [[plus(x, y) for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def multiply(a, b):
    out = []
    for i, j in product(range(len(a)), range(len(b[0]))):
        total = {}
        for k in range(len(b)):
            total = plus(total, times(a[i][k], b[k][j]))
        out.append(total)
    width = len(b[0])
    return [out[i * width : (i + 1) * width] for i in range(len(a))]


def average(entry, names):
    out = {}
    for monomial, c in entry.items():
        kept = tuple((z, k) for z, k in monomial if z[0] not in names)
        done = [k for z, k in monomial if z[0] in names]
        if all(k % 2 == 0 for k in done):
            out[kept] = out.get(kept, 0) + c * prod(double_factorial(k - 1) for k in done)
    return {m: c for m, c in out.items() if c}


def inverse(m):
    n = len(m)
    rows = [list(r) + [Fraction(int(i == j)) for j in range(n)] for i, r in enumerate(m)]
    for k in range(n):
        pivot = next(i for i in range(k, n) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(n):
            if i != k and rows[i][k]:
                rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [r[n:] for r in rows]
