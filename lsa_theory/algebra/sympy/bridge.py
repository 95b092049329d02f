"""SymPy in and out: `MatrixSymbol`, `MatMul`, `Trace`, `Inverse` on one side, our expressions on the other.

SymPy has no notion of a symmetric or positive definite `MatrixSymbol`; what is declared here is lost there, and
given back by naming the symbols when reading. A scalar x' A x is a 1 x 1 matrix to SymPy; it is written as its
trace, which is a scalar on both sides.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from typing import Any, assert_never

import sympy
from sympy.matrices import expressions as matrices
from sympy.matrices.expressions.matexpr import MatrixElement

from lsa_theory.algebra.sympy.analysis import applied_from_sympy, applied_to_sympy
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import declare
from lsa_theory.expressions.analysis import words
from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.entrywise.elementwise import UnitVector, diagonal, hadamard, ones
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    SymbolicPower,
    Trace,
    Transpose,
    Zero,
    as_expression,
)
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Column, Expectation, Position, RandomVector, SampleMatrix, SumOver


def to_sympy(expression: object) -> Any:
    """Return an expression (or normal form) as a SymPy expression.

    Raises
    ------
    UnsupportedExpression
        If it still holds an expectation, a sum over a sample, a gradient or a substitution: take its normal
        form first.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, positive_definite, trace
    >>> d = dimension("d"); A = matrix("A", d); L = positive_definite("Lambda", d)
    >>> to_sympy(trace(A @ L) * A.T + L**-1)
    Trace(A*Lambda)*A.T + Lambda**(-1)
    """
    return _to(as_expression(expression))


def _to(node: Expression) -> Any:
    node = known(node)
    match node:
        case Number():
            return sympy.Rational(node.value.numerator, node.value.denominator)
        case Symbol() if node.is_scalar:
            return _scalar(node)
        case Symbol() | RandomVector() | SampleMatrix():
            return matrices.MatrixSymbol(node.name, _size(node.rows), _size(node.cols))
        case Identity():
            return matrices.Identity(_size(node.rows))
        case Zero():
            return (
                sympy.Integer(0)
                if node.is_scalar
                else matrices.ZeroMatrix(_size(node.rows), _size(node.cols))
            )
        case Sum():
            parts = [_to(t) for t in node.terms]
            return sympy.Add(*parts) if node.is_scalar else matrices.MatAdd(*parts)
        case Scale():
            scalar, child = _to(node.scalar), _to(node.child)
            return scalar * child if node.is_scalar else matrices.MatMul(scalar, child).doit(deep=False)
        case Product():
            if node.is_scalar:
                return (
                    matrices.Trace(_product(node))
                    if node.left.cols != 1
                    else _to(node.left) * _to(node.right)
                )
            if node.left.is_scalar or node.right.is_scalar:
                return matrices.MatMul(_to(node.left), _to(node.right))
            return _product(node)
        case Hadamard():
            return matrices.HadamardProduct(_to(node.left), _to(node.right))
        case Array():
            return sympy.ImmutableMatrix(
                [[sympy.Rational(x.numerator, x.denominator) for x in row] for row in node.entries]
            )
        case Ones():
            return matrices.OneMatrix(_size(node.rows), _size(node.cols))
        case Transpose():
            return matrices.Transpose(_to(node.child)).doit(deep=False)
        case Trace():
            return matrices.Trace(_to(node.child))
        case Power():
            exponent = sympy.Rational(node.exponent.numerator, node.exponent.denominator)
            base = _to(node.child)
            if node.is_scalar:
                return base**exponent
            return matrices.Inverse(base) if exponent == -1 else matrices.MatPow(base, exponent)
        case Applied():
            return applied_to_sympy(node, [_to(argument) for argument in node.arguments])
        case Determinant() if len(node.blocks) == 1:
            return matrices.Determinant(_to(node.blocks[0][0]))
        case Pi():
            return sympy.pi
        case SymbolicPower():
            return _to(node.child) ** _to(node.exponent)
        case (
            Column()
            | Determinant()
            | UnitVector()
            | Position()
            | SumOver()
            | Expectation()
            | Gradient()
            | At()
            | OperatorNorm()
            | BlockNorm()
            | Rank()
            | NegativeEigenvalues()
        ):
            raise UnsupportedExpression(
                f"SymPy has no matrix expression for {type(node).__name__}; take normal(...) of the expression first"
            )
        case _:
            assert_never(node)


def _product(node: Product) -> Any:
    return matrices.MatMul(_to(node.left), _to(node.right)).doit(deep=False)


def _scalar(node: Symbol) -> Any:
    if node.structure == "dimension":
        return sympy.Symbol(node.name, integer=True, positive=True)
    return (
        sympy.Symbol(node.name, positive=True)
        if node.structure == "positive"
        else sympy.Symbol(node.name, real=True)
    )


def _size(size: Dimension) -> Any:
    return sympy.Integer(size) if isinstance(size, int) else _scalar(size)


def from_sympy(expression: Any, symbols: Iterable[Expression] = ()) -> Expression:
    """Return a SymPy scalar or matrix expression as one of ours.

    Parameters
    ----------
    expression : sympy expression
        Made of numbers, symbols, matrix symbols, sums, products, rational powers, traces, transposes, inverses.
    symbols : iterable of expressions
        Declarations to use for names; a matrix symbol that is not among them is general.

    Raises
    ------
    UnsupportedExpression
        If a node has no counterpart; the message names it.

    Examples
    --------
    >>> import sympy
    >>> n = sympy.Symbol("n", integer=True, positive=True)
    >>> A = sympy.MatrixSymbol("A", n, n)
    >>> from_sympy(sympy.Trace(A * A.T) / 2)
    tr(A @ A.T) / 2
    """
    return _Reader({s.name: s for s in symbols if hasattr(s, "name")}).read(expression)


class _Reader:
    def __init__(self, declared: dict[str, Expression]) -> None:
        self._declared = declared

    def read(self, node: Any) -> Expression:
        if isinstance(node, sympy.MatrixBase):
            return as_expression(node)
        if node.is_Rational:
            return Number(Fraction(int(node.p), int(node.q)))
        if isinstance(node, sympy.Symbol):
            return self._declared.get(node.name, _scalar_symbol(node))
        if isinstance(node, matrices.MatrixSymbol):
            rows, cols = (self._dimension(s) for s in node.shape)
            return self._declared.get(node.name, declare.matrix(node.name, rows, cols))
        if isinstance(node, matrices.Identity):
            return Identity(self._dimension(node.shape[0]))
        if isinstance(node, matrices.ZeroMatrix):
            return Zero(*(self._dimension(s) for s in node.shape))
        if isinstance(node, matrices.OneMatrix):
            return ones(*(self._dimension(s) for s in node.shape))
        if isinstance(node, matrices.HadamardProduct):
            return reduce(hadamard, (self.read(a) for a in node.args))
        if isinstance(node, matrices.DiagMatrix | matrices.DiagonalOf):
            return diagonal(self.read(node.args[0]))
        if isinstance(node, matrices.DiagonalMatrix):
            return diagonal(diagonal(self.read(node.args[0])))
        if isinstance(node, MatrixElement):
            return self._entry(node)
        if isinstance(node, sympy.Add | matrices.MatAdd):
            return reduce(operator.add, (self.read(a) for a in node.args))
        if isinstance(node, matrices.MatMul):
            return self._matmul(node)
        if isinstance(node, sympy.Mul):
            return reduce(operator.mul, (self.read(a) for a in node.args))
        if isinstance(node, matrices.Trace):
            return declare.trace(self.read(node.arg))
        if isinstance(node, matrices.Transpose):
            return self.read(node.arg).T
        if isinstance(node, matrices.Inverse):
            return self.read(node.arg) ** -1
        if isinstance(node, sympy.Pow | matrices.MatPow) and node.exp.is_Rational:
            return self.read(node.base) ** Fraction(int(node.exp.p), int(node.exp.q))
        if isinstance(node, sympy.Pow):
            base, exponent = node.as_base_exp()
            return self.read(base) ** self.read(exponent)
        if node is sympy.pi:
            return words.pi
        if isinstance(node, matrices.Determinant):
            return words.det(self.read(node.arg))
        if isinstance(node, sympy.Function):
            found = applied_from_sympy(node, [self.read(argument) for argument in node.args])
            if found is not None:
                return found
        raise UnsupportedExpression(
            f"cannot read {node} ({type(node).__name__}); expected sums, products, rational powers, traces, "
            "transposes and inverses of symbols and matrix symbols"
        )

    def _entry(self, node: Any) -> Expression:
        whole, *places = node.args
        if not all(p.is_Integer and p >= 0 for p in places):
            raise UnsupportedExpression(f"cannot read {node}: its places are no whole numbers")
        return self.read(whole)[tuple(int(p) for p in places)]

    def _matmul(self, node: Any) -> Expression:
        scalar, factors = node.as_coeff_matrices()
        total: Expression | None = None
        for factor in factors:
            part = self.read(factor)
            total = part if total is None else total @ part
        if total is None:
            return self.read(scalar)
        return total if scalar == 1 else self.read(scalar) * total

    def _dimension(self, size: Any) -> Dimension:
        if size.is_Integer:
            return int(size)
        if isinstance(size, sympy.Symbol):
            known = self._declared.get(size.name)
            return known if isinstance(known, Symbol) else declare.dimension(size.name)
        raise UnsupportedExpression(f"the dimension {size} is neither an integer nor a symbol")


def _scalar_symbol(node: Any) -> Symbol:
    if node.is_integer and node.is_positive:
        return declare.dimension(node.name)
    return declare.scalar(node.name, positive=bool(node.is_positive))
