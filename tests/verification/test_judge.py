from dataclasses import dataclass

import pytest

from lsa_theory import Claim, E, dimension, identity, inverse, samples, trace, with_moments
from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.errors import UnknownName
from lsa_theory.expressions import Expression
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification import judge as module
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Counterexample, Finding, Verdict
from lsa_theory.verification.weighing import weigh
from lsa_theory.verification.witnesses.base import Setting, Witness
from lsa_theory.verification.witnesses.registry import WITNESSES
from tests.verification.toys import FALSE, TRUE, A, Lambda, x

YES, NO, UNSURE = Verdict.CONFIRMED, Verdict.REFUTED, Verdict.UNDECIDED
INSTANCE = Counterexample({"d": 1}, {}, (("1",),), (("0",),), (("1",),))
OBSERVED = Counterexample({"d": 1}, {}, (("1",),), (("0",),), (("1",),), kind="observed")


SOME, ALL = False, True


def made(*findings):
    """Findings (verdict, decides, shares, rigorous), all of them about the equality."""
    return [
        Finding(
            f"w{i}",
            verdict,
            "",
            rigorous=rest[0] if rest else True,
            decides=decides,
            answers=frozenset({"equality"}),
            shares=frozenset(shares.split()),
        )
        for i, (verdict, decides, shares, *rest) in enumerate(findings)
    ]


@pytest.mark.parametrize(
    ("findings", "counterexample", "verdict", "reason"),
    [
        ([(YES, ALL, "a"), (YES, SOME, "b")], None, YES, ""),
        ([(YES, ALL, "a"), (YES, SOME, "b", False)], None, YES, ""),
        ([(YES, ALL, "a"), (YES, SOME, "b"), (UNSURE, SOME, "c")], None, YES, ""),
        ([(YES, ALL, "a"), (YES, SOME, "a c")], None, UNSURE, "nothing independent"),
        ([(YES, SOME, "a"), (YES, SOME, "b")], None, UNSURE, "not decided for all"),
        ([(YES, ALL, "a")], None, UNSURE, "only w0 confirms the equality"),
        ([(YES, ALL, "a"), (UNSURE, SOME, "b")], None, UNSURE, "only w0 confirms the equality"),
        ([], None, UNSURE, "no witness confirms the equality"),
        ([(YES, SOME, "a"), (NO, SOME, "b")], INSTANCE, NO, "refuted by w1"),
        ([(YES, ALL, "a"), (NO, SOME, "b")], INSTANCE, UNSURE, "conflict: an instance against w0"),
        ([(YES, SOME, "a"), (NO, SOME, "b", False)], OBSERVED, UNSURE, "conflict: w1 observed"),
        ([(YES, SOME, "a", False), (NO, SOME, "b", False)], OBSERVED, NO, "refuted by w1"),
        ([(YES, SOME, "a"), (NO, ALL, "b")], None, UNSURE, "no counterexample was found"),
    ],
)
def test_verdict(findings, counterexample, verdict, reason):
    got, why = weigh(made(*findings), counterexample, ["equality"])
    assert got is verdict
    assert reason in why


def test_every_question_needs_an_answer():
    findings = made((YES, ALL, "a"), (YES, SOME, "b"))
    assert weigh(findings, None, ["equality"])[0] is YES
    verdict, reason = weigh(findings, None, ["equality", "arrival"])
    assert verdict is UNSURE
    assert "no witness confirms the arrival" in reason


def test_a_claim_without_a_question_is_not_confirmed():
    assert weigh(made((YES, ALL, "a"), (YES, SOME, "b")), None, [])[0] is UNSURE


def test_a_kind_that_asks_nothing_stays_undecided():
    class Decreasing(Claim):
        questions = Statement.questions

    judgement = judge(Decreasing(trace(A @ Lambda), trace(Lambda @ A)))
    assert judgement.verdict is UNSURE
    assert judgement.reason == "the claim asks no question"


def test_a_question_that_no_witness_answers_leaves_a_claim_undecided():
    @dataclass(frozen=True)
    class Decreasing:
        needs = ("monotonicity",)
        established = ""

        def equalities(self):
            return (Equal(trace(A @ Lambda), trace(Lambda @ A)),)

        def stated(self):
            return (trace(A @ Lambda),)

        def describe(self):
            return "tr(A Lambda) decreases"

    @dataclass(frozen=True, kw_only=True)
    class Falling(Statement):
        @property
        def questions(self):
            return (Decreasing(),)

    judgement = judge(Falling(), witnesses=["algebra", "field", "entries"])
    assert judgement.verdict is UNSURE
    assert "no witness confirms the monotonicity" in judgement.reason


