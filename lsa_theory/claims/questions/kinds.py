"""All kinds of questions: a closed union, so that a type checker lists the tables that a new kind must enter.

A claim of one's own asks any of them; it needs no table. A question of a new kind does: its readers end in
`assert_never`.
"""

from __future__ import annotations

from typing import TypeAlias

from lsa_theory.claims.questions.approaches import Approaches
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.conserved import Conserved
from lsa_theory.claims.questions.counted import Counted
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.solves import Solves
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.questions.tends import Tends
from lsa_theory.claims.questions.tested import Tested
from lsa_theory.claims.questions.under import Under
from lsa_theory.claims.questions.what_is import WhatIs

Question: TypeAlias = (
    Equal
    | AtLeast
    | Conserved
    | Approaches
    | Under
    | Tends
    | SomeInstance
    | Attained
    | Tested
    | WhatIs
    | Solves
    | Counted
)
