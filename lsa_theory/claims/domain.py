"""Where a statement is about anything at all: the inverses and roots whose existence its form does not show.

A claim is judged where both sides are defined. What that leaves out is a hypothesis, and is printed with the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lsa_theory.claims.existence import existence
from lsa_theory.claims.forms.assumptions import known_signs
from lsa_theory.claims.signs import is_definite, is_nonnegative
from lsa_theory.claims.strict import is_positive, is_strictly_definite
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.expression import Expression, Power
from lsa_theory.expressions.operators import Gradient
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything, free_symbols

_SHOWN = 60
# What has a kink or a jump where its argument vanishes.
_OF_A_SIGN = frozenset({"sign", "absolute", "relu", "indicator"})


def domain(trees: Sequence[Expression], given: Sequence[Expression] = ()) -> tuple[str, ...]:
    """Return the conditions under which everything in the trees is defined, in words, each once.

    What hypotheses, scalars that are at least 0, say already is left out.

    >>> from lsa_theory.expressions import dimension, inverse, matrix, positive_definite, square_root, symmetric, trace
    >>> d = dimension("d"); A = matrix("A", d); L = positive_definite("L", d); S = symmetric("S", d)
    >>> domain([trace(inverse(A) @ inverse(L)) + trace(square_root(S))])
    ('A is invertible', 'S is positive semi-definite')
    """
    known = known_signs(given)
    found: dict[str, None] = {}
    for node in everything(list(trees)):
        if isinstance(node, Power):
            found.update(dict.fromkeys(_conditions(node, known)))
        elif isinstance(node, Applied):
            found.update(dict.fromkeys(_of_function(node)))
        elif isinstance(node, Gradient):
            found.update(dict.fromkeys(_of_kinks(node)))
    found.update(dict.fromkeys(needed.words for needed in existence(trees)))
    return tuple(found)


def _conditions(node: Power, known: Callable[[Expression], Expression]) -> list[str]:
    base, shown, scalar = known(node.child), _short(node.child), node.child.is_scalar
    conditions = []
    if node.exponent.denominator != 1 and not (is_nonnegative(base) if scalar else is_definite(base)):
        conditions.append(f"{shown} >= 0" if scalar else f"{shown} is positive semi-definite")
    if node.exponent < 0 and not (is_positive(base) if scalar else is_strictly_definite(base)):
        conditions.append(f"{shown} is not 0" if scalar else f"{shown} is invertible")
    return conditions


def _of_function(node: Applied) -> list[str]:
    first = node.arguments[0]
    if node.function == "log" and not is_positive(first):
        return [f"{_short(first)} > 0"]
    return [f"-1 <= {_short(first)} <= 1"] if node.function in ("arcsin", "arccos") else []


def _of_kinks(node: Gradient) -> list[str]:
    """Return where there is a derivative: what a sign is taken of does not vanish, unless it is averaged over."""
    rough = (inner for inner in everything([node.body]) if isinstance(inner, Applied))
    arguments = (inner.arguments[0] for inner in rough if inner.function in _OF_A_SIGN)
    return [
        f"{_short(argument)} is not 0"
        for argument in arguments
        if node.symbol in free_symbols(argument)
        and not is_positive(argument)
        and not any(isinstance(part, RandomVector | SampleMatrix) for part in everything([argument]))
    ]


def _short(node: Expression) -> str:
    text = repr(node)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
