"""Some exact instances of one size, and the same in floats, stacked: what is tried against several statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from lsa_theory.values.arithmetic.stacked import Stack
from lsa_theory.values.instances.instance import Instance

# So many are looked at in floats at once.
_BLOCK = 32


@dataclass(frozen=True)
class Together:
    """Instances with values for the same letters, at least one.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, scalar
    >>> a = scalar("a")
    >>> together = Together([Instance({}, {a: [[k]]}) for k in range(3)])
    >>> together.floats.values[a].values.tolist()
    [[[0.0, 1.0, 2.0]]]
    """

    exact: list[Instance]

    @cached_property
    def floats(self) -> Instance:
        """All of them in floats, the last axis of every value over the instances."""
        first = self.exact[0]
        values = {
            letter: Stack(
                np.moveaxis(np.array([one.values[letter] for one in self.exact], dtype=float), 0, -1)
            )
            for letter in first.values
        }
        return Instance(first.sizes, values)


def blocks(instances: Iterable[Instance]) -> Iterator[Together]:
    """Yield instances in their order, some at a time."""
    left = iter(instances)
    while block := list(islice(left, _BLOCK)):
        yield Together(block)
