"""Sizes at which a normal form was not shown to hold, looked at one by one.

The average over an orthogonal matrix of a symbolic size d holds from some size on. Below it the statement is brought to
its normal form again with a number for d, where the average is taken for that number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lsa_theory.algebra.ring.polynomial import Terms
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.dimensions import with_dimensions
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.expression import Expression, Power, Symbol
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.operators import At
from lsa_theory.expressions.random import RandomVector
from lsa_theory.expressions.traversal import everything

# The name of a size, and the largest number at which nothing is known.
Excluded = tuple[str, int]


@dataclass(frozen=True)
class LeftOpen:
    """Sizes at which a difference is not seen to vanish; `differs` where it is seen not to."""

    sizes: dict[Symbol, int]
    differs: bool


class Form(Protocol):
    """What is asked of a normal form."""

    @property
    def excluded(self) -> tuple[Excluded, ...]:
        """Sizes at which it was not shown to hold."""

    @property
    def doubt(self) -> str | None:
        """Why it may vanish where it is not zero as it stands."""

    @property
    def terms(self) -> Terms:
        """The polynomial."""

    def is_zero(self) -> bool:
        """Whether it vanishes."""


def sizes_left_open(
    difference: Expression, excluded: Sequence[Excluded], normal: Callable[[Expression], Form]
) -> tuple[LeftOpen, ...]:
    """Return the excluded sizes at which a difference is defined, and not seen to vanish.

    Parameters
    ----------
    difference : Expression
        Known to vanish at all other sizes.
    excluded : sequence of (name, number)
    normal : callable
        Gives the normal form.
    """
    parts = [n for part in everything([difference]) for n in part.shape if isinstance(n, Symbol)]
    symbols = {n.name: n for n in parts}
    bound = {s for n in everything([difference]) if isinstance(n, At) for s, _ in n.values}
    left = []
    for name, most in excluded:
        symbol = symbols.get(name, Symbol(name, structure="dimension"))
        for number in range(1, most + 1):
            try:
                # What is put in the place of a bound size is not followed here.
                followed = name in symbols and symbol not in bound
                trees = _at_sizes(difference, {symbol: number}) if followed else [None]
            except LsaTheoryError:
                trees = [None]
            states = [_state(tree, normal) for tree in trees]
            if not all(settled for settled, _ in states):
                left.append(LeftOpen({symbol: number}, any(differs for _, differs in states)))
    return tuple(left)


def _at_sizes(tree: Expression, sizes: dict[Symbol, int]) -> list[Expression | None]:
    """Return a tree at given sizes, and at each number of orthonormal columns that these leave open."""
    changed = with_dimensions(tree, sizes)
    for node in everything([changed]):
        match node:
            case RandomVector(law=Orthogonal(int() as rows, Symbol() as cols)):
                return [t for k in range(1, rows + 1) for t in _at_sizes(changed, {cols: k})]
    return [changed]


def _state(tree: Expression | None, normal: Callable[[Expression], Form]) -> tuple[bool, bool]:
    """Return whether nothing is left to be said of a tree, and whether it is seen to differ from zero."""
    if tree is None:
        return False, False
    try:
        if not _is_defined(tree, normal):
            return True, False
        form = normal(tree)
        settled = form.is_zero() and not form.excluded
        # Between numbers there are no relations; between matrices of size two there are.
        return settled, not (settled or form.excluded or form.doubt) and _is_of_scalars(form.terms)
    except LsaTheoryError:
        return False, False


def _is_of_scalars(terms: Terms) -> bool:
    return not any(word or any(atom.kind != "a" for atom, _ in monomial) for monomial, word in terms)


def _is_defined(tree: Expression, normal: Callable[[Expression], Form]) -> bool:
    """Whether there is nothing divided by zero in a tree, no place beyond the last, and no column too many."""
    for node in everything([tree]):
        match node:
            case Power() if node.is_scalar and node.exponent < 0:
                if normal(node.child).is_zero():
                    return False
            case UnitVector() if isinstance(node.place, int) and isinstance(node.rows, int):
                if node.place >= node.rows:
                    return False
            case RandomVector(law=Orthogonal(rows, cols)) if isinstance(rows, int) and isinstance(cols, int):
                if cols > rows:
                    return False
    return True
