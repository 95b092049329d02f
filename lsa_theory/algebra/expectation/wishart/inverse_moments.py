"""Moments of the inverse H of a Wishart matrix that has its covariance C alone beside it, of any order.

With g = n - d - 1, E J_kappa(H) = J_kappa(C^-1) / prod (g - 2j + i) over the boxes (i, j) of kappa, and as for W,
C^-1 dE f / d(C^-1) = E[H f'(H)].
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from flint import fmpq_poly

from lsa_theory.algebra.expectation.pairing_weights import Coefficients, Type
from lsa_theory.algebra.expectation.wishart.moments import transformed
from lsa_theory.algebra.expectation.wishart.zonal_polynomials import contents

# The numerator in g, highest power first, and the roots of the denominator.
Rational: TypeAlias = tuple[Coefficients, tuple[int, ...]]


def is_known(power: int, traces: Type) -> bool:
    """Whether `inverse_moment` answers: no open power, or beside it traces of the same power."""
    return not power or set(traces) <= {power}


@lru_cache(maxsize=32)
def inverse_moment(power: int, traces: Type) -> dict[tuple[int, Type], Rational]:
    """Return E[H^power prod tr(H^a) for a in traces] by (j, shape), for C^-j prod tr(C^-a), a in shape.

    Parameters
    ----------
    power : int
        Of the open factor, 0 for a scalar; `is_known(power, traces)` must hold.
    traces : tuple of int
        Decreasing; not empty if `power` is 0.

    Returns
    -------
    dict
        Not to be changed.

    Examples
    --------
    >>> inverse_moment(1, ())
    {(1, ()): ((Fraction(1, 1),), (0,))}
    """
    whole = (power, *traces) if power else traces
    used = _used(whole)
    poles = Counter[int]()
    for shape in used:
        poles |= Counter(contents(shape))
    cofactors = {shape: _product(poles - Counter(contents(shape))) for shape in used}
    out: dict[tuple[int, Type], Rational] = {}
    for shape, value in transformed(whole, cofactors.__getitem__).items():
        if not power:
            out[0, shape] = _lowest(value, poles)
            continue
        for j, times in Counter(shape).items():
            rest = list(shape)
            rest.remove(j)
            out[j, tuple(rest)] = _lowest(value * (j * times) / (power * len(whole)), poles)
    return out


def _used(traces: Type) -> list[Type]:
    """Return the shapes of the zonal polynomials that occur in a product of traces."""
    used: list[Type] = []

    def note(shape: Type) -> Any:
        used.append(shape)
        return fmpq_poly([1])

    transformed(traces, note)
    return used


def _product(roots: Counter[int]) -> Any:
    value = fmpq_poly([1])
    for root in roots.elements():
        value *= fmpq_poly([-root, 1])
    return value


def _lowest(value: Any, poles: Counter[int]) -> Rational:
    """Cancel what the numerator shares with the denominator."""
    kept: list[int] = []
    for root in poles.elements():
        quotient, rest = divmod(value, fmpq_poly([-root, 1]))
        if rest:
            kept.append(root)
        else:
            value = quotient
    return tuple(Fraction(int(x.p), int(x.q)) for x in reversed(value.coeffs())), tuple(kept)
