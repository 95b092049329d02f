"""The right side that was meant: a small change of a wrong right side that is decided to be equal.

Tried in this order: another coefficient of one term; one place changed (a number, a dimension, a transpose, a power, a
trace that is missing or too much, another letter of the same shape); one term more. What is returned is equal, never a
guess that was not decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import TypeAlias

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.compact.length import length
from lsa_theory.algebra.deciding.cancelling import cancelled
from lsa_theory.algebra.declarations import declarations
from lsa_theory.algebra.functions.signs import settled, without_zeros
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.normaliser import Normaliser
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import Monomial, Terms, power
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Word
from lsa_theory.algebra.writing import Writer, collected
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Trace,
    Transpose,
    as_expression,
    walk,
)

Groups: TypeAlias = dict[tuple[Monomial, Word], Terms]

# So many changed right sides are tried, and a coefficient or a term of so many tokens counts as small.
_TRIED, _SMALL = 400, 16


def nearest_right(
    left: object, right: object, left_over: Normal, shortest: Expression | None = None
) -> Expression | None:
    """Return an equal right side that differs little from the one given, or None.

    Parameters
    ----------
    left, right : Expression
        The sides of an equality that does not hold.
    left_over : Normal
        The normal form of left - right.
    shortest : Expression, optional
        What `compact` makes of it, perhaps with letters for definitions: where that is long, no term more is meant.

    Examples
    --------
    >>> from lsa_theory.algebra.normal import difference
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> nearest_right(trace(A @ B), trace(A @ B.T), difference(trace(A @ B), trace(A @ B.T)))
    tr(A @ B)
    """
    wrong = as_expression(right)
    try:
        found = _other_coefficient(wrong, left_over)
        if found is None:
            found = _one_place(left, wrong)
        return found if found is not None else _one_term_more(wrong, left_over, shortest)
    except LsaTheoryError:
        return None


def _other_coefficient(right: Expression, left_over: Normal) -> Expression | None:
    terms = right.terms if isinstance(right, Sum) else (right,)
    wanted = collected(left_over.terms)
    for k, term in enumerate(terms):
        try:
            form = normal(term)
        except LsaTheoryError:
            continue
        ratio = _ratio(wanted, collected(form.terms))
        if ratio is None:
            continue
        factor = compact(1 + Writer({**dict(left_over.declared), **dict(form.declared)}).matrix(ratio, 1, 1))
        if length(factor) > _SMALL:
            continue
        changed = compact(factor * term)
        parts = [*terms[:k], *([changed] if factor != Number(Fraction(0)) else []), *terms[k + 1 :]]
        return (
            _checked(parts[0] if len(parts) == 1 else Sum(tuple(parts)), right, left_over) if parts else None
        )
    return None


def _ratio(wanted: Groups, own: Groups) -> Terms | None:
    """Return the scalar that one is the other times, if there is one."""
    if set(wanted) != set(own) or not own:
        return None
    ratio: Terms | None = None
    for key, scalar in own.items():
        value = reduced(multiply(wanted[key], power(scalar, -1)))
        if ratio is not None and value != ratio:
            return None
        ratio = value
    return ratio


def _checked(found: Expression, right: Expression, left_over: Normal) -> Expression | None:
    """Return what was found if it exceeds the right side by what was left over."""
    return found if normal(found - right - left_over.as_expression()).is_zero() else None


def _one_place(left: object, right: Expression) -> Expression | None:
    try:
        wanted = normal(left)
    except LsaTheoryError:
        return None
    own = wanted.as_expression()
    declared = {**declarations(right), **dict(wanted.declared)}
    letters = [s for s in declared.values() if isinstance(s, Symbol)]
    # What is changed in one place has all other places in common with the rest, whose terms are found once.
    normaliser = Normaliser(declared)
    tried = islice(_variants(right, sorted(letters, key=lambda s: s.name)), _TRIED)
    # Of two changes the simpler one is meant: no transpose rather than a second.
    for changed in sorted(tried, key=lambda tree: sum(1 for _ in walk(tree))):
        try:
            if not _leaves(normaliser, changed - own) and normal(changed - own).is_zero():
                return changed
        except LsaTheoryError:
            continue
    return None


def _leaves(normaliser: Normaliser, tree: Expression) -> bool:
    """Whether a tree has terms, whatever the conditions are under which it has them."""
    return bool(cancelled(settled(without_zeros(reduced(normaliser.terms(tree)), normaliser.not_zero))))


def _one_term_more(right: Expression, left_over: Normal, shortest: Expression | None) -> Expression | None:
    most = max(_SMALL, length(right) // 2)
    if shortest is not None and (isinstance(shortest, Sum) or length(shortest) > most):
        return None
    extra = compact(left_over)
    if isinstance(extra, Sum) or length(extra) > most:
        return None
    whole = right + extra
    # The term and what stands there already may be one.
    return min(whole, compact(normal(whole)), key=length)


def _variants(node: Expression, letters: list[Symbol]) -> Iterator[Expression]:
    """Yield the trees with one place changed."""
    yield from _changed(node, letters)
    if isinstance(node, Sum):
        for k, term in enumerate(node.terms):
            for changed in _variants(term, letters):
                yield Sum((*node.terms[:k], changed, *node.terms[k + 1 :]))
        for k in range(len(node.terms)) if len(node.terms) > 1 else ():
            rest = (*node.terms[:k], *node.terms[k + 1 :])
            yield rest[0] if len(rest) == 1 else Sum(rest)
        return
    if not isinstance(node, Scale | Product | Transpose | Trace | Power):
        return
    for name in type(node).parts:
        for changed in _variants(getattr(node, name), letters):
            yield replace(node, **{name: changed})  # type: ignore[arg-type]


def _changed(node: Expression, letters: Iterable[Symbol]) -> Iterator[Expression]:
    match node:
        case Number():
            for value in (node.value + 1, node.value - 1, 2 * node.value, node.value / 2, -node.value):
                yield Number(value)
        case Symbol():
            if node.is_scalar:
                yield node + 1
                yield node - 1
            elif node.rows == node.cols and not node.is_symmetric:
                yield Transpose(node)
            for other in letters:
                if other != node and other.shape == node.shape:
                    yield other
        case Transpose() if node.rows == node.cols:
            yield node.child
        case Power():
            for exponent in (node.exponent + 1, node.exponent - 1, -node.exponent):
                if exponent == 1:
                    yield node.child
                elif exponent:
                    yield Power(node.child, exponent)
                elif node.child.is_scalar:
                    yield Number(Fraction(1))
                else:
                    yield Identity(node.rows)
        case Product() if node.left.rows == node.left.cols and node.right.rows == node.right.cols:
            yield Scale(Trace(node.left), node.right)
            yield Scale(Trace(node.right), node.left)
        case Scale(Trace(inner), child) if inner.shape == child.shape:
            yield Product(inner, child)
            yield Product(child, inner)
    if node.rows == node.cols and not node.is_scalar and isinstance(node, Symbol):
        yield Power(node, Fraction(2))
        yield Power(node, Fraction(-1))
    if isinstance(node, Power | Trace | Symbol) and not isinstance(node, Number):
        yield Scale(Number(Fraction(2)), node)
        yield Scale(Number(Fraction(1, 2)), node)
