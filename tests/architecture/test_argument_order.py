"""Numbers that could be mistaken for one another stand in one order everywhere, or are given by name."""

import inspect
import itertools
from importlib import import_module

import numpy as np
import pytest

from lsa_theory.errors import LsaTheoryError

# The rule: what a function is about (the parameters of the layer, a task, directions), then the covariance of the
# prompts, then the length N that was trained with, the length M that is asked for, and at last other numbers.
PARAMETERS = {"U", "u", "u_12", "u_21", "V", "nu", "Sigma", "a", "v", "key_query", "value", "theta", "mean"}
ORDER = {
    **dict.fromkeys(PARAMETERS, 0),
    **dict.fromkeys(("Lambda", "covariance"), 1),
    **dict.fromkeys(("N", "context_length"), 2),
    **dict.fromkeys(("M", "lengths"), 3),
    **dict.fromkeys(("r_2", "sigma", "normalisation", "budget", "batch", "dtype", "path", "time"), 4),
    **dict.fromkeys(("number", "false_alarm", "penalty"), 4),
}
# Objects of a kind of their own: nothing else fits in their place.
OBJECTS = {
    "rng", "law", "prompts", "source", "prediction", "predictors", "reference", "estimate", "exact", "coefficients",
    "right_hand_side", "start", "gradient", "self",
}  # fmt: skip
# As the paper has it, and a list among matrices: in the order of the rule they are refused, see below.
AS_PRINTED = {"initialisation", "risk_by_length"}
GENERATED = ("flow", "loss", "minimum", "risk")


def positional(function):
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in inspect.signature(function).parameters.values() if p.kind in kinds]


def out_of_order(names):
    """Return the first two names that stand the wrong way round."""
    known = [name for name in names if name in ORDER]
    return next(((a, b) for a, b in itertools.pairwise(known) if ORDER[a] > ORDER[b]), None)


def functions_of(home):
    module = import_module(home)
    named = getattr(module, "__all__", None) or [n for n in vars(module) if not n.startswith("_")]
    return {name: getattr(module, name) for name in named if inspect.isfunction(getattr(module, name))}


GENERATED_FUNCTIONS = {
    name: function
    for part in GENERATED
    for name, function in functions_of(f"lsa_theory.generated.{part}").items()
}


@pytest.mark.parametrize("name", GENERATED_FUNCTIONS)
def test_generated_functions_take_parameters_then_lambda_then_n_then_m_then_numbers(name):
    names = positional(GENERATED_FUNCTIONS[name])
    assert set(names) <= set(ORDER), "an argument without a place in the order: add it above"
    assert out_of_order(names) is None


@pytest.mark.parametrize("name", [n for n in GENERATED_FUNCTIONS if n.startswith("prepare_")])
def test_what_is_prepared_takes_the_rest_in_the_same_order(name):
    whole = positional(GENERATED_FUNCTIONS[name.removeprefix("prepare_")])
    fixed = positional(GENERATED_FUNCTIONS[name])
    values = {"Lambda": np.eye(2), "N": 5}
    made = GENERATED_FUNCTIONS[name](*[values[n] for n in fixed])
    assert positional(made) == [n for n in whole if n not in fixed]


@pytest.mark.parametrize("home", ["lsa_theory", "lsa_theory.simulation"])
def test_functions_written_by_hand_have_the_same_order(home):
    functions = functions_of(home)
    wrong = {name: out_of_order(positional(f)) for name, f in functions.items() if name not in AS_PRINTED}
    assert {name: pair for name, pair in wrong.items() if pair} == {}


def test_every_number_that_a_simulation_takes_by_place_has_its_place_in_the_order():
    functions = functions_of("lsa_theory.simulation")
    free = {
        f"{name}({p.name})"
        for name, f in functions.items()
        for p in inspect.signature(f).parameters.values()
        if p.name in positional(f) and p.name not in ORDER | dict.fromkeys(OBJECTS)
    }
    assert free == set()


def test_numbers_of_the_law_of_prompts_are_given_by_name():
    from lsa_theory.simulation import PromptLaw

    assert positional(PromptLaw) == ["covariance", "context_length"]


@pytest.mark.parametrize("name", sorted(AS_PRINTED))
def test_where_the_order_is_the_papers_the_other_one_is_refused(name):
    from lsa_theory.simulation import PromptLaw, initialisation, risk_by_length

    theta, weights = np.eye(2) * 2**-0.25, np.eye(3)
    calls = {
        "initialisation": lambda: initialisation(theta, 0.5),
        "risk_by_length": lambda: risk_by_length(
            np.random.default_rng(0), PromptLaw(np.eye(2), 3), weights, weights, [2, 3]
        ),
    }
    with pytest.raises(LsaTheoryError):
        calls[name]()


def test_the_order_that_was_is_refused():
    from lsa_theory.generated.risk import linear_risk

    with pytest.raises(ValueError, match="Lambda must have the shape"):
        linear_risk(10, np.eye(2), 20)


@pytest.mark.parametrize(
    "names", [["M", "Lambda", "N"], ["Lambda", "M", "N"], ["N", "Lambda"], ["Lambda", "U"]]
)
def test_a_mixed_order_is_found(names):
    assert out_of_order(names) is not None
