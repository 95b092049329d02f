"""Linear matrix equations, quadratic forms and monomial equations, solved in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.algebra.declarations import symbol_letter
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.occurring import names_of, parts_of
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    freeze,
    is_positive,
    of_word,
    power,
    scale,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import POSITIVE, Letter, Word, transpose_letter, variable
from lsa_theory.algebra.solving.two_sided import solved, two_sided
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, describe


@dataclass(frozen=True)
class LinearSolution:
    """The solution of a linear matrix equation, and whether it is the only one.

    `unique` is set only where it is proved: the operator is a sum of X -> c F X G with c > 0 and F, G positive
    definite functions of one matrix, so it is positive definite.
    """

    value: Normal
    unique: bool
    reason: str


def solve_linear(equation: Expression, unknown: Symbol) -> LinearSolution:
    """Solve equation = 0, linear in an unknown, where its coefficients commute, or it is L X R + K = 0 for sums L, R.

    Parameters
    ----------
    equation : (d, d) expression
        A sum of terms c F X G and terms without X.
    unknown : Symbol
        X.

    Raises
    ------
    UnsupportedExpression
        If the equation is not linear in X, or of neither kind.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity, matrix, positive_definite
    >>> d = dimension("d"); L = positive_definite("Lambda", d); X = matrix("X", d)
    >>> solve_linear(L @ X @ L + 2 * L @ X - L, X).value
    (Lambda + 2 * I)**(-1)
    >>> A, B = matrix("A", d), matrix("B", d)
    >>> solve_linear((A + L) @ X @ B - B, X).value
    (A + Lambda)**(-1)
    """
    try:
        return solve_in_one_matrix(equation, unknown)
    except UnsupportedExpression as refused:
        form, letter = normal(equation), symbol_letter(unknown)
        refuse_in_networks(form.terms, unknown)
        parts = two_sided(form.terms, letter) or two_sided(transpose(form.terms), letter)
        if parts is None:
            raise UnsupportedExpression(
                f"{refused}; nor is it L @ {unknown.name} @ R + K = 0 with one L and one R"
            ) from None
    value, definite = solved(*parts)
    reason = f"it is L @ {unknown.name} @ R + K = 0, " + (
        "with L and R positive definite" if definite else "solved where L and R have inverses"
    )
    return LinearSolution(Normal(form.rows, form.cols, freeze(value), form.declared), definite, reason)


def solve_in_one_matrix(equation: Expression, unknown: Symbol) -> LinearSolution:
    """Solve equation = 0, linear in a square unknown, where all its coefficients are functions of one matrix.

    Raises
    ------
    UnsupportedExpression
        If the equation is not linear in the unknown, or its coefficients do not commute.
    """
    form = normal(equation)
    symbol: Terms = {}
    constant: Terms = {}
    positive = True
    letter = symbol_letter(unknown)
    refuse_in_networks(form.terms, unknown)
    for (monomial, word), c in form.terms.items():
        places = [k for k, x in enumerate(word) if x.name == unknown.name]
        if any(a.kind == "t" and any(x.name == unknown.name for x in a.word) for a, _ in monomial):
            raise UnsupportedExpression(f"the equation has {unknown.name} inside a trace or a scalar")
        if not places:
            accumulate(constant, {(monomial, word): c})
            continue
        if len(places) > 1 or word[places[0]] not in (letter, transpose_letter(letter)):
            raise UnsupportedExpression(f"the equation is not linear in {unknown.name}")
        k = places[0]
        left, right = word[:k], word[k + 1 :]
        scalar: Terms = {(monomial, ()): c}
        flipped = word[k] != letter
        positive &= not flipped and is_positive(scalar) and all(_definite(w) for w in (left, right))
        accumulate(symbol, product([scalar, of_word(left), of_word(right)]))
    if not symbol:
        raise UnsupportedExpression(f"{unknown.name} does not occur in the equation {describe(equation)}")
    value = reduced(multiply(matrix_power(symbol, -1), scale(constant, -1)))
    if any(len(w) > 1 for _, w in (*symbol, *value)) or any(x.flag >= 0 for _, w in symbol for x in w):
        raise UnsupportedExpression(
            f"the coefficients of {unknown.name} are not functions of one symmetric matrix; the equation has "
            "no closed form in words, only the linear operator that defines it"
        )
    if transpose(value) != value:
        raise UnsupportedExpression(f"the solution for {unknown.name} is not symmetric, as the method needs")
    reason = (
        "the operator is a positive combination of maps F X G with F, G positive definite functions of one matrix"
        if positive
        else "uniqueness was not established"
    )
    return LinearSolution(Normal(form.rows, form.cols, freeze(value), form.declared), positive, reason)


def refuse_in_networks(terms: Terms, unknown: Symbol) -> None:
    """Refuse an equation whose unknown stands in an elementwise product, or beside single entries.

    Raises
    ------
    UnsupportedExpression
        If it does.
    """
    for part in parts_of(terms):
        if (
            isinstance(part, Letter)
            and part.kind == "e"
            and unknown.name in names_of(parts_of({((), (part,)): 1}))
        ):
            raise UnsupportedExpression(
                f"the equation has {unknown.name} in an elementwise product, a diagonal or a sum over coordinates; it "
                "is solved only where products and traces are matrix ones"
            )


def _definite(word: Word) -> bool:
    return not word or (
        len(word) == 1 and word[0].kind == "f" and word[0].flag == POSITIVE and _shifts_positive(word)
    )


def _shifts_positive(word: Word) -> bool:
    return all(not shift or is_positive(thaw(shift)) for _, shift, _ in word[0].payload)


def homogeneous_part(expression: Expression, unknown: Symbol, degree: int) -> Normal:
    """Return the terms of an expression in which a symbol occurs `degree` times.

    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> d = dimension("d"); X = matrix("X", d)
    >>> homogeneous_part(trace(X @ X.T) - trace(X), X, 2)
    tr(X @ X.T)
    """
    form = normal(expression)
    kept = {key: c for key, c in form.terms.items() if _degree(key, unknown.name) == degree}
    return Normal(form.rows, form.cols, freeze(kept), form.declared)


def _degree(key: tuple[Monomial, Word], name: str) -> Fraction:
    monomial, word = key
    total = Fraction(sum(_occurrences(x, name) for x in word))
    for atom, exponent in monomial:
        if atom.kind == "t":
            total += exponent * sum(_occurrences(x, name) for x in atom.word)
        elif atom.kind == "a" and atom.name == name:
            total += exponent
    return total


def _occurrences(letter: Letter, name: str) -> Fraction:
    if letter.kind == "f":
        return sum((Fraction(e) for g, s, e in letter.payload if g == name and not s), Fraction(0))
    if letter.kind == "e":
        return sum((_occurrences(x, name) for _, _, word in letter.payload.edges for x in word), Fraction(0))
    return Fraction(int(letter.name == name))


def solve_monomial(equation: Expression, unknown: Symbol) -> Normal:
    """Solve a u**p + b u**q = 0 for the positive scalar u, with a and b free of u.

    Raises
    ------
    UnsupportedExpression
        If u occurs to other than two powers, or -b/a is not visibly positive.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, scalar, trace
    >>> d = dimension("d"); L = positive_definite("Lambda", d); u = scalar("u")
    >>> solve_monomial(u**2 - trace(L) / u**2, u)
    tr(Lambda)**(1/4)
    """
    form = normal(equation)
    by_power: dict[Fraction, Terms] = {}
    for (monomial, word), c in form.terms.items():
        exponents = dict(monomial)
        atom = variable(unknown.name, unknown.structure)
        e = Fraction(exponents.pop(atom, 0))
        accumulate(by_power.setdefault(e, {}), {(tuple(sorted(exponents.items())), word): c})
    if len(by_power) != 2:
        raise UnsupportedExpression(
            f"the equation has {unknown.name} to {len(by_power)} different powers; expected two"
        )
    (low, b), (high, a) = sorted(by_power.items())
    ratio = reduced(multiply(scale(b, -1), power(a, -1)))
    gap = high - low
    value = power(ratio, 1 / gap if gap != 1 else 1)
    return Normal(1, 1, freeze(value), form.declared)


def replace(expression: object, symbol: Symbol, value: object) -> Normal:
    """Return the normal form of an expression with a symbol replaced."""
    from lsa_theory.expressions.operators import at

    return normal(at(as_expression(expression), {symbol: value}))
