"""Operator norms and ranks replaced by positive scalars, so that identities about them can be decided.

Equal functions get the same scalar. An identity that holds for every positive scalar in their place holds for
the functions. That is so only for functions of what is free: the norm of something that an expectation, a sum, a
gradient or a substitution binds is no constant, and is refused.
"""

from __future__ import annotations

from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.expression import Expression, Number, Scale, Symbol, Transpose, Zero, walk
from lsa_theory.expressions.functions import OperatorNorm, Rank
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Expectation, SumOver
from lsa_theory.expressions.rebuilding import replaced


def _plain(node: Expression) -> Expression:
    """Return one node for norms that are equal at sight: signs, transposes, blocks that stand alone in their line."""
    match node:
        case OperatorNorm(child=Transpose(child=inner)):
            return _plain(OperatorNorm(inner))
        case OperatorNorm(child=Scale(scalar=Number(value=sign), child=inner)) if abs(sign) == 1:
            return _plain(OperatorNorm(inner))
        case BlockNorm():
            rows = [row for row in node.blocks if not all(isinstance(b, Zero) for b in row)]
            kept = [
                j
                for j, line in enumerate(zip(*rows, strict=True))
                if not all(isinstance(b, Zero) for b in line)
            ]
            blocks = [[row[j] for j in kept] for row in rows]
            lines = [*blocks, *zip(*blocks, strict=True)]
            alone = {_plain(OperatorNorm(b)) for row in blocks for b in row if not isinstance(b, Zero)}
            if len(alone) == 1 and all(sum(not isinstance(b, Zero) for b in line) == 1 for line in lines):
                return alone.pop()
            return BlockNorm(tuple(map(tuple, blocks))) if blocks else node
    return node


def without_functions(*expressions: Expression) -> tuple[Expression, ...]:
    """Return the expressions with every operator norm and rank replaced by a positive scalar.

    Raises
    ------
    UnsupportedExpression
        If one stands inside an expectation, a sum over columns, a gradient or a substitution.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, operator_norm
    >>> A = matrix("A", dimension("d"))
    >>> without_functions(operator_norm(A) * A)
    (norm_1 * A,)
    """
    scalars: dict[Expression, Symbol] = {}

    def stand_in(node: Expression) -> Expression | None:
        if isinstance(node, At | Gradient | Expectation | SumOver):
            bound = next((n for n in walk(node) if isinstance(n, OperatorNorm | BlockNorm | Rank)), None)
            if bound is not None:
                raise UnsupportedExpression(
                    f"{bound!r} stands inside an expectation, a sum, a gradient or a substitution, where no constant "
                    "can stand for it; write the substitution out, or bound the function before averaging"
                )
            return node
        if not isinstance(node, OperatorNorm | BlockNorm | Rank):
            return None
        # No name that a user can declare begins like this, so the scalar never meets one of theirs.
        name = "rank" if isinstance(node, Rank) else "norm"
        fresh = Symbol(f"\0{name}_{len(scalars) + 1}", structure="positive")
        return scalars.setdefault(_plain(node), fresh)

    return tuple(replaced(expression, stand_in) for expression in expressions)
