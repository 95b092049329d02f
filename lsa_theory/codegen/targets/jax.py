"""JAX: functions that `jax.jit`, `jax.grad` and `jax.vmap` accept."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from lsa_theory.codegen.targets.analysis import log_det
from lsa_theory.codegen.targets.arrays import ArrayTarget


class Jax(ArrayTarget):
    """`jax.numpy`, with Cholesky where a matrix is positive definite."""

    name = "jax"
    title = "JAX"
    xp = "jnp"
    imports = ("import jax.numpy as jnp",)
    reserved = ("jnp", "_log_det", "jsp", "_lift", "_real", "_solve_positive", "cho_factor", "cho_solve")
    helpers: ClassVar[Mapping[str, str]] = {
        **ArrayTarget.helpers,
        "_log_det": log_det("jnp"),
        "_solve_positive": '''def _solve_positive(A, B):
    """Return A^-1 B for a positive definite A, by Cholesky."""
    shape = jnp.broadcast_shapes(A.shape[:-2], B.shape[:-2])
    lower = jnp.linalg.cholesky(A)
    lower = jnp.broadcast_to(lower, shape + A.shape[-2:])
    B = jnp.broadcast_to(B, shape + B.shape[-2:])
    return cho_solve((lower, True), B)
''',
    }

    def elementary(self, name: str, arg: str) -> str:
        return f"jnp.{name}({arg})"

    def analysis(self, operation: str, args: list[str]) -> str:
        match operation:
            case "erf":
                return f"jsp.erf({args[0]})"
            case "factorial":
                return f"jsp.gamma({args[0]} + 1.0)"
            case "digamma":
                return f"sum(jsp.digamma({args[0]} - i / 2) for i in range({args[1]}))"
            case "harmonic":
                return f"sum(float(i) ** -({args[1]}) for i in range(1, int({args[0]}) + 1))"
        return super().analysis(operation, args)

    def trace(self, arg: str) -> str:
        return f"jnp.trace({arg}, axis1=-2, axis2=-1)"

    def solve(self, args: list[str], positive: bool) -> str:
        return f"_solve_positive({args[0]}, {args[1]})" if positive else super().solve(args, positive)

    def extra_imports(self, body: str) -> tuple[str, ...]:
        """Return the imports that a body needs besides."""
        cholesky = ("from jax.scipy.linalg import cho_solve",) if "_solve_positive" in body else ()
        special = ("from jax.scipy import special as jsp",) if "jsp." in body else ()
        return (*cholesky, *special)
