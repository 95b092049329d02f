"""What another look at the same claims changed: verdicts that are others now, claims that are new or gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of a run by id, each with whether it is as expected.

    `whole` says whether the run was about all that there is: then a claim that is not in it is gone.
    """

    found: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    whole: bool = False

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> Verdicts:
        """Return those of a JSON report.

        >>> claim = {"id": "a", "outcome": "refuted", "expected": "confirmed"}
        >>> Verdicts.of({"claims": [claim], "collected": 1}).found
        {'a': ('refuted', False)}
        """
        found = {c["id"]: (c["outcome"], c["outcome"] == c["expected"]) for c in report["claims"]}
        whole = not report.get("not_loaded") and len(found) == report.get("collected")
        return cls(found, whole)

    def after(self, known: Verdicts) -> Verdicts:
        """Return what is known now: what this run did not reach stays as it was."""
        return self if self.whole else Verdicts({**known.found, **self.found})


def changes(before: Verdicts, now: Verdicts) -> list[tuple[str, str]]:
    """Return lines with their colours: what became worse first.

    >>> was = Verdicts({"a": ("confirmed", True), "b": ("refuted", False), "c": ("confirmed", True)})
    >>> now = Verdicts({"b": ("confirmed", True), "a": ("refuted", False), "d": ("undecided", False)}, whole=True)
    >>> for line, _ in changes(was, now):
    ...     print(line)
      a: was confirmed, is refuted
      d: new, undecided
      b: was refuted, is confirmed
      c: gone
    """
    lines: list[tuple[int, str, str]] = []
    for name, (outcome, good) in now.found.items():
        told = outcome if good is (outcome == "confirmed") or not good else f"{outcome} (as expected)"
        rank, colour = (1, "green") if good else (0, "red")
        if name not in before.found:
            lines.append((rank, f"  {name}: new, {told}", colour))
        elif before.found[name] != (outcome, good):
            lines.append((rank, f"  {name}: was {before.found[name][0]}, is {told}", colour))
    if now.whole:
        lines += [(2, f"  {name}: gone", "yellow") for name in before.found if name not in now.found]
    return [(line, colour) for _, line, colour in sorted(lines, key=lambda item: item[0])]
