"""Public calls with arguments that are wrong, odd or huge: an answer or our own error, never a bare one from inside."""

import contextlib
import inspect
import io
import random
import signal
import warnings
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

import lsa_theory
from lsa_theory import codegen, doors, simulation
from lsa_theory.errors import LsaTheoryError
from lsa_theory.generated import flow, loss, minimum, risk

CALLS = 5200
SECONDS = 20
# What the generated modules raise themselves: they work pasted into a file, without our classes.
NUMPY_ALONE = (ValueError, np.linalg.LinAlgError)

d, N = lsa_theory.dimension("d"), lsa_theory.dimension("N")
A, L = lsa_theory.matrix("A", d), lsa_theory.positive_definite("L", d)
x, X = lsa_theory.gaussian("x", covariance=L), lsa_theory.samples("X", covariance=L, count=N)
B, s = lsa_theory.matrix("B", d, N), lsa_theory.scalar("s", positive=True)


def pool():
    return [
        None, 0, 1, -1, 2, 10**30, -(10**30), 1e308, float("nan"), float("inf"), True, "", "d", "A", "__import__('os')",
        "a b", "λ", "x" * 500, "\x00", b"x", [], {}, (), [1], (1, 2), {"a": 1}, {A: 1}, object(), lambda *a, **k: 1,
        Fraction(1, 3), 1j, np.eye(2), np.zeros((2, 3)), np.full((2, 2), np.nan), -np.eye(2), np.zeros((0, 0)),
        np.eye(2, dtype=int), np.array("x"), np.array([1, 2]), np.float32(2), np.int64(4), np.eye(4) * 1j,
        d, N, A, L, x, X, B, s, A @ B, lsa_theory.trace(A), A + A.T, lsa_theory.E(x @ x.T), int, "identity", 1.5, -2.5,
        np.random.default_rng(0), simulation.PromptLaw(np.eye(2), 5), lsa_theory.LinearSelfAttention(),
        lsa_theory.InContextRegression(),
    ]  # fmt: skip


def public():
    """Return every public callable with its name."""
    found = {}
    for module, names in (
        (lsa_theory, lsa_theory.__all__), (simulation, simulation.__all__), (codegen, codegen.__all__),
        *((m, [n for n, v in vars(m).items() if inspect.isfunction(v) and not n.startswith("_")])
          for m in (flow, loss, minimum, risk)),
    ):  # fmt: skip
        for name in names:
            value = getattr(module, name)
            # Errors are raised, and what is abstract is subclassed: neither is called.
            uncalled = isinstance(value, type) and (
                issubclass(value, BaseException) or inspect.isabstract(value)
            )
            if callable(value) and not uncalled:
                found[f"{module.__name__}.{name}"] = value
    return found


class Late(BaseException):
    """The call was not over in time."""


def arguments(rng, function, values):
    """Return positional and keyword arguments that the signature admits."""
    parameters = list(inspect.signature(function).parameters.values())
    placed = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    needed = [p for p in placed if p.default is p.empty]
    named = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
    more = rng.randint(0, min(2, len(placed) - len(needed)))
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        more += rng.randint(0, 2)
    args = [rng.choice(values) for _ in range(len(needed) + more)]
    keywords = {p.name: rng.choice(values) for p in named if p.default is p.empty or rng.random() < 0.2}
    return args, keywords


def outcome(name, function, args, keywords):
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            function(*args, **keywords)
    except LsaTheoryError:
        return "our own error"
    except NUMPY_ALONE as error:
        return "our own error" if "generated" in name else f"{type(error).__name__}: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "an answer"


def fuzz(calls, targets):
    rng, values = random.Random(20), pool()
    heard = signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(Late()))
    counts, bare = Counter(), []
    try:
        for number in range(calls):
            name = list(targets)[number % len(targets)]
            args, keywords = arguments(rng, targets[name], values)
            signal.alarm(SECONDS)
            try:
                found = outcome(name, targets[name], args, keywords)
            except Late:
                found = "late"
            finally:
                signal.alarm(0)
            counts[found if found in ("our own error", "an answer", "late") else "bare"] += 1
            if found not in ("our own error", "an answer"):
                bare.append((name, found, repr(args)[:200], repr(keywords)[:100]))
    finally:
        signal.signal(signal.SIGALRM, heard)
    return counts, bare


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
def test_no_public_call_ends_in_a_bare_error():
    counts, bare = fuzz(CALLS, public())
    print(dict(counts))
    assert sum(counts.values()) == CALLS
    assert bare == []


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
def test_a_quick_look_at_every_public_call():
    targets = public()
    counts, bare = fuzz(2 * len(targets), targets)
    assert bare == []
    assert counts["our own error"] > len(targets)


def test_the_check_sees_a_bare_error():
    def careless(value):
        return value.rows

    assert outcome("careless", careless, [1], {}).startswith("AttributeError")
    assert outcome("careless", doors.door(careless, __name__), [1], {}) == "our own error"


def test_an_error_of_a_function_that_was_handed_in_is_left_alone():
    def field(state):
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        simulation.train_by_flow(field, 1.0, time=1.0)


def test_a_wrong_kind_is_told_with_what_was_expected():
    with pytest.raises(LsaTheoryError, match=r"expected a LinearSelfAttention; given 3 \(int\)"):
        lsa_theory.population_loss(3, lsa_theory.InContextRegression())
    with pytest.raises(LsaTheoryError, match="expected"):
        lsa_theory.gaussian("y", covariance="I")
