"""Conditions under which an expectation exists, or has the value given, as far as they are not about lengths alone."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.algebra.ring.polynomial import Terms


@dataclass(frozen=True)
class Condition:
    """A matrix polynomial of a size that has to be positive definite; of size "1", a scalar that has to be positive."""

    terms: Terms
    size: str


@dataclass(frozen=True)
class LargeEnough:
    """A size above a number, up to which an expectation exists, and has another value than the one given."""

    size: str
    number: int
