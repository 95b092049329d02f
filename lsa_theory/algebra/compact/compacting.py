"""`compact`: the shortest of the equal forms that a stated search finds.

The search: traces that a denominator holds, or all traces, count as scalars; functions of one matrix at a place are
brought together or not; coefficients are one factored fraction or parted by the powers of one dimension, of all
dimensions, or of every letter; sums of resolvents are written with integers or with leading coefficient 1. Every choice
is written with its common factors out, and the shortest in LaTeX tokens whose normal form is the normal form of what was
given is the result; what was typed takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lsa_theory.algebra.compact.field import Field, PolyKey, key_of
from lsa_theory.algebra.compact.length import length
from lsa_theory.algebra.compact.places import (
    Places,
    State,
    functions_in,
    held_traces,
    state_of,
)
from lsa_theory.algebra.compact.trees import Name, Trees
from lsa_theory.algebra.normal import Normal, difference, normal
from lsa_theory.algebra.ring.polynomial import Atom, Terms
from lsa_theory.errors import InvalidArgument, LsaTheoryError
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, describe
from lsa_theory.expressions.operators import at

# A form with more terms than this is only written with its coefficients factored.
_MOST_TERMS = 400


def compact(expression: object, *, definitions: Mapping[Symbol, Expression] | None = None) -> Expression:
    r"""Return the shortest equal form that the search finds; never one that is longer than what was typed.

    Parameters
    ----------
    expression : Expression
        Any shape.
    definitions : mapping of Symbol to Expression, optional
        Letters that may be used: a matrix for a function of one matrix, such as Gamma, or a scalar. The result is equal
        once they are put in.

    Raises
    ------
    InvalidArgument
        If a definition is not a sum in one matrix over the scalars, or not a scalar.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace, identity
    >>> d = dimension("d"); N = dimension("N"); L = positive_definite("Lambda", d)
    >>> compact(L @ L * (1 + 1 / N) + trace(L) * L / N)
    (Lambda @ ((1 + N) * Lambda + tr(Lambda) * I)) / N
    >>> G = positive_definite("Gamma", d); Gamma = (1 + 1 / N) * L + trace(L) / N * identity(d)
    >>> compact(trace(L @ L @ Gamma**-1), definitions={G: Gamma})
    tr(Lambda**2 @ Gamma**(-1))
    """
    typed = as_expression(expression)
    put = dict(definitions or {})
    for symbol, value in put.items():
        if not isinstance(symbol, Symbol):
            raise InvalidArgument(f"definitions: {symbol!r} is no letter; give {{letter: expression}}")
        if as_expression(value).shape != symbol.shape:
            raise InvalidArgument(
                f"definitions: {symbol.name} is {symbol.rows!s} x {symbol.cols!s}, but {describe(as_expression(value))}"
            )
    try:
        form = normal(at(typed, put) if put else typed)
    except LsaTheoryError:
        # What has no normal form is left as it was typed: nothing could check another form of it.
        return typed
    best, limit = typed, length(typed)
    given = as_expression(form)
    found = sorted(
        ((size, k, tree) for k, (size, tree) in enumerate(_measured(form, put)) if size < limit),
        key=lambda item: item[:2],
    )
    for _, _, tree in found:
        try:
            if difference(at(tree, put) if put else tree, given).is_zero():
                return tree
        except LsaTheoryError:
            continue
    return best


def _measured(form: Normal, put: Mapping[Symbol, Expression]) -> Iterator[tuple[int, Expression]]:
    seen: set[Expression] = set()
    for tree in (as_expression(form), *candidates(form, put)):
        if tree not in seen:
            seen.add(tree)
            yield length(tree), tree


def candidates(form: Normal, put: Mapping[Symbol, Expression]) -> Iterator[Expression]:
    """Yield equal forms, in a fixed order."""
    terms = form.terms
    if not terms:
        return
    held = held_traces(terms)
    shifts, matrices = functions_in(terms)
    defined = {symbol: normal(value) for symbol, value in put.items()}
    for value in defined.values():
        more, others = functions_in(value.terms)
        held |= held_traces(value.terms)
        held |= {a for monomial, _ in value.terms for a, _ in monomial if a[0] == "t"}
        shifts, matrices = [*shifts, *more], matrices | others
    declared = {**dict(form.declared), **{symbol.name: symbol for symbol in put}}
    for value in defined.values():
        declared.update(value.declared)
    seen_modes: set[frozenset[Atom]] = set()
    everything = held | {a for monomial, _ in terms for a, _ in monomial if a[0] == "t"}
    for scalars in (held, everything):
        if scalars in seen_modes:
            continue
        seen_modes.add(scalars)
        yield from _in_mode(form, terms, scalars, shifts, matrices, defined, declared)


def _in_mode(
    form: Normal,
    terms: Terms,
    scalars: frozenset[Atom],
    shifts: list[Terms],
    matrices: set[str],
    defined: Mapping[Symbol, Normal],
    declared: Mapping[str, Expression],
) -> Iterator[Expression]:
    def is_scalar(atom: Atom) -> bool:
        return atom in scalars

    coefficients: list[Terms] = [{}]
    for monomial, _ in terms:
        kept = tuple((a, e) for a, e in monomial if a[0] != "t" or is_scalar(a) or e != int(e))
        coefficients.append({(kept, ()): 1})
    for value in defined.values():
        coefficients += [{(monomial, ()): 1} for monomial, _ in value.terms]
    sizes = {x[3] for m, w in terms for x in (*w, *(y for a, _ in m if a[0] == "t" for y in a[1]))}
    coefficients += [{(((("a", size, "dimension"), 1),), ()): 1} for size in sizes if not size.isdecimal()]
    field = Field([*coefficients, *shifts], matrices)
    names = _names(field, defined)
    start = state_of(terms, field, is_scalar)
    for parts in _partings(field, start):
        for monic in (False, True):
            trees = Trees(field, declared, names, monic=monic)
            measure = _measure(trees, form)
            for absorb in (False, True):
                if len(start) > _MOST_TERMS:
                    continue
                state = Places(field, measure, parts, absorb).together(dict(start))
                yield trees.tree_in_parts(state, parts, form.rows, form.cols)
                yield trees.tree(state, form.rows, form.cols)


def _measure(trees: Trees, form: Normal) -> Callable[[State], int]:
    def measure(state: State) -> int:
        return length(trees.tree(state, form.rows, form.cols))

    return measure


def _partings(field: Field, state: State) -> Iterator[tuple[int, ...]]:
    """Yield sets of variables by whose powers coefficients are parted: none, one dimension, all of them, all letters."""
    yield ()
    dims = [k for k, a in enumerate(field.atoms) if a[0] == "a" and a[2] == "dimension"]
    used = [k for k in dims if any(e[k] for c in state.values() for p in (c.num, c.den) for e in p.monoms())]
    for k in used:
        yield (k,)
    if len(used) > 1:
        yield tuple(used)
    letters = tuple(k for k, a in enumerate(field.atoms) if a[0] != "g")
    if letters != tuple(used):
        yield letters


def _names(field: Field, defined: Mapping[Symbol, Normal]) -> dict[PolyKey, Name]:
    """Return the irreducible polynomials that have a name, each with the ratio of the name to it."""
    names: dict[PolyKey, Name] = {}
    for symbol, value in defined.items():
        total = field.number(0)
        for (monomial, word), c in value.terms.items():
            part = field.fraction({(monomial, ()): c})
            for letter in word:
                if len(word) != 1 or letter[0] != "f":
                    raise InvalidArgument(
                        f"the definition of {symbol.name} must be a scalar, or a sum of functions of one matrix; "
                        f"it holds {value!r}"
                    )
                for generator, shift, e in letter[5]:
                    base = field.variable(("g", generator))
                    if shift:
                        base = base + field.fraction(shift and dict(shift))
                    part = part * base ** int(e)
            total = total + part
        _, factors = total.factors()
        matrices = [
            (key, e)
            for key, e in factors
            if len(key) > 1
            and (
                symbol.is_scalar
                or any(x and field.atoms[k][0] == "g" for exps, _ in key for k, x in enumerate(exps))
            )
        ]
        if len(matrices) == 1 and matrices[0][1] == 1:
            key = matrices[0][0]
            names[key] = Name(symbol, total / field.poly(key))
    return names


__all__ = ["candidates", "compact", "key_of"]
