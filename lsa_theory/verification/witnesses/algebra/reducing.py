"""Statements with limits and hypotheses reduced to equalities: the certificates that the algebra finds."""

from __future__ import annotations

from lsa_theory.algebra.deciding.consequences import multiples
from lsa_theory.algebra.normal import Normal, difference, left_open, normal
from lsa_theory.algebra.solving.limits import Moving, moving
from lsa_theory.claims.certificate import Certificate, Sequence
from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.tends import Tends
from lsa_theory.claims.questions.under import Under
from lsa_theory.errors import InvalidArgument, MissingMoment, UnsupportedExpression
from lsa_theory.expressions.expression import Expression, Power, Zero, walk
from lsa_theory.expressions.operators import at
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.witnesses.algebra.cases import cases, divisors, in_case
from lsa_theory.verification.witnesses.algebra.least_sizes import least_sizes


def certificate_of(claim: Statement) -> Certificate | None:
    """Return what the limits and hypotheses of a claim come to; None if it has none.

    Raises
    ------
    NotApplicable
        If nothing was found.
    UnsupportedExpression
        If something has no normal form.
    """
    found = [_of(question) for question in claim.questions if isinstance(question, Tends | Under)]
    if not found:
        return None
    return Certificate(
        frozenset().union(*(c.answers for c in found)),
        tuple(e for c in found for e in c.equalities),
        tuple(p for c in found for p in c.positive),
        tuple(s for c in found for s in c.sequences),
        next((c.words for c in found if c.words), ""),
        next((c.open for c in found if c.open), ""),
    )


def _of(question: Tends | Under) -> Certificate:
    return _under(question) if isinstance(question, Under) else _tends(question)


def _under(question: Under) -> Certificate:
    answers = frozenset({"equality under the hypotheses"})
    apart = question.left - question.right
    hypotheses = [e.left - e.right for e in question.equations]
    # What is above 0 may be divided by.
    divided = [h / divisor for divisor in divisors(question.signs, hypotheses) for h in hypotheses]
    try:
        same = _agree(question.left, question.right)
        made_of = Zero(*apart.shape) if same else multiples(apart, [*hypotheses, *divided])
    except UnsupportedExpression:
        if not cases(question.signs):
            raise
        made_of = None
    if made_of is None:
        found = _by_cases(apart, hypotheses, question)
        if found is None:
            raise NotApplicable("no sum of multiples of the hypotheses was found that is left - right")
        return Certificate(answers, found, words="in each case that the signs leave")
    if isinstance(made_of, Zero):
        form = difference(question.left, question.right)
        if left_open(question.left, question.right, form):
            return _from_some_size_on(question, form, answers)
        words = "equal without the hypotheses"
        return Certificate(answers, (Equal(question.left, question.right),), words=words)
    step = Equal(apart, made_of, "from the hypotheses", step=True)
    text = repr(made_of)
    words = (
        f"left - right = {text}"
        if len(text) <= 100
        else "left - right is a sum of multiples of the hypotheses"
    )
    return Certificate(answers, (step,), words=words)


def _from_some_size_on(question: Under, form: Normal, answers: frozenset[str]) -> Certificate:
    """Return the equality for the sizes that the hypotheses leave, where it is one of large sizes only.

    d - m >= 0 is said of d, so that with d + m - 1 in its place the equality is one for all d.
    """
    least = least_sizes(question.signs, question.equations)
    short = [f"{name} > {most}" for name, most in form.excluded if least.get(name, 0) <= most]
    if short:
        raise NotApplicable(f"equal where {' and '.join(short)}, which is not read off the hypotheses")
    symbols = {s.name: s for tree in question.stated() for s in constituents([tree]).dimensions}
    moved = {symbols[name]: symbols[name] + (least[name] - 1) for name, _ in form.excluded}
    try:
        sides = at(question.left, moved), at(question.right, moved)
    except InvalidArgument as error:
        raise NotApplicable(str(error)) from error
    words = f"equal where {' and '.join(f'{name} >= {least[name]}' for name, _ in form.excluded)}"
    return Certificate(answers, (Equal(*sides),), words=words)


