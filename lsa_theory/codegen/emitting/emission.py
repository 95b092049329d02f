"""Statements of a plan in a target's language, one a named value, written to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from lsa_theory.algebra.declarations import name_of
from lsa_theory.codegen.emitting.inlining import Inlining
from lsa_theory.codegen.emitting.naming import Names
from lsa_theory.codegen.emitting.terms_as_text import Term, is_primary, joined, plus_first, statement
from lsa_theory.codegen.nodes import Node
from lsa_theory.codegen.planning.plan import Plan
from lsa_theory.codegen.targets import able
from lsa_theory.codegen.targets.base import Target
from lsa_theory.errors import UnsupportedExpression

# What needs an operation that some targets do not have.
_NEEDED = {
    **dict.fromkeys(
        ("spectral", "spectral trace", "eigenvalues", "eigenvectors"),
        ", which a fractional power of a matrix needs",
    ),
    **dict.fromkeys(("ones", "unit"), ", which a vector of ones or an entry needs"),
}


class Emission:
    """Turns the nodes of a plan into lines.

    Two emissions of one plan agree on what is computed beforehand if the second is given the names of the first.
    """

    def __init__(self, plan: Plan, target: Target, names: Names | None = None) -> None:
        self._plan, self._graph, self._target = plan, plan.graph, target
        self._names = names or Names(plan, target.reserved)
        self._inlining = Inlining(plan, with_sandwiches=target.sandwich("A", "X", "B") is not None)
        self._is_inline = self._inlining.is_inline
        self._outputs = frozenset(plan.outputs)
        planned = [(k, plan.graph.nodes[k]) for k in (*plan.before, *plan.steps)]
        self._vectors = {node.args[0]: k for k, node in planned if node.op == "eigenvectors"}
        self._decomposed: set[int] = set()
        inner = [node.args for _, node in planned if node.op == "inner" and target.entries("A") is not None]
        self._read = Counter(k for pair in inner for k in pair)
        self._entries: dict[int, str] = {}
        # The statement that is being written.
        self._statement = -1

    @property
    def names(self) -> Names:
        """The names given so far."""
        return self._names

    def lines(self, numbers: Iterable[int]) -> list[str]:
        """Return the statements that compute some nodes, in order.

        Raises
        ------
        UnsupportedExpression
            If the target cannot express one; the message names it and the targets that can.
        """
        lines: list[str] = []
        for number in numbers:
            if self._is_inline(number):
                continue
            self._statement = number
            node = self._graph.nodes[number]
            self._check(node, number)
            if node.op in ("eigenvalues", "eigenvectors") and node.args[0] in self._vectors:
                lines += self._eigensystem(node)
                continue
            if node.op == "inner":
                lines += [line for k in node.args if self._read[k] > 1 for line in self._name_entries(k)]
            lines += statement(self._names[number], self._terms(number))
        return lines

    def constant_entries(self) -> list[str]:
        """Return the statements that lay out the entries of constant matrices in one row, for the forms of a call."""
        constant = [k for k in self._read if self._graph.is_constant(k)]
        steps = {
            k
            for n in self._plan.steps
            if self._graph.nodes[n].op == "inner"
            for k in self._graph.nodes[n].args
        }
        return [line for k in constant if k in steps for line in self._name_entries(k)]

    def _name_entries(self, number: int) -> list[str]:
        text = self._target.entries(self._atom(number))
        if text is None or number in self._entries:
            return []
        self._entries[number] = self._names.fresh(f"entries_{self._names.of(number)}")
        return [f"{self._entries[number]} = {text}"]

    def _eigensystem(self, node: Node) -> list[str]:
        """Return the statement for eigenvalues and eigenvectors, when the first of the two comes."""
        if node.args[0] in self._decomposed:
            return []
        self._decomposed.add(node.args[0])
        values = self._graph.add("eigenvalues", node.args, None, node.rows, "1")
        names = f"{self._names[values]}, {self._names[self._vectors[node.args[0]]]}"
        return [f"{names} = {self._target.expression(Node('eigen'), [self._atom(node.args[0])])}"]

    def result(self) -> str:
        """Return what the function returns, each value the caller's own."""
        shown = []
        for place, number in enumerate(self._plan.outputs):
            text, node = self._text(number), self._graph.nodes[number]
            shared = node.op in ("argument", "transpose") or number in self._plan.outputs[:place]
            if shared or number in self._plan.before:
                text = self._target.own(self._atom(number), is_scalar=node.is_scalar)
            shown.append(self._target.returned(text, is_scalar=node.is_scalar))
        return ", ".join(shown)

    def sizes(self, numbers: Iterable[int], constant: bool) -> list[str]:
        """Return the lines that read dimensions off the shapes of arguments."""
        lines = []
        needed = {k for n in numbers for k in self._graph.nodes[n].args} | self._outputs
        for number in sorted(needed):
            node = self._graph.nodes[number]
            if node.op != "size" or self._graph.is_constant(number) is not constant:
                continue
            pool = self._plan.function.constants if constant else self._plan.function.arguments
            found = [(a, axis) for a in pool for axis in (0, 1) if name_of(a.shape[axis]) == node.data]
            if node.data not in {a.name for a in self._plan.function.arguments}:
                argument, axis = found[0]
                lines.append(f"{node.data} = {self._target.size(argument.name, axis)}")
        return lines

    def _check(self, node: Node, number: int) -> None:
        if node.op in self._target.unsupported:
            raise UnsupportedExpression(
                f"{self._target.name} cannot express {node.op} ({self._names[number]} of "
                f"{', '.join(self._atom(k) for k in node.args)}){_NEEDED.get(node.op, '')}; "
                f"these targets can: {', '.join(able(node.op))}"
            )

    def _text(self, number: int) -> str:
        node = self._graph.nodes[number]
        if node.op in ("argument", "size") or not self._is_inline(number):
            return self._names[number]
        return joined(self._terms(number))

    def _atom(self, number: int) -> str:
        text = self._text(number)
        return text if is_primary(text) else f"({text})"

    def _terms(self, number: int) -> list[Term]:
        node = self._graph.nodes[number]
        match node.op:
            case "polynomial" | "entrywise":
                return self._polynomial(node)
            case "combine":
                return self._combine(node)
            case "transpose":
                return [(False, self._target.transpose(self._atom(node.args[0])))]
            case "matmul":
                return [(False, self._matmul(number, *node.args))]
            case "inverse root":
                needed = not self._inlining.may_be_written_over(node.args[0], self._statement)
                given = self._target.copied(self._atom(node.args[0])) if needed else self._text(node.args[0])
                return [(False, self._target.expression(node, [given]))]
        args = [self._atom(k) for k in node.args]
        if node.op == "inner":
            args = [
                self._entries.get(k, self._target.entries(x) or x)
                for k, x in zip(node.args, args, strict=True)
            ]
        return [(False, self._target.expression(node, args))]

    def _matmul(self, number: int, left: int, right: int) -> str:
        if number in self._inlining.sandwiches:
            return str(self._target.sandwich(*(self._atom(k) for k in self._inlining.sandwiches[number])))
        node, first, second = (self._graph.nodes[k] for k in (number, left, right))
        inlined = first.op == "matmul" and self._is_inline(left)
        shown = self._text(left) if inlined else self._atom(left), self._atom(right)
        if first.op == "inverse root":
            return self._target.lower_product(*shown)
        if first.op == "transpose":
            (turned,) = first.args
            # T' T is left to the product, which sees that it is symmetric.
            if turned != right and self._graph.nodes[turned].op == "inverse root":
                return self._target.upper_product(self._atom(turned), shown[1])
        mixed = self._inlining.is_mixed(node) and second.cols != "1"
        return (self._target.matmul_by_constant if mixed else self._target.matmul)(*shown)

    def _polynomial(self, node: Node) -> list[Term]:
        if not node.data:
            return [(False, self._target.number(0))]
        lifted = node.op == "entrywise"
        monomials = [(c, [(node.args[i], e) for i, e in powers]) for c, powers in node.data]
        common = None if lifted else self._common(monomials)
        if common is None:
            return plus_first([self._monomial(c, powers, lifted=lifted) for c, powers in monomials])
        outside = [self._monomial(c, powers) for c, powers in monomials if common not in dict(powers)]
        inside = [
            self._monomial(c, [(k, e - (k == common)) for k, e in powers if (k, e) != (common, 1)])
            for c, powers in monomials
            if common in dict(powers)
        ]
        return plus_first([*outside, (False, f"{self._atom(common)} * ({joined(plus_first(inside))})")])

    def _common(self, monomials: list[tuple[Fraction, list[tuple[int, Fraction]]]]) -> int | None:
        """Return an argument that is a factor of several terms of a short sum: once outside is one product less."""
        if len(monomials) > 4:
            return None
        held = [k for _, powers in monomials for k, e in powers if e >= 1]
        scalars = [k for k in held if self._graph.nodes[k].op == "argument" and held.count(k) > 1]
        return max(scalars, key=lambda k: (held.count(k), -k), default=None)

    def _monomial(self, c: Fraction, powers: list[tuple[int, Fraction]], *, lifted: bool = False) -> Term:
        """Return a coefficient times powers; beside vectors, numbers are lifted."""
        above = [self._raised(k, e, lifted=lifted) for k, e in powers if e > 0]
        below = [self._raised(k, -e, lifted=lifted) for k, e in powers if e < 0]
        if abs(c.numerator) != 1 or not above:
            number = str(abs(c.numerator))
            above.insert(0, number if powers else self._target.number(abs(c.numerator)))
        if c.denominator != 1:
            below.insert(0, str(c.denominator))
        text = " * ".join(above)
        if below:
            text += f" / ({' * '.join(below)})" if len(below) > 1 else f" / {below[0]}"
        return c < 0, text

    def _raised(self, number: int, exponent: Fraction, *, lifted: bool = False) -> str:
        value = self._graph.value(number)
        base = self._target.number(int(value)) if value is not None else self._atom(number)
        if lifted and self._graph.nodes[number].is_scalar:
            base = self._target.lifted_once(self._text(number))
        if exponent == 1:
            return base
        return f"{base}**{exponent}" if exponent.denominator == 1 else self._target.power(base, exponent)

    def _combine(self, node: Node) -> list[Term]:
        pairs = node.args[: len(node.args) - bool(node.data)]
        over = self._written_over(pairs) if not node.data else None
        if over is not None:
            return [(False, over)]
        terms = [self._weighted(pairs[i], pairs[i + 1]) for i in range(0, len(pairs), 2)]
        # A sum that begins with a negation passes over the matrix once more than a difference.
        terms.sort(key=lambda term: term[0])
        if terms and not node.data:
            return terms
        if not pairs and self._alike(node) is None:
            weight = self._text(node.args[-1]) if node.data else self._target.number(0)
            return [(False, self._target.scaled(weight, self._constant(node)))]
        like = self._atom(pairs[1]) if pairs else str(self._alike(node))
        text = joined(terms) if terms else self._target.zeros(like)
        if not node.data:
            return [(False, text)]
        weight = self._text(node.args[-1])
        return [(False, self._target.expression(Node("shift"), [text, weight, like]))]

    def _weighted(self, weight: int, matrix: int) -> Term:
        value, shown = self._graph.value(weight), self._atom(matrix)
        if value is not None and abs(value) == 1:
            return value < 0, shown
        node = self._graph.nodes[weight]
        terms = self._polynomial(node) if node.op == "polynomial" and self._is_inline(weight) else []
        if len(terms) == 1:
            negative, text = terms[0]
            return negative, f"{text} * {shown}" if value is not None else self._target.scaled(text, shown)
        return False, self._target.scaled(self._text(weight), shown)

    def _written_over(self, pairs: tuple[int, ...]) -> str | None:
        """Return s X or A + s X, written over X, where the target can do that and nobody needs X any more."""
        if not any(self._inlining.may_be_written_over(k, self._statement) for k in pairs[1::2]):
            return None
        if len(pairs) == 2:
            return self._target.scaled_over(self._text(pairs[0]), self._text(pairs[1]))
        for w, A, s, X in (pairs, (*pairs[2:], *pairs[:2])) if len(pairs) == 4 else ():
            plain = self._graph.value(w)
            changed = self._inlining.may_be_written_over(X, self._statement)
            if plain is not None and abs(plain) == 1 and changed and self._graph.value(s) is None:
                shown = self._atom(A) if plain > 0 else f"-{self._atom(A)}"
                return self._target.plus_scaled(shown, self._text(s), self._text(X))
        return None

    def _alike(self, node: Node) -> str | None:
        """Return the name of an argument of the shape of a node."""
        function = self._plan.function
        for a in (*function.constants, *function.variables):
            if (name_of(a.rows), name_of(a.cols)) == (node.rows, node.cols):
                return a.name
        return None

    def _constant(self, node: Node) -> str:
        """Return the identity, ones in the place of zeros, of sizes that are arguments or numbers."""
        known = {a.name for a in self._plan.function.arguments}
        if not all(size in known or size.isdecimal() for size in (node.rows, node.cols)):
            raise UnsupportedExpression(
                f"a constant {node.rows} x {node.cols} matrix needs an argument of that shape, or its size among the "
                "arguments, to know its size"
            )
        if "ones" in self._target.unsupported:
            raise UnsupportedExpression(
                f"{self._target.name} cannot express a constant {node.rows} x {node.cols} matrix without an argument "
                f"of that shape; these targets can: {', '.join(able('ones'))}"
            )
        if not node.data:
            return self._target.expression(Node("ones"), [node.rows, node.cols])
        ones = self._target.expression(Node("ones"), [node.rows, self._target.number(1)])
        return self._target.expression(Node("spread"), [ones])
