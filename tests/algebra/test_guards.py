"""Names and sizes are looked at where they are written."""

import pytest

from lsa_theory import (
    dimension,
    gradient,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
    zero,
)
from lsa_theory.errors import InvalidArgument, LsaTheoryError

d = dimension("d")
A = matrix("A", d)


@pytest.mark.parametrize(
    "declare", [dimension, scalar, lambda name: matrix(name, d), lambda name: vector(name, d)]
)
@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "A B",
        "a\nb",
        "\x00",
        "\x1b[31m",
        "\udc80",
        r"\input{/etc/passwd}",
        "$x$",
        "a{b}",
        "x" * 101,
        5,
        None,
        b"x",
    ],
)
def test_a_name_that_is_none_is_refused(declare, name):
    with pytest.raises(InvalidArgument, match="name"):
        declare(name)


@pytest.mark.parametrize("name", ["A", "x_q", "lambda", "Λ", "A'", "u_12", "σ²", "1A"])
def test_the_fields_own_names_are_taken(name):
    assert matrix(name, d).name == name


@pytest.mark.parametrize("size", [0, -1, 1.5, True, "x", None, float("nan"), A, scalar("s")])
@pytest.mark.parametrize(
    "declare",
    [
        lambda n: vector("v", n),
        lambda n: positive_definite("P", n),
        identity,
        zero,
        lambda n: samples("X", covariance=identity(2), count=n),
    ],
)
def test_a_size_that_is_none_is_refused(declare, size):
    with pytest.raises(InvalidArgument, match="expected a whole number of at least 1, or dimension"):
        declare(size)


@pytest.mark.parametrize(
    "call",
    [
        lambda: scalar("s", positive="no"),
        lambda: inverse(0.5),
        lambda: gradient(trace(A), None),
        lambda: gradient(trace(A), A @ A),
    ],
)
def test_what_was_accepted_in_silence_is_refused(call):
    with pytest.raises(LsaTheoryError):
        call()
