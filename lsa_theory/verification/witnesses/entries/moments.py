"""Moments of correlated Gaussian entries by Stein's identity: E x_i f = mean_i E f + sum_j C_ij E df/dx_j."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

from flint import fmpq

from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.witnesses.entries.frames import moment_of_entries
from lsa_theory.verification.witnesses.entries.polynomials import Matrix, Polynomial, Ring, number, plus


@dataclass(frozen=True)
class LawOfEntries:
    """One random column: the numbers of its variables, their means and covariances.

    `highest` is the order up to which moments are those of a Gaussian; higher ones are not declared. `even` gives
    E s^(2k) where the centred column is s times a Gaussian one, `coordinate` E xi^k where all coordinates xi are
    independent and alike. `frame` holds the rows and columns of a matrix with orthonormal columns, whose variables are
    read row by row.
    """

    name: str
    variables: tuple[int, ...]
    means: tuple[Polynomial, ...]
    covariances: Matrix
    highest: int | None
    even: Callable[[int], Polynomial] | None = None
    coordinate: Callable[[int], Polynomial] | None = None
    frame: tuple[int, int] | None = None


def averaged(ring: Ring, body: Polynomial, laws: list[LawOfEntries]) -> Polynomial:
    """Return the expectation of a polynomial over independent columns."""
    for law in laws:
        if law.frame is not None:
            moment = _moments_of_frames(law.variables, law.frame)
        elif law.coordinate is not None:
            moment = _independent_moments(ring, law.coordinate)
        else:
            moment = _moments(ring, law) if law.even is None else _scaled_moments(ring, law, law.even)
        inside = set(law.variables)
        terms = []
        for monomial, coefficient in body.items():
            within = tuple(v for v in monomial if v in inside)
            rest = tuple(v for v in monomial if v not in inside)
            terms.append(ring.times({rest: coefficient}, moment(within)))
        body = plus(terms)
    return body


def _moments(ring: Ring, law: LawOfEntries) -> Callable[[tuple[int, ...]], Polynomial]:
    position = {variable: k for k, variable in enumerate(law.variables)}
    known: dict[tuple[int, ...], Polynomial] = {(): number(1)}

    def moment(monomial: tuple[int, ...]) -> Polynomial:
        if law.highest is not None and len(monomial) > law.highest:
            raise NotApplicable(f"the moment of order {len(monomial)} of {law.name} is not declared")
        if monomial not in known:
            first, others = position[monomial[0]], monomial[1:]
            parts = [ring.times(law.means[first], moment(others))]
            for variable in dict.fromkeys(others):
                k = others.index(variable)
                times = fmpq(others.count(variable))
                left = moment(others[:k] + others[k + 1 :])
                weighted = ring.times(law.covariances[first][position[variable]], left)
                parts.append({m: c * times for m, c in weighted.items()})
            known[monomial] = plus(parts)
        return known[monomial]

    return moment


def _scaled_moments(
    ring: Ring, law: LawOfEntries, even: Callable[[int], Polynomial]
) -> Callable[[tuple[int, ...]], Polynomial]:
    """Return the moments of mean + s z: choose the entries that count with s z, the others with their means."""
    still = [number(0)] * len(law.means)
    gaussian = _moments(ring, replace(law, means=tuple(still)))
    position = {variable: k for k, variable in enumerate(law.variables)}

    def moment(monomial: tuple[int, ...]) -> Polynomial:
        terms = []
        for size in range(0, len(monomial) + 1, 2):
            for chosen in combinations(range(len(monomial)), size):
                value = ring.times(even(size // 2), gaussian(tuple(monomial[k] for k in chosen)))
                for k in range(len(monomial)):
                    if k not in chosen:
                        value = ring.times(law.means[position[monomial[k]]], value)
                terms.append(value)
        return plus(terms)

    return moment


def _moments_of_frames(
    variables: tuple[int, ...], frame: tuple[int, int]
) -> Callable[[tuple[int, ...]], Polynomial]:
    rows, cols = frame
    place = {variable: divmod(k, cols) for k, variable in enumerate(variables)}
    return lambda monomial: number(moment_of_entries(rows, tuple(place[v] for v in monomial)))


def _independent_moments(
    ring: Ring, coordinate: Callable[[int], Polynomial]
) -> Callable[[tuple[int, ...]], Polynomial]:
    def moment(monomial: tuple[int, ...]) -> Polynomial:
        value = number(1)
        for times in Counter(monomial).values():
            value = ring.times(value, coordinate(times))
        return value

    return moment
