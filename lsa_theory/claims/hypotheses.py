"""What a statement assumes: equations, and scalars that are at least 0."""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Expression, as_expression, describe, walk
from lsa_theory.expressions.random import Expectation, sources


def equation(left: object, right: object) -> Equal:
    """Return an equation, for the hypotheses of a claim.

    Parameters
    ----------
    left, right : expressions or exact numbers, of one shape

    Raises
    ------
    ShapeMismatch
        If the sides have different shapes.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> equation(A @ B, B @ A).describe()
    'A @ B = B @ A'
    """
    sides = as_expression(left), as_expression(right)
    if sides[0].shape != sides[1].shape:
        raise ShapeMismatch(
            f"the two sides of an equation have different shapes: {describe(sides[0])} against {describe(sides[1])}; "
            "write zero(...) for a zero matrix"
        )
    return Equal(*sides)


def hypotheses(given: Sequence[object], sides: Sequence[Expression] = ()) -> tuple[Equal | Expression, ...]:
    """Return what a claim assumes, checked.

    Raises
    ------
    InvalidArgument
        If something is neither an equation nor a scalar, or is about single draws of what the sides average over.
    """
    if isinstance(given, Equal | Expression):
        raise InvalidArgument(f"given={given!r} is one hypothesis; write a list of them, [{given!r}]")
    found: list[Equal | Expression] = []
    for hypothesis in given:
        if isinstance(hypothesis, Equal):
            found.append(hypothesis)
            continue
        sign = as_expression(hypothesis)
        if not sign.is_scalar:
            raise InvalidArgument(
                f"{describe(sign)} is no hypothesis: a scalar is assumed to be at least 0; of matrices write "
                "equation(left, right), at_least(left, right) or greater(left, right)"
            )
        found.append(sign)
    averaged = {
        s.name for side in sides for node in walk(side) if isinstance(node, Expectation) for s in node.over
    }
    for hypothesis in found:
        trees = (hypothesis.left, hypothesis.right) if isinstance(hypothesis, Equal) else (hypothesis,)
        both = sorted(averaged & {source.name for tree in trees for source in sources(tree)})
        if both:
            raise InvalidArgument(
                f"the claim averages over {both[0]}, and a hypothesis is about single draws of it. Conditioning "
                "changes its law: declare the law that it has under the hypothesis"
            )
    return tuple(found)
