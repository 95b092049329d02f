"""PyTorch: tensors, differentiable by autograd."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from lsa_theory.codegen.targets.analysis import log_det
from lsa_theory.codegen.targets.arrays import ArrayTarget


class Torch(ArrayTarget):
    """`torch`, with Cholesky where a matrix is positive definite."""

    name = "torch"
    title = "PyTorch"
    xp = "torch"
    imports = ("import torch",)
    # These have no arguments whose kind of number they could take.
    unsupported = frozenset({"ones", "unit"})
    reserved = ("torch", "_log_det", "_lift", "_real", "_solve_positive")
    helpers: ClassVar[Mapping[str, str]] = {
        **ArrayTarget.helpers,
        "_log_det": log_det("torch"),
        "_solve_positive": '''def _solve_positive(A, B):
    """Return A^-1 B for a positive definite A, by Cholesky."""
    return torch.cholesky_solve(B, torch.linalg.cholesky(A))
''',
    }

    def identity(self, like: str) -> str:
        return f"torch.eye({like}.shape[-1], dtype={like}.dtype, device={like}.device)"

    def own(self, text: str, *, is_scalar: bool) -> str:
        return text if is_scalar else f"{text}.clone()"

    def analysis(self, operation: str, args: list[str]) -> str:
        match operation:
            case "erf":
                return f"torch.erf(torch.as_tensor({args[0]}))"
            case "factorial":
                return f"torch.exp(torch.lgamma(torch.as_tensor({args[0]} + 1.0)))"
            case "digamma":
                return f"sum(torch.digamma(torch.as_tensor({args[0]} - i / 2)) for i in range({args[1]}))"
            case "harmonic":
                return f"sum(float(i) ** -({args[1]}) for i in range(1, int({args[0]}) + 1))"
        return super().analysis(operation, args)

    def trace(self, arg: str) -> str:
        return f"torch.linalg.diagonal({arg}).sum(-1)"

    def solve(self, args: list[str], positive: bool) -> str:
        return f"_solve_positive({args[0]}, {args[1]})" if positive else super().solve(args, positive)
