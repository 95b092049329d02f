"""For tests: `assert_confirmed(claim)`; and what a witness, a target or a law of one's own must pass.

>>> from lsa_theory.testing import check_witness
>>> from lsa_theory.verification.witnesses.entries.witness import Entries
>>> check_witness(Entries()).spoken > 3
True
"""

from lsa_theory.codegen.targets import register_target
from lsa_theory.codegen.targets.base import Target
from lsa_theory.testing.confirmed import assert_confirmed
from lsa_theory.testing.laws import check_law
from lsa_theory.testing.targets import check_target
from lsa_theory.testing.witnesses import check_witness
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.outcome import Finding, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness
from lsa_theory.verification.witnesses.registry import register_witness

__all__ = [
    "Finding",
    "NotApplicable",
    "Setting",
    "Target",
    "Verdict",
    "Witness",
    "assert_confirmed",
    "check_law",
    "check_target",
    "check_witness",
    "register_target",
    "register_witness",
]
