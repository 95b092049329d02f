"""Expectation over a random orthogonal matrix Q, or its first columns: all pairings of its rows, and of its columns.

Where the size is a number, the weights are right for it. Where it is a symbol d, they have poles at sizes below the
number of pairs. Every moment of given entries is right at all sizes that have these entries, poles cancelled; but the
traces of identities that joining rows and columns leaves are d too, and a pole may cancel against d - 1 as if that were
not 0. So the sum of the principal parts is looked at with d in these traces kept apart from the size in the weights:
where it vanishes, the result holds at that size, and where it does not, the size is excluded in the conditions.
"""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.expectation.conditions import LargeEnough
from lsa_theory.algebra.expectation.networks.opening import Leg, Opening
from lsa_theory.algebra.expectation.occurrences import in_term, of_atom
from lsa_theory.algebra.expectation.orthogonal.sides import taken_apart
from lsa_theory.algebra.expectation.orthogonal.weingarten import Rational, type_of_two, weingarten
from lsa_theory.algebra.expectation.pairing_weights import Pairing, Type, all_pairings
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.concatenation import RING, dimension
from lsa_theory.algebra.ring.multiplication import product
from lsa_theory.algebra.ring.networks import Graph, settled
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    add,
    constant,
    multiply_scalars,
    power,
    scale,
)
from lsa_theory.algebra.ring.words import Word
from lsa_theory.errors import UnsupportedExpression

# A graph, and the open ends in it.
Side = tuple[Graph, list[int]]
# Pairs of copies of one matrix: with five there are 893 025 ways of joining them.
LARGEST = 4


def average_orthogonal(terms: Terms, source: Source) -> Terms:
    """Return the expectation over one such matrix.

    Raises
    ------
    UnsupportedExpression
        If a term is no polynomial in it, or holds it more than eight times.
    """
    parts: dict[int, dict[Type, Terms]] = {}
    total: Terms = {}
    for (monomial, word), c in terms.items():
        if source.name not in in_term(monomial, word):
            accumulate(total, {(monomial, word): c})
            continue
        number, joined = _joined(monomial, word, source.name)
        for kind, value in joined.items():
            accumulate(parts.setdefault(number, {}).setdefault(kind, {}), value, c)
    _note_size(source)
    singular: dict[tuple[int, int], Terms] = {}
    for number, by_type in parts.items():
        functions = weingarten(number)
        for kind, value in by_type.items():
            accumulate(total, multiply_scalars(_weight(functions[kind], source), value))
            if not source.size.isdecimal():
                _note_poles(singular, functions[kind], value)
    excluded = max((at for (at, _), value in singular.items() if value), default=0)
    if excluded:
        source.conditions.append(LargeEnough(source.size, excluded))
    return total


def _note_size(source: Source) -> None:
    """Note that there are at most as many columns as rows."""
    rows, cols = source.size, source.frame
    if cols is not None and cols != rows and not (rows.isdecimal() and cols.isdecimal()):
        source.conditions.append(
            f"{rows} > {cols} - 1" if not cols.isdecimal() else f"{rows} > {int(cols) - 1}"
        )


def _joined(monomial: Monomial, word: Word, name: str) -> tuple[int, dict[Type, Terms]]:
    """Return half the number of copies, and the sums of what they join to by the type of the two pairings."""
    for atom, _ in monomial:
        if atom.kind in "be" and name in of_atom(atom):
            raise UnsupportedExpression(
                f"the integrand divides by, or takes a function of, something that holds the random orthogonal matrix "
                f"{name}; only polynomials in it have an expectation in closed form here"
            )
    opened = Opening(frozenset({name})).of(monomial, word)
    legs = opened.legs
    if name in in_term(opened.beside, ()) or not legs:
        raise UnsupportedExpression(
            f"the integrand is no polynomial in the random orthogonal matrix {name}, such as in the inverse of a sum; "
            "only polynomials in it have an expectation in closed form here"
        )
    if len(legs) % 2:
        return len(legs) // 2, {}
    if len(legs) > 2 * LARGEST:
        raise UnsupportedExpression(
            f"the random orthogonal matrix {name} stands {len(legs)} times in one term; averages are taken over at "
            f"most {2 * LARGEST} copies"
        )
    rows, columns = [leg.place for leg in legs], [_column(leg) for leg in legs]
    sides = taken_apart(opened.graph, rows, columns)
    found = _together(opened.graph, rows, columns) if sides is None else _side_by_side(*sides)
    beside: Terms = {(opened.beside, ()): 1}
    return len(legs) // 2, {kind: multiply_scalars(beside, value) for kind, value in found.items()}


def _together(graph: Graph, rows: list[int], columns: list[int]) -> dict[Type, Terms]:
    pairings = all_pairings(tuple(range(len(rows))))
    found: dict[Type, Terms] = {}
    for p in pairings:
        for q in pairings:
            value = settled(_linked(_linked(graph, rows, p), columns, q), RING)
            accumulate(found.setdefault(type_of_two(p, q), {}), value)
    return found


def _side_by_side(rows: Side, columns: Side) -> dict[Type, Terms]:
    """Return the same where rows and columns hang on nothing in common."""
    pairings = all_pairings(tuple(range(len(rows[1]))))
    ours, theirs = ([settled(_linked(*side, p), RING) for p in pairings] for side in (rows, columns))
    found: dict[Type, Terms] = {}
    for p, left in zip(pairings, ours, strict=True):
        by_type: dict[Type, Terms] = {}
        for q, right in zip(pairings, theirs, strict=True):
            accumulate(by_type.setdefault(type_of_two(p, q), {}), right)
        for kind, right in by_type.items():
            accumulate(found.setdefault(kind, {}), multiply_scalars(left, right))
    return found


def _linked(graph: Graph, ends: list[int], pairing: Pairing) -> Graph:
    """Return a graph in which ends are one vertex, in pairs."""
    branch = graph.copy()
    branch.edges += [(ends[a], ends[b], ()) for a, b in pairing]
    return branch


def _column(leg: Leg) -> int:
    if leg.column is None:
        raise ValueError(f"{leg.source} is a vector")
    return leg.column


def _weight(function: Rational, source: Source) -> Terms:
    if source.size.isdecimal():
        return constant(_exact(function.laurent(int(source.size))[-1]))
    size = dimension(source.size)
    above: Terms = {}
    for n, c in enumerate(function.numerator):
        accumulate(above, scale(power(size, n), _exact(c)))
    return product([above, *(power(add(size, constant(-pole)), -1) for pole in function.poles)])


def _note_poles(singular: dict[tuple[int, int], Terms], function: Rational, value: Terms) -> None:
    for at in sorted({pole for pole in function.poles if pole > 0}):
        *principal, _ = function.laurent(at)
        for order, c in enumerate(reversed(principal), 1):
            accumulate(singular.setdefault((at, order), {}), scale(value, _exact(c)))


def _exact(value: Fraction) -> Fraction | int:
    return int(value) if value.denominator == 1 else value
