"""Random letters written as centred part plus mean, so that only centred legs contract."""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Terms, accumulate, constant, of_word, transpose
from lsa_theory.algebra.ring.words import Letter


def centred(letter: Letter, sources: Mapping[str, Source]) -> Terms | None:
    """Return a random letter written as centred part plus mean, or None where its mean is zero."""
    kind, name, flag, rows, cols, payload = letter
    if kind in "rs" and name in sources:
        source = sources[name]
        mean = source.mean if kind == "r" else multiply(source.count or constant(1), source.mean)
        shift = mean if flag == 0 else transpose(mean)
        total = of_word((letter,))
        accumulate(total, shift)
        return total
    if kind == "g" and (name in sources or payload.name in sources):
        other, count = payload
        total = of_word((letter,))
        left, right = sources.get(name), sources.get(other)
        right_total = Letter("s", other, 1, "1", cols, count)
        left_total = Letter("s", name, 0, rows, "1", count)
        transposed = transpose(right.mean) if right else {}
        if left:
            accumulate(total, multiply(left.mean, of_word((right_total,))))
        if right:
            accumulate(total, multiply(of_word((left_total,)), transposed))
        if left and right:
            accumulate(total, product([left.count or constant(1), left.mean, transposed]))
        return total
    return None
