"""Why there is no value, or no judgement: reasons that a report prints."""

from __future__ import annotations

from lsa_theory.errors import LsaTheoryError


class NotApplicable(LsaTheoryError):
    """A witness cannot judge this claim; the message is the reason that the report prints."""


class NotConcerned(NotApplicable):
    """The claim is of a kind that the witness has no business with; that weakens no verdict."""


class SingularInstance(LsaTheoryError):
    """A randomly drawn instance divides by zero or lacks a root; draw another one."""
