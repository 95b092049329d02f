"""What is asked of the judges: which witnesses, with what seed, digits and budget, in how much time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.verification.cache.store import Cache
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.written import Written

# For one claim. The slowest bundled one takes some ten seconds.
DEFAULT_SECONDS = 600.0


@dataclass(frozen=True)
class Request:
    """What is asked of the judges.

    `write`, a function of a module, says how a statement is written on paper; it travels to the processes by its
    name. None where no report shows formulas. `cache` holds verdicts of earlier runs; None judges all anew.
    """

    witnesses: tuple[str, ...] | None = None
    setting: Setting = field(default_factory=Setting)
    seconds: float = DEFAULT_SECONDS
    write: Callable[[Collected], Written] | None = None
    cache: Cache | None = None
