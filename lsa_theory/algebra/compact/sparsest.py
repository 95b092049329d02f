"""The fewest words g^i q^-j whose combination over the scalars is a given function of one matrix g.

The relation of a letter Gamma = a Lambda + b I lets one function be written in many ways: Lambda Gamma^-1 is
(I - b Gamma^-1) / a. Times the common denominator every word is a polynomial in g, and a way to write the function is a
combination of such vectors. Sets of words are tried by size: which of them reach the function is seen modulo a prime,
with a residue for each scalar, and then solved for exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import TypeAlias

from lsa_theory.algebra.compact.field import Field, PolyKey, Quotient, key_of

Payload: TypeAlias = tuple[tuple[PolyKey, int], ...]
Combination: TypeAlias = "tuple[tuple[Quotient, Payload], ...]"

_PRIME = 2**61 - 1
# A way with more words, or found among more of them, would take longer to look for than it is worth.
_MOST_WORDS, _MOST_CANDIDATES = 3, 24
# So many of the ways with the fewest words are given, those with the plainest coefficients first.
_MOST_WAYS = 6


def sparsest(value: Quotient, field: Field) -> list[Combination]:
    """Return the ways to write a function of one matrix with the fewest words; none if it has one word anyhow.

    Each is a tuple of a scalar and powers of polynomials in the matrix, as in the payload of a place. Empty for
    functions of several matrices, without a denominator in the matrix, or with too many words to try.
    """
    found = _split(value, field)
    if found is None:
        return []
    place, bases = found
    target = value
    for key, m in bases:
        target = target * field.poly(key) ** m
    goal = _coefficients(target, place)
    least = min(goal)
    words = list(_words(least, max(goal) - sum(_degree(k, place) * m for k, m in bases), bases, place))
    if len(words) > _MOST_CANDIDATES or len(goal) < 2:
        return []
    g = field.poly(_generator(field, place))
    vectors = []
    for i, js in words:
        vector = g**i
        for (key, m), j in zip(bases, js, strict=True):
            vector = vector * field.poly(key) ** (m - j)
        vectors.append(_coefficients(vector, place))
    rows = sorted({e for v in (*vectors, goal) for e in v})
    modular = [[_residue(v.get(e), field) for e in rows] for v in vectors]
    wanted = [_residue(goal.get(e), field) for e in rows]
    for size in range(1, _MOST_WORDS + 1):
        ways = []
        for chosen in combinations(range(len(words)), size):
            if not _reaches([modular[k] for k in chosen], wanted):
                continue
            solved = _solved([vectors[k] for k in chosen], goal, rows, field)
            if solved is not None and all(solved):
                ways.append(
                    tuple(
                        (c, _payload(words[k], bases, place, field))
                        for c, k in zip(solved, chosen, strict=True)
                    )
                )
        if ways:
            return sorted(ways, key=_plainness)[:_MOST_WAYS]
    return []


def _split(value: Quotient, field: Field) -> tuple[int, list[tuple[PolyKey, int]]] | None:
    """Return the one matrix and the polynomials in it that the denominator holds, with their powers."""
    matrices = [k for k, a in enumerate(field.atoms) if a.kind == "g"]
    used = {k for k in matrices for p in (value.num, value.den) for e in p.monoms() if e[k]}
    if len(used) != 1:
        return None
    (place,) = used
    _, factors = value.factors()
    bases = [(key, -m) for key, m in factors if m < 0 and len(key) > 1 and any(e[place] for e, _ in key)]
    return (place, bases) if bases else None


def _words(
    least: int, degree: int, bases: Sequence[tuple[PolyKey, int]], place: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield i and the j of the words g^i q_1^-j_1 ... that grow no faster than the function and vanish as it does."""
    for js in product(*(range(m + 1) for _, m in bases)):
        below = sum(_degree(key, place) * j for (key, _), j in zip(bases, js, strict=True))
        for i in range(least, degree + below + 1):
            yield i, js


def _degree(key: PolyKey, place: int) -> int:
    return max(e[place] for e, _ in key)


def _coefficients(value: Quotient, place: int) -> dict[int, Quotient]:
    """Return the scalars before the powers of the matrix, of a function without it in the denominator."""
    parts: dict[int, dict[tuple[int, ...], object]] = {}
    for exponents, c in value.num.to_dict().items():
        rest = (*exponents[:place], 0, *exponents[place + 1 :])
        parts.setdefault(int(exponents[place]), {})[rest] = c
    context = value.num.context()
    return {e: Quotient(context.from_dict(p), value.den) for e, p in parts.items()}


def _generator(field: Field, place: int) -> PolyKey:
    return key_of(field.context.gens()[place])


def _payload(
    word: tuple[int, tuple[int, ...]], bases: Sequence[tuple[PolyKey, int]], place: int, field: Field
) -> Payload:
    i, js = word
    found = [(key, -j) for (key, _), j in zip(bases, js, strict=True) if j]
    if i:
        found.append((_generator(field, place), i))
    return tuple(sorted(found, key=lambda item: (len(item[0]), item)))


def _residue(value: Quotient | None, field: Field) -> int:
    """Return a scalar modulo the prime, each variable at a fixed residue."""
    if value is None:
        return 0
    above, below = (
        sum(int(c.p) * pow(int(c.q), -1, _PRIME) * _at(exponents) for exponents, c in poly.to_dict().items())
        % _PRIME
        for poly in (value.num, value.den)
    )
    return above * pow(below, -1, _PRIME) % _PRIME if below else 0


def _at(exponents: Sequence[int]) -> int:
    total = 1
    for k, e in enumerate(exponents):
        # Residues without a pattern: powers of a generator far apart.
        total = total * pow(pow(37, 1009 * (k + 1) ** 3 + 17, _PRIME), int(e), _PRIME) % _PRIME
    return total


def _reaches(vectors: list[list[int]], wanted: list[int]) -> bool:
    """Whether a vector is a combination of independent others modulo the prime."""
    rows = [[v[k] for v in vectors] + [wanted[k]] for k in range(len(wanted))]
    rank = 0
    for column in range(len(vectors)):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            return False
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][column], -1, _PRIME)
        for r in range(rank + 1, len(rows)):
            if rows[r][column]:
                factor = rows[r][column] * inverse % _PRIME
                rows[r] = [(x - factor * y) % _PRIME for x, y in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return all(not row[-1] for row in rows[rank:])


def _solved(
    vectors: list[dict[int, Quotient]], goal: dict[int, Quotient], rows: list[int], field: Field
) -> list[Quotient] | None:
    """Return the coefficients of a combination, exactly."""
    zero = field.number(0)
    system = [[v.get(e, zero) for v in vectors] + [goal.get(e, zero)] for e in rows]
    for column in range(len(vectors)):
        pivot = next((r for r in range(column, len(system)) if system[r][column]), None)
        if pivot is None:
            return None
        system[column], system[pivot] = system[pivot], system[column]
        lead = system[column][column]
        system[column] = [x / lead for x in system[column]]
        for r, row in enumerate(system):
            if r != column and row[column]:
                factor = row[column]
                system[r] = [x - factor * y for x, y in zip(row, system[column], strict=True)]
    if any(row[-1] for row in system[len(vectors) :]):
        return None
    return [row[-1] for row in system[: len(vectors)]]


def _plainness(way: Combination) -> tuple[int, int]:
    """Return the terms of all coefficients, and the powers of all words."""
    terms = sum(len(c.num.monoms()) + len(c.den.monoms()) for c, _ in way)
    return terms, sum(abs(e) for _, payload in way for _, e in payload)
