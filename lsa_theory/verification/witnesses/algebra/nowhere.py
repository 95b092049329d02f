"""Whether the normal form of a difference shows that there is no instance of what is claimed to exist."""

from __future__ import annotations

from collections.abc import Iterator

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.signs import is_nonnegative
from lsa_theory.claims.strict import is_positive
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.expression import Expression


def excluded(question: SomeInstance) -> str:
    """Return why the opposite holds everywhere, as a form that shows it; empty where none does.

    An equality of square matrices has no instance where that of their traces has none.

    >>> from lsa_theory.claims.hypotheses import equation
    >>> from lsa_theory.expressions import dimension, identity, matrix
    >>> d = dimension("d"); A, B = matrix("A", d), matrix("B", d)
    >>> excluded(SomeInstance(equation(A @ B - B @ A, identity(d))))
    'the traces of the two sides differ by d > 0 everywhere'
    """
    from lsa_theory.algebra.normal import normal

    for gap, strict, whose in _gaps(question):
        try:
            form = normal(gap)
            if form.doubt is not None or form.conditions:
                continue
            shown = form.as_expression()
        except LsaTheoryError:
            continue
        if is_positive(shown) if strict else is_nonnegative(shown):
            return f"{whose}{shown!r} {'>' if strict else '>='} 0 everywhere"
    return ""


def _gaps(question: SomeInstance) -> Iterator[tuple[Expression, bool, str]]:
    yield from ((gap, strict, "") for gap, strict in question.opposite())
    of = question.of
    if isinstance(of, Equal) and not of.left.is_scalar and of.left.rows == of.left.cols:
        apart = trace(of.left - of.right)
        yield apart, True, "the traces of the two sides differ by "
        yield -apart, True, "the traces of the two sides differ by "
