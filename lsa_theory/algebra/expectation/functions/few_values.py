"""Functions of a vector whose independent coordinates take few values each: signs and masks.

Where the vector has a number of coordinates, the average is the sum over what it may be, whatever stands in it. Where
it has d of them, E exp(c 1'x) = (E exp(c xi))^d, as each coordinate has the same factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product as choices

from lsa_theory.algebra.expectation.functions.quadratic import quadratic_in, with_vector
from lsa_theory.algebra.expectation.occurrences import in_term
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.functions.making import exponential
from lsa_theory.algebra.functions.powers import raised
from lsa_theory.algebra.ring.concatenation import dimension
from lsa_theory.algebra.ring.elementwise import all_ones
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.numeric import of_entries
from lsa_theory.algebra.ring.polynomial import Coefficient, Terms, accumulate, constant, scale, thaw
from lsa_theory.algebra.ring.words import Function

# What a vector may be: 2^6 of them.
_MOST = 64


def takes_few_values(source: Source) -> bool:
    """Whether the values of a whole vector can be gone through."""
    few = source.values is not None and source.count is None and source.size.isdecimal()
    return few and len(source.values or ()) ** int(source.size) <= _MOST


def average_over_values(held: Sequence[tuple[Function, Coefficient]], rest: Terms, source: Source) -> Terms:
    """Return the average of functions times what else stands in their terms, as a sum over values."""
    whole = multiply({(tuple(held), ()): 1}, rest)
    total: Terms = {}
    for chosen in choices(source.values or (), repeat=int(source.size)):
        value = of_entries([[Fraction(x)] for x, _ in chosen])
        share = product(p for _, p in chosen)
        accumulate(total, multiply(share, with_vector(whole, source, value)))
    return total


def average_equal_coordinates(
    held: Sequence[tuple[Function, Coefficient]], rest: Terms, source: Source
) -> Terms | None:
    """Return E exp(c 1'x + a) for a vector of d coordinates; None for anything else."""
    if source.values is None or source.count is not None:
        return None
    if any(atom.name != "exp" for atom, _ in held) or any(source.name in in_term(*key) for key in rest):
        return None
    exponent: Terms = {}
    for atom, e in held:
        accumulate(exponent, thaw(atom.arguments[0]), e)
    line = quadratic_in(exponent, source, "the exponent")
    along = _multiple_of_ones(line.slope, source)
    if line.curvature or along is None:
        return None
    of_one: Terms = {}
    for x, p in source.values:
        accumulate(of_one, multiply(p, exponential(scale(along, x)) if x else constant(1)))
    return product([exponential(line.constant), raised(of_one, dimension(source.size)), rest])


def _multiple_of_ones(slope: Terms, source: Source) -> Terms | None:
    (((_, ones), _),) = all_ones(source.size, "1").items()
    if any(word != ones for _, word in slope):
        return None
    return {(monomial, ()): c for (monomial, _), c in slope.items()}
