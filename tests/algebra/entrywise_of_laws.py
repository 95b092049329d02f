"""Entry by entry, as in `entrywise`, for other laws, elementwise products and determinants.

A law enters by the moments of its coordinates, typed from their definitions: signs have 1, 0, 1, 0, ..., the uniform
direction has prod (a_k - 1)!! / (d (d + 2) ... (d + |a| - 2)), and so on. Knows nothing of the package's laws.
"""

from fractions import Fraction
from math import factorial, prod

from entrywise import ONE, Entrywise, double_factorial, plus, poly, times

from lsa_theory.expressions.analysis.kinds import Applied, Determinant
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.random import Expectation, Index


def gaussian(powers):
    return 0 if any(k % 2 for k in powers) else prod(double_factorial(k - 1) for k in powers)


def sphere(d, square=1):
    """The uniform law on the sphere of a squared radius."""

    def moment(powers):
        order = sum(powers)
        below = prod(range(d, d + order, 2))
        return Fraction(gaussian(powers), below) * Fraction(square) ** (order // 2)

    return moment


def alike(one):
    """Independent coordinates of which `one` gives the raw moments."""
    return lambda powers: prod((Fraction(one(k)) for k in powers), start=Fraction(1))


def signs(p):
    return alike(lambda k: 1 if k % 2 == 0 else 2 * Fraction(p) - 1)


def mask(p):
    return alike(lambda k: Fraction(p) if k else 1)


def uniform(low, high):
    low, high = Fraction(low), Fraction(high)
    return alike(lambda k: (high ** (k + 1) - low ** (k + 1)) / ((k + 1) * (high - low)))


def listed(*moments):
    return alike(lambda k: (1, *moments)[k])


def student(nu):
    """A Gaussian vector over the root of an independent chi-squared q / nu: E q^-k = 1 / ((nu - 2) ... (nu - 2 k))."""

    def moment(powers):
        k = sum(powers) // 2
        return Fraction(gaussian(powers) * nu**k, prod(nu - 2 * j for j in range(1, k + 1)))

    return moment


def scales(*pairs):
    """A Gaussian vector times s, s^2 one of v with probability p, to E s^2 = 1."""
    average = sum(p * v for p, v in pairs)
    return lambda powers: gaussian(powers) * sum(p * (v / average) ** (sum(powers) // 2) for p, v in pairs)


class EntrywiseOfLaws(Entrywise):
    """`laws` maps a source to the moments of its coordinates; `raw` are those that have no mean or factor besides."""

    def __init__(self, sizes, values, factors, laws, raw):
        super().__init__(sizes, values, factors)
        self.laws, self.raw = laws, raw

    def place(self, place):
        return self.columns[place.name] if isinstance(place, Index) else place

    def entries(self, node):
        rows, cols = self.size(node.rows), self.size(node.cols)
        match node:
            case Ones():
                return [[poly(1)] * cols for _ in range(rows)]
            case UnitVector():
                return [[poly(int(i == self.place(node.place)))] for i in range(rows)]
            case Hadamard():
                left, right = self.entries(node.left), self.entries(node.right)
                return [[times(p, q) for p, q in zip(*r, strict=True)] for r in zip(left, right, strict=True)]
            case Determinant(blocks=((block,),)):
                return [[determinant(self.entries(block))]]
            case Applied(function="factorial", arguments=(argument,)):
                ((at,),) = self.value(argument)
                return [[poly(factorial(int(at)))]]
            case Expectation():
                names = {s.name for s in node.over}
                return [[self.average(e, names) for e in row] for row in self.entries(node.body)]
        return super().entries(node)

    def source(self, node, name, column):
        if name not in self.raw:
            return super().source(node, name, column)
        return [[{(((name, column, k), 1),): Fraction(1)}] for k in range(self.size(node.rows))]

    def average(self, entry, names):
        out = {}
        for monomial, c in entry.items():
            kept = tuple((z, k) for z, k in monomial if z[0] not in names)
            columns = {}
            for z, k in monomial:
                if z[0] in names:
                    columns.setdefault(z[:2], []).append(k)
            for (name, _), powers in columns.items():
                c *= self.laws.get(name, gaussian)(powers)
            out = plus(out, {kept: c} if c else {})
        return out


def determinant(m):
    if not m:
        return {ONE: Fraction(1)}
    total = {}
    for j, entry in enumerate(m[0]):
        minor = determinant([row[:j] + row[j + 1 :] for row in m[1:]])
        total = plus(total, times({ONE: Fraction((-1) ** j)}, times(entry, minor)))
    return total
