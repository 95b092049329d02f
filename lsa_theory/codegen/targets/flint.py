"""python-flint: rational numbers as long as they are short, and real balls, each with a proven bound on its error."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from lsa_theory.codegen.nodes import Node
from lsa_theory.codegen.targets.analysis import OPERATIONS, of_flint
from lsa_theory.codegen.targets.base import Target
from lsa_theory.codegen.targets.flint_elementwise import HELPERS as ELEMENTWISE
from lsa_theory.codegen.targets.flint_helpers import HELPERS
from lsa_theory.expressions.expression import Symbol


class Flint(Target):
    """`arb` and `arb_mat`, from exact numbers where these are given.

    A keyword `digits`; FLINT's precision is global, so it is restored afterwards.
    """

    name = "flint"
    title = "python-flint balls"
    imports = (
        "from fractions import Fraction",
        "from math import isfinite",
        "from numbers import Rational",
        "from operator import mul",
        "",
        "from flint import arb, arb_mat, ctx, fmpq, fmpz, fmpz_mat",
    )
    keywords = ("digits=50",)
    batched = False
    reserved = (
        *(
            "arb",
            "arb_mat",
            "ctx",
            "fmpq",
            "fmpz",
            "fmpz_mat",
            "Fraction",
            "Rational",
            "digits",
            "isfinite",
            "mul",
        ),
        *HELPERS,
        *ELEMENTWISE,
    )
    unsupported = frozenset({"spectral", "spectral trace", "eigenvalues", "eigenvectors"})
    helpers: ClassVar[Mapping[str, str]] = {**HELPERS, **ELEMENTWISE}

    def transpose(self, name: str) -> str:
        return f"{name}.transpose()"

    def size(self, name: str, axis: int) -> str:
        # An exact number, because an integer divided by an integer is a float.
        return f"fmpq({name}.{('nrows', 'ncols')[axis]}())"

    def matmul(self, left: str, right: str) -> str:
        return f"{left} * {right}"

    def zeros(self, like: str) -> str:
        return f"{like} * fmpq(0)"

    def scaled(self, weight: str, matrix: str) -> str:
        return f"{matrix} * ({weight})"

    def returned(self, text: str, *, is_scalar: bool) -> str:
        return f"arb({text})" if is_scalar else f"_rounded({text})"

    def number(self, value: int) -> str:
        return f"fmpq({value})"

    def power(self, base: str, exponent: Fraction) -> str:
        return f"_power({base}, {exponent.numerator}, {exponent.denominator})"

    def opening(self, arguments: Sequence[Symbol]) -> list[str]:
        lines = ["with ctx.workprec(int(3.33 * digits) + 80):"]
        for a in arguments:
            lines.append(f"    {a.name} = {'_number' if a.is_scalar else '_matrix'}({a.name})")
        return lines

    def expression(self, node: Node, args: list[str]) -> str:
        match node.op:
            case "solve":
                return f"_solve({args[0]}, {args[1]})"
            case "inverse":
                return f"_inverse({args[0]})"
            case "trace":
                return f"_trace({args[0]})"
            case "inner":
                return f"_inner({args[0]}, {args[1]})"
            case op if op in OPERATIONS:
                return of_flint(op, args)
            case "times":
                return f"_entrywise({args[0]}, {args[1]})"
            case "diagonal" | "spread" | "sums":
                return f"_{node.op}({args[0]})"
            case "sum all":
                return f"sum(_rounded({args[0]}).entries(), arb(0))"
            case "ones":
                return f"_ones({args[0]}, {args[1]})"
            case "unit":
                return f"_unit({args[0]}, {node.data})"
            case "elementary":
                return f"arb({args[0]}).{node.data}()"
            case "shift":
                return f"_add_to_diagonal({args[0]}, {args[1]})"
        raise ValueError(node.op)
