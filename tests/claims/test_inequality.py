"""Inequalities: confirmed only with a proof that holds, refuted only by an exact instance."""

from fractions import Fraction

import pytest

from lsa_theory.claims.box import Box
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import CauchySchwarz, Given, NormOfTrace, Sign
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions import (
    E,
    at,
    dimension,
    gaussian,
    gradient,
    identity,
    matrix,
    norm_squared,
    operator_norm,
    positive_definite,
    scalar,
    square_root,
    symmetric,
    trace,
)
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

d = dimension("d")
A, B, S = matrix("A", d), matrix("B", d), symmetric("S", d)
P = positive_definite("P", d)
s, t = scalar("s"), scalar("t", positive=True)

square = Inequality(
    norm_squared(A), trace(A @ A), proof=[Step(trace(A @ A), (1, Sign(norm_squared(A - A.T) / 2)))]
)


def test_a_sum_of_squares_confirms():
    judgement = judge(square)
    assert judgement.verdict is Verdict.CONFIRMED
    assert {f.witness for f in judgement.findings if f.verdict is Verdict.CONFIRMED} >= {
        "algebra",
        "proof",
        "field",
    }


def test_without_a_proof_it_is_undecided_with_the_smallest_slack():
    judgement = judge(Inequality(norm_squared(A), trace(A @ A)))
    assert judgement.verdict is Verdict.UNDECIDED
    assert any("smallest relative slack" in f.figure for f in judgement.findings)


@pytest.mark.parametrize(
    ("larger", "smaller"),
    [
        (trace(A @ A), 0),
        (trace(P @ A), 0),
        (norm_squared(A), trace(A @ A) * 51 / 50),
        (operator_norm(A), trace(A)),
        (trace(A) ** 2, norm_squared(A)),
        (trace(P @ P), trace(P) ** 2),
        (trace(P) * 2, square_root(norm_squared(P)) * 3),
        (t, t**2),
    ],
    ids=repr,
)
def test_false_inequalities_are_refuted_exactly(larger, smaller):
    judgement = judge(Inequality(larger, smaller))
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.counterexample is not None
    assert judgement.counterexample.kind in ("exact", "enclosed")


def test_a_proof_of_a_false_statement_does_not_confirm_it():
    false = Inequality(
        norm_squared(A), 2 * trace(A @ A), proof=[Step(2 * trace(A @ A), (1, Sign(norm_squared(A - A.T))))]
    )
    assert judge(false).verdict is Verdict.REFUTED
    # And where the search is not asked, the identity that fails leaves it undecided.
    assert judge(false, witnesses=["algebra", "field", "proof"]).verdict is Verdict.UNDECIDED


def test_a_wrong_proof_of_a_true_statement_is_undecided_and_not_refuted():
    wrong = Inequality(
        norm_squared(A), trace(A @ A), proof=[Step(trace(A @ A), (1, Sign(norm_squared(A - A.T))))]
    )
    judgement = judge(wrong)
    assert judgement.verdict is Verdict.UNDECIDED
    assert any("the proof fails" in f.figure for f in judgement.findings)


def test_a_sign_that_does_not_show_is_undecided():
    hidden = Inequality(
        norm_squared(A), trace(A @ A), proof=[Step(trace(A @ A), (1, Sign(norm_squared(A) - trace(A @ A))))]
    )
    judgement = judge(hidden)
    assert judgement.verdict is Verdict.UNDECIDED
    assert any("does not show" in f.figure for f in judgement.findings)


def test_a_multiplier_must_show_its_sign():
    scaled = Inequality(
        s * norm_squared(A),
        s * trace(A @ A),
        proof=[Step(s * trace(A @ A), (s, Sign(norm_squared(A - A.T) / 2)))],
    )
    assert "multiplier" in scaled.asked.missing()
    assert judge(scaled).verdict is Verdict.REFUTED


