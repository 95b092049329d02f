"""Judgements as JSON, in the schema that `design.md` fixes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from lsa_theory.verification.outcome import Counterexample, Judgement
from lsa_theory.verification.reports.table import summary_counts


def to_json(judgements: Sequence[Judgement], version: str) -> str:
    """Return the JSON text.

    >>> json.loads(to_json([], "0"))["summary"]
    {'confirmed': 0, 'refuted': 0, 'undecided': 0}
    """
    record = {
        "version": version,
        "claims": [claim_record(j) for j in judgements],
        "summary": summary_counts(judgements),
    }
    return json.dumps(record, indent=2, ensure_ascii=False)


def claim_record(judgement: Judgement) -> dict[str, Any]:
    """Return one claim's record."""
    return {
        "id": judgement.identifier,
        "file": judgement.file,
        "title": judgement.title,
        "source": judgement.source,
        "statement": judgement.statement,
        "expected": judgement.expected.value,
        "verdict": judgement.verdict.value,
        "reason": judgement.reason,
        "witnesses": [
            {
                "name": f.witness,
                "verdict": f.verdict.value,
                "figure": f.figure,
                "applicable": f.applicable,
                "seconds": round(f.seconds, 4),
            }
            for f in judgement.findings
        ],
        "counterexample": _counterexample(judgement.counterexample),
    }


def _counterexample(found: Counterexample | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "sizes": dict(found.sizes),
        "values": {name: [list(row) for row in value] for name, value in found.values.items()},
        "left": [list(row) for row in found.left],
        "right": [list(row) for row in found.right],
        "difference": [list(row) for row in found.difference],
        "part": found.part,
        "law": found.law,
        "kind": found.kind,
    }
