"""A note that a search goes on, for whoever waits: once, after two seconds, and never part of a result."""

from __future__ import annotations

import logging
import time

_LOGGER = logging.getLogger("lsa_theory")
SECONDS = 2.0


class Note:
    """Says once, through the logger `lsa_theory`, that a search takes longer than two seconds.

    >>> Note().after(3, 10)
    """

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._said = False

    def after(self, tried: int, terms: int) -> None:
        """Look at the clock."""
        if not self._said and time.monotonic() - self._start > SECONDS:
            self._said = True
            _LOGGER.warning("still looking for a short form of %d terms; %d forms tried", terms, tried)
