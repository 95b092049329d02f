"""Targets by name; each is one file."""

from __future__ import annotations

from lsa_theory.codegen.targets.array_api import ArrayApi
from lsa_theory.codegen.targets.base import Target
from lsa_theory.codegen.targets.flint import Flint
from lsa_theory.codegen.targets.jax import Jax
from lsa_theory.codegen.targets.mpmath import Mpmath
from lsa_theory.codegen.targets.numpy import NumPy
from lsa_theory.codegen.targets.torch import Torch
from lsa_theory.errors import UnknownName

TARGETS: dict[str, Target] = {
    target.name: target for target in (NumPy(), ArrayApi(), Jax(), Torch(), Mpmath(), Flint())
}


def target_named(name: str) -> Target:
    """Return a target.

    Raises
    ------
    UnknownName
        If there is none of that name; the message lists those that there are.
    """
    if name not in TARGETS:
        raise UnknownName(f"there is no target {name!r}; expected one of {', '.join(TARGETS)}")
    return TARGETS[name]


def able(operation: str) -> list[str]:
    """Return the names of the targets that can express an operation."""
    return [name for name, target in TARGETS.items() if operation not in target.unsupported]
