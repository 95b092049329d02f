"""What is asked of the judges: which witnesses, with what seed, digits and budget, in how much time."""

from __future__ import annotations

from dataclasses import dataclass, field

from lsa_theory.verification.witnesses.base import Setting

# For one claim. The slowest bundled one takes some ten seconds.
DEFAULT_SECONDS = 600.0


@dataclass(frozen=True)
class Request:
    """What is asked of the judges."""

    witnesses: tuple[str, ...] | None = None
    setting: Setting = field(default_factory=Setting)
    seconds: float = DEFAULT_SECONDS
