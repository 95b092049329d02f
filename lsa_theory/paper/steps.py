"""The steps from what is written to its closed form, one kind of operation at a time, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lsa_theory.algebra.normal import normal
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Expression, walk
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Expectation, Gaussian
from lsa_theory.expressions.rebuilding import replaced
from lsa_theory.paper.names import Gamma, folded, names
from lsa_theory.paper.style import Style

# An intermediate result longer than this is passed over: the next step says what it was good for.
_LONGEST = 460


@dataclass(frozen=True)
class Step:
    """An expression as LaTeX, and why it equals the one before."""

    formula: str
    reason: str


def steps(expression: Expression, style: Style) -> list[Step]:
    """Return the steps from an expression to its normal form, without the expression itself.

    What has no normal form gives the steps up to where it ends.
    """
    result: list[Step] = []
    current, before, pending = expression, style.maths(expression), list[str]()
    stages = dict(_stages(expression, style))
    for kind in list(stages):
        if kind not in stages:
            continue
        pending.append(stages.pop(kind))
        try:
            current, produced = _carried_out(current, kind)
            formula = style.maths(current, produced)
            left = {type(node) for node in walk(current)}
            # What stood inside of what was carried out is done as well.
            for other in [k for k in stages if k is not Expression and k not in left]:
                pending.append(stages.pop(other))
            if not left & {Expectation, Gradient, At}:
                formula, pending = style.plain(folded(expression)), [*pending, *stages.values()]
                stages.clear()
        except (LsaTheoryError, RuntimeError):
            return result
        if formula == before or (len(formula) > _LONGEST and stages):
            continue
        result.append(Step(formula, "; ".join(dict.fromkeys(pending))))
        before, pending = formula, []
    return result


def closed_form(expression: Expression, style: Style) -> str | None:
    """Return the normal form as LaTeX, None if there is none."""
    try:
        return style.plain(folded(expression))
    except (LsaTheoryError, RuntimeError):
        return None


def _stages(expression: Expression, style: Style) -> Iterator[tuple[type[Expression], str]]:
    """Yield the operations that an expression calls for in their order: what they do away with, and the reason."""
    below = list(walk(expression))
    averages = [node for node in below if isinstance(node, Expectation)]
    if averages:
        yield Expectation, _averaging(averages, style)
    gradients = dict.fromkeys(node.symbol for node in below if isinstance(node, Gradient))
    if gradients:
        yield Gradient, f"derivative in {style.listed(gradients)}"
    values = dict.fromkeys(s for node in below if isinstance(node, At) for s, _ in node.values)
    if values:
        yield At, f"{style.listed(values)} inserted"
    named = any(part in names() for part in below)
    yield Expression, f"collected, with ${style.plain(Gamma)}$" if named else "collected"


def _averaging(averages: list[Expectation], style: Style) -> str:
    over = list(dict.fromkeys(source for node in averages for source in node.over))
    law = "Wick" if all(isinstance(source.law, Gaussian) for source in over) else "declared moments"
    return f"mean over {style.listed(over)}: {law}"


def _carried_out(expression: Expression, kind: type[Expression]) -> tuple[Expression, list[Expression]]:
    """Return the expression with one kind of operation carried out, and the results that now stand in it.

    The results are left in terms of Lambda: a folded Gamma would be a stranger to what is calculated next.
    """
    produced: list[Expression] = []

    def rule(node: Expression) -> Expression | None:
        if kind is Expression or isinstance(node, kind):
            produced.append(normal(node).as_expression())
            return produced[-1]
        return None if any(isinstance(part, kind) for part in walk(node)) else node

    return replaced(expression, rule), produced
