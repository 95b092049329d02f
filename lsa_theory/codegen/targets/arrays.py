"""What the targets with batched arrays have in common."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from lsa_theory.codegen.emitting.terms_as_text import bare
from lsa_theory.codegen.nodes import Node
from lsa_theory.codegen.targets.analysis import OPERATIONS, of_arrays
from lsa_theory.codegen.targets.base import Target

LIFT = '''def _lift(scalar):
    """Return a number or batch of numbers, with two axes appended to a batch, so that it scales matrices."""
    return scalar[..., None, None] if getattr(scalar, "ndim", 0) else scalar
'''

LIFT_ONCE = '''def _lift_once(scalar):
    """Return a number or batch of numbers, with one axis appended to a batch, so that it scales vectors."""
    return scalar[..., None] if getattr(scalar, "ndim", 0) else scalar
'''


REAL = '''def _real(A):
    """Return A, or refuse it: eigensystems are of real symmetric matrices here."""
    if "complex" in str(A.dtype):
        raise TypeError(f"eigenvalues of a real matrix were expected, the one given is {A.dtype}; give real numbers")
    return A
'''


def function_of(values: str, shifts: Sequence[str], powers: Sequence[tuple[int, Fraction]]) -> str:
    """Return f(w), a product of powers of shifted eigenvalues."""
    parts = []
    for place, exponent in powers:
        base = f"({values} + _lift_once({shifts[place - 1]}))" if place else values
        shown = str(exponent) if exponent.denominator == 1 else repr(float(exponent))
        parts.append(base if exponent == 1 else f"{base}**{shown if exponent > 0 else f'({shown})'}")
    return " * ".join(parts)


class ArrayTarget(Target):
    """Arrays with leading batch axes; `xp` is the name of the module, as in `xp.linalg.solve`."""

    xp: str
    prepares = True
    ways = frozenset({"eigenbasis"})
    helpers: ClassVar[Mapping[str, str]] = {"_lift": LIFT, "_lift_once": LIFT_ONCE, "_real": REAL}

    def transpose(self, name: str) -> str:
        return f"{name}.mT"

    def size(self, name: str, axis: int) -> str:
        return f"{name}.shape[{axis - 2}]"

    def identity(self, like: str) -> str:
        """Return the identity of the size and kind of a matrix."""
        return f"{self.xp}.eye({like}.shape[-1], dtype={like}.dtype)"

    def zeros(self, like: str) -> str:
        return f"{self.xp}.zeros_like({like})"

    def solve(self, args: list[str], positive: bool) -> str:
        """Return A^-1 B."""
        return f"{self.xp}.linalg.solve({args[0]}, {args[1]})"

    def inverse(self, arg: str, positive: bool) -> str:
        """Return A^-1."""
        return f"{self.xp}.linalg.inv({arg})"

    def elementary(self, name: str, arg: str) -> str:
        """Return an elementary function of a scalar, which may be a number of Python."""
        return f"{self.xp}.{name}({self.xp}.asarray({arg}))"

    def analysis(self, operation: str, args: list[str]) -> str:
        """Return a determinant or a function of scalars among `analysis.OPERATIONS`."""
        return of_arrays(self.xp, operation, args)

    def diagonal(self, arg: str) -> str:
        """Return the diagonals over the last two axes."""
        return f"{self.xp}.linalg.diagonal({arg})"

    def trace(self, arg: str) -> str:
        """Return the trace of the last two axes."""
        return f"{self.xp}.sum({self.xp}.linalg.diagonal({arg}), axis=-1)"

    def expression(self, node: Node, args: list[str]) -> str:
        xp = self.xp
        match node.op:
            case "solve":
                return self.solve(args, node.data)
            case "inverse":
                return self.inverse(args[0], node.data)
            case "trace":
                return self.trace(args[0])
            case "inner":
                return f"{xp}.sum({args[0]} * {args[1]}, axis=(-2, -1))"
            case "shift":
                return f"{args[0]} + _lift({args[1]}) * {self.identity(args[2])}"
            case op if op in OPERATIONS:
                return self.analysis(op, args)
            case "elementary":
                return self.elementary(node.data, args[0])
            case "eigenvalues":
                return f"{xp}.linalg.eigvalsh(_real({args[0]}))"
            case "eigen":
                return f"{xp}.linalg.eigh(_real({args[0]}))"
            case "times":
                return f"{args[0]} * {args[1]}"
            case "diagonal":
                return f"{self.diagonal(args[0])}[..., None]"
            case "spread":
                return f"{args[0]} * {self.identity(self.transpose(args[0]))}"
            case "sums":
                return f"{xp}.sum({args[0]}, axis=-1)[..., None]"
            case "sum all":
                return f"{xp}.sum({args[0]}, axis=(-2, -1))"
            case "ones":
                return f"{xp}.ones(({args[0]}, {args[1]}))"
            case "unit":
                return f"{xp}.eye({args[0]})[:, {node.data} : {node.data + 1}]"
            case "row":
                return f"{args[0]}[..., 0, :]"
            case "total":
                return f"{xp}.sum({bare(args[0])}, axis=-1)"
            case "spectral trace":
                return f"{xp}.sum({function_of(args[0], args[1:], node.data)}, axis=-1)"
            case "spectral":
                values = function_of(args[1], args[2:], node.data)
                return f"({args[0]} * ({values})[..., None, :]) @ {self.transpose(args[0])}"
        raise ValueError(node.op)
