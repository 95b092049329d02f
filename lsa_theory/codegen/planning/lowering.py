"""From normal forms to nodes: one graph for all outputs of a function."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from lsa_theory.algebra.declarations import name_of
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.polynomial import Terms, thaw
from lsa_theory.algebra.ring.words import Atom, Word, inside_of
from lsa_theory.codegen.function import Function
from lsa_theory.codegen.nodes import Graph, Powers
from lsa_theory.codegen.planning.association import Association
from lsa_theory.codegen.planning.common_factors import weighted_sum, with_shared_forms
from lsa_theory.codegen.planning.elementwise import Elementwise
from lsa_theory.codegen.planning.functions_of_scalars import of_function
from lsa_theory.codegen.planning.reading_words import families, inverts_positive, weights_of_words, words_of
from lsa_theory.codegen.planning.words_as_factors import (
    Factor,
    Slice,
    arranged,
    canonical,
    factors_of,
    in_roots,
    transposed,
)


@dataclass(frozen=True)
class Strategy:
    """What the planner tries.

    `shared`: shared products are priced by their share; `long_first`: long traces come first; `commuting`: functions
    of one matrix stand in one order; `forms`: a sum of forms in A is one form with a matrix that is returned anyway;
    `roots`: T' T stands for the inverse of a positive definite matrix.
    """

    shared: bool
    long_first: bool
    commuting: bool
    forms: bool
    roots: bool


def strategies(function: Function, ways: frozenset[str] = frozenset()) -> list[Strategy]:
    """Return the strategies that can differ for a function; `ways` are a target's special operations."""
    commuting = (True, False) if families(function) else (False,)
    kinds = {output.expression.is_scalar for output in function.outputs}
    forms = (True, False) if len(kinds) == 2 else (False,)
    roots = (False, True) if "inverse root" in ways and inverts_positive(function) else (False,)
    return [Strategy(*flags) for flags in product((True, False), (True, False), commuting, forms, roots)]


