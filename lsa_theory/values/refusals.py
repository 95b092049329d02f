"""Why there is no value, or no judgement: reasons that a report prints."""

from __future__ import annotations

from lsa_theory.errors import LsaTheoryError


class NotApplicable(LsaTheoryError):
    """A witness cannot judge this claim; the message is the reason that the report prints.

    Examples
    --------
    >>> from lsa_theory import Claim, dimension, judge, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> judge(Claim(trace(A), trace(A.T)), witnesses=["quadrature"]).findings[0].figure
    'there is no expectation to integrate'
    """


class NotConcerned(NotApplicable):
    """The claim is of a kind that the witness has no business with; that weakens no verdict."""


class RandomLaw(NotApplicable):
    """The law of what is averaged has more than one value where it stands."""


class SingularInstance(LsaTheoryError):
    """A randomly drawn instance divides by zero or lacks a root; draw another one."""
