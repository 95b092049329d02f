"""The file that `lsa-theory new` writes: a small derivation that runs, to be changed into one's own."""

from __future__ import annotations

from pathlib import Path

from lsa_theory.errors import InvalidArgument
from lsa_theory.files import write_whole

TEMPLATE = '''\
"""A lemma of my own: the fourth moment of a Gaussian vector.

Every module-level Claim is judged by `lsa-theory verify {name}`. Write both sides as on paper; nothing is
simplified before the witnesses see it. A claim holds for every dimension and all values of its symbols.
"""

from lsa_theory import (
    Claim,
    E,
    Inequality,
    Sign,
    Step,
    dimension,
    gaussian,
    matrix,
    norm_squared,
    positive_definite,
    trace,
)

# Dimensions stay symbols: a verdict is about every d. positive_definite symbols are symmetric.
d = dimension("d")
Lambda = positive_definite("Lambda", d)
A = matrix("A", d)

# Random vectors have a mean (zero if left out) and a covariance; different names are independent.
x = gaussian("x", covariance=Lambda)

# `@` multiplies matrices, `*` scales by a scalar, `.T` transposes, E(...) takes the expectation.
fourth_moment = Claim(
    E(x @ x.T @ A @ x @ x.T),
    Lambda @ (A + A.T) @ Lambda + trace(A @ Lambda) * Lambda,
    source="Lemma 1",
    title="fourth moment",
    corrects="fourth-moment-as-printed",
)

# A statement known to be misprinted keeps its place: it is in order when it is refuted, and the report shows
# the smallest counterexample. Here the transpose is missing.
fourth_moment_as_printed = Claim(
    E(x @ x.T @ A @ x @ x.T),
    2 * (Lambda @ A @ Lambda) + trace(A @ Lambda) * Lambda,
    source="Lemma 1, as printed",
    title="fourth moment without the transpose",
    expected="refuted",
    note="the transpose is missing",
)

# An inequality is confirmed by a proof that is checked: each step gives away terms that are non-negative.
# Without `proof` it can be refuted, but stays undecided otherwise.
frobenius = Inequality(
    norm_squared(A),
    trace(A @ A),
    proof=[Step(trace(A @ A), Sign(norm_squared(A - A.T) / 2))],
    source="Lemma 2",
    title="the squared Frobenius norm is at least tr(A A)",
)
'''


def write_template(path: Path) -> None:
    """Write the template to a new file.

    Raises
    ------
    InvalidArgument
        If the name does not end in .py, the folder does not exist, or the file does: nothing is overwritten.
    """
    if path.suffix != ".py":
        raise InvalidArgument(f"{path}: a file of claims is a Python file; give it a name ending in .py")
    if not path.parent.is_dir():
        raise InvalidArgument(f"{path}: the folder {path.parent} does not exist; make it first")
    try:
        with path.open("x", encoding="utf-8"):
            pass
        write_whole(path, TEMPLATE.format(name=path.name))
    except FileExistsError:
        raise InvalidArgument(f"{path}: exists already and is not overwritten; choose another name") from None
