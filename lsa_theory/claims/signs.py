"""Signs that can be read off an expression: what is non-negative by its structure alone.

The rules are few and each is sound; "not known" is always a possible answer. Nothing is multiplied out: the
author of a proof writes a term in a form that shows its sign, and the identity witnesses check that the form is
equal to what it stands for.
"""

from __future__ import annotations

from lsa_theory.claims.forms.by_entries import Signs, diagonal_is, entries_are, is_diagonal, weighs_entries
from lsa_theory.claims.forms.mirrored_terms import Word, come_in_pairs, without_scalar
from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Pi
from lsa_theory.expressions.entrywise.products import Hadamard
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
    Zero,
    walk,
)
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At
from lsa_theory.expressions.random import Column, Expectation, Position, RandomVector, SampleMatrix, SumOver
from lsa_theory.expressions.rebuilding import replaced
from lsa_theory.values.degree import degree_in
from lsa_theory.values.refusals import NotApplicable

_SCALARS = ("positive", "dimension")


def is_nonnegative(node: Expression) -> bool:
    """Whether a scalar expression is at least 0 wherever it is defined, as far as its structure shows.

    >>> from lsa_theory.expressions import dimension, matrix, norm_squared, positive_definite, trace
    >>> d = dimension("d"); A = matrix("A", d); L = positive_definite("Lambda", d)
    >>> is_nonnegative(norm_squared(A)), is_nonnegative(trace(L @ A @ L @ A.T)), is_nonnegative(trace(A @ L))
    (True, True, False)
    """
    node = known(node)
    match node:
        case Number():
            return node.value >= 0
        case Symbol():
            return node.structure in _SCALARS
        case OperatorNorm() | BlockNorm() | Rank() | NegativeEigenvalues() | Zero() | Identity():
            return True
        case Pi() | Position():
            return True
        case Applied():
            return node.function in (
                "exp",
                "absolute",
                "relu",
                "indicator",
                "factorial",
                "harmonic",
                "arccos",
            )
        case At():
            return is_nonnegative(put_in(node))
        case Sum():
            return all(is_nonnegative(term) for term in node.terms)
        case Power() if node.is_scalar:
            even = node.exponent.denominator == 1 and node.exponent.numerator % 2 == 0
            return (even and has_safe_roots(node.child)) or is_nonnegative(node.child)
        case Scale():
            return _scaled(node)
        case Expectation():
            return _has_mean(node) and is_nonnegative(node.body)
        case SumOver():
            return is_nonnegative(node.body)
        case Trace():
            return _trace(node.child)
        case Product() if node.is_scalar:
            return _trace(node)
    return False


def has_safe_roots(tree: Expression) -> bool:
    """Whether every root in a tree is taken of something whose form shows that it is non-negative.

    A root of anything else is defined for some values only, and what is proved through it holds for those only.
    """
    return all(
        is_nonnegative(node.child) if node.is_scalar else is_definite(node.child)
        for node in walk(tree)
        if isinstance(node, Power) and node.exponent.denominator != 1
    )


def is_definite(node: Expression) -> bool:
    """Whether a matrix expression is symmetric positive semi-definite, as far as its structure shows."""
    if node.is_scalar:
        return is_nonnegative(node)
    node = known(node)
    match node:
        case Identity() | Zero():
            return True
        case Symbol():
            return node.structure == "positive definite"
        case Sum():
            return all(is_definite(term) for term in node.terms)
        case Scale():
            return is_nonnegative(node.scalar) and is_definite(node.child)
        case Transpose():
            return is_definite(node.child)
        case At():
            return is_definite(put_in(node))
        case Power():
            even = node.exponent.denominator == 1 and node.exponent.numerator % 2 == 0
            return is_definite(node.child) or (even and is_symmetric(node.child))
        case Expectation():
            return _has_mean(node) and is_definite(node.body)
        case SumOver():
            return is_definite(node.body)
        case Hadamard():
            # Schur: the elementwise product of semi-definite matrices is one.
            schur = is_definite(node.left) and is_definite(node.right)
            return schur or (is_diagonal(node) and diagonal_is(node, _signs()))
        case Product():
            factors = factors_of(node)
            if functions_of_one(factors) and all(is_definite(factor) for factor in factors):
                return True
            return _is_congruence(factors)
    return False


def put_in(node: At) -> Expression:
    """Return the body of a substitution with the values in their places."""
    values = dict(node.values)
    return replaced(node.body, lambda part: values.get(part) if isinstance(part, Symbol) else None)


def is_symmetric(node: Expression) -> bool:
    """Whether a matrix expression equals its transpose, as far as its structure shows."""
    match node:
        case Symbol():
            return node.is_symmetric
        case Identity():
            return True
        case Sum():
            rest = [_word(term) for term in node.terms if not is_symmetric(term)]
            return come_in_pairs(rest, is_symmetric)
        case Scale() | Power() | Transpose():
            return is_symmetric(node.child)
        case Hadamard():
            return is_diagonal(node) or (is_symmetric(node.left) and is_symmetric(node.right))
        case Product():
            factors = factors_of(node)
            return (functions_of_one(factors) and all(is_symmetric(f) for f in factors)) or _mirrored(factors)
    return node.is_scalar or is_definite(node)


