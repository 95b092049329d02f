"""The search witness: it tries to break an inequality, and says how close it came."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import numpy as np

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.approaches import Approaches
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.conserved import Conserved
from lsa_theory.claims.questions.counted import Counted
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.solves import Solves
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.questions.tends import Tends
from lsa_theory.claims.questions.tested import Tested
from lsa_theory.claims.questions.under import Under
from lsa_theory.claims.questions.what_is import WhatIs
from lsa_theory.values.refusals import NotConcerned
from lsa_theory.values.sizes import describe_sizes
from lsa_theory.verification.outcome import Finding, Verdict
from lsa_theory.verification.weighing import WHOLE
from lsa_theory.verification.witnesses.base import Setting, Witness
from lsa_theory.verification.witnesses.search.counted import counted
from lsa_theory.verification.witnesses.search.definite import first_indefinite
from lsa_theory.verification.witnesses.search.elsewhere import attained_elsewhere
from lsa_theory.verification.witnesses.search.slack import search_slack
from lsa_theory.verification.witnesses.search.somewhere import somewhere, under_hypotheses

# What speaks for all questions: a refutation, then what was left open.
_ORDER = (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.CONFIRMED)
# What it has looked at in a claim that asks for more.
_SEEN = frozenset({"signs", "attainment"})


class Search(Witness):
    """Refutes with an exact violation. Without one it only reports the smallest slack, which proves nothing."""

    name = "search"
    answers = frozenset({WHOLE})
    shares = frozenset({"evaluator", "lattice"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Minimise the slack of inequalities at every affordable size; look for the instances that are asked for."""
        rng = setting.generator(stream, self.name)
        found: list[Finding] = []
        for question in claim.questions:
            match question:
                case AtLeast():
                    found.append(self._slack(question, rng))
                case Under():
                    found.append(under_hypotheses(question, rng, self._exact))
                case SomeInstance():
                    found.append(somewhere(question, rng, self._exact))
                case Counted():
                    found.append(counted(question, rng, self._exact))
                case Attained():
                    found.append(self._attained(question, rng))
                case Equal() | Conserved() | Approaches() | Tends() | Tested() | WhatIs() | Solves():
                    pass
                case _:
                    assert_never(question)
        if not found:
            raise NotConcerned("the claim is no inequality, and asks for no instance")
        worst = min(found, key=lambda f: _ORDER.index(f.verdict))
        if len(found) > 1:
            worst = replace(worst, decides=all(f.decides for f in found))
        shown = [f for f in found if "instance" in f.answers and f.decides]
        if worst.verdict is Verdict.CONFIRMED and len(found) == len(claim.questions) and shown:
            # That there is an instance is proved; of the rest nothing is, and nothing is answered but as a whole.
            return replace(worst, answers=frozenset({WHOLE, "instance"}), decides=True, rigorous=True)
        if len(found) == len(claim.questions) or worst.verdict is Verdict.REFUTED:
            return worst
        # Of what is asked beside these it has seen nothing; and it proves no more than that there is an instance.
        exact = all(f.rigorous for f in found)
        return (
            replace(worst, answers=frozenset({"instance"}))
            if exact
            else replace(worst, answers=_SEEN, decides=False)
        )

    def _exact(self, verdict: Verdict, figure: str, *, decides: bool = False) -> Finding:
        """Return a finding about exact instances: of existence it is a proof, of everything else a sample."""
        finding = replace(self.found(verdict, figure, decides=decides), rigorous=True)
        return replace(finding, answers=frozenset({WHOLE, "instance"}))

    def _slack(self, question: AtLeast, rng: np.random.Generator) -> Finding:
        best = search_slack(question, rng)
        if best.counterexample is not None:
            finding = self.found(Verdict.REFUTED, f"violated at {describe_sizes([best.sizes])}")
            return replace(finding, rigorous=True, counterexample=best.counterexample)
        if best.met:
            return self.found(Verdict.CONFIRMED, f"not violated at {best.met} exact instances")
        where = describe_sizes([best.sizes])
        figure = f"smallest relative slack {max(best.smallest, 0.0):.1g} at {where}, {best.tries} tries"
        return self.found(Verdict.CONFIRMED, figure)

    def _attained(self, question: Attained, rng: np.random.Generator) -> Finding:
        """Look for the value elsewhere, and at the weights exactly: symmetric, with positive leading minors."""
        elsewhere = attained_elsewhere(question, rng)
        if elsewhere is not None:
            where = ", ".join(f"{name} = {size}" for name, size in elsewhere.sizes.items()) or "no dimensions"
            finding = self.found(Verdict.REFUTED, f"attained where {question.inside!r} is not 0, at {where}")
            return replace(finding, rigorous=True, counterexample=elsewhere)
        for weight in (question.left, question.right):
            place = first_indefinite(weight, rng, question.given)
            if place is not None:
                return self.found(
                    Verdict.UNDECIDED, f"the weight {weight!r} is not positive definite at {place}"
                )
        return self.found(Verdict.CONFIRMED, "both weights are positive definite as far as was looked")
