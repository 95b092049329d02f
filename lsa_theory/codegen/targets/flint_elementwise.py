"""The small functions of generated python-flint code that work entry by entry."""

from __future__ import annotations

ENTRYWISE = '''def _entrywise(A, B):
    """Return the product entry by entry; a column or a row is repeated beside a matrix."""
    A, B = _rounded(A), _rounded(B)
    rows, cols = max(A.nrows(), B.nrows()), max(A.ncols(), B.ncols())
    return arb_mat(
        [
            [A[i % A.nrows(), j % A.ncols()] * B[i % B.nrows(), j % B.ncols()] for j in range(cols)]
            for i in range(rows)
        ]
    )
'''

DIAGONAL = '''def _diagonal(A):
    """Return the diagonal of A as a column."""
    A = _rounded(A)
    return arb_mat([[A[i, i]] for i in range(A.nrows())])
'''

SPREAD = '''def _spread(v):
    """Return the diagonal matrix of a column."""
    v, n = _rounded(v), v.nrows()
    return arb_mat([[v[i, 0] if i == j else arb(0) for j in range(n)] for i in range(n)])
'''

SUMS = '''def _sums(A):
    """Return the sum of each row of A as a column."""
    return arb_mat([[sum(row, arb(0))] for row in _rounded(A).tolist()])
'''

ONES = '''def _ones(n, m):
    """Return the matrix of n rows and m columns of ones."""
    return arb_mat([[arb(1)] * int(float(m))] * int(float(n)))
'''

UNIT = '''def _unit(n, k):
    """Return the column of n entries with a one at place k."""
    return arb_mat([[arb(int(i == k))] for i in range(int(float(n)))])
'''

HELPERS = {
    "_entrywise": ENTRYWISE,
    "_diagonal": DIAGONAL,
    "_spread": SPREAD,
    "_sums": SUMS,
    "_ones": ONES,
    "_unit": UNIT,
}
