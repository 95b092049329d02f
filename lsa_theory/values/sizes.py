"""Which sizes of the dimensions a witness can afford to test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.frames import exist, frames_in
from lsa_theory.values.quadrature.laws import Rule
from lsa_theory.values.work import Work

Sizes = dict[Symbol, int]


def affordable_sizes(
    dimensions: Sequence[Symbol],
    formulas: Formulas,
    rule: Rule,
    *,
    each: float,
    total: float,
    largest: int = 6,
    most: int = 16,
    overhead: float = 0.0,
) -> list[Sizes]:
    """Return assignments of sizes 1 ... largest, whose work fits the budget, in the order of their sums.

    Parameters
    ----------
    dimensions : dimension symbols
    formulas : Formulas
        What will be evaluated.
    rule : Rule
        Says how many points an expectation takes.
    each, total : float
        The largest work for one assignment and for all together, in multiplications.
    overhead : float
        What visiting one node costs besides, in multiplications of the arithmetic.

    Returns
    -------
    list of dict
        At least the smallest assignment is missing only if it alone exceeds `each`.
    """
    chosen: list[Sizes] = []
    spent = 0.0
    known: dict[tuple[int, ...], float] = {}
    frames = frames_in(formulas.nodes)
    # Half of them the smallest there are; then those where no dimension is one, which many mistakes need to show.
    for smallest, count in ((1, (most + 1) // 2), (2, most), (1, most)):
        level, fitted = 0, True
        for sizes in all_sizes(dimensions, largest, smallest):
            if len(chosen) >= count:
                break
            if sum(sizes.values()) != level:
                # Work grows with each size: where nothing of one sum fits, nothing of a larger sum does.
                if not fitted:
                    break
                level, fitted = sum(sizes.values()), False
            if sizes in chosen or not exist(frames, sizes):
                fitted = True
                continue
            place = tuple(sizes.values())
            if place not in known:
                known[place] = sum(work.at(sizes, rule, overhead) for work in formulas.works)
            if known[place] <= each and spent + known[place] <= total:
                fitted = True
                chosen.append(sizes)
                spent += known[place]
    return sorted(chosen, key=lambda sizes: (sum(sizes.values()), tuple(sizes.values())))


def multiplications(
    tree: Expression, sizes: Mapping[Symbol, int], rule: Rule, overhead: float = 0.0
) -> float:
    """Return an estimate of the multiplications that evaluating a tree takes."""
    return Work(tree).at(sizes, rule, overhead)


def all_sizes(dimensions: Sequence[Symbol], largest: int, smallest: int = 1) -> Iterator[Sizes]:
    """Yield all assignments: by their sum, then in the order of the symbols.

    >>> from lsa_theory.expressions import dimension
    >>> d, N = dimension("d"), dimension("N")
    >>> [tuple(s.values()) for s in all_sizes([d, N], 2)]
    [(1, 1), (1, 2), (2, 1), (2, 2)]
    """
    yield from (
        dict(zip(dimensions, sizes, strict=True))
        for sizes in sorted(
            product(range(smallest, largest + 1), repeat=len(dimensions)), key=lambda s: (sum(s), s)
        )
    )


def describe_sizes(tested: Sequence[Sizes]) -> str:
    """Return the tested range, for instance "d = 1..4, N = 1..3".

    >>> from lsa_theory.expressions import dimension
    >>> d = dimension("d")
    >>> describe_sizes([{d: 1}, {d: 2}, {d: 3}])
    'd = 1..3'
    """
    if not tested or not tested[0]:
        return "no dimensions"
    parts = []
    full = 1
    for symbol in tested[0]:
        values = sorted({sizes[symbol] for sizes in tested})
        span = f"{values[0]}..{values[-1]}" if len(values) > 1 else str(values[0])
        full *= len(values)
        gaps = len(values) not in (1, values[-1] - values[0] + 1)
        parts.append(f"{symbol.name} = {','.join(map(str, values)) if gaps else span}")
    # Fewer sizes than all combinations of the ranges: say how many.
    return ", ".join(parts) + ("" if full == len(tested) else f" ({len(tested)} sizes)")
