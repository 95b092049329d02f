"""JAX: functions that `jax.jit`, `jax.grad` and `jax.vmap` accept."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from lsa_theory.codegen.targets.arrays import ArrayTarget


class Jax(ArrayTarget):
    """`jax.numpy`, with Cholesky where a matrix is positive definite."""

    name = "jax"
    title = "JAX"
    xp = "jnp"
    imports = ("import jax.numpy as jnp",)
    reserved = ("jnp", "_lift", "_real", "_solve_positive", "cho_factor", "cho_solve")
    helpers: ClassVar[Mapping[str, str]] = {
        **ArrayTarget.helpers,
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

    def trace(self, arg: str) -> str:
        return f"jnp.trace({arg}, axis1=-2, axis2=-1)"

    def solve(self, args: list[str], positive: bool) -> str:
        return f"_solve_positive({args[0]}, {args[1]})" if positive else super().solve(args, positive)

    def extra_imports(self, body: str) -> tuple[str, ...]:
        """Return the imports that a body needs besides."""
        return ("from jax.scipy.linalg import cho_solve",) if "_solve_positive" in body else ()
