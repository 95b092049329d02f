"""The landscape of the loss with all blocks free, for isotropic covariates: every local minimum, exactly.

The prediction is bilinear in v = (u_12, u_{-1}) and K = (U_11, u_21), so for a given v the loss is a convex quadratic
in K. Let F(v) be its least value. A point (v, K) with v not 0 is a local minimum of L only if K attains F(v) and
v is a local minimum of F, and every local minimum of F gives one of L, since L >= F. At v = 0 there is none:
the loss there is saddle-shaped in (v, K).

For Lambda = I, F is invariant under rotations of u_12 and under scaling of v: it depends on t = |u_12|^2 / u_{-1}^2
alone. The minimising K is fixed by the rotations that fix u_12 = r e, hence U_11 = alpha I + beta e e' and
u_21 = gamma e. So F is a rational function of t, found by a 3 x 3 linear system, and its local minima on [0, oo] are
counted by Sturm's theorem. t = 0 is the global minimum of the paper; t = oo is u_{-1} = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.sympy.bridge import to_sympy
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import Symbol, at, identity, norm_squared, scalar, square_root, vector
from lsa_theory.theory.population_loss import full_loss
from lsa_theory.theory.setting import Lambda, U, d, u_12, u_21

alpha, beta, gamma, r = (scalar(name) for name in ("alpha", "beta", "gamma", "r"))
p: Symbol = vector("p", d)


def restricted_loss() -> Normal:
    """Return the loss at Lambda = I, u_12 = r e, U_11 = alpha I + beta e e', u_21 = gamma e, for |e| = 1.

    e is p / |p|, so that the length of p drops out.
    """
    e = norm_squared(p) ** -1
    unit = square_root(e) * p
    eye = identity(d)
    values = {Lambda: eye, U: alpha * eye + beta * (unit @ unit.T), u_12: r * unit, u_21: gamma * unit}
    return normal(at(full_loss(), values))


@dataclass(frozen=True)
class LocalMinimum:
    """A local minimum of the full loss, up to rotation and scaling, with its certificate.

    `low` and `high` enclose t = |u_12|^2 / u_{-1}^2; both are 0 at the global minimum and infinite at u_{-1} = 0.
    Between them dF/dt has exactly one zero, with the signs - and + at the ends: a strict minimum of F in t. `loss` is
    F at the left end, an upper bound; `excess` is how far F lies above the global minimum, at least.
    """

    low: Any
    high: Any
    loss: Any
    excess: Any

    @property
    def is_global(self) -> bool:
        """Whether the loss there is the least one."""
        return bool(self.excess == 0)


@cache
def _scalar_loss() -> Any:
    """Return the restricted loss at u_{-1} = 1 as a SymPy polynomial in the other scalars."""
    loss = to_sympy(restricted_loss())
    plain = {s: sympy.Symbol(str(s), positive=str(s) in "dN") for s in loss.free_symbols}
    return sympy.expand(loss.subs(plain)).subs(sympy.Symbol("u", positive=False), 1)


@cache
def least_loss(dimension: int | None = None, length: int | None = None) -> tuple[Any, dict[str, Any]]:
    """Return F as a rational function of t, and the K that attains it at u_{-1} = 1, r = sqrt(t).

    Parameters
    ----------
    dimension, length : int, optional
        d and N; symbols if left out, which takes some seconds.

    Returns
    -------
    F : SymPy expression in t (and d, N)
    K : dict
        alpha, beta, gamma as SymPy expressions in r (and d, N).
    """
    given = {"d": dimension, "N": length}
    loss = _scalar_loss()
    numbers = {s: given[str(s)] for s in loss.free_symbols if given.get(str(s)) is not None}
    loss = loss.subs(numbers)
    names = {str(s): s for s in loss.free_symbols}
    unknown = [names[name] for name in ("alpha", "beta", "gamma")]
    (solution,) = sympy.linsolve([sympy.diff(loss, symbol) for symbol in unknown], unknown)
    value = loss.subs(dict(zip(unknown, solution, strict=True)))
    t = sympy.Symbol("t", positive=True)
    least = sympy.cancel(sympy.together(value).subs(names["r"], sympy.sqrt(t)))
    best = {s.name: sympy.cancel(w) for s, w in zip(unknown, solution, strict=True)}
    return least, best


def local_minima(dimension: int, length: int) -> list[LocalMinimum]:
    """Return all local minima of the full loss at Lambda = I, up to rotation and scaling; the global one first.

    Parameters
    ----------
    dimension : int
        d, at least 1.
    length : int
        N, at least 1: labelled examples in a training prompt.

    Raises
    ------
    InvalidArgument
        If either is smaller than 1.

    Examples
    --------
    >>> [(m.low, m.loss, m.excess) for m in local_minima(2, 2)]
    [(0, 3/5, 0), (oo, 4/5, 1/5)]
    """
    if dimension < 1 or length < 1:
        raise InvalidArgument(f"d = {dimension} and N = {length} were given; both must be at least 1")
    value, _ = least_loss(dimension, length)
    t = sympy.Symbol("t", positive=True)
    slope = sympy.Poly(sympy.numer(sympy.together(sympy.diff(value, t))), t, domain="QQ")
    denominator = sympy.Poly(sympy.denom(value), t, domain="QQ")
    if denominator.count_roots(0, sympy.oo):
        raise InvalidArgument(f"F is not finite for all t at d = {dimension}, N = {length}")
    bottom = value.subs(t, 0)
    found = [LocalMinimum(sympy.Integer(0), sympy.Integer(0), bottom, sympy.Integer(0))]
    for (low, high), _ in slope.sqf_part().intervals(eps=sympy.Rational(1, 10**12), inf=0):
        if high == 0:
            continue
        rises = slope.diff().eval(low) > 0 if low == high else slope.eval(low) < 0 < slope.eval(high)
        if rises:
            loss = value.subs(t, low)
            # F falls up to the minimum and rises after it: its slope bounds how far below F(low) it can be.
            found.append(LocalMinimum(low, high, loss, _least_on(value, t, low, high) - bottom))
    if slope.LC() < 0:
        end = sympy.limit(value, t, sympy.oo)
        found.append(LocalMinimum(sympy.oo, sympy.oo, end, end - bottom))
    return found


def _least_on(value: Any, t: Any, low: Any, high: Any) -> Any:
    """Return a lower bound of F on a short interval where it is positive: least numerator over largest denominator."""
    numerator, denominator = sympy.fraction(sympy.together(value))
    return _bound(sympy.Poly(numerator, t), low, high, False) / _bound(
        sympy.Poly(denominator, t), low, high, True
    )


def _bound(polynomial: Any, low: Any, high: Any, above: bool) -> Any:
    """Bound a polynomial on [low, high], 0 <= low, monomial by monomial."""
    total = sympy.Integer(0)
    for (power,), coefficient in polynomial.terms():
        total += coefficient * (high if (coefficient > 0) == above else low) ** power
    return total
