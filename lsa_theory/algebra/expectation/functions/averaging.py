"""Terms with functions of something random: told apart by their functions, each kind averaged in its own way.

An exponential of a quadratic form is a change of law, so it goes first; then signs, which cut the space in halves; then
determinants of Gram matrices. What is left under the new law is a polynomial, and averaged as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from lsa_theory.algebra.expectation.functions.error_functions import average_error_functions
from lsa_theory.algebra.expectation.functions.few_values import (
    average_equal_coordinates,
    average_over_values,
    takes_few_values,
)
from lsa_theory.algebra.expectation.functions.gram_determinants import average_gram_determinant
from lsa_theory.algebra.expectation.functions.half_spaces import average_half_spaces
from lsa_theory.algebra.expectation.functions.joint_half_spaces import (
    are_jointly_linear,
    average_joint_half_spaces,
)
from lsa_theory.algebra.expectation.functions.tilting import average_exponential, tilted
from lsa_theory.algebra.expectation.occurrences import in_term, of_atom
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.concatenation import finished
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.occurring import parts_of
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial, Terms, accumulate, transpose
from lsa_theory.algebra.ring.words import Atom, Function, Letter
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression

Average: TypeAlias = Callable[[Terms, Mapping[str, Source], frozenset[str]], Terms]
Held: TypeAlias = tuple[tuple[Function, Coefficient], ...]


def split_functions(terms: Terms, over: frozenset[str]) -> tuple[Terms, dict[Held, Terms]]:
    """Split off the terms with functions of what is averaged, grouped by these functions."""
    plain: Terms = {}
    groups: dict[Held, Terms] = {}
    for (monomial, word), c in terms.items():
        held: list[tuple[Function, Coefficient]] = []
        rest: list[tuple[Atom, Coefficient]] = []
        for atom, e in monomial:
            if atom.kind == "e" and of_atom(atom) & over:
                held.append((atom, e))
            else:
                rest.append((atom, e))
        target = groups.setdefault(tuple(held), {}) if held else plain
        accumulate(target, {(tuple(rest), word): c})
    return plain, groups


def average_functions(
    groups: Mapping[Held, Terms], sources: Mapping[str, Source], over: frozenset[str], average: Average
) -> Terms:
    """Return the expectation of terms with functions of what is averaged; `average` is that of any polynomial.

    Raises
    ------
    UnsupportedExpression
        If it has no closed form here; the message says which function stands in the way.
    """
    total: Terms = {}
    for held, rest in groups.items():
        accumulate(total, _group(held, rest, sources, over, average))
    return total


def _group(
    held: Held, rest: Terms, sources: Mapping[str, Source], over: frozenset[str], average: Average
) -> Terms:
    smoothed = average_error_functions(held, rest, sources, over, average)
    if smoothed is not None:
        return smoothed
    together = _jointly(held, rest, sources, over, average)
    if together is not None:
        return together
    name = _first_name(held, over)
    source, others = sources[name], over - {name}
    own = tuple(item for item in held if name in of_atom(item[0]))
    aside: Terms = {(tuple(item for item in held if item not in own), ()): 1}
    if source.count is not None and any(_is_column(x, name) for x in _letters(own, rest)):
        source, own, rest = _one_column(own, rest, source)
        sources, over = {**sources, source.name: source}, (over - {name}) | {source.name}
        name, others = source.name, over - {source.name}
    exponentials = tuple(item for item in own if item[0].name == "exp")
    by_values = _by_values(own, rest, source)
    if by_values is not None:
        result = multiply(aside, by_values)
        return average(result, sources, others) if others else result
    signs = {n for atom, _ in own if atom.name == "sign" for n in of_atom(atom)} & over
    if exponentials and len(signs) > 1:
        # Signs hold another vector, too: the law changes first, and they are averaged together.
        factor, moved = tilted(exponentials, source)
        if not any(in_term(*key) & over for law in (moved.mean, moved.covariance) for key in law):
            kept: Terms = {(tuple(item for item in held if item not in exponentials), ()): 1}
            return average(product([factor, kept, rest]), {**sources, name: moved}, over)
    if exponentials:
        left: Terms = {(tuple(item for item in own if item not in exponentials), ()): 1}
        result = average_exponential(exponentials, multiply(left, rest), source, sources, average)
    elif all(atom.name == "sign" for atom, _ in own):
        result = average_half_spaces(own, rest, source, sources, average)
    elif source.count is not None:
        result = average_gram_determinant(own, rest, source, sources, average)
    else:
        atom = next(atom for atom, _ in own if atom.name not in ("exp", "sign"))
        called = "a determinant" if atom.name == "det" else atom.name
        raise UnsupportedExpression(
            f"the expectation of {called} of something random in {name.rstrip(chr(0))} is not known here; that of "
            "exponentials, signs, absolute values and positive parts is, and of the determinant of a Gram matrix"
        )
    result = multiply(aside, result)
    return average(result, sources, others) if others else result


def _by_values(own: Held, rest: Terms, source: Source) -> Terms | None:
    if takes_few_values(source):
        return average_over_values(own, rest, source)
    return average_equal_coordinates(own, rest, source)


def _jointly(
    held: Held, rest: Terms, sources: Mapping[str, Source], over: frozenset[str], average: Average
) -> Terms | None:
    """Return the average where signs of linear forms hold several Gaussian vectors together; None elsewhere."""
    names, before = frozenset({_first_name(held, over)}), frozenset[str]()
    while names != before:
        before = names
        own = tuple(item for item in held if of_atom(item[0]) & names)
        names = names.union(*(of_atom(atom) for atom, _ in own)) & over
    if len(names) < 2 or any(atom.name != "sign" for atom, _ in own):
        return None
    vectors: list[Source] = []
    for name in sorted(names):
        source = sources[name]
        if source.count is not None:
            if not all(_is_column(x, name) for x in _letters(own, rest) if name in in_term((), (x,))):
                return None
            source, own, rest = _one_column(own, rest, source)
        vectors.append(source)
    if not are_jointly_linear(own, vectors):
        return None
    known = {**sources, **{vector.name: vector for vector in vectors}}
    aside: Terms = {(tuple(item for item in held if not of_atom(item[0]) & names), ()): 1}
    result = multiply(aside, average_joint_half_spaces(own, rest, vectors, known, average))
    left = over - names
    return average(result, known, left) if left else result


def _first_name(held: Held, over: frozenset[str]) -> str:
    """Return what is averaged first: single vectors before samples, those of an exponential before those of signs."""
    names = sorted({n for atom, _ in held for n in of_atom(atom)} & over)
    signed = [of_atom(atom) & over for atom, _ in held if atom.name == "sign"]
    tilted_too = {n for atom, _ in held if atom.name == "exp" for n in of_atom(atom)}
    shared = sorted(n for together in signed if len(together) > 1 for n in together & tilted_too)
    return shared[0] if shared else names[0]


def _letters(held: Held, rest: Terms) -> list[Letter]:
    whole: Terms = {(tuple(held), ()): 1}
    return [part for terms in (whole, rest) for part in parts_of(terms) if isinstance(part, Letter)]


def _is_column(letter: Letter, name: str) -> bool:
    return letter.kind == "c" and letter.name == name


def _one_column(held: Held, rest: Terms, source: Source) -> tuple[Source, Held, Terms]:
    """Let one column of a sample, where it alone occurs, be a vector of its own."""
    mine = [x for x in _letters(held, rest) if source.name in in_term((), (x,))]
    indices = {x.payload if x.kind == "c" else None for x in mine}
    if len(indices) != 1 or None in indices:
        raise UnsupportedExpression(
            f"a function of a column of {source.name} stands beside other columns of it; only one column at a time is "
            "averaged with it"
        )
    name = f"{source.name}\0"

    def rule(letter: Letter) -> Terms | None:
        if not _is_column(letter, source.name):
            return None
        vector = finished((Letter("r", name, 0, source.size, "1", ""),))
        return transpose(vector) if letter.flag == 1 else vector

    changed = substitute_letters({(tuple(held), ()): 1}, rule)
    ((monomial, _),) = changed
    functions: Monomial = monomial
    kept = tuple((atom, e) for atom, e in functions if atom.kind == "e")
    return replace(source, name=name, count=None, count_name=None), kept, substitute_letters(rest, rule)