def test_a_hypothesis_must_be_among_the_hypotheses():
    steps = [Step(0, (1, Given(trace(A))))]
    with_it = Inequality(trace(A), 0, given=[trace(A)], proof=steps)
    without = Inequality(trace(A), 0, proof=steps)
    assert judge(with_it).verdict is Verdict.CONFIRMED
    assert "not among the hypotheses" in without.asked.missing()
    assert judge(without).verdict is Verdict.REFUTED


def test_hypotheses_are_kept_when_searching():
    # Without the hypothesis t >= 1 it is false.
    held = Inequality(t**2, t, given=[t - 1], proof=[Step(t, (t, Given(t - 1)))])
    assert judge(held).verdict is Verdict.CONFIRMED


def test_chains_of_named_inequalities():
    chain = Inequality(
        square_root(norm_squared(S)) * square_root(norm_squared(P)) + operator_norm(S) * trace(P),
        2 * trace(S @ P),
        proof=[
            Step(trace(S @ P) + operator_norm(S) * trace(P), CauchySchwarz(S, P)),
            Step(2 * trace(S @ P), NormOfTrace(S, P)),
        ],
    )
    assert judge(chain).verdict is Verdict.CONFIRMED


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Inequality(A, 0), ShapeMismatch, "scalars"),
        (lambda: Inequality(trace(A), 0, given=[A]), ShapeMismatch, "scalars"),
        (lambda: Inequality(trace(A), 0, proof=[trace(A)]), InvalidArgument, "Step"),
        (lambda: Step(A), ShapeMismatch, "scalar"),
    ],
)
def test_bad_input(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_branch_and_bound_confirms_on_a_box():
    claim = Inequality(t + 1 / t, 2, on=Box({t: (Fraction(3, 2), 10)}))
    judgement = judge(claim)
    assert judgement.verdict is Verdict.CONFIRMED
    assert {f.witness for f in judgement.findings if f.verdict is Verdict.CONFIRMED} == {"proof", "search"}


def test_branch_and_bound_refutes_outside_of_where_it_holds():
    judgement = judge(Inequality(s**2, 1, on=Box({s: (0, 2)})))
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.counterexample is not None


@pytest.mark.slow
def test_a_slack_of_zero_inside_is_undecided_where_more_than_one_scalar_moves():
    s = scalar("s", positive=True)
    box = Box({t: (Fraction(1, 2), 3), s: (Fraction(1, 2), 3)})
    assert judge(Inequality(t**2 + s**2, 2 * t * s, on=box)).verdict is Verdict.UNDECIDED


def test_a_box_needs_every_scalar_and_no_empty_interval():
    with pytest.raises(InvalidArgument, match="empty"):
        Box({t: (2, 1)})
    with pytest.raises(InvalidArgument, match="no scalar"):
        Box({A: (0, 1)})
    judgement = judge(Inequality(t + s**2, 0, on=Box({t: (1, 2)})))
    assert any("no interval for s" in f.figure for f in judgement.findings)


def test_hypotheses_that_nothing_meets_confirm_nothing():
    empty = Inequality(0, 1, given=[-1 - t], proof=[Step(-1 - t, Sign(1 + t)), Step(1, Given(-1 - t))])
    assert judge(empty).verdict is not Verdict.CONFIRMED
    vacuous = Inequality(-1 - t, 0, given=[-1 - t], proof=[Step(0, Given(-1 - t))])
    judgement = judge(vacuous)
    assert judgement.verdict is Verdict.UNDECIDED
    assert "no instance meets the hypotheses" in judgement.reason


@pytest.mark.parametrize(
    "larger",
    [
        at(operator_norm(A), {A: A / 2}),
        E(operator_norm(gaussian("x", covariance=identity(d)))),
        trace(gradient(operator_norm(A) * trace(A), A)),
    ],
    ids=["substitution", "expectation", "gradient"],
)
def test_no_constant_stands_for_a_norm_of_something_bound(larger):
    claim = Inequality(larger, operator_norm(A), proof=[Step(operator_norm(A))])
    judgement = judge(claim)
    assert judgement.verdict is not Verdict.CONFIRMED
    assert any("no constant can stand for it" in f.figure for f in judgement.findings)
