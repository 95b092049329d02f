"""Stationary points: in closed form for one merged head, elsewhere the polynomial system and its numerical roots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.descriptions.loss import PopulationLoss
from lsa_theory.descriptions.minimum import Minimum, global_minimum
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import Expression, Symbol, as_expression, at, trace
from lsa_theory.expressions.latex import to_latex

if TYPE_CHECKING:
    from lsa_theory.values.numerics.solve import NumericalSolution


@dataclass(frozen=True, repr=False)
class StationarySet:
    """A set of points where the gradient vanishes: values of some parameters, and equations on the others.

    `descent` is the second derivative of the loss along a direction at such a point; where it is visibly negative the
    point is a saddle.
    """

    kind: str
    values: Mapping[Symbol, Expression]
    conditions: tuple[Normal, ...] = ()
    descent: Normal | None = None

    def __repr__(self) -> str:
        parts = [f"{s.name} = {v!r}" for s, v in self.values.items()]
        parts += [f"{c!r} = 0" for c in self.conditions]
        return f"{self.kind}: {', '.join(parts)}"

    def latex(self) -> str:
        """Return the set as one formula."""
        parts = [f"{to_latex(s)} = {to_latex(v)}" for s, v in self.values.items()]
        parts += [f"{to_latex(as_expression(c))} = 0" for c in self.conditions]
        return rf"\text{{{self.kind}: }} & " + r",\quad ".join(parts)

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex().replace('& ', '')}$"


@dataclass(frozen=True, repr=False)
class StationaryPoints:
    """The stationary points of a loss.

    Parameters
    ----------
    system : mapping of Symbol to Normal
        The gradient: all components 0 define the points.
    sets : tuple of StationarySet, or None
        All of them in closed form; None where only the system defines them, see `solve`.
    """

    system: Mapping[Symbol, Normal]
    sets: tuple[StationarySet, ...] | None

    @property
    def closed(self) -> bool:
        """Whether all points are in closed form."""
        return self.sets is not None

    def solve(
        self, values: Mapping[Any, Any], rng: Any, starts: int = 50, spread: float = 1.0
    ) -> list[NumericalSolution]:
        """Return the roots that Newton's method finds from random starts, with residual and error; loads SciPy.

        `rng` is a numpy.random.Generator.
        """
        from lsa_theory.values.numerics.solve import solve_polynomial_system

        equations = {symbol: component.as_expression() for symbol, component in self.system.items()}
        return solve_polynomial_system(equations, values, rng, starts, spread)

    def __repr__(self) -> str:
        if self.sets is None:
            shown = "\n".join(f"  dL/d{s.name} = {c!r}" for s, c in self.system.items())
            return f"stationary points: no closed form; the roots of\n{shown}"
        return "stationary points:\n" + "\n".join(f"  {s!r}" for s in self.sets)

    def _repr_latex_(self) -> str:
        if self.sets is None:
            rows = [rf"{_slope(s)} = {to_latex(as_expression(c))} & = 0" for s, c in self.system.items()]
        else:
            rows = [found.latex() for found in self.sets]
        inside = r" \\ ".join(rows)
        return rf"$\displaystyle \begin{{aligned}} {inside} \end{{aligned}}$"


def _slope(symbol: Symbol) -> str:
    return rf"\partial L / \partial {to_latex(symbol)}"


def stationary_points(loss: PopulationLoss) -> StationaryPoints:
    """Return where the gradient of a loss vanishes.

    Closed form for one merged head with U_11 and u_-1 free: the minima u_-1 U_11 = B_*, and the saddles u_-1 = 0 with
    tr(C' U_11) = 0, C the gradient of l at B = 0. Both are checked, and that there are no others follows from
    dL/dU_11 = u_-1 grad l(B) and dL/du_-1 = tr(grad l(B)' U_11).

    >>> from lsa_theory import InContextRegression, LinearSelfAttention, population_loss, stationary_points
    >>> found = stationary_points(population_loss(LinearSelfAttention(), InContextRegression()))
    >>> [points.kind for points in found.sets]
    ['global minima', 'saddles']
    """
    system = loss.gradient()
    layer = loss.layer
    if layer.layers > 1 or layer.heads > 1 or layer.key_query != "merged" or layer.free != ("U_11", "u_-1"):
        return StationaryPoints(system, None)
    if layer.preconditioner == "isotropic":
        return StationaryPoints(system, None)
    U, u = loss.parameters
    minimum = global_minimum(loss)
    return StationaryPoints(system, (_minima(minimum, U, u), _saddles(loss, minimum, U, u)))


def _minima(minimum: Minimum, U: Symbol, u: Symbol) -> StationarySet:
    if minimum.product is not None:
        return StationarySet("global minima", {U: minimum.product / u})
    return StationarySet("global minima", {U: minimum.unknown / u}, (minimum.equation,))


def _saddles(loss: PopulationLoss, minimum: Minimum, U: Symbol, u: Symbol) -> StationarySet:
    condition = normal(at(as_expression(loss.gradient()[u]), {u: 0}))
    if not normal(at(as_expression(loss.gradient()[U]), {u: 0})).is_zero():
        raise UnsupportedExpression("the gradient in U_11 does not vanish at u_-1 = 0")
    slope = at(minimum.equation.as_expression(), {minimum.unknown: 0 * minimum.unknown})
    # Along (dU, du) = (-t C, 1) the second derivative is H_uu - 2 t |C|^2: negative for t large.
    downhill = loss.hessian({u: 0}, {U: -slope}, {u: 1})
    if not normal(as_expression(downhill) + trace(slope @ slope.T)).is_zero():
        raise UnsupportedExpression("the mixed second derivative at u_-1 = 0 is not -|C|^2")
    return StationarySet("saddles", {u: as_expression(0)}, (condition,), downhill)
