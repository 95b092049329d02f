"""Declaring random orthogonal matrices, and random orthonormal columns."""

from __future__ import annotations

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Dimension
from lsa_theory.expressions.guards import checked_name, checked_size
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import RandomVector


def random_orthogonal(name: str, rows: Dimension, cols: Dimension | None = None) -> RandomVector:
    """Declare a random orthogonal matrix of the Haar measure; with `cols`, of that many of its columns.

    Q' Q = I holds always, and Q Q' = I where it is square. Averages over any number of copies of Q are taken by
    orthogonal Weingarten functions; what they need of the size is in `Normal.conditions`.

    Parameters
    ----------
    name : str
        Its name; matrices of different names are independent.
    rows : dimension or int
    cols : dimension or int, optional
        At most `rows`; as many if left out.

    Raises
    ------
    InvalidArgument
        If there are more columns than rows.

    Examples
    --------
    >>> from lsa_theory import E, dimension, equal, identity, matrix, normal, random_orthogonal, trace
    >>> d, k = dimension("d"), dimension("k")
    >>> A = matrix("A", d); Q = random_orthogonal("Q", d)
    >>> equal(Q.T @ A @ Q @ Q.T @ A.T @ Q, Q.T @ A @ A.T @ Q)
    True
    >>> normal(E(Q @ A @ Q.T)), normal(E(Q @ A @ Q)), normal(E(trace(A @ Q) ** 2))
    (tr(A) * I / d, A.T / d, tr(A @ A.T) / d)
    >>> F = random_orthogonal("F", d, k)
    >>> normal(F.T @ F), normal(E(F @ F.T))
    (I, k * I / d)
    """
    size = checked_size(rows, checked_name(name, "a random matrix"))
    width = size if cols is None else checked_size(cols, name)
    if isinstance(size, int) and isinstance(width, int) and width > size:
        raise InvalidArgument(
            f"{name} has {size} rows and {width} columns; at most {size} columns of {size} entries are orthonormal. "
            "Take the transpose of one with more rows"
        )
    return RandomVector(name, size, Orthogonal(size, width), width)
