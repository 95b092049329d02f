"""Symbolic expectations against peers, side by side: `python -m benchmarks.algebra [--quick]`.

Every figure is the CPU time of one calculation in a fresh process after imports, the median of several processes
run in turn, so that whatever else the machine does hits all alike. Only the ratios mean anything. Peers that are
not installed (`pip install tensorgrad cadabra2`, tensorgrad with a CPU build of torch first) are named as such.
A peer that exceeds the limit is shown as such, with the limit as a lower bound of the ratio.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

LIMIT = 60.0
CASES = {
    "reduced": "E[y^2] of the reduced layer",
    "full": "E of the full loss, all blocks free",
    "equality": "the reduced loss equals its printed form",
    "minimum": "the minimiser and its confirmation",
    "fourth": "E[y^4] of the reduced layer",
    "tenth": "E[y^10] of the reduced layer",
    "flow": "gradient flow of three anisotropic layers",
    **{f"one-{k}": f"E tr((SA)^{k}), one A" for k in range(2, 9)},
    **{f"distinct-{k}": f"E tr(S A_1 ... S A_{k}), distinct" for k in range(2, 8)},
    **{f"power-{k}": f"E[S^{k}]" for k in range(2, 9)},
}
PEERS = {
    "lsa_theory": "lsa_theory",
    "tensorgrad": "tensorgrad",
    "cadabra2": "cadabra2",
    "flint entries": "flint",
}


def measure(tool: str, case: str) -> dict[str, Any] | None:
    """Run one case of one tool in a fresh process; None where the tool has no such case."""
    worker = Path(__file__).with_name("algebra_workers.py")
    command = [sys.executable, str(worker), tool, case]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return {"seconds": LIMIT, "note": "stopped at the limit", "late": True}
    if done.returncode == 3:
        return None
    if done.returncode:
        return {"seconds": None, "note": done.stderr.strip().splitlines()[-1][:60]}
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def main() -> None:
    """Print one line a case: seconds of ours, then each peer's ratio to it."""
    quick = "--quick" in sys.argv
    installed = {t: m for t, m in PEERS.items() if importlib.util.find_spec(m) is not None}
    for tool in PEERS.keys() - installed.keys():
        print(f"{tool} is not installed: its column is empty")
    late: set[tuple[str, str]] = set()
    print(f"{'case':<42} {'ours, s':>9} {'words':>6} {'MB':>5}   ratio of each peer to ours")
    for case, title in CASES.items():
        runs: dict[str, list[dict[str, Any]]] = {t: [] for t in installed}
        for _ in range(1 if quick else 3):
            for tool in installed:
                # A peer that was too slow at one size is not asked for the next larger one.
                family = case.rstrip("0123456789")
                if (tool, family) in late:
                    continue
                got = measure(tool, case)
                if got is not None:
                    runs[tool].append(got)
                    if got.get("late"):
                        late.add((tool, family))
        ours = statistics.median(float(r["seconds"]) for r in runs["lsa_theory"])
        first = runs["lsa_theory"][0]
        columns = []
        for tool in installed:
            if tool == "lsa_theory" or not runs[tool]:
                continue
            seconds = [r["seconds"] for r in runs[tool] if r["seconds"] is not None]
            if not seconds:
                columns.append(f"{tool}: fails ({runs[tool][0]['note']})")
                continue
            ratio = statistics.median(float(s) for s in seconds) / ours
            bound = "> " if runs[tool][-1].get("late") else ""
            note = runs[tool][0].get("note")
            columns.append(f"{tool}: {bound}{ratio:.0f}x" + (f" ({note})" if note and not bound else ""))
        size = f"{first['words']!s:>6} {first['megabytes']!s:>5}"
        print(f"{title:<42} {ours:>9.4f} {size}   {'; '.join(columns)}", flush=True)


if __name__ == "__main__":
    main()
