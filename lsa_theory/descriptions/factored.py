"""Matrix equations A X R = C R solved where A does not commute with anything: X = A^{-1} C, as a tree."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.algebra.normal import Normal, equal, normal
from lsa_theory.algebra.ring.polynomial import Terms, accumulate, freeze, is_positive, thaw
from lsa_theory.algebra.ring.words import POSITIVE, Atom, Letter, Word, transpose_letter
from lsa_theory.algebra.solving.linear_map import LinearMap, Term, linear_map
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import Expression, Symbol, as_expression, inverse
from lsa_theory.expressions.expression import Identity


@dataclass(frozen=True)
class FactoredSolution:
    """X = A^{-1} C, the solution of A X R = C R.

    `positive` says that A is proved positive definite: a sum, with positive coefficients, of words that read the same
    backwards around a positive definite letter, or an outer product.
    """

    left: Expression
    right: Expression
    value: Expression
    positive: bool


def solve_factored(equation: Expression, unknown: Symbol) -> FactoredSolution:
    """Solve a linear matrix equation whose operator is one product A X R.

    Raises
    ------
    UnsupportedExpression
        If the operator is a sum of several products, or the constant is not a multiple of R.
    """
    operator = linear_map(equation, unknown)
    if not operator.terms or any(t.transposed for t in operator.terms):
        raise UnsupportedExpression(
            f"the operator on {unknown.name} is no product A X R: it holds the transpose"
        )
    first = _word(operator.terms[0].right)
    left = _total([_weighted(t, t.left) for t in operator.terms if _word(t.right) == first])
    anchor = _word(operator.terms[0].left)
    scale = as_expression(operator.terms[0].scalar)
    right = _total([_weighted(t, t.right) for t in operator.terms if _word(t.left) == anchor]) / scale
    constant = -as_expression(operator.constant)
    source = _source(constant, right, first)
    if not equal(operator(unknown), left @ unknown @ right) or not equal(source @ right, constant):
        raise UnsupportedExpression(
            f"the operator on {unknown.name} is no single product A X R; only the operator defines the solution"
        )
    # What A and C begin with, if it may be singular, is left out on both sides: the equation without it implies it.
    shorter, rest = _without_common_start(normal(left), normal(source))
    whole = shorter == normal(left)
    value = inverse(left) @ source if whole else inverse(shorter.as_expression())
    if not whole and not isinstance(rest.as_expression(), Identity):
        value = value @ rest.as_expression()
    unique = whole and all(_definite(letter) for letter in first)
    return FactoredSolution(left, right, value, unique and _positive(operator, first))


def _without_common_start(left: Normal, source: Normal) -> tuple[Normal, Normal]:
    """Strip the longest start that all words of both share and that is not positive definite."""
    words = [word for _, word in (*left.terms, *source.terms)]
    length = 0
    while all(len(w) > length and w[length] == words[0][length] for w in words):
        length += 1
    start = words[0][:length]
    # Cut where the rest is square again.
    while start and (start[-1].cols != start[0].rows or all(_definite(letter) for letter in start)):
        start = start[:-1]
    if not start:
        return left, source

    def stripped(form: Normal) -> Normal:
        terms = {(monomial, word[len(start) :]): c for (monomial, word), c in form.terms.items()}
        return Normal(form.rows, form.cols, freeze(terms), form.declared)

    return stripped(left), stripped(source)


def _weighted(term: Term, factor: Normal) -> Expression:
    return as_expression(term.scalar) * as_expression(factor)


def _total(terms: list[Expression]) -> Expression:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _word(factor: Normal) -> Word:
    ((_, word),) = factor.terms
    return word


def _source(constant: Expression, right: Expression, word: Word) -> Expression:
    """Return C from C R, by the inverse of R where R is a function of one matrix."""
    form = normal(right)
    try:
        if len(form.terms) == 1 and word and not all(letter.rows == letter.cols for letter in word):
            return _divided(normal(constant), word)
        if len(form.terms) == 1 and word:
            return normal(constant @ _inverse_of_word(form, word)).as_expression()
        return normal(constant @ inverse(right)).as_expression()
    except UnsupportedExpression:
        return _divided(normal(constant), word)


def _inverse_of_word(form: Normal, word: Word) -> Expression:
    """Return the inverse of a product of functions of matrices, letter by letter."""
    total: Expression | None = None
    for letter in reversed(word):
        one = inverse(
            Normal(form.rows, form.cols, freeze({((), (letter,)): 1}), form.declared).as_expression()
        )
        total = one if total is None else total @ one
    return as_expression(total)


def _divided(constant: Normal, suffix: Word) -> Expression:
    """Return C from C R, reading off the terms that end in one word of R."""
    kept: Terms = {}
    for (monomial, word), c in constant.terms.items():
        if suffix and word[-len(suffix) :] == suffix:
            accumulate(kept, {(monomial, word[: -len(suffix)]): c})
        elif not suffix:
            accumulate(kept, {(monomial, word): c})
    if not kept:
        raise UnsupportedExpression(
            "the constant of the equation is not a multiple of the operator's right factor"
        )
    return Normal(constant.rows, constant.rows, freeze(kept), constant.declared).as_expression()


def _positive(operator: LinearMap, right: Word) -> bool:
    """Whether A is positive definite: semidefinite words with positive coefficients, one of them definite."""
    own = [t for t in operator.terms if _word(t.right) == right]
    words = [_word(t.left) for t in own]
    return (
        all(_scalar_positive(t.scalar.terms) for t in own)
        and all(_semidefinite(word) for word in words)
        and any(all(_definite(letter) for letter in word) for word in words)
    )


def _semidefinite(word: Word) -> bool:
    """Whether a word is W P W' with P positive definite, or W W'."""
    mirrored = tuple(transpose_letter(letter) for letter in reversed(word))
    if mirrored != word:
        return False
    return len(word) % 2 == 0 or _definite(word[len(word) // 2])


def _definite(letter: Letter) -> bool:
    """Whether a letter is a positive definite function of one matrix, its shifts being visibly positive."""
    if letter.kind != "f" or letter.flag != POSITIVE:
        return False
    return all(not shift or is_positive(thaw(shift)) for _, shift, _ in letter.payload)


def _scalar_positive(terms: Terms) -> bool:
    """Whether a scalar is visibly positive; a trace or form counts where its word is semidefinite in some rotation."""
    return bool(terms) and all(
        c > 0 and all(is_positive({((item,), ()): 1}) or _form_positive(item[0]) for item in monomial)
        for (monomial, _), c in terms.items()
    )


def _form_positive(atom: Atom) -> bool:
    if atom.kind != "t":
        return False
    word: Word = atom.word
    if word[0].rows == "1":
        return _semidefinite(word)
    # tr(P Q) > 0 for positive definite P, Q: a word of two definite letters, or a palindrome up to rotation.
    if len(word) <= 2 and all(_definite(letter) for letter in word):
        return True
    return any(_semidefinite(word[k:] + word[:k]) for k in range(len(word)))
