"""What a report says of its run: how it was asked for, with which versions, where and when."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lsa_theory.verification.run.request import Request
from lsa_theory.verification.versions import installed

# Those whose figures may differ from one version to the next.
_LIBRARIES = ("sympy", "mpmath", "numpy", "scipy", "python-flint")


@dataclass(frozen=True)
class About:
    """The circumstances of a run."""

    seed: int
    digits: int
    witnesses: tuple[str, ...] | None
    seconds: float
    problems: tuple[str, ...] = ()
    collected: int = 0
    interrupted: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)
    system: str = ""
    date: str = ""

    @classmethod
    def of(cls, request: Request, problems: Sequence[str], collected: int, interrupted: bool) -> About:
        """Return the circumstances of a request, here and now."""
        setting = request.setting
        return cls(
            setting.seed,
            setting.digits,
            request.witnesses,
            request.seconds,
            tuple(problems),
            collected,
            interrupted,
            {
                "python": platform.python_version(),
                **{name: installed(name) or "not installed" for name in _LIBRARIES},
            },
            platform.platform(),
            datetime.now(UTC).isoformat(timespec="seconds"),
        )
