"""Where the form of a tree does not show that it is smooth in some symbols: jumps, kinks and roots of what may vanish.

A derivative says nothing about a jump or at a kink, and where a flow has a root of what may vanish its solutions part.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from lsa_theory.claims.strict import is_positive, is_strictly_definite
from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.expression import Expression, Power, Symbol, describe
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.traversal import everything, free_symbols

_JUMPS = frozenset({"sign", "indicator"})
# Continuous, and infinitely steep at the edge of where they are defined.
_STEEP = frozenset({"arcsin", "arccos"})
_KINKS = frozenset({"absolute", "relu"})
Roughness = Literal["jumps", "may be infinitely steep", "has a kink"]
_GRADES: tuple[Roughness, ...] = ("jumps", "may be infinitely steep", "has a kink")


def rough_part(
    trees: Sequence[Expression], symbols: Collection[Symbol], worst_allowed: Roughness | None
) -> str:
    """Return a part of some trees that is rougher in some symbols than allowed, and how, as text; empty if none is.

    An average is taken to be no smoother than what is averaged: E |w'q| has a kink at q = 0.

    Parameters
    ----------
    trees : expressions
    symbols : symbols
        Those in which the trees are to be smooth.
    worst_allowed : "may be infinitely steep", "has a kink" or None
        Solutions of a flow with kinks are unique, of one that is infinitely steep they are not.

    Examples
    --------
    >>> from lsa_theory import absolute, scalar, square_root
    >>> x, p = scalar("x"), scalar("p", positive=True)
    >>> rough_part([2 * square_root(x)], [x], "has a kink")
    'x**(1/2) (1 x 1), which may be infinitely steep'
    >>> rough_part([absolute(x)], [x], "has a kink"), rough_part([square_root(p) / x], [x, p], None)
    ('', '')
    """
    allowed = _GRADES.index(worst_allowed) if worst_allowed is not None else len(_GRADES)
    wanted = frozenset(symbols)
    for node in everything(list(trees)):
        grade = _grade(node)
        if grade is None or _GRADES.index(grade) >= allowed:
            continue
        if free_symbols(node) & wanted:
            return f"{describe(node)}, which {grade}"
    return ""


def _grade(node: Expression) -> Roughness | None:
    match node:
        case Applied() if node.function in _JUMPS:
            return "jumps"
        case Applied() if node.function in _STEEP:
            return "may be infinitely steep"
        case Applied() if node.function in _KINKS:
            return "has a kink"
        case Rank() | NegativeEigenvalues():
            return "jumps"
        case OperatorNorm() | BlockNorm():
            return "has a kink"
        case Power() if node.exponent.denominator != 1:
            safe = is_positive(node.child) if node.is_scalar else is_strictly_definite(node.child)
            return None if safe else "may be infinitely steep"
    return None
