"""Whether a matrix has another number of negative eigenvalues than is claimed at some exact instance."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np

from lsa_theory.claims.questions.counted import Counted
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.values.instances.shrinking import shrink
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.sizes import affordable_sizes, describe_sizes
from lsa_theory.verification.outcome import Finding, Verdict
from lsa_theory.verification.trial import Trial, differ
from lsa_theory.verification.witnesses.search.somewhere import Found

_HEIGHTS = (1, 1, 1, 2, 2, 3, 9)
_EACH, _TOTAL, _MOST = 3e4, 1e6, 6


def counted(question: Counted, rng: np.random.Generator, found: Found) -> Finding:
    """Count at small sizes, exactly: a number that differs where all volumes are not 0 refutes.

    Raises
    ------
    NotApplicable
        If the matrix could be evaluated nowhere.
    """
    formulas = Formulas(question.stated())
    parts = formulas.parts
    sizes = affordable_sizes(
        parts.dimensions, formulas, Lattice(), each=_EACH, total=_TOTAL, largest=3, most=_MOST, overhead=20.0
    ) or [dict.fromkeys(parts.dimensions, 1)]
    # What has to exist is asked for as a hypothesis: where it is infinite the instance does not count.
    trial = Trial(question.matrix, question.number, differ, given=[tree**2 for tree in question.where()])
    for chosen in sorted(sizes, key=lambda s: tuple(s.values())):
        drawn = (draw_integers(rng, parts, chosen, height) for height in _HEIGHTS)
        for instance in chain(drawn, corners(parts, chosen)):
            if trial.broken(instance):
                shown = trial.report(shrink(instance, parts, trial.broken))
                figure = f"another number at {describe_sizes([chosen])}"
                return replace(found(Verdict.REFUTED, figure), counterexample=shown)
    if not trial.met:
        raise NotApplicable("the matrix could be evaluated nowhere, or is not symmetric")
    return found(Verdict.CONFIRMED, f"so many at {trial.met} exact instances")
