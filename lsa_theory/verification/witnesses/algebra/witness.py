"""The algebra witness: the normal form of the difference, which decides identities for every dimension."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from lsa_theory.claims.certificate import Certificate
from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.questions.tends import Tends
from lsa_theory.claims.signs import is_symmetric
from lsa_theory.claims.strict import is_strictly_definite
from lsa_theory.errors import MissingMoment, UnsupportedExpression
from lsa_theory.expressions.definitions import body_of, definitions_in
from lsa_theory.expressions.expression import Expression, Sum, Symbol, Zero
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.sizes import Sizes, all_sizes, describe_sizes
from lsa_theory.verification.outcome import Finding, Lead, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness, equalities_of

if TYPE_CHECKING:
    from lsa_theory.algebra.normal import Normal

_SHOWN = 160
# Products of terms that a shorter form for a reader is worth: some seconds.
_WORTH = 60_000
_LARGEST, _MOST_SIZES = 6, 1000
# So many words, at most, are brought into a short form when they are left over.
_FEW = 24


class Algebra(Witness):
    """Confirms when the normal forms agree; refutes when something is left, which the figure shows."""

    name = "algebra"
    rigorous = True
    answers = frozenset({"equality", "limit", "equality under the hypotheses"})
    shares = frozenset({"words"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Compare normal forms, part by part."""
        from lsa_theory.algebra.normal import difference, left_open

        absent = self._nowhere(claim)
        if absent is not None:
            return absent
        certificate = _certificate(claim)
        if certificate is not None:
            claim = claim.certified(certificate)
        identities = equalities_of(claim)
        conditions: dict[str, None] = {}
        unsettled: list[Sizes] = []
        for identity in identities:
            try:
                left_over = difference(identity.left, identity.right)
                agrees, doubt = left_over.is_zero(), left_over.doubt
            except (UnsupportedExpression, MissingMoment) as error:
                raise NotApplicable(str(error)) from error
            if identity.step and not _hold_in_the_end(left_over.conditions, claim):
                raise NotApplicable(f"the steps hold only where {' and '.join(left_over.conditions)}")
            still_open = left_open(identity.left, identity.right, left_over) if agrees else ()
            unsettled.extend(at.sizes for at in still_open)
            # Where every excluded size is settled, nothing has to be assumed of it.
            settled = [] if still_open else [f"{size} > {most}" for size, most in left_over.excluded]
            conditions.update(dict.fromkeys(c for c in left_over.conditions if c not in settled))
            if doubt is not None:
                raise NotApplicable(doubt)
            if not agrees:
                where = f"{identity.part}: " if identity.part else ""
                finding = self.found(
                    Verdict.REFUTED, f"{where}{_diagnosis(identity, left_over)}", decides=True
                )
                return replace(finding, leads=(_lead(identity, left_over),), certificate=certificate)
        parts = constituents(side for i in identities for side in (i.left, i.right))
        names = ", ".join(symbol.name for symbol in parts.dimensions)
        scope = f"all {names}" if names else "exact"
        established = next((q.established for q in claim.questions if q.established), "")
        words = f"{established}, {scope}" if established else scope
        if certificate is not None and certificate.open:
            return replace(self.found(Verdict.UNDECIDED, certificate.open), certificate=certificate)
        if certificate is not None:
            words = f"{certificate.words}, {scope}"
        if unsettled:
            words = f"{words} but {', '.join(describe_sizes([sizes]) for sizes in unsettled)}"
        # What is excluded there is a statement about other values, which this form says nothing of.
        finding = self.found(Verdict.CONFIRMED, words, decides=not unsettled)
        answers = finding.answers | (frozenset() if certificate is None else certificate.answers)
        return replace(finding, hypotheses=tuple(conditions), certificate=certificate, answers=answers)

    def _nowhere(self, claim: Statement) -> Finding | None:
        """Refute an existence claim where a normal form shows that the opposite holds everywhere."""
        from lsa_theory.verification.witnesses.algebra.nowhere import excluded

        for question in claim.questions:
            if isinstance(question, SomeInstance):
                shown = excluded(question)
                if shown:
                    finding = self.found(Verdict.REFUTED, shown, decides=True)
                    return replace(finding, answers=frozenset({"instance"}))
        return None


def _hold_in_the_end(conditions: Sequence[str], claim: Statement) -> bool:
    """Whether conditions such as "N > d + 1" hold as soon as what grows is large; without a limit, none does."""
    growing = {n.name for s in (claim.certificate.sequences if claim.certificate else ()) for n in s.lengths}
    held = {n.name for q in claim.questions if isinstance(q, Tends) for n in q.holding}
    if not all(map(_is_of_sizes, conditions)):
        return False
    sides = [condition.split(" > ") for condition in conditions]
    return all(left in growing and not {*right.split()} & (growing | held) for left, right in sides)


