"""Whether a matrix is positive definite at some instances, by its leading minors, exactly."""

from __future__ import annotations

import numpy as np
from flint import fmpq_mat

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.random_instances import draw_generic, draw_integers
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import all_sizes, describe_sizes

_LARGEST, _INSTANCES = 3, 4


def first_indefinite(weight: Expression, rng: np.random.Generator) -> str | None:
    """Return the sizes at which a matrix is found not to be symmetric positive definite; None if there are none.

    Raises
    ------
    NotApplicable
        If it could be evaluated nowhere.
    """
    parts, looked_at = constituents([weight]), 0
    for sizes in all_sizes(parts.dimensions, _LARGEST, 1):
        for k in range(_INSTANCES):
            try:
                instance = draw_generic(rng, parts, sizes) if k else draw_integers(rng, parts, sizes, 2)
                rows = Evaluator(Rationals(), instance, Lattice()).evaluate(weight).tolist()
            except (SingularInstance, NotApplicable):
                continue
            looked_at += 1
            count = len(rows)
            mirrored = all(rows[i][j] == rows[j][i] for i in range(count) for j in range(i))
            minors = (fmpq_mat([row[:m] for row in rows[:m]]).det() for m in range(1, count + 1))
            if not (mirrored and all(minor > 0 for minor in minors)):
                return describe_sizes([sizes]) or "every size"
    if not looked_at:
        raise NotApplicable(f"the weight {weight!r} could be evaluated nowhere")
    return None
