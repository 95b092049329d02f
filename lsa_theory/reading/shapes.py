r"""What juxtaposition means: shapes decide, and an identity without a size takes that of its company."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.declare import identity, zero
from lsa_theory.expressions.expression import Expression, Number, as_expression, describe
from lsa_theory.reading.holes import agreed, is_open, squared
from lsa_theory.reading.stacked import Stacked


@dataclass
class Open:
    """An index of a sum whose length is that of the samples it counts."""

    lengths: set[object] = field(default_factory=set)


@dataclass(frozen=True)
class Multiple:
    """A multiple of an identity whose size is not written."""

    scalar: Expression


Value: TypeAlias = "Expression | Multiple | Stacked"
ONE = Number(Fraction(1))


def sized(value: Value, like: Expression) -> Expression:
    """Return the value; a multiple of the identity, and 0, in the shape of its company."""
    if isinstance(value, Stacked):
        raise value.refusal()
    if isinstance(value, Multiple):
        if like.rows != like.cols:
            raise ShapeMismatch(f"an identity stands beside {describe(like)}, which is not square")
        return value.scalar * identity(like.rows)
    if value == Number(Fraction(0)) and not like.is_scalar:
        return zero(like.rows, like.cols)
    return value


def matched(a: Value, b: Value) -> tuple[Value, Value]:
    """Return both in one shape, as far as I and 0 may be of any."""
    if isinstance(a, Multiple) and isinstance(b, Multiple):
        return a, b
    if isinstance(a, Expression) and isinstance(b, Expression):
        a, b = agreed(a, b, zip(a.shape, b.shape, strict=True))
    elif isinstance(a, Expression) and isinstance(b, Multiple):
        a = squared(a)
    elif isinstance(b, Expression) and isinstance(a, Multiple):
        b = squared(b)
    if isinstance(a, Expression) and (isinstance(b, Multiple) or b == Number(Fraction(0))):
        return a, sized(b, a)
    if isinstance(b, Expression):
        return sized(a, b), b
    return a, b


def add(a: Value, b: Value) -> Value:
    """Return a + b."""
    if isinstance(a, Stacked):
        return a.plus(b)
    if isinstance(b, Stacked):
        return b.plus(a)
    a, b = matched(a, b)
    if isinstance(a, Stacked) or isinstance(b, Stacked):
        raise ShapeMismatch("vec is added to vec alone")
    if isinstance(a, Multiple) and isinstance(b, Multiple):
        return Multiple(a.scalar + b.scalar)
    if isinstance(a, Multiple) or isinstance(b, Multiple):
        raise ShapeMismatch("an identity is added to a scalar; write the size, as in I_d, or leave I out")
    return a + b


def negative(a: Value) -> Value:
    """Return -a."""
    if isinstance(a, Stacked):
        return a.times(Number(Fraction(-1)))
    return Multiple(-a.scalar) if isinstance(a, Multiple) else -a


def transposed(a: Value) -> Value:
    """Return a'."""
    return a if isinstance(a, Multiple) else a.T


def power(a: Value, exponent: Fraction) -> Value:
    """Return a to a rational power."""
    if isinstance(a, Stacked):
        raise a.refusal()
    return Multiple(a.scalar**exponent) if isinstance(a, Multiple) else a**exponent


def multiply(factors: list[Value]) -> Value:
    """Return the product: scalars anywhere, and matrices in their order where they fit.

    A run of factors that has become 1 x 1 is a scalar. What does not fit its left neighbour begins a new run, and
    every run must end as a scalar, or all of them as one matrix; there is one such result or none.
    """
    if any(isinstance(factor, Stacked) for factor in factors):
        return _multiply_stacked(factors)
    scalar: Expression | None = None
    runs: list[Expression] = []
    # Where an identity without a size stands alone, and whether a matrix follows it there.
    alone = followed = False
    for factor in factors:
        assert not isinstance(factor, Stacked)
        if isinstance(factor, Multiple):
            alone = alone or not runs
            factor = factor.scalar
            if factor == ONE:
                continue
        if factor.is_scalar:
            scalar = factor if scalar is None else scalar * factor
            continue
        followed = followed or alone
        runs.append(factor)
        while True:
            if runs and runs[-1].is_scalar:
                done = runs.pop()
                scalar = done if scalar is None else scalar * done
            if len(runs) > 1 and (is_open(runs[-2].cols) or is_open(runs[-1].rows)):
                runs[-2:] = agreed(runs[-2], runs[-1], [(runs[-2].cols, runs[-1].rows)])
            if len(runs) > 1 and runs[-2].cols == runs[-1].rows:
                right = runs.pop()
                runs[-1] = runs[-1] @ right
            elif not (runs and runs[-1].is_scalar):
                break
    if len(runs) > 1:
        raise ShapeMismatch(
            f"{describe(runs[0])} and {describe(runs[1])} do not fit in a product: {runs[0].cols!s} columns meet "
            f"{runs[1].rows!s} rows"
        )
    if not runs:
        result = scalar if scalar is not None else ONE
        if alone and followed:
            raise ShapeMismatch(
                "an identity before a product that is a scalar has two readings; use brackets"
            )
        return Multiple(result) if alone else result
    return runs[0] if scalar is None else scalar * runs[0]


def _multiply_stacked(factors: list[Value]) -> Value:
    """Return a product in which vec or a Kronecker product stands: scalars anywhere, the rest from the left."""
    scalar: Expression = ONE
    result: Stacked | None = None
    for factor in factors:
        if isinstance(factor, Stacked):
            product = factor if result is None else result.product(factor)
            if isinstance(product, Expression):
                scalar, result = scalar * product, None
            else:
                result = product
        elif isinstance(factor, Multiple):
            scalar = scalar * factor.scalar
        elif factor.is_scalar:
            scalar = scalar * factor
        else:
            raise ShapeMismatch(
                f"{describe(factor)} stands beside vec or a Kronecker product; these are multiplied with each other"
            )
    return scalar if result is None else result.times(scalar)


def exact(value: Value) -> Expression:
    """Return an expression; an identity or a vector of ones without a size is refused."""
    if isinstance(value, Stacked):
        raise value.refusal()
    if isinstance(value, Multiple):
        raise ShapeMismatch(
            "the size of this identity is not written; write I_d with d declared as a dimension"
        )
    return as_expression(value)
