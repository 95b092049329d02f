"""What a plan costs beside the naive one: operations and bytes, as polynomials and at a few sizes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from lsa_theory.algebra.declarations import name_of
from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.ring.polynomial import Terms, thaw
from lsa_theory.algebra.ring.words import Word
from lsa_theory.codegen.function import Function
from lsa_theory.codegen.planning import cost
from lsa_theory.codegen.planning.cost import Cost, Count
from lsa_theory.codegen.planning.plan import plan
from lsa_theory.codegen.planning.words_as_factors import Factor, factors_of
from lsa_theory.codegen.targets import target_named

SIZES = (4, 32, 256)


def naive(function: Function) -> Cost:
    """Return the cost of the formula as it is written.

    Every output on its own, words multiplied from the left, inverses formed, traces of formed products, every
    named matrix computed once.
    """
    total = Cost(Count(), Count())
    for definition in function.definitions:
        form = normal(definition.expression)
        total += _terms(form.terms, name_of(form.rows), name_of(form.cols))
    for output in function.outputs:
        form = output.form()
        total += _terms(form.terms, name_of(form.rows), name_of(form.cols))
    return total


def _terms(terms: Terms, rows: str, cols: str) -> Cost:
    total = Cost(Count(), Count())
    for monomial, word in terms:
        total += Cost(Count([((rows, cols), 2)]), Count([((rows, cols), 24)]))
        if word:
            total += _word(word)
        for atom, _ in monomial:
            if atom.kind == "t":
                total += _word(atom.word) + _diagonal(atom.word)
            elif atom.kind == "b":
                total += _terms(thaw(atom.key), "1", "1")
            elif atom.kind == "e":
                size = atom.size or "1"
                total += Cost(Count([((size,) * 3, 1)]), Count())
                for key in atom.arguments:
                    total += _terms(thaw(key), size, size)
    return total


def _diagonal(word: Word) -> Cost:
    size = word[0].rows
    return Cost(Count([((size,), 1)]), Count([((size,), 8)]))


def _word(word: Word) -> Cost:
    factors = factors_of(word)
    total = Cost(Count(), Count())
    for factor in factors:
        total += _leaf(factor)
    rows = factors[0].rows
    for left, right in pairwise(factors):
        moved = Count([((rows, left.cols), 8), ((right.rows, right.cols), 8), ((rows, right.cols), 8)])
        total += Cost(cost.of_product(rows, right.rows, right.cols), moved)
    return total


def _leaf(factor: Factor) -> Cost:
    moved = Count([((factor.rows, factor.rows), 16)])
    if factor.kind == "inverse":
        return Cost(cost.of_inverse(factor.rows), moved)
    if factor.kind == "function":
        return Cost(cost.of_spectral(factor.rows) + Count([((factor.rows,) * 3, 9)]), moved)
    return Cost(Count(), Count())


def explain(function: Function, target: str = "numpy") -> str:
    """Return a table of the cost of the plan for a target and of the naive plan's.

    Raises
    ------
    UnknownName
        If there is no such target.

    Examples
    --------
    >>> from lsa_theory import dimension, matrix, trace
    >>> from lsa_theory.codegen import Function, Output, explain
    >>> A = matrix("A", dimension("d"))
    >>> print(explain(Function("size", "Squared length.", (A,), (Output("value", trace(A @ A.T)),))))
    size for NumPy: operations and bytes by the model of lsa_theory.codegen.planning.cost
      naive, each call   flops  2 d^3 + 1 d + 2
                         bytes  24 d^2 + 8 d + 24
      plan, each call    flops  2 d^2
                         bytes  16 d^2 + 8
      at size 4          naive / plan: 4.19 in flops, 1.67 in bytes
      at size 32         naive / plan: 32.02 in flops, 1.52 in bytes
      at size 256        naive / plan: 256.00 in flops, 1.50 in bytes
    """
    chosen = target_named(target)
    if function.constants and not chosen.prepares:
        function = replace(function, constants=())
    own, plain = plan(function, chosen.ways), naive(function)
    rows = [("naive, each call", plain), ("plan, each call", own.cost)]
    if function.constants:
        rows.insert(1, ("plan, once", own.cost_before))
    lines = [
        f"{function.name} for {chosen.title}: operations and bytes by the model of lsa_theory.codegen.planning.cost"
    ]
    for title, value in rows:
        lines += [f"  {title:<18} flops  {value.flops}", f"  {'':<18} bytes  {value.bytes}"]
    for size in SIZES:
        flops = plain.flops.at(size) / max(own.cost.flops.at(size), 1)
        moved = plain.bytes.at(size) / max(own.cost.bytes.at(size), 1)
        lines.append(f"  at size {size:<10} naive / plan: {flops:.2f} in flops, {moved:.2f} in bytes")
    used = {own.graph.nodes[k].op for k in (*own.before, *own.steps)} & set(cost.WEIGHTS)
    if used:
        weights = ", ".join(f"{op} {cost.WEIGHTS[op]}" for op in sorted(used))
        lines.append(f"  weights by which plans are compared, a product's operation being 1: {weights}")
    return "\n".join(lines)
