"""The proof witness: every sign that the proof of an inequality uses, read off or by a named inequality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from lsa_theory.claims.box import Box
from lsa_theory.claims.equality import Statement
from lsa_theory.claims.forms.assumptions import known_signs
from lsa_theory.claims.questions.approaches import Approaches
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.signs import is_nonnegative
from lsa_theory.claims.strict import is_positive, is_strictly_definite
from lsa_theory.expressions.expression import Expression, Symbol, describe
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.refusals import NotConcerned
from lsa_theory.verification.outcome import Counterexample, Finding, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness
from lsa_theory.verification.witnesses.proof.branch_and_bound import prove_on_box
from lsa_theory.verification.witnesses.proof.one_scalar import sign_on_interval


class Proof(Witness):
    """Confirms when every multiplier and every gap of the chain is non-negative.

    That each step is an equality is for the identity witnesses; a claim needs both.
    """

    name = "proof"
    rigorous = True
    answers = frozenset({"signs", "arrival", "attainment", "regularity", "instance"})
    shares = frozenset({"signs"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Check the signs, step by step."""
        found = [
            replace(self._answer(q), answers=frozenset(q.needs) & self.answers)
            for q in claim.questions
            if isinstance(q, AtLeast | Approaches | Attained)
        ]
        found += [self._nowhere(q) for q in claim.questions if isinstance(q, SomeInstance)]
        if claim.certificate is not None and claim.certificate.sequences and not claim.certificate.open:
            regular = self._regular(claim.certificate.positive)
            found.append(replace(regular, answers=frozenset({"regularity"})))
        if not found:
            raise NotConcerned("the claim is no inequality and no limit")
        # One answer that is not a confirmation speaks for all: the worst is the claim's.
        worst = next((f for f in found if f.verdict is not Verdict.CONFIRMED), found[0])
        return replace(worst, answers=frozenset().union(*(f.answers for f in found)))

    def _regular(self, divisors: Sequence[Expression]) -> Finding:
        """Check that nothing is divided by at infinity that could vanish there."""
        for divisor in divisors:
            if not (is_positive(divisor) if divisor.is_scalar else is_strictly_definite(divisor)):
                return self.found(
                    Verdict.UNDECIDED,
                    f"in the limit it is divided by {describe(divisor)}, whose form does not show that it is positive",
                )
        words = f"{len(divisors)} divisor{'' if len(divisors) == 1 else 's'} in the limit, positive"
        return self.found(
            Verdict.CONFIRMED, words if divisors else "nothing is divided by in the limit", decides=True
        )

    def _nowhere(self, question: SomeInstance) -> Finding:
        """Refute an existence claim where the form of the difference shows that the opposite holds everywhere."""
        for gap, strict in question.opposite():
            if is_positive(gap) if strict else is_nonnegative(gap):
                relation = ">" if strict else ">="
                finding = self.found(
                    Verdict.REFUTED, f"{gap!r} {relation} 0 everywhere, by its form", decides=True
                )
                return replace(finding, answers=frozenset({"instance"}))
        raise NotConcerned("no form shows that the opposite holds everywhere")

    def _attained(self, question: Attained) -> Finding:
        known = known_signs(question.given)
        for weight in (question.left, question.right):
            if not is_strictly_definite(known(weight)):
                return self.found(
                    Verdict.UNDECIDED,
                    f"the form of {describe(weight)} does not show that it is positive definite",
                )
        return self.found(Verdict.CONFIRMED, "both weights are positive definite by their form", decides=True)

    def _answer(self, question: AtLeast | Approaches | Attained) -> Finding:
        if isinstance(question, Attained):
            return self._attained(question)
        if isinstance(question, Approaches):
            return self._of_a_limit(question)
        if question.on is not None:
            return self._on_a_box(question, question.on)
        missing = question.missing()
        if missing:
            return self.found(Verdict.UNDECIDED, missing)
        names = dict.fromkeys(reason.name for _, step in question.chain for _, reason in step.because)
        steps = sum(1 for _ in question.chain)
        words = f"{steps} step{'' if steps == 1 else 's'}"
        return self.found(Verdict.CONFIRMED, f"{words}: {', '.join(names)}" if names else words, decides=True)

    def _of_a_limit(self, question: Approaches) -> Finding:
        missing = question.missing()
        if missing:
            return self.found(Verdict.UNDECIDED, missing)
        steps = sum(1 for equality in question.equalities() if equality.step)
        words = f"descent to the only stationary point it can reach, {steps} identities"
        return self.found(Verdict.CONFIRMED, words, decides=True)

    def _on_a_box(self, question: AtLeast, box: Box) -> Finding:
        found = self._of_one_scalar(question, box)
        if found is not None:
            return found
        bounded = prove_on_box(question.larger, question.smaller, box, strict=question.strict)
        if bounded.proved:
            finding = self.found(
                Verdict.CONFIRMED, f"{bounded.boxes} boxes of balls cover {box.describe()}", decides=True
            )
            return replace(finding, shares=frozenset({"balls", "closures"}))
        if bounded.point is None:
            return self.found(Verdict.UNDECIDED, f"still open after {bounded.boxes} boxes")
        return self._refuted(question, box, bounded.point, f"fails in the box, after {bounded.boxes} boxes")

    def _of_one_scalar(self, question: AtLeast, box: Box) -> Finding | None:
        """Decide a rational function of one scalar by its roots; None where that does not apply."""
        if len(box.intervals) != 1:
            return None
        ((variable, ends),) = box.intervals.items()
        slack = question.larger - question.smaller
        decided = sign_on_interval(slack, variable, ends, Instance(dict(box.sizes), {}), question.strict)
        if decided is None:
            return None
        if decided.point is not None:
            return self._refuted(
                question, box, {variable: decided.point}, "fails between two roots of the slack"
            )
        words = f"no sign change for {box.describe()}, by Sturm's theorem"
        finding = self.found(Verdict.CONFIRMED, words, decides=True)
        return replace(finding, shares=frozenset({"sturm"}))

    def _refuted(self, question: AtLeast, box: Box, point: Mapping[Symbol, Fraction], figure: str) -> Finding:
        instance = Instance(dict(box.sizes), {s: [[v]] for s, v in point.items()})
        sides = [
            Evaluator(Balls(30), instance).evaluate(tree)[0, 0]
            for tree in (question.larger, question.smaller)
        ]
        with Balls(30).at_work():
            shown = [[[v.str(12)]] for v in (*sides, sides[0] - sides[1])]
        found = Counterexample.at(
            instance, *shown, part=f"left {'>' if question.strict else '>='} right fails", kind="enclosed"
        )
        finding = self.found(Verdict.REFUTED, figure)
        return replace(finding, counterexample=found)
