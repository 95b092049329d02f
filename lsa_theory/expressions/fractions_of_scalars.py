"""How a scaled expression reads as a fraction: sign, numerator, denominator, and the matrix it scales."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.expressions.expression import Expression, Number, Power, Scale, is_named


@dataclass(frozen=True)
class Parts:
    """number * numerator / denominator * matrix, with matrix None for a scalar."""

    number: Fraction
    numerator: tuple[Expression, ...]
    denominator: tuple[Expression, ...]
    matrix: Expression | None


def parts(node: Expression) -> Parts:
    """Split nested scalings and negative powers of scalars into one fraction."""
    number = Fraction(1)
    above: list[Expression] = []
    below: list[Expression] = []
    matrix: Expression | None = None
    for factor in _factors(node):
        if factor is not node and is_named(factor):
            matrix, above = (matrix, [*above, factor]) if factor.is_scalar else (factor, above)
        elif isinstance(factor, Number):
            number *= factor.value
        elif not factor.is_scalar:
            matrix = factor
        elif isinstance(factor, Power) and factor.exponent < 0:
            exponent = -factor.exponent
            if isinstance(factor.child, Number) and exponent == 1 and factor.child.value:
                number /= factor.child.value
            else:
                below.append(factor.child if exponent == 1 else Power(factor.child, exponent))
        else:
            above.append(factor)
    return Parts(number, tuple(above), tuple(below), matrix)


def _factors(node: Expression, *, inside: bool = False) -> Iterator[Expression]:
    if isinstance(node, Scale) and not (inside and is_named(node)):
        yield from _factors(node.scalar, inside=True)
        yield from _factors(node.child, inside=True)
    else:
        yield node
