"""Whether random quantities are jointly Gaussian by their form: then what is uncorrelated is independent."""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.expressions.expression import Expression, Product, Scale, Sum, Transpose
from lsa_theory.expressions.random import Gaussian, RandomVector, sources


def are_jointly_gaussian(trees: Sequence[Expression]) -> bool:
    """Whether every tree is affine in vectors that are Gaussian together.

    A vector joins in where its covariance is fixed and its mean affine in others that do.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, gaussian, identity
    >>> d = dimension("d"); x = gaussian("x", covariance=identity(d))
    >>> z = gaussian("z", covariance=identity(d), mean=x)
    >>> are_jointly_gaussian([x, z]), are_jointly_gaussian([x @ z.T])
    (True, False)
    """
    return all(map(_is_affine, trees))


def _is_affine(node: Expression) -> bool:
    if isinstance(node, RandomVector):
        law = node.law
        fixed = isinstance(law, Gaussian) and not sources(law.covariance)
        return fixed and (law.mean is None or _is_affine(law.mean))
    if not sources(node):
        return True
    match node:
        case Sum():
            return all(map(_is_affine, node.terms))
        case Scale():
            return _one_is_fixed(node.scalar, node.child)
        case Product():
            return _one_is_fixed(node.left, node.right)
        case Transpose():
            return _is_affine(node.child)
    return False


def _one_is_fixed(one: Expression, other: Expression) -> bool:
    return (not sources(one) and _is_affine(other)) or (not sources(other) and _is_affine(one))
