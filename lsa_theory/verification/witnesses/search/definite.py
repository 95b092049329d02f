"""Whether a matrix is positive definite at some instances, by its leading minors, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from flint import fmpq_mat

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.traversal import Constituents, constituents
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.meeting import Hypotheses
from lsa_theory.values.instances.random_instances import draw_generic, draw_integers
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes, all_sizes, describe_sizes

_LARGEST, _INSTANCES = 3, 4


def first_indefinite(
    weight: Expression, rng: np.random.Generator, given: Sequence[Expression] = ()
) -> str | None:
    """Return the sizes at which a matrix is found not to be symmetric positive definite; None if there are none.

    Only instances that meet the hypotheses, scalars that are at least 0, are looked at.

    Raises
    ------
    NotApplicable
        If it could be evaluated nowhere.
    """
    parts, looked_at = constituents([weight, *given]), 0
    for sizes in all_sizes(parts.dimensions, _LARGEST, 1):
        for instance in _instances(rng, parts, sizes, given):
            try:
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


def _instances(
    rng: np.random.Generator, parts: Constituents, sizes: Sizes, given: Sequence[Expression]
) -> Iterator[Instance]:
    """Yield random instances; under hypotheses those that meet them, simple ones too, which meet more."""
    for k in range(_INSTANCES):
        try:
            instance = draw_generic(rng, parts, sizes) if k else draw_integers(rng, parts, sizes, 2)
        except (SingularInstance, NotApplicable):
            continue
        if not given or Hypotheses([], given).met(instance):
            yield instance
    if given:
        yield from Hypotheses([], given).instances(parts, sizes, rng)
