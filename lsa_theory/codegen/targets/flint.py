"""python-flint: real balls, each with a proven bound on its error."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from lsa_theory.codegen.nodes import Node
from lsa_theory.codegen.targets.base import Target
from lsa_theory.expressions.expression import Symbol


class Flint(Target):
    """`arb` and `arb_mat`; a keyword `digits`, restored afterwards because FLINT's precision is global."""

    name = "flint"
    title = "python-flint balls"
    imports = ("from fractions import Fraction", "", "from flint import arb, arb_mat, ctx, fmpq")
    keywords = ("digits=50",)
    batched = False
    reserved = (
        "arb",
        "arb_mat",
        "ctx",
        "fmpq",
        "Fraction",
        "digits",
        "_ball",
        "_balls",
        "_trace",
        "_inner",
        "_entrywise",
        "_diagonal",
        "_spread",
        "_sums",
        "_ones",
        "_unit",
    )
    unsupported = frozenset({"spectral", "spectral trace", "eigenvalues", "eigenvectors"})
    helpers: ClassVar[Mapping[str, str]] = {
        "_ball": '''def _ball(number):
    """Return a number, or its decimal digits in a string, as a ball."""
    if isinstance(number, (int, Fraction)):
        return arb(fmpq(number.numerator, number.denominator))
    return arb(number)
''',
        "_balls": '''def _balls(matrix):
    """Return nested lists, an array or a matrix of numbers as a matrix of balls."""
    if isinstance(matrix, arb_mat):
        return matrix
    return arb_mat([[_ball(x) for x in row] for row in getattr(matrix, "tolist", lambda: matrix)()])
''',
        "_trace": '''def _trace(A):
    """Return the trace of A."""
    return sum((A[i, i] for i in range(A.nrows())), arb(0))
''',
        "_inner": '''def _inner(A, B):
    """Return the sum of A_ij B_ij, which is tr(A B')."""
    return sum((a * b for a, b in zip(A.entries(), B.entries(), strict=True)), arb(0))
''',
        "_add_to_diagonal": '''def _add_to_diagonal(A, scalar):
    """Return A + scalar I."""
    A = arb_mat(A)
    for i in range(A.nrows()):
        A[i, i] += scalar
    return A
''',
        "_entrywise": '''def _entrywise(A, B):
    """Return the product entry by entry; a column or a row is repeated beside a matrix."""
    rows, cols = max(A.nrows(), B.nrows()), max(A.ncols(), B.ncols())
    return arb_mat(
        [
            [A[i % A.nrows(), j % A.ncols()] * B[i % B.nrows(), j % B.ncols()] for j in range(cols)]
            for i in range(rows)
        ]
    )
''',
        "_diagonal": '''def _diagonal(A):
    """Return the diagonal of A as a column."""
    return arb_mat([[A[i, i]] for i in range(A.nrows())])
''',
        "_spread": '''def _spread(v):
    """Return the diagonal matrix of a column."""
    n = v.nrows()
    return arb_mat([[v[i, 0] if i == j else arb(0) for j in range(n)] for i in range(n)])
''',
        "_sums": '''def _sums(A):
    """Return the sum of each row of A as a column."""
    return arb_mat([[sum(row, arb(0))] for row in A.tolist()])
''',
        "_ones": '''def _ones(n, m):
    """Return the matrix of n rows and m columns of ones."""
    return arb_mat([[arb(1)] * int(float(m))] * int(float(n)))
''',
        "_unit": '''def _unit(n, k):
    """Return the column of n entries with a one at place k."""
    return arb_mat([[arb(int(i == k))] for i in range(int(float(n)))])
''',
    }

    def transpose(self, name: str) -> str:
        return f"{name}.transpose()"

    def size(self, name: str, axis: int) -> str:
        # A ball, because an integer divided by an integer is a float.
        return f"arb({name}.{('nrows', 'ncols')[axis]}())"

    def matmul(self, left: str, right: str) -> str:
        return f"{left} * {right}"

    def zeros(self, like: str) -> str:
        return f"arb_mat({like}.nrows(), {like}.ncols())"

    def scaled(self, weight: str, matrix: str) -> str:
        return f"{matrix} * ({weight})"

    def number(self, value: int) -> str:
        return f"arb({value})"

    def power(self, base: str, exponent: Fraction) -> str:
        return f"{base}**(arb({exponent.numerator}) / {exponent.denominator})"

    def opening(self, arguments: Sequence[Symbol]) -> list[str]:
        lines = ["with ctx.workprec(int(3.33 * digits) + 80):"]
        for a in arguments:
            lines.append(f"    {a.name} = {'_ball' if a.is_scalar else '_balls'}({a.name})")
        return lines

    def expression(self, node: Node, args: list[str]) -> str:
        match node.op:
            case "solve":
                return f"{args[0]}.solve({args[1]})"
            case "inverse":
                return f"{args[0]}.inv()"
            case "trace":
                return f"_trace({args[0]})"
            case "inner":
                return f"_inner({args[0]}, {args[1]})"
            case "times":
                return f"_entrywise({args[0]}, {args[1]})"
            case "diagonal" | "spread" | "sums":
                return f"_{node.op}({args[0]})"
            case "sum all":
                return f"sum({args[0]}.entries(), arb(0))"
            case "ones":
                return f"_ones({args[0]}, {args[1]})"
            case "unit":
                return f"_unit({args[0]}, {node.data})"
            case "elementary":
                return f"{args[0]}.{node.data}()"
            case "shift":
                return f"_add_to_diagonal({args[0]}, {args[1]})"
        raise ValueError(node.op)
