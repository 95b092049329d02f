"""Which sizes a witness looks at where hypotheses are about sizes alone: those that meet them."""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.traversal import constituents, everything
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.frames import exist, frames_in
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes, affordable_sizes, all_sizes
from lsa_theory.values.work import Work

# Sizes up to this one are looked through where few small ones meet the hypotheses; so many assignments, at most.
_FARTHEST, _LOOKED_THROUGH = 9, 3000


def sizes_meeting(
    given: Sequence[Expression],
    dimensions: Sequence[Symbol],
    trees: Sequence[Expression],
    *,
    each: float,
    total: float,
    largest: int,
    most: int,
    overhead: float,
) -> list[Sizes]:
    """Return affordable sizes, as `affordable_sizes` does, that meet the hypotheses which are about sizes alone.

    Parameters
    ----------
    given : scalar expressions
        Each is assumed to be at least 0, and defined.
    """
    of_sizes = [h for h in given if _is_of_sizes(h)]
    if not of_sizes:
        return affordable_sizes(
            dimensions,
            Formulas(trees),
            Lattice(),
            each=each,
            total=total,
            largest=largest,
            most=most,
            overhead=overhead,
        )
    chosen: list[Sizes] = []
    spent = 0.0
    works = [Work(tree) for tree in trees]
    frames = frames_in(everything([*trees, *given]))
    # Half of them the smallest; then those where no dimension is one, which many mistakes need to show.
    for smallest, count in ((1, (most + 1) // 2), (2, most), (1, most)):
        for k, sizes in enumerate(all_sizes(dimensions, _reach(len(dimensions)), smallest)):
            if len(chosen) >= count or k >= _LOOKED_THROUGH:
                break
            if sizes in chosen or not exist(frames, sizes) or not all(_met(h, sizes) for h in of_sizes):
                continue
            taken = sum(work.at(sizes, Lattice(), overhead) for work in works)
            if taken <= each and spent + taken <= total:
                chosen.append(sizes)
                spent += taken
    return sorted(chosen, key=lambda sizes: (sum(sizes.values()), tuple(sizes.values())))


def _reach(count: int) -> int:
    return next((n for n in range(_FARTHEST, 2, -1) if n**count <= _LOOKED_THROUGH), 2)


def _is_of_sizes(hypothesis: Expression) -> bool:
    parts = constituents([hypothesis])
    return not parts.symbols and not parts.unbound and bool(parts.dimensions)


def _met(hypothesis: Expression, sizes: Sizes) -> bool:
    try:
        return bool(
            Evaluator(Rationals(), Instance(dict(sizes), {}), Lattice()).evaluate(hypothesis)[0, 0] >= 0
        )
    except (SingularInstance, NotApplicable):
        return False
