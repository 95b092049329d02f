"""`compact`: the shortest of the equal forms that a stated search finds.

The search: traces that a denominator holds, traces of one letter, or all traces, count as scalars; functions of one
matrix at a place are brought together or not; coefficients are one factored fraction or parted by the powers of one
dimension, of all dimensions, or of every letter; sums of resolvents are written with integers or with leading
coefficient 1; sums of two letters are tried in the place of a letter. Every choice is written with its common factors
out, and the shortest in LaTeX tokens whose normal form is the normal form of what was given is the result; what was
typed takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from lsa_theory.algebra.compact.field import Field, PolyKey
from lsa_theory.algebra.compact.length import length, measurer
from lsa_theory.algebra.compact.note import Note
from lsa_theory.algebra.compact.places import (
    Places,
    State,
    flipped,
    functions_in,
    held_traces,
    is_function,
    state_of,
)
from lsa_theory.algebra.compact.squares import completed, put_back
from lsa_theory.algebra.compact.trees import Name, Trees
from lsa_theory.algebra.normal import Normal, difference, normal
from lsa_theory.algebra.ring.polynomial import Terms
from lsa_theory.algebra.ring.words import Atom, generator_of, size_of, word_of
from lsa_theory.errors import InvalidArgument, LsaTheoryError
from lsa_theory.expressions.expression import Expression, Power, Sum, Symbol, as_expression, describe, walk
from lsa_theory.expressions.fractions_of_scalars import parts
from lsa_theory.expressions.operators import at

# Forms with more terms are searched less: without some of the choices, then with one way only.
_MANY, _VERY_MANY = 60, 300
# Tokens that a sum counts for where a product is wanted.
_FOR_A_SUM = 1000


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
    (N + 1) * Lambda**2 / N + tr(Lambda) * Lambda / N
    >>> G = positive_definite("Gamma", d); Gamma = (1 + 1 / N) * L + trace(L) / N * identity(d)
    >>> compact(trace(L @ L @ Gamma**-1), definitions={G: Gamma})
    tr(Lambda**2 @ Gamma**(-1))
    """
    preferred = not isinstance(expression, Normal)
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
    limit = length(typed)
    found = sorted(
        (
            (_weight(size, tree, form), k, tree)
            for k, (size, tree) in enumerate(_measured(form, put))
            if size < limit or (size == limit and not preferred)
        ),
        key=lambda item: item[:2],
    )
    for _, _, tree in found:
        if _is(tree, put, form):
            return tree
    return typed


def _is(tree: Expression, put: Mapping[Symbol, Expression], form: Normal) -> bool:
    try:
        return difference(at(tree, put) if put else tree, form).is_zero()
    except LsaTheoryError:
        return False


def _weight(size: int, tree: Expression, form: Normal) -> int:
    """Return tenths of tokens; a bracket that mixes two lengths, as N^2 + M does, counts for three tenths more.

    Authors keep what falls with M apart from what falls with N.
    """
    counts = {
        s.name for s in dict(form.declared).values() if isinstance(s, Symbol) and s.structure == "dimension"
    }
    counts -= {str(n) for s in dict(form.declared).values() for n in s.shape if isinstance(s, Symbol)}
    return size * (13 if len(counts) > 1 and any(_mixes(n, counts) for n in walk(tree)) else 10)


def _mixes(node: Expression, counts: set[str]) -> bool:
    if not isinstance(node, Sum):
        return False
    found: set[frozenset[str]] = set()
    for term in node.terms:
        above = (f.child if isinstance(f, Power) else f for f in parts(term).numerator)
        found.add(frozenset(f.name for f in above if isinstance(f, Symbol) and f.name in counts))
    return len({name for names in found for name in names}) > 1 and not _is_homogeneous(node, counts)


def _is_homogeneous(node: Sum, counts: set[str]) -> bool:
    """Whether lengths occur to the first power only, as in N + M - 2."""
    return (
        all(not isinstance(f, Power) for term in node.terms for f in parts(term).numerator) and node.is_scalar
    )


def _measured(form: Normal, put: Mapping[Symbol, Expression]) -> Iterator[tuple[int, Expression]]:
    seen: set[Expression] = set()
    note = Note()
    for tree in chain(candidates(form, put), _with_squares(form, put, 2), [as_expression(form)]):
        note.after(len(seen), len(form.terms))
        if tree not in seen:
            seen.add(tree)
            yield length(tree), tree


def _with_squares(form: Normal, put: Mapping[Symbol, Expression], deep: int) -> Iterator[Expression]:
    for changed, letter, value in completed(form):
        more = _with_squares(changed, put, deep - 1) if deep > 1 else ()
        short = compact(value, definitions=put)
        for tree in (*candidates(changed, put), *more):
            yield put_back(tree, letter, short)


