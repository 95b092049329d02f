"""How large the terms are that cancel in an identity whose sides vanish."""

from __future__ import annotations

from lsa_theory.values.arithmetic.bounded import EPS, Floats
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite


def magnitude(sides: Formulas, floats: Floats, instance: Instance) -> float:
    """Return the size of the terms of both sides before they cancel; 1 if there are none.

    The running error bound of floating point, divided by eps, adds up the absolute values of all terms (times
    small factors that count operations).
    """
    values = sides.values(floats, instance, GaussHermite())
    return max(float(side.error.max()) for side in values) / EPS or 1.0