def _certificate(claim: Statement) -> Certificate | None:
    from lsa_theory.verification.witnesses.algebra.reducing import certificate_of

    try:
        return certificate_of(claim)
    except (UnsupportedExpression, MissingMoment) as error:
        raise NotApplicable(str(error)) from error


def _diagnosis(identity: Equal, left_over: Normal) -> str:
    """Return what is left over, in its shortest form, and the right side near the given one that is equal."""
    if len(left_over) > _FEW:
        # Nobody reads what it would come to, and a claim with many refuted parts waits for it.
        return f"left - right = {_cut(repr(left_over))}"
    from lsa_theory.algebra.compact.compacting import compact
    from lsa_theory.algebra.compact.near import nearest_right
    from lsa_theory.algebra.ring.effort import TooMuchWork, at_most

    try:
        with at_most(_WORTH):
            shown = compact(left_over, definitions=_letters_of(identity))
    except TooMuchWork:
        shown = left_over.as_expression()
    text = f"left - right = {_cut(repr(shown))}"
    with at_most(_WORTH):
        # What is too much work for it is as good as not found.
        meant = nearest_right(identity.left, identity.right, left_over, shown)
    return text if meant is None else f"{text}; equal is: {_change(identity.right, meant)}"


def _letters_of(identity: Equal) -> dict[Symbol, Expression]:
    """Return the definitions of a statement as letters, for what is left over to be written in them."""
    return {
        Symbol(
            name, node.rows, node.cols, "positive definite" if is_strictly_definite(node) else "symmetric"
        ): body_of(node)
        for name, node in definitions_in([identity.left, identity.right]).items()
        if not node.is_scalar and is_symmetric(node)
    }


def _change(right: Expression, meant: Expression) -> str:
    """Return the right side that is equal; of a long sum the one term that differs."""
    whole = repr(meant)
    if len(whole) > _SHOWN and isinstance(right, Sum) and isinstance(meant, Sum):
        old = [t for t in right.terms if t not in meant.terms]
        new = [t for t in meant.terms if t not in right.terms]
        if len(old) <= 1 and len(new) == 1:
            there = f" in the place of {_cut(repr(old[0]))}" if old else " added"
            return f"right with {_cut(repr(new[0]))}{there}"
    return f"right = {_cut(whole)}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _is_of_sizes(condition: str) -> bool:
    """Whether a condition compares sums of lengths, such as "N > d + 3"."""
    return re.fullmatch(r"\w+( [+-] \w+)* > \w+( [+-] \w+)*", condition) is not None


def _holds(condition: str, sizes: Sizes) -> bool:
    """Whether a condition such as "N > d + 3" holds at given sizes."""
    if not _is_of_sizes(condition):
        # About matrices: whether it holds is seen at an instance, not at a size.
        return True
    named = {symbol.name: size for symbol, size in sizes.items()}
    if any(not word.isdecimal() and word not in named for word in re.findall(r"\w+", condition)):
        # About a scalar, such as degrees of freedom.
        return True

    def value(text: str) -> int:
        terms = text.replace("- ", "+ -").split("+")
        return sum(-_term(t.strip()[1:]) if t.strip().startswith("-") else _term(t.strip()) for t in terms)

    def _term(text: str) -> int:
        return int(text) if text.isdigit() else named.get(text, 0)

    larger, smaller = condition.split(" > ")
    return value(larger) > value(smaller)


def _lead(identity: Equal, left_over: Normal) -> Lead:
    """Return the closed forms and the sizes to look at: no word of k letters vanishes at every size up to k."""
    letters = max(
        len(word) + sum(len(atom.word) if atom.kind == "t" else 1 for atom, _ in monomial)
        for monomial, word in left_over.terms
    )
    # A coefficient such as (d - 1) ... (d - 9) has as many zeros as its degree, at most.
    zeros = max(
        (abs(int(e)) for monomial, _ in left_over.terms for atom, e in monomial if atom.kind == "a"),
        default=0,
    )
    closed = left_over.as_expression()
    parts = constituents([closed])
    tried = islice(all_sizes(parts.dimensions, max(letters, zeros, _LARGEST) + 1), _MOST_SIZES)
    sizes = [s for s in tried if all(_holds(condition, s) for condition in left_over.conditions)]
    return Lead(closed, Zero(closed.rows, closed.cols), tuple(sizes), identity.part)
