"""The chain of Theorem 4.1, and hand-worked numbers for the model at d = N = 1."""

from fractions import Fraction

import numpy as np

from lsa_theory import model
from lsa_theory.algebra.normal import equal, normal
from lsa_theory.algebra.solving.naming_gamma import fold
from lsa_theory.expressions import BlockContext, at, norm_squared, scalar, trace, walk
from lsa_theory.expressions.declare import positive_definite
from lsa_theory.simulation.numpy_context import NumpyContext
from lsa_theory.theory import flow, invariants, limit, minimum, population_loss, setting
from lsa_theory.theory.setting import B, Gamma, Lambda, U, d, u

G = positive_definite("Gamma", d)
HALF = Fraction(1, 2)


def test_the_full_loss_has_twenty_words():
    assert len(population_loss.full_loss()) == 20


def test_the_blocks_that_are_never_read_drop_out():
    unread = {"K_12", "K_22", "V_11", "V_12"}
    given = {
        n.name
        for m in (setting.key_query(), setting.value())
        for r in m.rows
        for b in r
        for n in walk(b)
        if hasattr(n, "name")
    }
    assert unread <= given
    assert not unread & {name for name, _ in population_loss.full_loss().declared}


def test_gamma_is_recognised():
    assert repr(fold(population_loss.reduced_loss(), G, Gamma)).count("Gamma") == 1
    assert repr(fold(minimum.minimum_value(), G, Gamma)) == "-tr(Gamma**(-1) @ Lambda**2) / 2"
    assert (
        repr(fold(flow.reduced_flow()[U], G, Gamma)) == "u * Lambda**2 - u**2 * (Gamma @ Lambda @ U @ Lambda)"
    )
    assert repr(fold(limit.limit()[u], G, Gamma)) == "tr(Gamma**(-2))**(1/4)"


def test_a_slightly_wrong_loss_is_not_the_loss():
    printed = (
        HALF * u**2 * trace(Gamma @ Lambda @ U @ Lambda @ U.T)
        - u * trace(Lambda**2 @ U.T)
        + trace(Lambda) / 2
    )
    assert equal(population_loss.reduced_loss(), printed)
    wrong = printed + Fraction(1, 50) * trace(Lambda)
    assert not equal(population_loss.reduced_loss(), wrong)
    untransposed = (
        HALF * u**2 * trace(Gamma @ Lambda @ U @ Lambda @ U) - u * trace(Lambda**2 @ U) + trace(Lambda) / 2
    )
    assert not equal(population_loss.reduced_loss(), untransposed)


def test_balance_is_conserved_and_a_wrong_balance_is_not():
    assert invariants.balance_rate().is_zero()
    wrong = flow.time_derivative(u**2 - 2 * norm_squared(U), flow.reduced_flow())
    assert not wrong.is_zero()


def test_neither_block_leaves_the_invariant_set():
    assert all(rate.is_zero() for rate in flow.flow_across().values())


def test_the_minimiser_is_unique_and_stationary():
    found = minimum.minimiser()
    assert found.unique
    assert equal(found.value, Gamma**-1)
    assert equal(minimum.excess_loss() - minimum.minimum_value().as_expression(), minimum.square())
    assert normal(at(minimum.square().as_expression(), {B: Gamma**-1})).is_zero()


def test_the_limit_is_on_the_balance_surface():
    ends = {s: v.as_expression() for s, v in limit.limit().items()}
    assert equal(ends[u] ** 4, trace(Gamma**-2))
    assert normal(at(invariants.balance(), ends)).is_zero()
    assert not equal(ends[u] ** 2, trace(Gamma**-2))


def test_one_prompt_worked_by_hand():
    """d = N = 1, x = 2, w = 3, x_q = 5: E = [[2, 5], [6, 0]], E E' = [[29, 12], [12, 36]].

    With W^KQ = [[1, 0], [1, 0]] and W^PV = [[0, 0], [1, 1]] the prediction is
    [1, 1] E E' [1, 1]' 5 = (29 + 12 + 12 + 36) 5 = 445; the query's column gives 25 of the 29.
    """
    context = NumpyContext()
    x, task, query = np.array([[2.0]]), np.array([[3.0]]), np.array([[5.0]])
    tokens = model.embedding(context, x, model.labels(context, task, x), query)
    assert tokens.tolist() == [[2.0, 5.0], [6.0, 0.0]]
    got = model.prediction(context, tokens, np.array([[1.0, 0], [1, 0]]), np.array([[0.0, 0], [1, 1]]), 1)
    assert float(got) == 445.0
    assert float(model.squared_error(got, 15.0)) == 430.0**2 / 2


def test_the_same_text_runs_on_symbols():
    context = BlockContext()
    x, w, q = scalar("x"), scalar("w"), scalar("q")
    tokens = model.embedding(context, x, model.labels(context, w, x), q)
    one, nil = scalar("one"), scalar("nil")
    got = model.prediction(
        context, tokens, context.block([[one, nil], [one, nil]]), context.block([[nil, nil], [one, one]]), 1
    )
    at_hand = at(got, {x: 2, w: 3, q: 5, one: 1, nil: 0})
    assert equal(at_hand, 445)
