"""One trial for all relations: certain failure only, at more digits where balls overlap."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.expressions import dimension, positive_definite, scalar, trace
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.verification.trial import Trial, differ, falls_short

t = scalar("t", positive=True)
d = dimension("d")
Lambda = positive_definite("Lambda", d)


def at(value):
    return Instance({}, {t: np.array([[Fraction(value)]], dtype=object)})


def test_an_inequality_that_fails_far_behind_the_point_is_seen():
    tiny = Fraction(1, 10**60)
    trial = Trial(t ** Fraction(1, 2), t ** Fraction(1, 2) + tiny, falls_short)
    assert trial.broken(at(2))
    assert trial.report(at(2)).kind == "enclosed"


def test_equal_roots_break_nothing():
    trial = Trial(t ** Fraction(1, 2) * t ** Fraction(1, 2), t, differ)
    assert not trial.broken(at(2))
    with pytest.raises(ValueError, match="not broken"):
        trial.report(at(2))


def test_a_root_that_is_rational_is_compared_exactly():
    trial = Trial(t ** Fraction(1, 2), t, differ)
    assert trial.broken(at(4))
    assert trial.report(at(4)).kind == "exact"


def test_a_hypothesis_that_fails_breaks_nothing():
    trial = Trial(t, t + 1, falls_short, given=[t - 3])
    assert not trial.broken(at(2))
    assert trial.broken(at(3))
    assert (trial.tries, trial.met) == (2, 1)


def test_an_inequality_shows_what_its_definitions_are_worth():
    from lsa_theory.expressions import define

    Gamma = define("Gamma", Lambda + trace(Lambda) * Lambda)
    trial = Trial(trace(Gamma), trace(Gamma) + 1, falls_short)
    instance = draw_integers(np.random.default_rng(1), constituents([Gamma]), {d: 1}, 1)
    assert set(trial.report(instance).values) == {"Lambda", "Gamma"}
