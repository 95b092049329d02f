"""NumPy: pure source, no other import."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from lsa_theory.codegen.emitting.terms_as_text import bare
from lsa_theory.codegen.nodes import Node
from lsa_theory.codegen.targets.analysis import HELPERS as SPECIAL_HELPERS, SPECIAL, log_det
from lsa_theory.codegen.targets.arrays import ArrayTarget
from lsa_theory.codegen.targets.base import Target
from lsa_theory.codegen.targets.numpy_helpers import HELPERS
from lsa_theory.expressions.expression import Symbol

# Up to this size one matrix is solved for faster than its inverse root is made: see `_inverse_root`.
SMALL = 64


class NumPy(ArrayTarget):
    """`import numpy as np` and nothing else."""

    name = "numpy"
    title = "NumPy"
    xp = "np"
    imports = ("import numpy as np",)
    ways = frozenset({"inverse root", "eigenbasis"})
    reserved = ("np", "_lift", "_lift_once", "_single", "_log_det", *SPECIAL_HELPERS, *HELPERS)
    helpers: ClassVar[Mapping[str, str]] = {
        **ArrayTarget.helpers,
        **HELPERS,
        **SPECIAL_HELPERS,
        "_log_det": log_det("np"),
    }

    def elementary(self, name: str, arg: str) -> str:
        return f"np.{name}({arg})"

    def analysis(self, operation: str, args: list[str]) -> str:
        if operation in SPECIAL:
            return f"_{operation}({', '.join(args)})"
        if operation in ("arcsin", "sign"):
            return f"np.{operation}({args[0]})"
        return super().analysis(operation, args)

    def trace(self, arg: str) -> str:
        return f"_trace({arg})"

    def diagonal(self, arg: str) -> str:
        return f"np.diagonal({arg}, axis1=-2, axis2=-1)"

    def matmul_by_constant(self, left: str, right: str) -> str:
        return f"_times({left}, {right})"

    def sandwich(self, left: str, middle: str, right: str) -> str:
        return f"_sandwich({left}, {middle}, {right})"

    def lower_product(self, root: str, right: str) -> str:
        return f"_lower_times({root}, {bare(right)})"

    def upper_product(self, root: str, right: str) -> str:
        return f"_upper_times({root}, {bare(right)})"

    def scaled_over(self, weight: str, matrix: str) -> str | None:
        return f"_scaled({weight}, {matrix})"

    def plus_scaled(self, matrix: str, weight: str, other: str) -> str | None:
        return f"_plus({matrix}, {weight}, {other})"

    def chunks(self, name: str, fixed: Sequence[Symbol], free: Sequence[Symbol]) -> list[str]:
        first = next((a.name for a in free if not a.is_scalar), None)
        if first is None:
            return []
        matrices = [f"{a.name}.shape[:-2]" for a in free if not a.is_scalar]
        scalars = [f"np.shape({a.name})" for a in free if a.is_scalar]
        groups = [f"({', '.join(g)}{',' * (len(g) == 1)})" for g in (matrices, scalars)]
        single = ["_single"] if fixed else []
        conditions = [f"{first}.nbytes > 2**20", *single, f"_one_batch({', '.join(groups)})"]
        call = f"return _in_chunks({name}, {', '.join(a.name for a in free)})"
        return [*_if(conditions), f"    {call}"]

    def taking(self, arguments: Sequence[Symbol]) -> list[str]:
        lines = []
        for a in arguments:
            if a.structure == "dimension":
                lines += [f"if type({a.name}) is not int or {a.name} < 1:"]
                lines += [f'    {a.name} = _length("{a.name}", {a.name})']
            elif a.is_scalar:
                lines += [f"if type({a.name}) is not float:", f'    {a.name} = _number("{a.name}", {a.name})']
            else:
                lines += [
                    f'if type({a.name}) is not np.ndarray or {a.name}.dtype.char != "d" or {a.name}.ndim < 2:'
                ]
                lines += [f'    {a.name} = _matrix("{a.name}", {a.name})']
        return lines

    def checking(self, arguments: Sequence[Symbol]) -> list[str]:
        matrices = (a for a in arguments if a.is_symmetric and not a.is_scalar)
        return [f'_check_symmetric("{a.name}", {a.name})' for a in matrices]

    def own(self, text: str, *, is_scalar: bool) -> str:
        return f"+{text}" if is_scalar else f"{text}.copy()"

    def expression(self, node: Node, args: list[str]) -> str:
        if node.op == "inner":
            return f"_inner({args[0]}, {args[1]})"
        if node.op == "inverse root":
            return f"_inverse_root({args[0]})"
        if node.op == "shift":
            fresh = f"{args[0]}.copy()" if re.fullmatch(r"[\w.]+", args[0]) else args[0]
            return f"_add_to_diagonal({fresh}, {args[1]})"
        return super().expression(node, args)

    @property
    def alone(self) -> Target:
        return AloneNumPy()

    def is_alone(self, arguments: Sequence[Symbol]) -> list[str]:
        return [
            f'not getattr({a.name}, "ndim", 0)' if a.is_scalar else f"{a.name}.ndim == 2" for a in arguments
        ]

    def is_small(self, matrix: str) -> list[str]:
        return [f"{matrix}.shape[0] <= {SMALL}"]

    def guard(self, conditions: Sequence[str]) -> list[str]:
        return _if(conditions)


class AloneNumPy(NumPy):
    """How a call without leading axes is written: nothing has to ask for them.

    `A.dot(B)` is what A @ B calls for two matrices, less half a microsecond of looking for axes.
    """

    ways = frozenset({"eigenbasis"})

    def matmul(self, left: str, right: str) -> str:
        return f"{left}.dot({bare(right)})"

    def matmul_by_constant(self, left: str, right: str) -> str:
        return self.matmul(left, right)

    def sandwich(self, left: str, middle: str, right: str) -> str:
        return f"{left}.dot({middle}.dot({bare(right)}))"

    def scaled(self, weight: str, matrix: str) -> str:
        return f"{weight} * {matrix}" if re.fullmatch(r"\w+(\*\*\d+)?", weight) else f"({weight}) * {matrix}"

    def lower_product(self, root: str, right: str) -> str:
        return self.matmul(root, right)

    def upper_product(self, root: str, right: str) -> str:
        return self.matmul(f"{root}.T", right)

    def scaled_over(self, weight: str, matrix: str) -> str | None:
        return None

    def plus_scaled(self, matrix: str, weight: str, other: str) -> str | None:
        return None

    def lifted_once(self, scalar: str) -> str:
        return scalar if re.fullmatch(r"\w+", scalar) else f"({scalar})"

    def trace(self, arg: str) -> str:
        return f"{arg}.trace()"

    def entries(self, matrix: str) -> str | None:
        return f"{matrix}.ravel()"

    def expression(self, node: Node, args: list[str]) -> str:
        if node.op == "inner":
            return f"{args[0]}.dot({args[1]})"
        if node.op == "total":
            return f"{args[0]}.sum()"
        return super().expression(node, args)


def _if(conditions: Sequence[str]) -> list[str]:
    """Return the head of a conditional statement, on one line if it fits."""
    line = f"if {' and '.join(conditions)}:"
    if len(line) <= 96:
        return [line]
    return ["if (", *(f"    {'and ' if k else ''}{c}" for k, c in enumerate(conditions)), "):"]
