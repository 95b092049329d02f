"""Targets by name; each is one file, and one of your own needs none of ours."""

from __future__ import annotations

from typing import Any

from lsa_theory.codegen.targets.base import Target
from lsa_theory.errors import InvalidArgument
from lsa_theory.extensions import Registry

_HERE = "lsa_theory.codegen.targets"


def _made(thing: Any) -> Target:
    target = thing() if isinstance(thing, type) else thing
    if not isinstance(target, Target):
        raise InvalidArgument(f"{thing!r} is no target; derive it from {_HERE}.base.Target")
    return target


TARGETS: Registry[Target] = Registry(
    "target",
    {
        "numpy": f"{_HERE}.numpy:NumPy",
        "array-api": f"{_HERE}.array_api:ArrayApi",
        "jax": f"{_HERE}.jax:Jax",
        "torch": f"{_HERE}.torch:Torch",
        "mpmath": f"{_HERE}.mpmath:Mpmath",
        "flint": f"{_HERE}.flint:Flint",
    },
    _made,
)


def target_named(name: str | Target) -> Target:
    """Return a target: itself, by its name, or as `module:Name`.

    Raises
    ------
    UnknownName
        If there is none of that name; the message lists those that there are.
    """
    return name if isinstance(name, Target) else TARGETS.get(name)


def register_target(target: Any) -> Any:
    """Make a target of one's own known by its name in this process; `lsa_theory.testing.check_target` runs it.

    Raises
    ------
    InvalidArgument
        If it is no target, or its name is taken.

    Examples
    --------
    >>> from lsa_theory.testing import register_target
    >>> register_target("Fortran")
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: 'Fortran' is no target; derive it from lsa_theory.codegen.targets.base.Target
    """
    return TARGETS.add(target)


def able(operation: str) -> list[str]:
    """Return the names of the targets that can express an operation."""
    return [name for name in TARGETS.names() if operation not in target_named(name).unsupported]