def test_a_claim_of_ones_own_asks_questions_that_exist():
    @dataclass(frozen=True, kw_only=True)
    class Both(Statement):
        second: Expression

        @property
        def questions(self):
            return Equal(trace(A @ Lambda), trace(Lambda @ A), "one"), Equal(trace(A), self.second, "two")

    names = ["algebra", "field", "entries"]
    assert judge(Both(second=trace(A.T)), witnesses=names).verdict is YES
    false = judge(Both(second=trace(A @ A)), witnesses=names)
    assert (false.verdict, false.counterexample.part) == (NO, "two")


def test_figures_do_not_depend_on_the_name():
    claim = Claim(E((x.T @ x) ** 2), trace(Lambda) ** 2 + 2 * trace(Lambda @ Lambda))
    first, second = (judge(claim, identifier=name) for name in ("one", "another"))
    assert [f.figure for f in first.findings] == [f.figure for f in second.findings]


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_are_confirmed(name):
    assert judge(TRUE[name], identifier=name, witnesses=["algebra", "field", "quadrature"]).verdict is YES


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_come_with_an_exact_counterexample(name):
    judgement = judge(FALSE[name], identifier=name)
    assert judgement.verdict is NO
    assert judgement.counterexample.kind == "exact"
    # The costly simulation is not asked about what is refuted exactly.
    spared = ("simulation", "entries")
    assert [f.witness for f in judgement.findings] == [
        name for name in WITNESSES.names() if name not in spared
    ]


def test_simulation_alone_never_confirms():
    judgement = judge(Claim(E(x @ x.T), Lambda), witnesses=["simulation"])
    assert judgement.findings[0].verdict is YES
    assert judgement.verdict is UNSURE


def test_what_nothing_can_decide_says_why():
    z = with_moments("z", covariance=Lambda, central={4: lambda *a: trace(a[0] @ a[1].T)})
    judgement = judge(Claim(E((z.T @ z) ** 3), trace(Lambda)))
    assert judgement.verdict is UNSURE
    assert "moment" in judgement.reason
    assert all(not f.applicable for f in judgement.findings)


def test_claim_names_its_witnesses():
    claim = Claim(trace(A @ Lambda), trace(Lambda @ A), witnesses=["field", "precision"])
    assert [f.witness for f in judge(claim).findings] == ["field", "precision"]
    assert [f.witness for f in judge(claim, witnesses=["field", "algebra"]).findings] == ["field"]


@pytest.mark.parametrize("where", ["claim", "call"])
def test_unknown_witness_is_named_with_the_known_ones(where):
    claim = Claim(trace(A), trace(A), witnesses=["oracle"] if where == "claim" else None)
    with pytest.raises(UnknownName, match="no witness 'oracle'; those known are algebra, proof, field"):
        judge(claim, witnesses=["oracle"] if where == "call" else None)


def test_witness_that_does_not_apply_is_undecided_with_its_reason():
    class Shy(Witness):
        name = "shy"
        shares = frozenset({"nothing"})

        def judge(self, claim, identifier, setting):
            raise NotApplicable("not today")

    finding = module._ask(Shy(), TRUE["gradient"], "toy", None)
    assert (finding.verdict, finding.figure, finding.applicable) == (UNSURE, "not today", False)


def test_expected_refutation_is_in_order():
    claim = Claim(trace(A @ A), trace(A @ A.T), expected="refuted")
    assert judge(claim).in_order
    assert not judge(Claim(trace(A), trace(A.T), expected="refuted"), witnesses=["algebra", "field"]).in_order


def test_what_one_witness_cannot_do_does_not_stop_the_run():
    """The inverse of a sample's Gram matrix is singular where a witness tries too few columns."""
    n = dimension("n")
    X = samples("X", covariance=identity(n), count=n)
    judgement = judge(Claim(E(trace(inverse(X.gram) @ X.gram)), n), identifier="inverse", setting=Setting())
    assert judgement.verdict in (Verdict.CONFIRMED, Verdict.UNDECIDED)
