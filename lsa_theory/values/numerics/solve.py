"""The defining equations of a theory solved in numbers: a linear operator equation, a polynomial system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.values.moving_state import Packing
from lsa_theory.values.numerics.evaluate import Array, Point
from lsa_theory.values.numerics.given import Values, given


@dataclass(frozen=True)
class NumericalSolution:
    """A solution with its error.

    `residual` is the Frobenius norm of what is left of the equations; `error` bounds the distance of `value` to the
    solution (Frobenius norm) by residual over the least singular value, to first order for a polynomial system; it is
    infinite where that value vanishes, because the root is then not isolated.
    """

    value: dict[Symbol, Array]
    residual: float
    error: float


def solve_operator_equation(equation: Expression, unknown: Symbol, values: Values) -> NumericalSolution:
    """Solve equation = 0, linear in one matrix, by the matrix of the operator: O(d^6) work.

    Raises
    ------
    InvalidArgument
        If the operator is singular to working precision.
    """
    fixed = given(values, [equation])
    shape = Point(fixed)
    rows, cols = shape.size(unknown.rows), shape.size(unknown.cols)

    moving, packing = shape.moving([equation], [unknown]), Packing({unknown: (rows, cols)})

    def residual(flat: Array) -> Array:
        return packing.joined(moving(packing.parts(flat)))

    constant = residual(np.zeros(rows * cols))
    operator = np.column_stack([residual(column) - constant for column in np.eye(rows * cols)])
    least = float(np.linalg.svd(operator, compute_uv=False)[-1])
    if least <= np.finfo(float).eps * float(np.linalg.norm(operator, 2)) * rows * cols:
        raise InvalidArgument("the operator is singular at these values: its solution is not unique")
    flat = np.linalg.solve(operator, -constant)
    flat -= np.linalg.solve(operator, residual(flat))
    left = float(np.linalg.norm(residual(flat)))
    return NumericalSolution({unknown: flat.reshape(rows, cols)}, left, left / least)


def solve_polynomial_system(
    equations: Mapping[Symbol, Expression],
    values: Values,
    rng: np.random.Generator,
    starts: int = 50,
    spread: float = 1.0,
) -> list[NumericalSolution]:
    """Return the distinct roots that Newton's method finds from random starts; there may be others.

    Parameters
    ----------
    equations : mapping of unknown to expression
        As many equations as unknowns, each of its unknown's shape.
    values : mapping
        Numbers and arrays for all other symbols.
    rng : numpy.random.Generator
        Draws the starts, normal with standard deviation `spread`.
    starts : int
        How many.
    """
    from scipy.optimize import root

    fixed = given(values, equations.values())
    shape = Point(fixed)
    unknowns = tuple(equations)
    packing = Packing({s: (shape.size(s.rows), shape.size(s.cols)) for s in unknowns})

    moving = shape.moving(list(equations.values()), unknowns)

    def residual(flat: Array) -> Array:
        return packing.joined(moving(packing.parts(flat)))

    found: list[Array] = []
    results: list[NumericalSolution] = []
    for _ in range(starts):
        solved = root(residual, spread * rng.standard_normal(packing.size), tol=1e-14)
        left = float(np.linalg.norm(residual(solved.x)))
        if left > 1e-9 * (1 + float(np.linalg.norm(solved.x))) or _known(found, solved.x):
            continue
        found.append(solved.x)
        least = _least(residual, solved.x)
        results.append(NumericalSolution(packing.parts(solved.x), left, left / least if least else np.inf))
    return results


def _known(found: Sequence[Array], point: Array) -> bool:
    return any(np.linalg.norm(point - other) < 1e-6 * (1 + np.linalg.norm(point)) for other in found)


def _least(residual: Any, point: Array) -> float:
    """Return the least singular value of the Jacobian by central differences."""
    step = 1e-6
    columns = [
        (residual(point + step * e) - residual(point - step * e)) / (2 * step) for e in np.eye(point.size)
    ]
    singular = np.linalg.svd(np.column_stack(columns), compute_uv=False)
    # Below the error of the differences a singular value cannot be told from zero.
    return float(singular[-1]) if singular[-1] > 1e-7 * singular[0] else 0.0