def candidates(
    form: Normal, put: Mapping[Symbol, Expression], *, products: bool = False
) -> Iterator[Expression]:
    """Yield equal forms, in a fixed order; with `products` those that are no sums are preferred on the way."""
    terms = form.terms
    if not terms:
        return
    held = held_traces(terms)
    shifts, matrices = functions_in(terms)
    defined = {symbol: normal(value) for symbol, value in put.items()}
    for value in defined.values():
        more, others = functions_in(value.terms)
        held |= held_traces(value.terms)
        held |= {a for monomial, _ in value.terms for a, _ in monomial if a.kind == "t"}
        shifts, matrices = [*shifts, *more], matrices | others
    declared = {**dict(form.declared), **{symbol.name: symbol for symbol in put}}
    for value in defined.values():
        declared.update(value.declared)
    seen_modes: set[frozenset[Atom]] = set()
    traces = {a for monomial, _ in terms for a, _ in monomial if a.kind == "t"}
    single = {a for a in traces if _is_trace_of_letter(a)}
    for scalars in (held, held | single, held | traces):
        if scalars in seen_modes:
            continue
        seen_modes.add(scalars)
        yield from _in_mode(form, terms, scalars, shifts, matrices, defined, declared, products)


def _in_mode(
    form: Normal,
    terms: Terms,
    scalars: frozenset[Atom],
    shifts: list[Terms],
    matrices: set[str],
    defined: Mapping[Symbol, Normal],
    declared: Mapping[str, Expression],
    products: bool,
) -> Iterator[Expression]:
    def is_scalar(atom: Atom) -> bool:
        return atom in scalars

    coefficients: list[Terms] = [{}]
    for monomial, _ in terms:
        kept = tuple((a, e) for a, e in monomial if a.kind != "t" or is_scalar(a) or e != int(e))
        coefficients.append({(kept, ()): 1})
    for value in defined.values():
        coefficients += [{(monomial, ()): 1} for monomial, _ in value.terms]
    sizes = {x.rows for m, w in terms for x in (*w, *(y for a, _ in m if a.kind == "t" for y in a.word))}
    coefficients += [{(((size_of(size), 1),), ()): 1} for size in sizes if not size.isdecimal()]
    field = Field([*coefficients, *shifts], matrices)
    names = _names(field, defined)
    start = state_of(terms, field, is_scalar)
    plain = Trees(field, declared, names)
    monic = Trees(field, declared, names, monic=True)
    writers = [plain, monic]
    if names:
        writers.append(Trees(field, declared, names, residuals=True))
    measure = _measure(plain, form, products)
    options, partings = _options(start), list(_partings(field, start))
    if len(terms) > _MANY:
        options, partings, writers = options[1:2], [partings[0], *partings[-2:-1]], writers[:1]
    if len(terms) > _VERY_MANY:
        options, partings = [{}], partings[:1]
    for parting in partings:
        for option in options:
            state = Places(field, measure, parting, **option).together(dict(start))
            for trees in writers:
                yield trees.tree_in_parts(state, parting, form.rows, form.cols)
                yield trees.tree(state, form.rows, form.cols)


def _options(start: State) -> list[dict[str, bool]]:
    """Return the ways to go through the places that can differ for a state."""
    options: list[dict[str, bool]] = [{}, {"absorb": True}]
    closed = any(len(w) == 1 and is_function(w[0]) for traces, _ in start for w, _ in traces)
    if closed and any(len(traces) + bool(word) > 1 for traces, word in start):
        options.append({"absorb": True, "traces_first": True})
    if any(
        any(map(is_function, w)) and flipped(w) != w
        for traces, _ in start
        for w, _ in traces
        if w[0].rows == "1"
    ):
        options.append({"absorb": True, "mirror": True})
    return options


def _is_trace_of_letter(atom: Atom) -> bool:
    """Whether an atom is tr(g) of one symmetric matrix g, which beside functions of g reads as a scalar."""
    word = word_of(atom)
    return (
        len(word) == 1
        and is_function(word[0])
        and [(f.shift, f.exponent) for f in word[0].payload] == [((), 1)]
    )


def _measure(trees: Trees, form: Normal, products: bool) -> Callable[[State], int]:
    measured = measurer()

    def measure(state: State) -> int:
        tree = trees.tree(state, form.rows, form.cols)
        return measured(tree) + (_FOR_A_SUM if products and isinstance(tree, Sum) else 0)

    return measure


def _partings(field: Field, state: State) -> Iterator[tuple[int, ...]]:
    """Yield variables by whose powers coefficients are parted: none, one dimension, all of them, all letters."""
    yield ()
    dims = [k for k, a in enumerate(field.atoms) if a.kind == "a" and a.structure == "dimension"]
    used = [k for k in dims if any(e[k] for c in state.values() for p in (c.num, c.den) for e in p.monoms())]
    for k in used:
        yield (k,)
    if len(used) > 1:
        yield tuple(used)
    letters = tuple(k for k, a in enumerate(field.atoms) if a.kind != "g")
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
                if len(word) != 1 or letter.kind != "f":
                    raise InvalidArgument(
                        f"the definition of {symbol.name} must be a scalar, or a sum of functions of one matrix; "
                        f"it holds {value!r}"
                    )
                for generator, shift, e in letter.payload:
                    base = field.variable(generator_of(generator))
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
                or any(x and field.atoms[k].kind == "g" for exps, _ in key for k, x in enumerate(exps))
            )
        ]
        if len(matrices) == 1 and matrices[0][1] == 1:
            key = matrices[0][0]
            names[key] = Name(symbol, total / field.poly(key))
    return names
