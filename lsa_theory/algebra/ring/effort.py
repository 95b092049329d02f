"""How much may be spent on what is nice to have: a count of products of terms, and no clock.

What is decided is calculated to the end. A shorter form of what is left over, for a reader, is worth some seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from lsa_theory.errors import LsaTheoryError


class TooMuchWork(LsaTheoryError):
    """More products of terms were needed than allowed."""


@dataclass
class _Purse:
    left: int


_PURSE: ContextVar[_Purse | None] = ContextVar("purse", default=None)


@contextmanager
def at_most(products: int) -> Iterator[None]:
    """Allow so many products of terms within.

    Raises
    ------
    TooMuchWork
        From what needs more, within.

    Examples
    --------
    >>> from lsa_theory.algebra.normal import normal
    >>> from lsa_theory.expressions import scalar
    >>> s = scalar("s")
    >>> with at_most(10):
    ...     normal((1 + s + s**3) ** 10)
    Traceback (most recent call last):
    lsa_theory.algebra.ring.effort.TooMuchWork: more than 10 products of terms are needed
    """
    token = _PURSE.set(_Purse(products))
    try:
        yield
    except TooMuchWork as stopped:
        raise TooMuchWork(f"more than {products} products of terms are needed") from stopped
    finally:
        _PURSE.reset(token)


def spend(products: int) -> None:
    """Count products of terms; refuse them where there is a limit and it is passed."""
    purse = _PURSE.get()
    if purse is not None:
        purse.left -= products
        if purse.left < 0:
            raise TooMuchWork("no more products of terms are allowed")
