"""Parts of formulas that have a name in the paper: Gamma, the prediction of the layer, the loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.solving.naming_gamma import fold
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions import Expression, Symbol, matrix, positive_definite, scalar
from lsa_theory.expressions.expression import Power, Sum, walk
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.rebuilding import replaced
from lsa_theory.paper.rewriting import named, tidied
from lsa_theory.theory import initialisation, minimum, population_loss, setting

# A sum that Gamma does not make this much shorter stays as it was written.
_SHORTER = 0.8
# Words of a normal form beyond which the search for Gamma takes longer than a reader would.
_FOLDED = 40

Gamma: Symbol = positive_definite("Gamma", setting.d)
prediction: Symbol = scalar("y_hat")
loss: Symbol = scalar("L")
excess: Symbol = scalar("l")
above_minimum: Symbol = scalar("l_above")
direction: Symbol = matrix("A_0", setting.d)


@cache
def names() -> Mapping[Expression, Symbol]:
    """Return what is shown by a name, each part with the symbol that stands for it."""
    return {
        population_loss.loss(): loss,
        setting.prediction(): prediction,
        setting.Gamma: Gamma,
        minimum.excess_loss(): excess,
        minimum.square().as_expression(): above_minimum,
        initialisation.direction(): direction,
    }


def shown(
    expression: Expression,
    derived: Mapping[Expression, Symbol | None] | None = None,
    produced: Iterable[Expression] = (),
) -> Expression:
    """Return an expression as it is printed: parts with names named, resolvents of Lambda folded.

    `derived` are the author's intermediate results: where they occur as parts they become the symbol given, or
    are folded one by one, so that what is done with them stays visible. `produced` are normal forms, which are
    always folded.
    """
    results, fresh = derived or {}, set(produced)
    facts = _Facts(expression, results)

    def rule(node: Expression) -> Expression | None:
        if fresh and node in fresh:
            return folded(node)
        if node is not expression and facts.holds(node, _Facts.IS_RESULT):
            symbol = results[node]
            return _folded_part(node, facts) if symbol is None else symbol
        if facts.holds(node, _Facts.RESULT_BELOW):
            return None
        return _folded_part(node, facts)

    return tidied(named(replaced(expression, rule), names()))


class _Facts:
    """What a tree holds at and below each of its nodes, found in one pass; nodes are told apart by identity."""

    NOT_BARE, GAMMA, SHIFT, RESULT_BELOW, IS_RESULT = (1 << k for k in range(5))

    def __init__(self, root: Expression, results: Mapping[Expression, object]) -> None:
        # Hashing a node costs as much as its size, so only nodes of a result's kind are looked up.
        self._kinds = {type(result) for result in results}
        self._results = results
        self._root = root
        self._facts: dict[int, int] = {}
        self._visit(root)

    def holds(self, node: Expression, fact: int) -> bool:
        return bool(self._facts.get(id(node), 0) & fact)

    def _visit(self, node: Expression) -> int:
        known = self._facts.get(id(node))
        if known is not None:
            return known
        facts = 0
        for child in node.children:
            below = self._visit(child)
            facts |= below & ~self.IS_RESULT
            if below & self.IS_RESULT:
                facts |= self.RESULT_BELOW
        if isinstance(node, Expectation | Gradient | At):
            facts |= self.NOT_BARE
        if isinstance(node, Sum) and len(node.terms) == 2:
            facts |= (self.GAMMA if node == setting.Gamma else 0) | (self.SHIFT if node == _shift() else 0)
        if type(node) in self._kinds and node != self._root and node in self._results:
            facts |= self.IS_RESULT
        self._facts[id(node)] = facts
        return facts


@lru_cache(maxsize=8192)
def folded(expression: Expression) -> Expression:
    """Return the normal form, written with Gamma where that is shorter.

    Raises
    ------
    LsaTheoryError
        If the expression has no normal form.
    """
    form = normal(expression)
    plain = form.as_expression()
    if len(form) > _FOLDED:
        return plain
    try:
        short = fold(form, Gamma, setting.Gamma)
    except (LsaTheoryError, RuntimeError):
        return plain
    return short if len(repr(short)) <= len(repr(plain)) else plain


def is_bare(expression: Expression) -> bool:
    """Whether nothing in an expression is left to be averaged, differentiated or inserted."""
    return not any(isinstance(part, Expectation | Gradient | At) for part in walk(expression))


def _folded_part(node: Expression, facts: _Facts) -> Expression | None:
    """Return the folded form of a part that nothing is averaged or differentiated in and holds a resolvent.

    Such parts come out of the derivation in normal form, where Gamma is spelled as a shift of Lambda.
    """
    resolvent = facts.holds(node, _Facts.SHIFT)
    if facts.holds(node, _Facts.NOT_BARE | _Facts.GAMMA) or not (resolvent or isinstance(node, Sum)):
        return None
    if node in names():
        return None
    try:
        short = folded(node)
    except LsaTheoryError:
        return None
    shorter = len(repr(short)) < _SHORTER * len(repr(node)) and Gamma in walk(short)
    return short if resolvent or shorter else None


@cache
def _shift() -> Expression:
    """Return Lambda + tr(Lambda) / (1 + N) I, of which Gamma is a multiple, as normal forms spell it."""
    inverse = normal(setting.Gamma**-1).as_expression()
    return next(
        part.child
        for part in walk(inverse)
        if isinstance(part, Power) and not part.is_scalar and part.exponent < 0
    )
