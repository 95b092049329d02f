from fractions import Fraction

import pytest

from lsa_theory import Claim, Flow, Invariant, Limit, matrix, positive_definite, scalar, trace
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.flow.witness import FlowWitness
from tests.verification.toys import TWO_PERCENT, d

C = positive_definite("C", d)
U, u = matrix("U", d), scalar("u")


def small(rng, instance):
    n = instance.size(d)
    return {U: 0.3 * rng.standard_normal((n, n)), u: 0.5 + rng.random()}


# Gradient flow of |U - C|^2 / 2: it ends at C from everywhere.
LINEAR = Flow({U: C - U}, lambda rng, instance: {U: small(rng, instance)[U]})
# Gradient flow of (u tr U - 1)^2 / 2 conserves u^2 - tr U U'.
PRODUCT = Flow({U: (1 - u * trace(U)) * u * (C @ C**-1), u: (1 - u * trace(U)) * trace(U)}, small)
BALANCE = u**2 - trace(U @ U.T)


def judged(claim):
    return FlowWitness().judge(claim, "toy", Setting())


def test_limit_is_reached():
    finding = judged(Limit(LINEAR, {U: C}))
    assert finding.verdict is Verdict.CONFIRMED
    assert finding.figure.endswith("from 6 starts")
    assert float(finding.figure.split()[0]) < 1e-8


@pytest.mark.parametrize("wrong", [TWO_PERCENT * C, C.T @ C, 2 * C - C @ C], ids=["2 %", "square", "other"])
def test_wrong_limit_is_refuted_with_what_was_seen(wrong):
    finding = judged(Limit(LINEAR, {U: wrong}))
    assert finding.verdict is Verdict.REFUTED
    assert finding.counterexample.kind == "observed"
    assert "U at the start" in finding.counterexample.values


def test_stationary_point_that_is_not_reached_is_refuted():
    # 0 and C are both stationary; only C attracts.
    growth = Flow({u: u * (1 - u)}, lambda rng, instance: {u: rng.random() + 0.1})
    judgement = judge(Limit(growth, {u: 0}), identifier="unstable")
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.counterexample.kind == "observed"
    seen = judge(Limit(growth, {u: 1}), identifier="stable")
    assert seen.verdict is Verdict.UNDECIDED
    assert "seen from the starts that were followed; a limit needs a checked proof" in seen.reason


def test_limit_needs_the_flow_to_be_followed():
    judgement = judge(Limit(LINEAR, {U: C}), witnesses=["field", "algebra"])
    assert judgement.verdict is Verdict.UNDECIDED
    assert "no witness confirms the arrival" in judgement.reason


def test_words_of_the_exact_witness_promise_no_convergence():
    judgement = judge(Limit(LINEAR, {U: C}), witnesses=["algebra"])
    assert judgement.findings[0].figure == "stationary, all d"


def test_invariant_is_conserved():
    finding = judged(Invariant(PRODUCT, BALANCE))
    assert finding.verdict is Verdict.CONFIRMED
    assert finding.figure.startswith("drift ")


@pytest.mark.parametrize(
    "wrong", [TWO_PERCENT * u**2 - trace(U @ U.T), u - trace(U @ U.T), u**2 - trace(U) ** 2]
)
def test_wrong_invariant_is_refuted(wrong):
    assert judged(Invariant(PRODUCT, wrong)).verdict is Verdict.REFUTED
    judgement = judge(Invariant(PRODUCT, wrong))
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.counterexample.kind == "observed"


def test_what_is_constant_where_the_flow_passes_alone_is_not_refuted():
    # u^3 changes along this flow, but not from the start that is stated.
    resting = Flow({u: u * (1 - u)}, lambda rng, instance: {u: 1.0})
    judgement = judge(Invariant(resting, u**3))
    assert judgement.verdict is Verdict.UNDECIDED


def test_invariant_at_the_limit_must_be_the_one_at_the_start():
    flow = Flow({u: 0 * u}, lambda rng, instance: {u: 2.0})
    wrong = Limit(flow, {u: 2}, invariants=[(u**2, 5)])
    judgement = judge(wrong)
    assert judgement.verdict is Verdict.REFUTED
    assert "at the limit as at the start" in judgement.counterexample.part


def test_flow_that_does_not_settle_is_undecided():
    turning = Flow({u: scalar("v"), scalar("v"): -u}, lambda rng, instance: {u: 1.0, scalar("v"): 0.0})
    with pytest.raises(NotApplicable, match="too many steps"):
        judged(Limit(turning, {u: 0, scalar("v"): 0}))


def test_equality_is_not_about_a_flow():
    with pytest.raises(NotApplicable, match="not about a flow"):
        judged(Claim(trace(C), trace(C)))


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Flow({U: trace(C)}, small), ShapeMismatch, "shapes must be equal"),
        (lambda: Flow({}, small), InvalidArgument, "at least one symbol"),
        (lambda: Limit(PRODUCT, {U: C}), InvalidArgument, "the limit of u is missing"),
        (lambda: Invariant(PRODUCT, U), ShapeMismatch, "an invariant is a scalar"),
    ],
)
def test_ill_posed_statements_are_refused(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_start_of_the_wrong_shape_is_named():
    flow = Flow({U: C - U}, lambda rng, instance: {U: [1.0, 2.0]})
    with pytest.raises(NotApplicable, match=r"gives U the shape \(2,\); expected \(1, 1\)"):
        judged(Limit(flow, {U: C}))


def test_fraction_of_the_limit():
    assert judged(Limit(LINEAR, {U: Fraction(1, 2) * (C + C.T)})).verdict is Verdict.CONFIRMED
