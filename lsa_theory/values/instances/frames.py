"""Instances of matrices with orthonormal columns: drawn by Cayley's transform, and checked wherever they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import RandomVector
from lsa_theory.values.arithmetic.stacked import Stack
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.refusals import NotApplicable, SingularInstance

Matrix = list[list[Any]]


def frame(rows: int, cols: int, entry: Callable[[], Any], reflected: bool, name: str) -> Matrix:
    """Return the first columns of (I - S) (I + S)^-1 for a skew S, exactly; of determinant -1 if it is reflected.

    Raises
    ------
    SingularInstance
        If there are more columns than rows.

    Examples
    --------
    >>> frame(2, 2, lambda: 1, False, "Q")
    [[Fraction(0, 1), Fraction(-1, 1)], [Fraction(1, 1), Fraction(0, 1)]]
    """
    from lsa_theory.values.arithmetic.rational import Rationals, as_fraction

    check_columns(rows, cols, name)
    ring = Rationals()
    above = {(i, j): entry() for i in range(rows) for j in range(i + 1, rows)}
    skew = [[above.get((i, j), 0) - above.get((j, i), 0) for j in range(rows)] for i in range(rows)]
    plus, minus = (
        ring.array([[int(i == j) + sign * skew[i][j] for j in range(rows)] for i in range(rows)])
        for sign in (1, -1)
    )
    turned = ring.matmul(minus, ring.inverse(plus)).tolist()
    signs = [-1 if reflected and i == rows - 1 else 1 for i in range(rows)]
    return [
        [sign * as_fraction(value) for value in row[:cols]] for sign, row in zip(signs, turned, strict=True)
    ]


def frames_in(nodes: Iterable[Expression]) -> list[RandomVector]:
    """Return the random matrices of orthonormal columns among some nodes."""
    return [node for node in nodes if isinstance(node, RandomVector) and isinstance(node.law, Orthogonal)]


def exist(frames: Sequence[RandomVector], sizes: Mapping[Symbol, int]) -> bool:
    """Whether matrices of orthonormal columns have no more columns than rows at given sizes."""
    for frame in frames:
        rows, cols = (size if isinstance(size, int) else sizes.get(size, 1) for size in frame.shape)
        if cols > rows:
            return False
    return True


def check_columns(rows: int, cols: int, name: str) -> None:
    """Refuse more orthonormal columns than rows."""
    if cols > rows:
        raise SingularInstance(
            f"{cols} columns of {rows} entries are not orthonormal, as those of {name} are"
        )


def check_frames(instance: Instance) -> None:
    """Refuse an instance that gives a random orthogonal matrix a value that it never has.

    Raises
    ------
    SingularInstance
        If the columns are not orthonormal.
    NotApplicable
        If there are many values at once, among which nobody moves about along orthogonal matrices.
    """
    for letter, value in instance.values.items():
        # The residues of several instances are those of rational ones, drawn as such.
        if not isinstance(getattr(letter, "law", None), Orthogonal) or isinstance(value, Stack):
            continue
        given = np.array(value, dtype=object)
        if given.ndim != 2:
            raise NotApplicable(
                f"{letter.name} is orthogonal, and is not moved about in search of an instance"
            )
        columns = list(zip(*given.tolist(), strict=True))
        for i, one in enumerate(columns):
            for j, other in enumerate(columns[i:], i):
                product = sum(
                    (Fraction(x) * Fraction(y) for x, y in zip(one, other, strict=True)), Fraction(0)
                )
                if product != (i == j):
                    raise SingularInstance(
                        f"the columns of {letter.name} are not orthonormal at the instance"
                    )
