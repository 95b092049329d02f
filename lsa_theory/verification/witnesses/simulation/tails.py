"""How probable so large a Student ratio is for a true claim, when the draws are skewed.

With skewness g of the n estimates, P(T >= x) is Student's tail times exp(g x^3 / (3 sqrt n)) for moderate x (Jing, Shao
& Wang 2003, Annals of Probability 31). Heavy-tailed integrands have large g, and then mean and standard error are
too small together; the factor is taken in both directions.
"""

from __future__ import annotations

from math import erfc, inf, log, sqrt


def log_tail(z: float, freedom: int, skewness: float) -> float:
    """Return the logarithm of a bound on P(|T| >= |z|), one side.

    >>> log_tail(4.0, 63, 0.0) < log_tail(4.0, 63, 3.0) <= 0.0
    True
    """
    size, groups = abs(z), freedom + 1
    if size == inf:
        return -inf
    # A tail cannot grow with x: beyond the place where the factor wins, the bound there is the bound.
    steps = [size * k / 64 for k in range(1, 65)]
    return min(0.0, *(_student(x, freedom) + abs(skewness) * x**3 / (3 * sqrt(groups)) for x in steps))


def _student(x: float, freedom: int) -> float:
    from scipy.special import stdtr

    tail = float(stdtr(freedom, -x))
    return log(tail) if tail > 0.0 else -inf


def is_plausible(z: float, level: float) -> bool:
    """Whether |z| is so small that no bound of `log_tail` is below log(level), whatever freedom and skewness.

    Student's tail is never below the normal one, and an allowance for skewness only lifts it. Most claims end here,
    without the library that knows Student's.

    >>> is_plausible(2.0, 1e-3), is_plausible(4.0, 1e-3)
    (True, False)
    """
    return erfc(abs(z) / sqrt(2)) / 2 >= level