class Lowering:
    """Turns the outputs of a function into nodes; `graph` and `outputs` are the result."""

    def __init__(self, function: Function, strategy: Strategy) -> None:
        self._begin(function)
        if strategy.commuting:
            self._families = families(function)
        self._roots = strategy.roots
        self._association = Association(self._is_ready, self._is_constant)
        forms = [output.form() for output in function.outputs]
        words = sorted(
            {w for form in forms for w in words_of(form.terms)}, key=lambda w: (w[1], len(w[0]), w[0])
        )
        if strategy.shared:
            self._association.count((self._factors(word), closed) for word, closed in words)
        for word, closed in words:
            if not closed:
                self._product(self._factors(word))
        traces = [word for word, closed in words if closed]
        for word in reversed(traces) if strategy.long_first else traces:
            self._trace(word)
        self.outputs = self._values(forms)
        if strategy.forms:
            self.outputs = with_shared_forms(self.graph, self.outputs)

    def _begin(self, function: Function) -> None:
        constants = {a.name for a in function.constants}
        sizes = {name_of(s) for a in function.constants for s in a.shape if not isinstance(s, int)}
        squares = {name_of(a.rows) for a in function.constants if not a.is_scalar and a.rows == a.cols}
        self.graph = Graph(constants | sizes, squares)
        self._arguments = {a.name: a for a in function.arguments}
        self._definitions = {d.symbol.name: d for d in function.definitions}
        self._applications = {a.symbol.name: a for a in function.applications}
        self._elementwise = Elementwise(self.graph, lambda word: self._product(self._factors(word)))
        self._ready: dict[Slice, int] = {}
        self._definition_nodes: dict[str, int] = {}
        self._families = dict[str, str]()
        self._roots = False

    def _values(self, forms: list[Normal]) -> list[int]:
        return [
            self._scalar(form.terms)
            if form.is_scalar
            else self._matrix(form.terms, name_of(form.rows), name_of(form.cols))
            for form in forms
        ]

    def _factors(self, word: Word) -> Slice:
        found = factors_of(word)
        word_of_factors = arranged(tuple(f._replace(family=self._families.get(f.name, "")) for f in found))
        return in_roots(word_of_factors) if self._roots else word_of_factors

    def _is_ready(self, word: Slice) -> bool:
        # One orientation of the two: pricing both as ready led the greedy search to dearer plans (full_loss: by 2 d^2).
        return canonical(word) in self._ready or (len(word) == 1 and word[0].kind == "matrix")

    def _is_constant(self, word: Slice) -> bool:
        return all(
            self._name_is_constant(factor.name)
            if factor.name
            else self.graph.is_constant(
                self._leaf(factor) if factor.kind in ("network", "unit") else self._base(factor, factor.shift)
            )
            for factor in word
        )

    def _name_is_constant(self, name: str) -> bool:
        definition = self._definitions.get(name)
        if definition is None:
            return self.graph.is_constant(self._symbol(name))
        return self.graph.is_constant(self._defined(name))

    def _symbol(self, name: str) -> int:
        application = self._applications.get(name)
        if application is not None:
            inner = self._scalar(normal(application.argument).terms)
            return self.graph.add("elementary", (inner,), application.function)
        symbol = self._arguments.get(name)
        if symbol is None:
            return self.graph.add("size", (), name)
        return self.graph.add("argument", (), name, name_of(symbol.rows), name_of(symbol.cols))

    def _defined(self, name: str) -> int:
        if name not in self._definition_nodes:
            definition = self._definitions[name]
            form = normal(definition.expression)
            node = self._matrix(form.terms, name_of(form.rows), name_of(form.cols))
            self._definition_nodes[name] = node
            self.graph.names.setdefault(node, name)
        return self._definition_nodes[name]

    def _base(self, factor: Factor, shift: object) -> int:
        """Return the matrix that a factor is made of, plus a shift."""
        name = factor.name
        if not name:
            # The inverse of a sum: what is inverted is calculated like any other matrix.
            node = self._matrix(thaw(shift), factor.rows, factor.cols)  # type: ignore[arg-type]
        else:
            node = self._defined(name) if name in self._definitions else self._symbol(name)
        if name and shift:
            weight = self._shift(shift)
            one = self.graph.number(1)
            node = self.graph.add("combine", (one, node, weight), True, factor.rows, factor.cols)
        turned = factor.transposed and factor.kind != "inverse root"
        return self.graph.transpose(node) if turned else node

    def _shift(self, shift: object) -> int:
        return self._scalar(thaw(shift))  # type: ignore[arg-type]

    def _product(self, word: Slice) -> int:
        """Return the product of factors, from what is ready where that is cheapest."""
        if word in self._ready:
            return self._ready[word]
        if transposed(word) in self._ready:
            return self.graph.transpose(self._ready[transposed(word)])
        choice = self._association.best(word)
        match choice.how:
            case "solve":
                number = self._solve(word[0], self._product(word[1:]))
            case "solve right":
                turned = self._solve(word[-1].T, self._product(transposed(word[:-1])))
                number = self.graph.transpose(turned)
            case "split":
                left, right = self._product(word[: choice.cut]), self._product(word[choice.cut :])
                number = self.graph.matmul(left, right)
            case _:
                number = self._leaf(word[0])
        self._ready[word] = number
        if word == transposed(word) and word[0].rows != "1":
            self.graph.symmetric.add(number)
        self._association.forget_prices()
        return number

    def _solve(self, factor: Factor, right: int) -> int:
        base, shape = self._base(factor, factor.shift), self.graph.nodes[right]
        return self.graph.add("solve", (base, right), factor.positive, shape.rows, shape.cols)

    def _leaf(self, factor: Factor) -> int:
        if factor.kind == "network":
            node = self._elementwise.node(factor.shift)
            return self.graph.transpose(node) if factor.transposed else node
        if factor.kind == "unit":
            size = factor.cols if factor.transposed else factor.rows
            of = self.graph.number(int(size)) if size.isdecimal() else self.graph.add("size", (), size)
            node = self.graph.add("unit", (of,), factor.shift, size, "1")
            return self.graph.transpose(node) if factor.transposed else node
        if factor.kind == "function":
            vectors, values, shifts, data = self._spectrum(factor)
            return self.graph.add("spectral", (vectors, values, *shifts), data, factor.rows, factor.cols)
        base = self._base(factor, factor.shift)
        if factor.kind == "inverse root":
            root = self.graph.add("inverse root", (base,), None, factor.rows, factor.cols)
            return self.graph.transpose(root) if factor.transposed else root
        if factor.kind == "inverse":
            return self.graph.add("inverse", (base,), factor.positive, factor.rows, factor.cols)
        return base

    def _spectrum(self, factor: Factor) -> tuple[int, int, tuple[int, ...], tuple[tuple[int, Fraction], ...]]:
        """Return eigenvectors, eigenvalues, and f(w) as shifts and exponents; position 0 is no shift."""
        base = self._base(factor, ())
        vectors = self.graph.add("eigenvectors", (base,), None, factor.rows, factor.cols)
        values = self.graph.add("eigenvalues", (base,), None, factor.rows, "1")
        shifts: list[int] = []
        data = []
        for shift, exponent in factor.powers:
            if shift:
                shifts.append(self._shift(shift))
            data.append((len(shifts) if shift else 0, exponent))
        return vectors, values, tuple(shifts), tuple(data)

    def _trace(self, word: Word) -> int:
        factors = self._factors(word)
        if len(factors) == 1:
            only = factors[0]
            if only.kind == "network":
                return self._leaf(only)
            if only.kind == "function" and not self._is_ready(factors):
                _, values, shifts, data = self._spectrum(only)
                return self.graph.add("spectral trace", (values, *shifts), data)
            return self.graph.add("trace", (self._product(factors),))
        cut = self._association.best_cut(factors)
        if not cut.right:
            return self.graph.add("trace", (self.graph.untransposed(self._product(cut.left)),))
        left, right = self._product(cut.left), self._product(cut.right)
        # The trace of A B' is the sum of A_ij B_ij; a symmetric factor needs no transposition.
        left, right = (self.graph.untransposed(k) for k in (left, right))
        return self.graph.inner(left, right)

    def _scalar(self, terms: Terms) -> int:
        total: dict[Powers, Fraction] = {}
        for (monomial, _), c in terms.items():
            powers: dict[int, Fraction] = {}
            for atom, e in monomial:
                number = self._atom(atom)
                powers[number] = powers.get(number, Fraction(0)) + Fraction(e)
            key = tuple(sorted((k, e) for k, e in powers.items() if e))
            total[key] = total.get(key, Fraction(0)) + Fraction(c)
        return self.graph.polynomial(total)

    def _atom(self, atom: Atom) -> int:
        match atom.kind:
            case "a":
                return self._symbol(atom.name)
            case "n":
                return self.graph.number(atom.number)
            case "t":
                return self._trace(atom.word)
            case "e":
                return of_function(
                    self.graph, atom, self._scalar, lambda terms, size: self._matrix(terms, size, size)
                )
        return self._scalar(thaw(inside_of(atom)))

    def _matrix(self, terms: Terms, rows: str, cols: str) -> int:
        weights: dict[Slice, Terms] = {}
        for word, weight in weights_of_words(terms).items():
            accumulated = weights.setdefault(self._factors(word), {})
            for key, c in weight.items():
                accumulated[key] = accumulated.get(key, 0) + c
        identity = [self._scalar(weights.pop(()))] if () in weights else []
        pairs = [(self._scalar(weight), self._product(word)) for word, weight in weights.items()]
        if not identity:
            return weighted_sum(self.graph, pairs, rows, cols)
        args = [k for pair in pairs for k in pair]
        return self.graph.add("combine", (*args, *identity), True, rows, cols)
