"""Elementwise products, and the matrix whose entries are all one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.expressions.expression import Dimension, Expression, ShapedLike


@dataclass(frozen=True, repr=False)
class Hadamard(ShapedLike, kind=True):
    """The elementwise product of two expressions of one shape."""

    shaped_like: ClassVar[str] = "left"
    parts: ClassVar[tuple[str, ...]] = ("left", "right")

    left: Expression
    right: Expression


@dataclass(frozen=True, repr=False)
class Ones(Expression, kind=True):
    """The matrix of a shape whose entries are all one."""

    rows: Dimension
    cols: Dimension = 1
