"""The spectrum of a Hessian in numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.values.moving_state import Packing
from lsa_theory.values.numerics.evaluate import Array, Point
from lsa_theory.values.numerics.given import Values, given


def hessian_eigenvalues(
    products: Mapping[Symbol, Expression], directions: Mapping[Symbol, Symbol], values: Values
) -> Array:
    """Return the eigenvalues of a Hessian, ascending.

    Parameters
    ----------
    products : mapping of parameter to expression
        The Hessian times a direction, in each parameter; linear in the directions.
    directions : mapping of parameter to Symbol
        What the direction in each parameter is called.
    values : mapping
        Numbers and arrays for all other symbols.
    """
    fixed = given(values, products.values())
    sizes = Point(fixed)
    packing = Packing({s: (sizes.size(s.rows), sizes.size(s.cols)) for s in products})
    moving = sizes.moving(list(products.values()), [directions[s] for s in products])

    def column(unit: Array) -> Array:
        return packing.joined(moving({directions[s]: part for s, part in packing.parts(unit).items()}))

    matrix = np.column_stack([column(unit) for unit in np.eye(packing.size)])
    return np.asarray(np.linalg.eigvalsh((matrix + matrix.T) / 2))
