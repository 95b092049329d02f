"""The small functions that generated python-flint code calls by name, each printed where it is used.

Rational arguments stay exact: integers over one denominator, rounded once, when they meet a root or are returned. Where
balls are quicker, they become balls. Measured for d = 1 to 40, 20 to 10 000 digits and entries of 10 to 200 bits: a
product costs what the lengths of its factors say, so it is exact while the geometric mean of these is below the length
of a ball; a solution without fractions works with numbers of up to d times the length of the entries, in two to three
times the operations, and is exact while that length is below 5/4 of a ball's. Below 500 bits, or where a product of
balls takes no more than some 10 microseconds, which d**3 times their bits tells, nothing is won.
"""

from __future__ import annotations

NUMBER = '''def _number(x):
    """Return a rational number exactly, and any other as a ball."""
    if isinstance(x, (int, Fraction)) or (isinstance(x, float) and isfinite(x)):
        return fmpq(*x.as_integer_ratio())
    if isinstance(x, (fmpq, fmpz)):
        return fmpq(x)
    if isinstance(x, str):
        whole, _, part = x.strip().partition(".")
        digits = whole.removeprefix("-") + part
        return fmpq(fmpz(whole + part), fmpz(10) ** len(part)) if digits.isascii() and digits.isdigit() else arb(x)
    return fmpq(int(x.numerator), int(x.denominator)) if isinstance(x, Rational) else arb(x)
'''

MATRIX = '''def _matrix(matrix):
    """Return nested lists, an array or a matrix of numbers as exact, or as balls if a number is one."""
    if isinstance(matrix, arb_mat):
        return matrix
    rows = [[_number(x) for x in row] for row in getattr(matrix, "tolist", lambda: matrix)()]
    longest = max((len(rows), *map(len, rows)), default=0)
    short = 5 * ctx.prec // (4 * max(longest, 1))
    if ctx.prec < 500 or longest**3 * ctx.prec < 150_000 or any(len(row) != len(rows[0]) for row in rows):
        return arb_mat(rows)
    under, entries = fmpz(1), [x for row in rows for x in row]
    for x in entries:
        if isinstance(x, arb) or under.bit_length() > short:
            return arb_mat(rows)
        if under % x.q != 0:
            under = under.lcm(x.q)
    return _Exact(fmpz_mat(len(rows), len(rows[0]), [x.p * (under // x.q) for x in entries]), under)
'''

EXACT = '''class _Exact:
    """A matrix of integers over one positive denominator."""

    def __init__(self, top, under):
        self.top, self.under, self.length = top, under, 0

    def bits(self):
        self.length = self.length or max(map(fmpz.bit_length, self.top.entries()))
        return self.length

    def nrows(self):
        return self.top.nrows()

    def ncols(self):
        return self.top.ncols()

    def transpose(self):
        return _Exact(self.top.transpose(), self.under)

    def __neg__(self):
        return _Exact(-self.top, self.under)

    def __add__(self, other):
        if not isinstance(other, _Exact):
            return _rounded(self) + other
        under = self.under.lcm(other.under)
        return _Exact(self.top * (under // self.under) + other.top * (under // other.under), under)

    __radd__ = __add__

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if isinstance(other, _Exact):
            if self.bits() * other.bits() > ctx.prec**2:
                return _rounded(self) * _rounded(other)
            return _Exact(self.top * other.top, self.under * other.under)
        if isinstance(other, arb):
            return arb_mat(self.top) * (other / self.under)
        if isinstance(other, arb_mat):
            return _rounded(self) * other
        return _Exact(self.top * fmpq(other).p, self.under * fmpq(other).q)

    def __rmul__(self, other):
        return other * _rounded(self) if isinstance(other, arb_mat) else self * other
'''

ROUNDED = '''def _rounded(A):
    """Return a matrix as balls, each entry rounded once."""
    return arb_mat(A.top) / A.under if isinstance(A, _Exact) else A
'''

SOLVE = '''def _solve(A, B):
    """Return A^-1 B."""
    n, both = A.nrows(), isinstance(A, _Exact) and isinstance(B, _Exact)
    if not both or 4 * n * max(A.bits(), B.bits()) > 5 * ctx.prec:
        return _rounded(A).solve(_rounded(B))
    # A^-1 B = (a / b) X for the integer matrices with the denominators a and b; rows of (A | B) reduced give X.
    beside = [x for left, right in zip(A.top.tolist(), B.top.tolist(), strict=True) for x in (*left, *right)]
    reduced, pivot, rank = fmpz_mat(n, n + B.ncols(), beside).rref()
    if rank < n or any(reduced[i, i] != pivot for i in range(n)):
        raise ZeroDivisionError("the matrix is singular")
    columns = range(n, n + B.ncols())
    entries = [reduced[i, j] for i in range(n) for j in columns]
    common = pivot
    for x in entries:
        if common == 1:
            break
        common = common.gcd(x)
    common = -common if pivot < 0 else common
    if common != 1:
        entries = [x // common for x in entries]
    return _Exact(fmpz_mat(n, len(columns), entries) * A.under, pivot // common * B.under)
'''

INVERSE = '''def _inverse(A):
    """Return A^-1."""
    n = A.nrows()
    if not isinstance(A, _Exact):
        return A.inv()
    return _solve(A, _Exact(fmpz_mat([[int(i == j) for j in range(n)] for i in range(n)]), fmpz(1)))
'''

POWER = '''def _power(x, p, q):
    """Return x^(p/q)."""
    return arb(x).root(q) ** p
'''

TRACE = '''def _trace(A):
    """Return the trace of A."""
    if isinstance(A, _Exact):
        return fmpq(sum((A.top[i, i] for i in range(A.nrows())), fmpz(0)), A.under)
    return sum((A[i, i] for i in range(A.nrows())), arb(0))
'''

INNER = '''def _inner(A, B):
    """Return the sum of A_ij B_ij, which is tr(A B')."""
    if isinstance(A, _Exact) and isinstance(B, _Exact):
        return fmpq(sum(map(mul, A.top.entries(), B.top.entries()), fmpz(0)), A.under * B.under)
    return sum(map(mul, _rounded(A).entries(), _rounded(B).entries()), arb(0))
'''

ADD_TO_DIAGONAL = '''def _add_to_diagonal(A, scalar):
    """Return A + scalar I."""
    if isinstance(A, _Exact) and not isinstance(scalar, arb):
        added = fmpq(scalar)
        under = A.under.lcm(added.q)
        top, more = A.top * (under // A.under), added.p * (under // added.q)
        for i in range(A.nrows()):
            top[i, i] += more
        return _Exact(top, under)
    A = arb_mat(_rounded(A))
    for i in range(A.nrows()):
        A[i, i] += scalar
    return A
'''

HELPERS = {
    "_number": NUMBER,
    "_matrix": MATRIX,
    "_Exact": EXACT,
    "_rounded": ROUNDED,
    "_solve": SOLVE,
    "_inverse": INVERSE,
    "_power": POWER,
    "_trace": TRACE,
    "_inner": INNER,
    "_add_to_diagonal": ADD_TO_DIAGONAL,
}
