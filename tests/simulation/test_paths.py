"""Each fast path against the referee: equal in mean on a table of cases, equal in law where it should be."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, UnknownName
from lsa_theory.simulation import Budget, Estimate, GaussianTask, PromptLaw
from lsa_theory.simulation.covariance import exponential_diagonal
from lsa_theory.simulation.estimates.source import accumulate
from lsa_theory.simulation.paths import PATHS, Weights, loss_source, refusal
from lsa_theory.simulation.standard_laws import uniform

DENSE = np.array([[2.0, 0.6, 0.0], [0.6, 1.0, 0.2], [0.0, 0.2, 0.7]])
WIDE = np.diag([3.0, 2.0, 1.0])
CASES = {
    "identity": {"covariance": np.eye(3), "context_length": 6},
    "dense": {"covariance": DENSE, "context_length": 6},
    "noisy": {"covariance": DENSE, "context_length": 5, "noise_variance": 0.8**2, "noisy_target": True},
    "one example": {"covariance": DENSE, "context_length": 1, "noise_variance": 0.3**2},
    "two examples": {"covariance": DENSE, "context_length": 2},
    "query shift": {"covariance": DENSE, "context_length": 6, "query": WIDE},
    "fixed query": {"covariance": DENSE, "context_length": 6, "query": np.array([1.0, -1.0, 0.5])},
    "fixed task": {
        "covariance": DENSE,
        "context_length": 6,
        "task": np.array([1.0, 0.5, -1.0]),
        "noise_variance": 0.4**2,
    },
    "task prior": {"covariance": DENSE, "context_length": 6, "task": GaussianTask(np.ones(3), WIDE)},
    "random covariance": {"covariance": exponential_diagonal(3), "context_length": 6},
    "uniform covariates": {"covariance": DENSE, "context_length": 6, "covariates": uniform},
    "one dimension": {"covariance": np.array([[1.5]]), "context_length": 4, "noise_variance": 0.5**2},
}
BLOCKS = ["scalar", "reduced", "no u12", "all"]


def weights_of(blocks, d):
    """Return (W^KQ, W^PV) with the blocks that are named free, small enough to keep the loss moderate."""
    rng = np.random.default_rng(d)
    key_query, value = np.zeros((d + 1, d + 1)), np.zeros((d + 1, d + 1))
    key_query[:d, :d] = np.eye(d) / 2
    value[d, d] = 0.8
    if blocks != "scalar":
        key_query[:d, :d] += 0.15 * rng.standard_normal((d, d))
    if blocks in ("no u12", "all"):
        key_query[d, :d] = 0.1 * rng.standard_normal(d)
    if blocks == "all":
        value[d, :d] = 0.3 * rng.standard_normal(d)
    return key_query, value


def estimates(law, blocks, path, seed, draws):
    source = loss_source(law, *weights_of(blocks, law.dimension), path=path)
    prompts = 32 if path == "sobol" else draws
    return Estimate.of(accumulate(source, np.random.default_rng(seed), Budget(prompts=prompts)))


def pairs():
    """Go through cases and paths; the most general blocks that a path allows are in the quick suite."""
    for case, options in CASES.items():
        law = PromptLaw(**options)
        for path in PATHS:
            allowed = [
                blocks
                for blocks in BLOCKS
                if refusal(path, law, Weights.of(law, *weights_of(blocks, law.dimension), None)) is None
            ]
            for blocks in allowed if path not in ("tokens", "as-defined") else []:
                marks = [] if blocks == allowed[-1] else [pytest.mark.slow]
                yield pytest.param(case, blocks, path, id=f"{case}, {blocks}, {path}", marks=marks)


def distance(one, other):
    return abs(one.mean - other.mean) / np.hypot(one.standard_error, other.standard_error)


@pytest.mark.parametrize(("case", "blocks", "path"), list(pairs()))
def test_the_mean_is_the_referees(case, blocks, path):
    law = PromptLaw(**CASES[case])
    seed = sum(map(ord, case + blocks))
    assert distance(estimates(law, blocks, path, [seed, 1], 20_000), referee(case, blocks)) < 5


_REFEREE = {}


def referee(case, blocks):
    if (case, blocks) not in _REFEREE:
        law = PromptLaw(**CASES[case])
        _REFEREE[case, blocks] = estimates(law, blocks, "tokens", [sum(map(ord, case + blocks)), 0], 30_000)
    return _REFEREE[case, blocks]


@pytest.mark.parametrize(
    "path", [path for path in PATHS if path not in ("tokens", "as-defined", "isotropic")]
)
def test_a_law_wrong_by_one_example_is_noticed(path):
    # Power by a low variance: fixed task and query shift off, many draws of the path, the referee integrated.
    right, wrong = ({**CASES["dense"], "context_length": length} for length in (6, 7))
    rho = 6.0
    key_query, value = weights_of("reduced", 3)
    budgets = {"sobol": 32, "order-d": 400_000, "projected": 400_000}
    reference = loss_source(PromptLaw(**right), key_query, value, path="wishart", normalisation=rho)
    exact = Estimate.of(accumulate(reference, np.random.default_rng(0), Budget(prompts=200_000)))
    source = loss_source(PromptLaw(**wrong), key_query, value, path=path, normalisation=rho)
    other = Estimate.of(
        accumulate(source, np.random.default_rng(1), Budget(prompts=budgets.get(path, 200_000)))
    )
    assert distance(exact, other) > 5


@pytest.mark.parametrize(
    ("path", "case", "blocks", "reason", "instead"),
    [
        ("wishart", "dense", "no u12", "u21 is not zero", "order-d-integrated"),
        ("isotropic", "dense", "scalar", "not a multiple of the identity", "order-d-integrated"),
        ("order-d", "dense", "all", "u12 is not zero", "projected"),
        ("order-d", "uniform covariates", "reduced", "not Gaussian", "tokens-query-integrated"),
        ("projected", "random covariance", "all", "draws its own covariance", "tokens"),
        ("sobol", "fixed query", "reduced", "the query is a fixed vector", "order-d"),
    ],
)
def test_a_path_that_does_not_apply_names_one_that_does(path, case, blocks, reason, instead):
    law = PromptLaw(**CASES[case])
    with pytest.raises(InvalidArgument, match=f"{reason}.*Ask for '{instead}'"):
        loss_source(law, *weights_of(blocks, law.dimension), path=path)


def test_an_unknown_path_is_refused():
    with pytest.raises(UnknownName, match="no path 'magic'; there are auto, isotropic"):
        loss_source(PromptLaw(np.eye(1), 2), np.eye(2), np.eye(2), path="magic")


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ({"response": lambda task, x: np.swapaxes(task, 1, 2) @ x}, "tokens"),
        ({"query": lambda rng, x: x[:, :, 0]}, "tokens"),
        ({"task": lambda rng, n, d: rng.standard_normal((n, d))}, "order-d-integrated"),
        ({}, "isotropic"),
    ],
)
def test_auto_takes_the_first_that_applies(option, expected):
    law = PromptLaw(np.eye(2), 3, **option)
    assert loss_source(law, np.diag([0.5, 0.5, 0.0]), np.diag([0.0, 0.0, 1.0])).path == expected


def test_the_definition_sees_the_very_prompts_that_tokens_sees():
    law, weights = PromptLaw(**CASES["noisy"]), weights_of("all", 3)
    one, other = (
        loss_source(law, *weights, path=path).moments(np.random.default_rng(0), 500)
        for path in ("tokens", "as-defined")
    )
    np.testing.assert_allclose(one.mean, other.mean, rtol=1e-13)
    np.testing.assert_allclose(one.squares, other.squares, rtol=1e-12)
