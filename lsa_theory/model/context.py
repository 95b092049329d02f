"""What an arithmetic must supply so that the definitions of the model run on it."""

from collections.abc import Sequence
from typing import Any, Protocol


class Context(Protocol):
    """Four operations that NumPy, SymPy, mpmath, ball and symbolic matrices spell differently.

    A matrix is whatever the context says it is. Where an arithmetic has leading batch axes, every operation
    acts on the last two.
    """

    def block(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Join blocks into one matrix: `rows` lists rows of blocks whose heights and widths agree."""

    def transpose(self, matrix: Any) -> Any:
        """Exchange the last two axes."""

    def zero(self) -> Any:
        """Return the 1 x 1 zero matrix."""

    def last_entry(self, matrix: Any) -> Any:
        """Return the scalar in the last row and last column."""
