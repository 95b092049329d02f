"""Instances and starts from which a flow is followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.meeting import Hypotheses
from lsa_theory.values.instances.random_instances import draw_generic
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes

_SIZES, _STARTS, _DRAWS, _DIGITS = 3, 2, 40, 30


def starts(
    flow: Flow, trees: Sequence[Expression], rng: np.random.Generator, given: Sequence[Expression] = ()
) -> Iterator[tuple[Instance, Mapping[Symbol, Any]]]:
    """Yield instances that meet the hypotheses, each with a start.

    No two dimensions have one size, so that none is taken for another.

    Raises
    ------
    NotApplicable
        If no instance is found that meets the hypotheses exactly.
    """
    closed = flow.closed_start
    parts = constituents([*trees, *flow.right_hand_side, *(closed or {}).values(), *given])
    for k in range(_SIZES if parts.dimensions else 1):
        sizes: Sizes = {symbol: 1 + (k + i) % _SIZES for i, symbol in enumerate(parts.dimensions)}
        # Without dimensions there is one size, and the starts of all sizes are spent on it.
        for _ in range(_STARTS if parts.dimensions else _STARTS * _SIZES):
            instance = _meeting(given, lambda sizes=sizes: draw_generic(rng, parts, sizes), flow)
            if closed is None:
                yield instance, flow.start(rng, instance)  # type: ignore[operator]
            else:
                evaluator = Evaluator(Plain(), instance)
                yield instance, {symbol: evaluator.evaluate(value) for symbol, value in closed.items()}


def _meeting(given: Sequence[Expression], draw: Any, flow: Flow) -> Instance:
    """Draw until the hypotheses hold; scalars are made smaller, since many hypotheses ask for a small start."""
    for attempt in range(_DRAWS):
        instance: Instance = draw()
        shrink = Fraction(1, 2 ** (attempt // 4))
        values = {
            letter: [[value[0][0] * shrink]]
            if isinstance(letter, Symbol) and letter.is_scalar and letter not in flow.right_hand_side
            else value
            for letter, value in instance.values.items()
        }
        instance = Instance(instance.sizes, values)
        if all(_holds(hypothesis, instance) for hypothesis in given):
            return instance
    raise NotApplicable("no instance was found that meets the hypotheses")


def _holds(hypothesis: Expression, instance: Instance) -> bool:
    """Whether a hypothesis certainly holds: in balls, not in floats, which round."""
    try:
        return bool(Evaluator(Balls(_DIGITS), instance).evaluate(hypothesis)[0, 0] >= 0)
    except NotApplicable:
        # Eigenvalues are counted among the rationals alone.
        return Hypotheses([], [hypothesis]).met(instance)
    except SingularInstance:
        return False
