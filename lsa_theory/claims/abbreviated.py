"""A statement in words for a reader: a long sum that stands in it more than once has a letter, explained below."""

from __future__ import annotations

from collections import Counter

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.expressions.expression import Expression, Sum, Symbol, walk
from lsa_theory.expressions.random import Column, RandomVector, SampleMatrix
from lsa_theory.expressions.rebuilding import replaced

_LETTERS = ("Gamma", "Phi", "Xi", "Upsilon", "Pi")
# Nodes: a shorter sum reads well as it stands.
_SHORTEST = 8


def abbreviated(claim: Statement) -> str:
    """Return the text of a statement, repeated sums of an equality under letters.

    >>> from lsa_theory.expressions import dimension, identity, positive_definite, trace
    >>> d = dimension("d"); N = dimension("N"); L = positive_definite("Lambda", d)
    >>> G = (1 + 1 / N) * L + trace(L) / N * identity(d)
    >>> print(abbreviated(Claim(G**-1 @ L @ G**-1, G**-2 @ L)))
    Gamma**(-1) @ Lambda @ Gamma**(-1) = Gamma**(-2) @ Lambda
    where Gamma = (1 + 1 / N) * Lambda + tr(Lambda) * I / N
    """
    if type(claim) is not Claim or claim.right is None:
        return claim.describe()
    sides = claim.left, claim.right
    names = {
        (node.sample if isinstance(node, Column) else node).name
        for side in sides
        for node in walk(side)
        if isinstance(node, Symbol | RandomVector | SampleMatrix | Column)
    }
    free = [name for name in _LETTERS if name not in names]
    letters: dict[Expression, Symbol] = {}
    for part in _repeated(sides):
        if not free:
            break
        letters[part] = Symbol(free.pop(0), part.rows, part.cols, "general")
    if not letters:
        return claim.describe()
    left, right = (replaced(side, letters.get) for side in sides)
    where = [f"where {letter.name} = {part!r}" for part, letter in letters.items()]
    return "\n".join([f"{left!r} = {right!r}", *where])


def _repeated(sides: tuple[Expression, ...]) -> list[Expression]:
    """Return the long matrix sums that occur more than once, outermost only, in the order in which they are met."""
    counts = Counter(
        node for side in sides for node in walk(side) if isinstance(node, Sum) and not node.is_scalar
    )
    often = [node for node, times in counts.items() if times > 1 and sum(1 for _ in walk(node)) >= _SHORTEST]
    inside = {below for node in often for below in walk(node) if below is not node and below != node}
    return [node for node in often if node not in inside]
