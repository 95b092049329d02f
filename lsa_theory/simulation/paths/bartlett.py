"""The factor of a Wishart matrix: triangular (Bartlett), and bidiagonal where only the spectrum matters."""

import numpy as np

from lsa_theory.simulation.arrays import Array


def bartlett_factor(rng: np.random.Generator, count: int, size: int, degrees: int) -> Array:
    """Draw T with T T' in law W_size(I, degrees), shape (count, size, size), lower triangular.

    T_ii^2 ~ chi^2 with degrees - i + 1 degrees of freedom (i = 1, 2, ...), T_ij ~ N(0, 1) below; with fewer
    degrees than rows the columns after number `degrees` are zero, and T T' is singular as it must be.

    Source: Bartlett 1933; Anderson, An Introduction to Multivariate Statistical Analysis, section 7.2.

    Examples
    --------
    >>> np.count_nonzero(bartlett_factor(np.random.default_rng(0), 1, 4, 2)[0], axis=0).tolist()
    [4, 3, 0, 0]
    """
    factor = np.zeros((count, size, size))
    rank = min(size, degrees)
    rows, columns = np.tril_indices(size, -1)
    keep = columns < rank
    rows, columns = rows[keep], columns[keep]
    factor[:, rows, columns] = rng.standard_normal((count, len(rows)))
    diagonal = np.arange(rank)
    factor[:, diagonal, diagonal] = np.sqrt(rng.chisquare(degrees - diagonal, (count, rank)))
    return factor


def spectral_traces(rng: np.random.Generator, count: int, size: int, degrees: int) -> tuple[Array, Array]:
    """Draw (tr W, tr W^2) for W ~ W_size(I, degrees) from 2 min(size, degrees) - 1 chi-squares.

    W has the nonzero spectrum of B B' with B bidiagonal of size p = min(size, degrees): squares on the
    diagonal chi^2_{q - i + 1}, q = max(size, degrees), below it chi^2_{p - i}.

    Source: Silverstein 1985, Ann. Probab. 13; Dumitriu & Edelman 2002, J. Math. Phys. 43.

    Examples
    --------
    >>> trace, trace_of_square = spectral_traces(np.random.default_rng(0), 3, 1, 5)
    >>> np.allclose(trace**2, trace_of_square)
    True
    """
    p, q = min(size, degrees), max(size, degrees)
    diagonal = rng.chisquare(q - np.arange(p), (count, p))
    below = rng.chisquare(p - 1 - np.arange(p - 1), (count, p - 1))
    entries = diagonal.copy()
    entries[:, 1:] += below
    beside = diagonal[:, :-1] * below
    squares = np.einsum("bi,bi->b", entries, entries) + 2 * beside.sum(axis=1)
    return entries.sum(axis=1), squares
