"""The bundled claims, collected once for all tests of a process: that derives the whole theory."""

from functools import cache

from lsa_theory.claims.collecting.collect import Collected, collect


@cache
def bundled_claims() -> list[Collected]:
    """Return the claims of the bundled derivations; nobody may change the list."""
    return collect()
