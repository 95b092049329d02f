"""The search witness: it tries to break an inequality, and says how close it came."""

from __future__ import annotations

from dataclasses import replace

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.values.refusals import NotConcerned
from lsa_theory.values.sizes import describe_sizes
from lsa_theory.verification.outcome import Finding, Verdict
from lsa_theory.verification.weighing import WHOLE
from lsa_theory.verification.witnesses.base import Setting, Witness
from lsa_theory.verification.witnesses.search.slack import search_slack


class Search(Witness):
    """Refutes with an exact violation. Without one it only reports the smallest slack, which proves nothing."""

    name = "search"
    answers = frozenset({WHOLE})
    shares = frozenset({"evaluator", "lattice"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Minimise the slack at every affordable size."""
        asked = [q for q in claim.questions if isinstance(q, AtLeast)]
        if not asked:
            raise NotConcerned("the claim is no inequality")
        rng = setting.generator(stream, self.name)
        slacks = [search_slack(question, rng) for question in asked]
        found = min(slacks, key=lambda s: (s.counterexample is None, s.smallest))
        if found.counterexample is not None:
            finding = self.found(Verdict.REFUTED, f"violated at {describe_sizes([found.sizes])}")
            return replace(finding, rigorous=True, counterexample=found.counterexample)
        where = describe_sizes([found.sizes])
        figure = f"smallest relative slack {max(found.smallest, 0.0):.1g} at {where}, {found.tries} tries"
        finding = self.found(Verdict.CONFIRMED, figure)
        # Of what is asked beside inequalities it has seen nothing.
        return (
            finding if len(asked) == len(claim.questions) else replace(finding, answers=frozenset({"signs"}))
        )
