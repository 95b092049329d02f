"""Branch and bound: an inequality between scalars proved on a box by ball arithmetic.

Each box is evaluated with every scalar an interval; where the enclosure of larger - smaller is positive the box is
done, else it is halved along its relatively widest side. An enclosure that is negative refutes at a rational point.
A slack of 0 inside the box can never be enclosed away: that stays undecided.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, fmpq

from lsa_theory.claims.box import Box
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.moving import Moving
from lsa_theory.values.refusals import SingularInstance

Region = dict[Symbol, tuple[Fraction, Fraction]]
_DIGITS = 20
_MOST_BOXES = 20_000


@dataclass(frozen=True)
class Bounded:
    """What branch and bound found: proved, refuted at a point, or neither, and after how many boxes."""

    proved: bool
    boxes: int
    point: Mapping[Symbol, Fraction] | None = None


def prove_on_box(larger: Expression, smaller: Expression, box: Box, *, strict: bool = False) -> Bounded:
    """Prove larger >= smaller, or strictly larger > smaller, on a box, or find a rational point where it fails.

    Examples
    --------
    >>> from lsa_theory.expressions import scalar
    >>> t = scalar("t", positive=True)
    >>> prove_on_box(t**2 + 1, t, Box({t: (1, 10)})).proved
    True
    """
    slack = larger - smaller
    inner = {s for n in everything([slack]) if isinstance(n, At) for s, _ in n.values}
    inner |= {n.symbol for n in everything([slack]) if isinstance(n, Gradient)}
    letters = {n for n in everything([slack]) if isinstance(n, Symbol) and n.structure != "dimension"}
    missing = sorted(s.name for s in letters - inner - set(box.intervals))
    if missing:
        raise InvalidArgument(f"the box gives no interval for {', '.join(missing)}")
    ring = Balls(_DIGITS)
    evaluator = Moving(ring, Instance(dict(box.sizes), {}))
    # Level by level, so that a failure anywhere is met before a tight place elsewhere uses up all boxes.
    waiting: deque[Region] = deque([dict(box.intervals)])
    boxes = 0
    while waiting:
        region = waiting.popleft()
        boxes += 1
        if boxes > _MOST_BOXES:
            return Bounded(False, boxes)
        value = _enclosure(ring, evaluator, slack, region)
        if value is not None and (value > 0 if strict else value >= 0):
            continue
        middle = {s: (low + high) / 2 for s, (low, high) in region.items()}
        at_middle = _enclosure(ring, evaluator, slack, {s: (m, m) for s, m in middle.items()})
        if at_middle is not None and (at_middle <= 0 if strict else at_middle < 0):
            return Bounded(False, boxes, middle)
        widest = max(region, key=lambda s: (region[s][1] - region[s][0]) / (1 + abs(middle[s])))
        low, high = region[widest]
        if low == high:
            return Bounded(False, boxes)
        waiting.append({**region, widest: (low, middle[widest])})
        waiting.append({**region, widest: (middle[widest], high)})
    return Bounded(True, boxes)


def _enclosure(ring: Balls, evaluator: Moving, slack: Expression, region: Region) -> Any:
    """Return the enclosure of the slack over a region; None where something cannot be enclosed there."""
    with ring.at_work():
        values = {}
        for symbol, (low, high) in region.items():
            ends = arb(fmpq(low.numerator, low.denominator)), arb(fmpq(high.numerator, high.denominator))
            cell = np.empty((1, 1), dtype=object)
            cell[0, 0] = ends[0].union(ends[1])
            values[symbol] = cell
        try:
            value = evaluator.evaluate_with(slack, values, {})[0, 0]
        except (SingularInstance, ZeroDivisionError):
            return None
        return value if value.is_finite() else None
