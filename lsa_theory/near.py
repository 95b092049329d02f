"""What a name that is not known may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean ...?", to be put behind a message; empty where nothing is near.

    >>> did_you_mean("algbra", ["algebra", "field"])
    ' Did you mean algebra?'
    >>> did_you_mean("oracle", ["algebra", "field"])
    ''
    """
    lowered = {other.lower(): other for other in known}
    near = get_close_matches(name.lower(), lowered, n=3, cutoff=0.65)
    return f" Did you mean {' or '.join(lowered[other] for other in near)}?" if near else ""
