"""Gradient flow d theta / dt = -grad L(theta), block by block.

One unit of time is learning rate times number of steps, in the limit of small steps.
"""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.expressions import Expression, Symbol, gradient
from lsa_theory.theory.population_loss import full_loss, on_invariant_set, reduced_loss
from lsa_theory.theory.setting import U, u, u_12, u_21


def gradient_flow(loss: Expression | Normal, blocks: tuple[Symbol, ...]) -> dict[Symbol, Normal]:
    """Return the right-hand side of the flow for each free block.

    Parameters
    ----------
    loss : scalar expression
        The objective.
    blocks : tuple of Symbol
        The parameters that move.
    """
    body = loss.as_expression() if isinstance(loss, Normal) else loss
    return {block: normal(-gradient(body, block)) for block in blocks}


def reduced_flow() -> dict[Symbol, Normal]:
    """Return dU_11/dt and du_{-1}/dt on u_12 = u_21 = 0."""
    return gradient_flow(reduced_loss(), (U, u))


def flow_across() -> dict[Symbol, Normal]:
    """Return du_12/dt and du_21/dt of the full flow at u_12 = u_21 = 0: how it would leave that set.

    >>> all(speed.is_zero() for speed in flow_across().values())
    True
    """
    body = full_loss().as_expression()
    return {block: normal(on_invariant_set(-gradient(body, block))) for block in (u_12, u_21)}


def time_derivative(quantity: Expression, flow: Mapping[Symbol, Normal]) -> Normal:
    """Return d/dt of a quantity along a flow."""
    from lsa_theory.algebra.solving.calculus import along

    return along(quantity, flow)
