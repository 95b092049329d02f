"""All kinds of expressions: a closed union, so that a type checker lists the tables that a new kind must enter.

A table over kinds reads `match known(node)` and ends in `assert_never`. A subclass is no kind: what one table takes
it for another may not.
"""

from __future__ import annotations

from typing import TypeAlias

from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
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
    checked,
)
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Column, Expectation, Position, RandomVector, SampleMatrix, SumOver

Node: TypeAlias = (
    Number
    | Symbol
    | Identity
    | Zero
    | Sum
    | Scale
    | Product
    | Transpose
    | Trace
    | Power
    | Array
    | Hadamard
    | Ones
    | UnitVector
    | OperatorNorm
    | BlockNorm
    | Rank
    | Applied
    | Determinant
    | Pi
    | SymbolicPower
    | NegativeEigenvalues
    | RandomVector
    | SampleMatrix
    | Column
    | Position
    | SumOver
    | Expectation
    | Gradient
    | At
)


def known(node: Expression) -> Node:
    """Return the node, typed as one of all kinds.

    Raises
    ------
    UnsupportedExpression
        If it is of another class, a subclass of a kind included.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity
    >>> known(identity(dimension("d")))
    I
    """
    return checked(node)  # type: ignore[return-value]