def _agree(left: Expression, right: Expression) -> bool:
    """Whether the normal form shows at once that two sides are equal, norms and ranks included."""
    try:
        left_over = difference(left, right)
    except (UnsupportedExpression, MissingMoment):
        return False
    return left_over.is_zero() and left_over.doubt is None and not left_open(left, right, left_over)


def _by_cases(apart: Expression, hypotheses: list[Expression], question: Under) -> tuple[Equal, ...] | None:
    """Return an equality for each case of the signs that are assumed; None where one of them is not found."""
    found = []
    for case in cases(question.signs):
        part = f"where {', '.join(value.words for value in case)}"
        sides = in_case(question.left, case), in_case(question.right, case)
        if _agree(*sides):
            found.append(Equal(*sides, part, step=True))
            continue
        told_apart = in_case(apart, case)
        within = [in_case(h, case) for h in hypotheses]
        divided = [h / in_case(divisor, case) for divisor in divisors(question.signs) for h in within]
        made_of = multiples(told_apart, [*within, *divided])
        if made_of is None:
            return None
        found.append(Equal(told_apart, made_of, part, step=True))
    return tuple(found) or None


def _tends(question: Tends) -> Certificate:
    subject = question.left if question.order == 0 else question.left - question.right
    form_of = normal(subject)
    closed = form_of.as_expression()
    form = moving(subject, question.growing, question.holding)
    names = ", ".join(f"1/{symbol.name}" for symbol in question.growing)
    along = at(closed, question.holding) if question.holding else closed
    lengths = {small: 1 / length for length, small in form.small.items()}
    # The limit is one of large sizes: what another value at small ones is does not matter.
    beyond = {s: s + most for name, most in form_of.excluded for s in question.growing if s.name == name}
    steps = [
        Equal(at(subject, beyond), at(closed, beyond), "closed form", step=True),
        Equal(along, at(form.expression, lengths), f"in {names}", step=True),
    ]
    target = question.right if question.order == 0 else Zero(*subject.shape)
    followed = Sequence(
        form.expression,
        tuple(form.small.values()),
        target,
        question.order,
        tuple(form.small),
    )
    answers = frozenset({"limit"})
    try:
        parts = [*steps, *_at_infinity(question, form, names)]
        positive = tuple(p for p in form.divisors() if not _divides(p, question.right))
    except UnsupportedExpression as error:
        parts = [*steps, *_against(question, form, names)]
        why = f"no value at {names} = 0: {error}"
        return Certificate(answers, tuple(parts), (), (followed,), open=why)
    return Certificate(answers, tuple(parts), positive, (followed,), _said(question, form))


def _at_infinity(question: Tends, form: Moving, names: str) -> list[Equal]:
    if question.order == 0:
        # Where it can be evaluated there, it is continuous there: a rational function of the small scalars.
        value = at(form.expression, dict.fromkeys(form.small.values(), 0))
        form.at_infinity()
        return [Equal(value, question.right, f"at {names} = 0", step=question.sufficient)]
    zero = Zero(*question.left.shape)
    # The derivative of the order itself has to be bounded too: a root of 1/N has none.
    *below, _ = form.terms(question.order)
    return [
        Equal(term.as_expression(), zero, f"the term of order {k} in {names}", step=question.sufficient)
        for k, term in enumerate(below)
    ]


def _against(question: Tends, form: Moving, names: str) -> list[Equal]:
    """Return what has to hold along one ray, where there is no value at 0: its failure refutes a limit and an order."""
    found = form.along_a_ray()
    if found is None:
        return []
    power, value = found
    if power == 0 and (question.order > 0 or len(form.small) == 1):
        return []
    target = question.right if power == 0 else Zero(*question.left.shape)
    where = "in fixed proportions" if power == 0 else f"the coefficient of what grows like the power {power}"
    return [Equal(value.as_expression(), target, f"{where}, {names}", step=question.sufficient)]


def _divides(divisor: Expression, right: Expression) -> bool:
    """Whether the right side is defined only where a divisor does not vanish."""
    return any(
        isinstance(node, Power) and node.exponent < 0 and node.child == divisor for node in walk(right)
    )


def _said(question: Tends, form: Moving) -> str:
    if question.order:
        return f"no term below 1/{question.growing[0].name}^{question.order}"
    text = repr(form.at_infinity())
    return f"the limit is {text}" if len(text) <= 100 else "the limit in closed form"
