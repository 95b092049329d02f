"""Generated functions, as they are committed, constants prepared where there are any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.codegen_peers.problem import Problem
from lsa_theory.generated import flow, minimum, risk


def build(p: Problem) -> Callable[[], tuple[Any, ...]]:
    """Return the work of a task as a function of nothing."""
    if p.task == "objective":
        objective = flow.prepare_reduced_objective(p.Lambda, p.N)
        return lambda: objective(p.U, p.u)
    if p.task == "flow":
        rates = flow.prepare_reduced_flow(p.Lambda, p.N)
        return lambda: rates(p.U, p.u)
    if p.task == "minimum":
        return lambda: (minimum.minimum_value(p.Lambda, p.N),)
    return lambda: (risk.linear_risk(p.Lambda, p.N, p.M),)
