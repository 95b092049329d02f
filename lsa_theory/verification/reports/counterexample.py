"""A counterexample as text that a reader can check by hand."""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.verification.outcome import Counterexample


def counterexample_lines(found: Counterexample) -> list[str]:
    r"""Return the lines: sizes, every matrix, both values, their difference.

    >>> one = (("1",),)
    >>> found = Counterexample({"d": 1}, {"A": one}, (("3",),), (("2",),), one)
    >>> print("\n".join(counterexample_lines(found)))
    counterexample: d = 1
      A          = 1
      left       = 3
      right      = 2
      difference = 1
    """
    sizes = ", ".join(f"{name} = {size}" for name, size in found.sizes.items())
    kind = "" if found.kind == "exact" else found.kind
    head = ", ".join(part for part in (kind, found.part, sizes) if part)
    lines = [f"counterexample: {head}" if head else "counterexample:"]
    if found.law:
        lines.append(f"  {found.law}")
    rows = [
        *found.values.items(),
        ("left", found.left),
        ("right", found.right),
        ("difference", found.difference),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        lines.extend(_matrix_lines(f"  {name:<{width}} = ", value))
    return lines


def _matrix_lines(label: str, matrix: Sequence[Sequence[str]]) -> list[str]:
    if len(matrix) == 1 and len(matrix[0]) == 1:
        return [label + matrix[0][0]]
    widths = [max(len(row[j]) for row in matrix) for j in range(len(matrix[0]))]
    rows = ["[" + "  ".join(f"{v:>{w}}" for v, w in zip(row, widths, strict=True)) + "]" for row in matrix]
    return [(label if i == 0 else " " * len(label)) + row for i, row in enumerate(rows)]
