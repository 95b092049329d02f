"""Conditions under which an expectation exists, as far as they are not about lengths alone."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.algebra.ring.polynomial import Terms


@dataclass(frozen=True)
class Condition:
    """A matrix polynomial of a size that has to be positive definite; of size "1", a scalar that has to be positive."""

    terms: Terms
    size: str
