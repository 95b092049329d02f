"""Which numbers are the first moments of some law on the line: the truncated moment problem of Hamburger."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def some_law_has(moments: Sequence[Fraction]) -> bool | None:
    """Whether there is a law with E xi, E xi^2, ... as given; None where the last of an odd number leaves it open.

    There is one if E p(xi)^2 > 0 for all polynomials p that the moments reach, and none if one is negative. If
    E p(xi)^2 = 0 for some p, xi can only take the roots of p, and what follows must be the moments of such a law.

    >>> some_law_has([0, 1, 0, 3]), some_law_has([0, 1, 0, 1]), some_law_has([0, 1, 0, Fraction(1, 2)])
    (True, True, False)
    >>> some_law_has([1, 1, 2]), some_law_has([1, 1, 2, 4])
    (None, False)
    """
    reached = [Fraction(1), *map(Fraction, moments[: len(moments) // 2 * 2])]
    size = (len(reached) + 1) // 2
    rows = [[reached[i + j] for j in range(size)] for i in range(size)]
    for k in range(size):
        pivot = rows[k][k]
        if pivot < 0:
            return False
        if pivot == 0:
            if any(x for row in rows[k:] for x in row[k:]):
                return False
            # One moment more than was looked at: it has to be that of the few values that are left.
            return None if len(moments) % 2 else True
        for i in range(k + 1, size):
            factor = rows[i][k] / pivot
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return True