def _word(node: Expression) -> Word:
    """Return the scalars of a term, and its matrices in their order."""
    numbers: list[Expression] = []
    letters: list[Expression] = []
    for factor in factors_of(node):
        number, inner = without_scalar(factor)
        more = ([], [inner]) if number is None else _word(inner)
        numbers += [*([] if number is None else [number]), *more[0]]
        letters += more[1]
    return numbers, letters


def _has_mean(node: Expectation) -> bool:
    """Whether an integrand is a polynomial in what is random: an inverse may have no mean at small sizes."""
    return not any(
        isinstance(n, Power)
        and (n.exponent < 0 or n.exponent.denominator != 1)
        and any(isinstance(m, RandomVector | SampleMatrix | Column) for m in walk(n))
        for n in walk(node.body)
    ) and not any(isinstance(n, Applied) and _may_have_no_mean(n) for n in walk(node.body))


def _may_have_no_mean(node: Applied) -> bool:
    """Whether a function may be too large to be averaged: an exponential of what is not linear, a logarithm."""
    random = dict.fromkeys(
        n.sample if isinstance(n, Column) else n
        for n in walk(node)
        if isinstance(n, RandomVector | SampleMatrix | Column)
    )
    if not random or node.function not in ("exp", "log"):
        return False
    try:
        return node.function == "log" or sum(degree_in(node.arguments[0], source) for source in random) > 1
    except NotApplicable:
        return True


def _trace(body: Expression) -> bool:
    """tr(P) and tr(P Q) are non-negative for P, Q positive semi-definite; so is a word that reads A A'."""
    if not body.is_scalar and is_definite(body):
        return True
    factors = factors_of(body)
    if len(factors) > 1 and all(not f.is_scalar and entries_are(f, _signs()) for f in factors):
        return True
    if len(factors) == 2 and _weighed(*factors):
        return True
    # The trace is cyclic: any rotation that splits into two semi-definite halves shows the sign.
    for turn in range(len(factors)):
        rotated = factors[turn:] + factors[:turn]
        for split in range(1, len(rotated) + 1):
            if _definite_word(rotated[:split]) and (split == len(rotated) or _definite_word(rotated[split:])):
                return True
    return False


def _weighed(one: Expression, other: Expression) -> bool:
    return weighs_entries(one, other, _signs()) or weighs_entries(other, one, _signs())


def _signs() -> Signs:
    """Return what this file knows; of strict signs nothing."""
    return Signs(is_nonnegative, _never, is_definite, _never, has_safe_roots)


def _never(node: Expression) -> bool:
    return False


def _definite_word(factors: list[Expression]) -> bool:
    if len(factors) == 1:
        return not factors[0].is_scalar and is_definite(factors[0])
    if functions_of_one(factors) and all(is_definite(factor) for factor in factors):
        return True
    return _is_congruence(factors)


def _is_congruence(factors: list[Expression]) -> bool:
    """Whether a word reads A P A' with P semi-definite or absent."""
    return len(factors) > 1 and _mirrored(factors, definite_middle=True)


def _mirrored(factors: list[Expression], definite_middle: bool = False) -> bool:
    left, right = 0, len(factors) - 1
    while left < right:
        if not _transposed(factors[left], factors[right]):
            inner = factors[left : right + 1]
            return functions_of_one(inner) and all(
                (is_definite if definite_middle else is_symmetric)(factor) for factor in inner
            )
        left, right = left + 1, right - 1
    if left > right:
        return True
    return (is_definite if definite_middle else is_symmetric)(factors[left])


def _transposed(one: Expression, other: Expression) -> bool:
    return one == other.T or other == one.T or (one == other and is_symmetric(one))


def factors_of(node: Expression) -> list[Expression]:
    """Return the factors of a product, transposes pushed inwards and squares as two."""
    if isinstance(node, Product):
        return [*factors_of(node.left), *factors_of(node.right)]
    if isinstance(node, Transpose):
        if isinstance(node.child, Product):
            return [factor.T for factor in reversed(factors_of(node.child))]
        return [node.child] if is_symmetric(node.child) else [node]
    # A square is a word of two letters, which may then be split between the halves of a trace.
    if isinstance(node, Power) and node.exponent == 2 and not node.is_scalar:
        return [*factors_of(node.child), *factors_of(node.child)]
    return [node]


def functions_of_one(factors: list[Expression]) -> bool:
    """Whether all factors are functions of one matrix, or of one commuting family."""
    families: set[tuple[str, str]] = set()
    for factor in factors:
        if not _functions_of(factor, families):
            return False
    return len(families) <= 1


def _functions_of(node: Expression, families: set[tuple[str, str]]) -> bool:
    match node:
        case Identity():
            return True
        case Symbol():
            if not node.is_scalar:
                families.add(("family", node.family) if node.family else ("name", node.name))
            return node.is_symmetric
        case Hadamard():
            # Diagonal matrices are functions of one that has different entries.
            families.add(("diagonal", ""))
            return is_diagonal(node)
        case Sum():
            return all(_functions_of(term, families) for term in node.terms)
        case Scale() | Power() | Transpose():
            return node.is_scalar or _functions_of(node.child, families)
        case Product():
            return _functions_of(node.left, families) and _functions_of(node.right, families)
    return node.is_scalar


def _scaled(node: Scale) -> bool:
    if is_nonnegative(node.scalar):
        return is_nonnegative(node.child)
    # A square written as a product of a scalar with itself.
    return node.scalar == node.child and has_safe_roots(node.child)
