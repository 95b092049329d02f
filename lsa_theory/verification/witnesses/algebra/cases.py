"""Signs that are assumed, as cases in which letters are declared so, or are 0.

A scalar letter that is at least 0 is above 0 or is 0; one that is above 0, or a symmetric letter that is positive
definite, is a letter declared so; where a - b is above 0, a is b and a letter declared so. What holds in every case
holds under the hypotheses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from lsa_theory.claims.forms.assumptions import in_place_of, known_signs, positive_in, solved_for
from lsa_theory.claims.strict import is_positive
from lsa_theory.expressions.expression import Expression, Power, Symbol, Zero, walk

# Signs that are not strict and are told apart, at most: each doubles the cases.
_MOST = 4
# What stands for a difference that is above 0; no name that a user declares begins like this.
_APART = "\0apart"


@dataclass(frozen=True)
class Value:
    """A letter, what stands in its place, and the case in words."""

    letter: Symbol
    value: Expression
    words: str


Case = tuple[Value, ...]


def cases(signs: Sequence[Expression]) -> list[Case]:
    """Return the cases that hypotheses leave for letters; what they say of anything else is left out.

    >>> from lsa_theory.expressions import scalar
    >>> a, b = scalar("a"), scalar("b")
    >>> [[value.words for value in case] for case in cases([a])]
    [['a > 0'], ['a = 0']]
    >>> [[value.words for value in case] for case in cases([(a - b)**-1])]
    [['a - b > 0']]
    """
    choices: list[list[Value]] = []
    taken: set[Symbol] = set()
    level = 0
    for k, sign in enumerate(signs):
        above = positive_in(sign)
        found = _values(sign if above is None else above, above is not None, k)
        level += len(found) > 1
        if not found or found[0].letter in taken or (len(found) > 1 and level > _MOST):
            continue
        taken.add(found[0].letter)
        choices.append(found)
    return [tuple(case) for case in product(*choices)] if choices else []


def in_case(tree: Expression, case: Case) -> Expression:
    """Return an expression with the values of a case in the places of the letters."""
    for value in case:
        tree = in_place_of(tree, value.letter, value.value)
    return tree


def divisors(signs: Sequence[Expression], within: Sequence[Expression] = ()) -> Iterator[Expression]:
    """Yield the scalars that hypotheses say are not 0, and letters that are positive by them: what may be divided by.

    Parameters
    ----------
    signs : scalar expressions
    within : expressions, optional
        Where letters are looked for.
    """
    known = known_signs(signs)
    letters = dict.fromkeys(n for tree in within for n in walk(tree) if isinstance(n, Symbol) and n.is_scalar)
    yield from (letter for letter in letters if letter.structure == "real" and is_positive(known(letter)))
    for sign in signs:
        tree = positive_in(sign)
        if tree is not None and tree.is_scalar:
            square = isinstance(tree, Power) and tree.exponent == 2
            yield tree.child if isinstance(tree, Power) and square else tree


def _values(tree: Expression, strict: bool, k: int) -> list[Value]:
    nothing = Zero(1, 1)
    if isinstance(tree, Symbol):
        if not tree.is_scalar and tree.structure == "symmetric" and strict:
            return [Value(tree, _declared(tree, "positive definite"), f"{tree.name} > 0")]
        if tree.structure != "real":
            return []
        above = Value(tree, _declared(tree, "positive"), f"{tree.name} > 0")
        return [above] if strict else [above, Value(tree, nothing, f"{tree.name} = 0")]
    solved = solved_for(tree, Symbol(f"{_APART} {k}", structure="positive"))
    level = solved_for(tree, nothing)
    if solved is None or level is None:
        return []
    above = Value(*solved, f"{tree!r} > 0")
    return [above] if strict else [above, Value(*level, f"{tree!r} = 0")]


def _declared(letter: Symbol, structure: str) -> Symbol:
    return Symbol(letter.name, letter.rows, letter.cols, structure, letter.family)
