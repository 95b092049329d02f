"""mpmath at a stated precision, in a context of its own: no global precision is read or changed."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from lsa_theory.codegen.nodes import Node
from lsa_theory.codegen.targets.analysis import OPERATIONS, of_mpmath
from lsa_theory.codegen.targets.base import Target
from lsa_theory.expressions.expression import Symbol


class Mpmath(Target):
    """Matrices of `mpmath`; a keyword `digits`, and guard digits beyond it."""

    name = "mpmath"
    title = "mpmath"
    imports = ("from mpmath import MPContext",)
    keywords = ("digits=50",)
    batched = False
    reserved = (
        "mp",
        "MPContext",
        "digits",
        "_trace",
        "_inner",
        "_add_to_diagonal",
        "_eigen",
        "_function",
        "_entrywise",
        "_diagonal",
        "_sums",
    )
    helpers: ClassVar[Mapping[str, str]] = {
        "_trace": '''def _trace(mp, A):
    """Return the trace of A."""
    return mp.fsum(A[i, i] for i in range(A.rows))
''',
        "_inner": '''def _inner(mp, A, B):
    """Return the sum of A_ij B_ij, which is tr(A B')."""
    return mp.fdot((A[i, j], B[i, j]) for i in range(A.rows) for j in range(A.cols))
''',
        "_add_to_diagonal": '''def _add_to_diagonal(A, scalar):
    """Return A + scalar I."""
    A = A.copy()
    for i in range(A.rows):
        A[i, i] += scalar
    return A
''',
        "_function": '''def _function(mp, vectors, values):
    """Return V diag(values) V'."""
    return vectors * mp.diag(list(values)) * vectors.T
''',
        "_entrywise": '''def _entrywise(mp, A, B):
    """Return the product entry by entry; a column or a row is repeated beside a matrix."""
    rows, cols = max(A.rows, B.rows), max(A.cols, B.cols)
    return mp.matrix(
        [[A[i % A.rows, j % A.cols] * B[i % B.rows, j % B.cols] for j in range(cols)] for i in range(rows)]
    )
''',
        "_diagonal": '''def _diagonal(mp, A):
    """Return the diagonal of A as a column."""
    return mp.matrix([A[i, i] for i in range(A.rows)])
''',
        "_sums": '''def _sums(mp, A):
    """Return the sum of each row of A as a column."""
    return mp.matrix([mp.fsum(A[i, j] for j in range(A.cols)) for i in range(A.rows)])
''',
    }

    def size(self, name: str, axis: int) -> str:
        # A number of mpmath, because an integer divided by an integer is a float.
        return f"mp.mpf({name}.{('rows', 'cols')[axis]})"

    def matmul(self, left: str, right: str) -> str:
        return f"{left} * {right}"

    def zeros(self, like: str) -> str:
        return f"mp.zeros({like}.rows, {like}.cols)"

    def scaled(self, weight: str, matrix: str) -> str:
        return f"({weight}) * {matrix}"

    def number(self, value: int) -> str:
        return f"mp.mpf({value})"

    def power(self, base: str, exponent: Fraction) -> str:
        return f"mp.power({base}, mp.mpf({exponent.numerator}) / {exponent.denominator})"

    def opening(self, arguments: Sequence[Symbol]) -> list[str]:
        lines = ["mp = MPContext()", "mp.dps = digits + 20"]
        for a in arguments:
            lines.append(f"{a.name} = {'mp.convert' if a.is_scalar else 'mp.matrix'}({a.name})")
        return lines

    def expression(self, node: Node, args: list[str]) -> str:
        match node.op:
            case "solve":
                # Guard digits pay for the inverse, and mpmath solves for one column at a time.
                return f"mp.inverse({args[0]}) * {args[1]}"
            case "inverse":
                return f"mp.inverse({args[0]})"
            case "trace":
                return f"_trace(mp, {args[0]})"
            case "inner":
                return f"_inner(mp, {args[0]}, {args[1]})"
            case "shift":
                return f"_add_to_diagonal({args[0]}, {args[1]})"
            case op if op in OPERATIONS:
                return of_mpmath(op, args)
            case "times":
                return f"_entrywise(mp, {args[0]}, {args[1]})"
            case "diagonal":
                return f"_diagonal(mp, {args[0]})"
            case "spread":
                return f"mp.diag(list({args[0]}))"
            case "sums":
                return f"_sums(mp, {args[0]})"
            case "sum all":
                return f"mp.fsum({args[0]})"
            case "ones":
                return f"mp.ones(int({args[0]}), int({args[1]}))"
            case "unit":
                return f"mp.eye(int({args[0]}))[:, {node.data}]"
            case "elementary":
                return f"mp.{node.data}({args[0]})"
            case "eigenvalues":
                return f"mp.eigsy({args[0]}, eigvals_only=True)"
            case "eigen":
                return f"mp.eigsy({args[0]})"
            case "spectral trace":
                return f"mp.fsum({_values(args[0], args[1:], node.data)} for w in {args[0]})"
            case "spectral":
                each = f"[{_values(args[1], args[2:], node.data)} for w in {args[1]}]"
                return f"_function(mp, {args[0]}, {each})"
        raise ValueError(node.op)


def _values(name: str, shifts: Sequence[str], powers: Sequence[tuple[int, Fraction]]) -> str:
    parts = []
    for place, e in powers:
        base = f"(w + {shifts[place - 1]})" if place else "w"
        parts.append(f"mp.power({base}, mp.mpf({e.numerator}) / {e.denominator})")
    return " * ".join(parts)
