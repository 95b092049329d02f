"""What is told of a keyword that a function does not have: those it has, one that is near, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable

from lsa_theory.errors import UnknownArgument
from lsa_theory.near import did_you_mean

# What people ask for by a keyword, and how it is said here.
_INSTEAD = {
    ("InContextRegression", "covariate_mean"): (
        "Covariates are centred there. With a mean, write the loss with X = samples('x', covariance=Lambda, mean=mu, "
        "count=N) and E(...), and minimise it by solve_linear(gradient(loss, U), U)"
    ),
}


def unknown(title: str, name: str, known: Iterable[str]) -> UnknownArgument:
    """Return the error for a keyword that a function does not have.

    >>> str(unknown("matrix", "row", ["name", "rows", "cols"]))
    "matrix() has no argument 'row'; it has name, rows, cols. Did you mean rows?"
    """
    names = list(known)
    instead = _INSTEAD.get((title, name))
    hint = f" {instead}" if instead else did_you_mean(name, names)
    return UnknownArgument(
        f"{title}() has no argument {name!r}; it has {', '.join(names) or 'none'}.{hint}".rstrip(".")
    )
