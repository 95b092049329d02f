"""What to write instead, where a habit from NumPy or SymPy means nothing for a formula of every dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from lsa_theory.errors import UnsupportedExpression

_INSTEAD = {
    **dict.fromkeys(("inv", "inverse", "I"), "inverse(A), or A**-1"),
    **dict.fromkeys(("trace", "tr"), "trace(A)"),
    **dict.fromkeys(
        ("transpose", "t", "H", "mT", "adjoint", "conjugate"), "A.T, without brackets; everything is real"
    ),
    **dict.fromkeys(("dot", "matmul"), "A @ B"),
    **dict.fromkeys(("norm",), "norm_squared(A), or operator_norm(A)"),
    **dict.fromkeys(("rank",), "rank(A)"),
    **dict.fromkeys(("sqrt",), "square_root(A)"),
    **dict.fromkeys(("diff", "grad"), "gradient(scalar, A)"),
    **dict.fromkeys(("subs", "xreplace", "evalf"), "at(A, {symbol: value})"),
    **dict.fromkeys(("mean", "expectation"), "E(A)"),
    **dict.fromkeys(("diag", "diagonal"), "diagonal(A)"),
    **dict.fromkeys(("multiply_elementwise", "multiply"), "hadamard(A, B)"),
    **dict.fromkeys(("simplify", "doit"), "normal(A), or compact(A)"),
    **dict.fromkeys(
        ("det", "eigenvalues", "eigvals", "eigenvals"),
        "traces of powers, such as trace(A @ A): determinants and eigenvalues are no formulas in traces here",
    ),
}


class Hints:
    """The operations that an expression does not have, each with its reason."""

    __slots__ = ()

    # Type checkers go on refusing names that there are not.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoReturn:
            instead = _INSTEAD.get(name)
            hint = f"; write {instead}" if instead else ""
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}{hint}")

    def __iter__(self) -> NoReturn:
        raise UnsupportedExpression(f"{self!r} has no entries to go through; use it as a whole")

    def __lt__(self, other: object) -> NoReturn:
        raise _no_order(self, "<", other)

    def __le__(self, other: object) -> NoReturn:
        raise _no_order(self, "<=", other)

    def __gt__(self, other: object) -> NoReturn:
        raise _no_order(self, ">", other)

    def __ge__(self, other: object) -> NoReturn:
        raise _no_order(self, ">=", other)

    def __abs__(self) -> NoReturn:
        raise UnsupportedExpression(
            f"abs({self!r}) is no expression; write norm_squared(A) or operator_norm(A), or for a scalar "
            "square_root(a**2)"
        )


def _no_order(left: object, sign: str, right: object) -> UnsupportedExpression:
    larger, smaller = ("left", "right") if sign.startswith(">") else ("right", "left")
    return UnsupportedExpression(
        f"{left!r} {sign} {right!r} is true or false at an instance, not as it is written. To claim it of scalars "
        f"write Inequality({larger}, {smaller}); of matrices MatrixInequality({larger}, {smaller})"
    )
