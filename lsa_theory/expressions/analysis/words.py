"""The words a user writes: det, log_det, exp, log, relu and their like."""

from __future__ import annotations

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.blocks import Block
from lsa_theory.expressions.expression import Expression, as_expression, describe

pi = Pi()


def det(matrix: Block | Expression) -> Expression:
    """Return the determinant of a square matrix, or of a block matrix whose diagonal blocks are square.

    Raises
    ------
    ShapeMismatch
        If it is not square, block by block.

    Examples
    --------
    >>> from lsa_theory import Block, det, dimension, equal, identity, matrix, scalar, vector, zero
    >>> d = dimension("d"); A, B = matrix("A", d), matrix("B", d); u, v = vector("u", d), vector("v", d)
    >>> equal(det(A @ B), det(A) * det(B)), equal(det(identity(d) + u @ v.T), 1 + v.T @ u)
    (True, True)
    >>> mu = scalar("mu")
    >>> X = Block(((mu * identity(d), -u), (-u.T, mu)))
    >>> equal(det(X), mu ** (d - 1) * (mu**2 - u.T @ u))
    True
    """
    rows = matrix.rows if isinstance(matrix, Block) else ((as_expression(matrix),),)
    heights = [row[0].rows for row in rows]
    widths = [block.cols for block in rows[0]]
    if heights != widths:
        given = f"blocks {heights} x {widths}" if len(rows) > 1 else describe(rows[0][0])
        raise ShapeMismatch(f"cannot take the determinant of {given}: it is not square, block by block")
    return rows[0][0] if len(rows) == 1 and rows[0][0].is_scalar else Determinant(rows)


def log_det(matrix: Block | Expression) -> Expression:
    """Return log det, defined where the determinant is positive.

    Examples
    --------
    >>> from lsa_theory import E, dimension, gradient, log_det, normal, positive_definite, samples
    >>> d, N = dimension("d"), dimension("N"); L = positive_definite("Lambda", d)
    >>> normal(gradient(log_det(L), L))
    Lambda**(-1)
    >>> normal(E(log_det(samples("x", covariance=L, count=N).gram)))
    digamma_d(N / 2) + log(det(Lambda)) + d * log(2)
    """
    return log(det(matrix))


def exp(body: object) -> Expression:
    """Return the exponential of a scalar.

    Examples
    --------
    >>> from lsa_theory import E, dimension, exp, gaussian, normal, positive_definite, vector
    >>> d = dimension("d"); L = positive_definite("Lambda", d); a = vector("a", d); x = gaussian("x", covariance=L)
    >>> normal(E(x * exp(a.T @ x)) / E(exp(a.T @ x)))
    Lambda @ a
    """
    return Applied("exp", (as_expression(body),))


def log(body: object) -> Expression:
    """Return the natural logarithm of a scalar, defined where it is positive.

    >>> from lsa_theory import equal, exp, log, scalar
    >>> s = scalar("s"); equal(log(exp(s)), s)
    True
    """
    return Applied("log", (as_expression(body),))


def sign(body: object) -> Expression:
    """Return the sign of a scalar: 1, 0 or -1.

    >>> from lsa_theory import absolute, equal, scalar, sign
    >>> s = scalar("s"); equal(sign(-s) * s, -absolute(s))
    True
    """
    return Applied("sign", (as_expression(body),))


def absolute(body: object) -> Expression:
    """Return the absolute value of a scalar.

    Examples
    --------
    >>> from lsa_theory import E, absolute, dimension, gaussian, normal, positive_definite, vector
    >>> d = dimension("d"); L = positive_definite("Lambda", d); b = vector("b", d); x = gaussian("x", covariance=L)
    >>> normal(E(absolute(b.T @ x)))
    2**(1/2) * (b.T @ Lambda @ b)**(1/2) / pi**(1/2)
    """
    return Applied("absolute", (as_expression(body),))


def relu(body: object) -> Expression:
    """Return the positive part max(s, 0) of a scalar.

    Examples
    --------
    >>> from lsa_theory import equal, relu, scalar
    >>> s = scalar("s"); equal(relu(s) - relu(-s), s)
    True
    """
    return Applied("relu", (as_expression(body),))


def indicator(body: object) -> Expression:
    """Return 1 where a scalar is positive and 0 elsewhere.

    Examples
    --------
    >>> from lsa_theory import equal, indicator, relu, scalar
    >>> s = scalar("s"); equal(s * indicator(s), relu(s))
    True
    """
    return Applied("indicator", (as_expression(body),))


def arcsin(body: object) -> Expression:
    """Return the angle between -pi/2 and pi/2 whose sine is a scalar.

    >>> from lsa_theory import arccos, arcsin, equal, pi, scalar
    >>> s = scalar("s"); equal(arcsin(s) + arccos(s), pi / 2)
    True
    """
    return Applied("arcsin", (as_expression(body),))


def arccos(body: object) -> Expression:
    """Return the angle between 0 and pi whose cosine is a scalar.

    >>> from lsa_theory import arccos, equal, pi
    >>> equal(arccos(-1), pi)
    True
    """
    return Applied("arccos", (as_expression(body),))


def erf(body: object) -> Expression:
    """Return the error function of a scalar; P(z < s) of a standard normal z is (1 + erf(s / sqrt 2)) / 2.

    >>> from lsa_theory import equal, erf, scalar
    >>> s = scalar("s"); equal(erf(-s), -erf(s))
    True
    """
    return Applied("erf", (as_expression(body),))


def factorial(body: object) -> Expression:
    """Return n! of a length or a combination of lengths.

    Examples
    --------
    >>> from lsa_theory import E, det, dimension, equal, factorial, positive_definite, samples
    >>> d, N = dimension("d"), dimension("N"); L = positive_definite("Lambda", d)
    >>> W = samples("x", covariance=L, count=N).gram
    >>> equal(E(det(W)), factorial(N) / factorial(N - d) * det(L))
    True
    """
    return Applied("factorial", (as_expression(body),))


def digamma(body: object, dimension: object = 1) -> Expression:
    """Return psi(a) = (log Gamma)'(a), or with a dimension p the multivariate sum_{i=1}^p psi(a + (1 - i) / 2).

    Examples
    --------
    >>> from lsa_theory import digamma, dimension, equal
    >>> n = dimension("n"); equal(digamma(n + 1), digamma(n) + 1 / n)
    True
    """
    return Applied("digamma", (as_expression(body), as_expression(dimension)))


def harmonic(body: object, order: int = 1) -> Expression:
    """Return the harmonic number H_n = sum_{i=1}^n 1/i of a length, of an order r the sum of i^-r; H_0 is 0.

    Raises
    ------
    InvalidArgument
        If the order is no whole number from 1 on.

    Examples
    --------
    >>> from lsa_theory import dimension, equal, harmonic, normal, position, sum_over
    >>> N = dimension("N")
    >>> equal(harmonic(N + 1), harmonic(N) + 1 / (N + 1)), normal(harmonic(3))
    (True, 11/6)
    >>> normal(sum_over(N, lambda i: harmonic(position(i))))
    -N + harmonic(N) + N * harmonic(N)
    """
    if isinstance(order, bool) or not isinstance(order, int) or order < 1:
        raise InvalidArgument(
            f"the order of a harmonic number is {order!r}; expected a whole number from 1 on"
        )
    return Applied("harmonic", (as_expression(body), as_expression(order)))
