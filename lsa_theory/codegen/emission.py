"""Statements of a plan in a target's language, one a named value, written to be read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from fractions import Fraction

from lsa_theory.algebra.normal import name_of
from lsa_theory.codegen.naming import Names
from lsa_theory.codegen.nodes import Node
from lsa_theory.codegen.plan import Plan
from lsa_theory.codegen.targets import able
from lsa_theory.codegen.targets.base import Target
from lsa_theory.errors import UnsupportedExpression

WIDTH = 104

# A term of a sum: whether it is subtracted, and its text.
Term = tuple[bool, str]


class Emission:
    """Turns the nodes of a plan into lines.

    Two emissions of one plan agree on what is computed beforehand if the second is given the names of the first.
    """

    def __init__(self, plan: Plan, target: Target, names: Names | None = None) -> None:
        self._plan, self._graph, self._target = plan, plan.graph, target
        self._names = names or Names(plan, target.reserved)
        self._uses = plan.uses()
        self._before, self._outputs = frozenset(plan.before), frozenset(plan.outputs)
        planned = [(k, plan.graph.nodes[k]) for k in (*plan.before, *plan.steps)]
        self._vectors = {node.args[0]: k for k, node in planned if node.op == "eigenvectors"}
        self._decomposed: set[int] = set()
        self._summed = {k for _, node in planned if node.op == "combine" for k in node.args[1::2]}
        self._sandwiches: dict[int, tuple[int, int, int]] = {}
        self._inside: set[int] = set()
        self._find_sandwiches(planned)
        self._into = {node.args[0] for _, node in planned if node.op in ("matmul", "row")}

    @property
    def names(self) -> Names:
        """The names given so far."""
        return self._names

    def _find_sandwiches(self, planned: list[tuple[int, Node]]) -> None:
        """Find products of a matrix between two constant ones, of which the inner product is used nowhere else."""
        if not self._plan.before or self._target.sandwich("A", "X", "B") is None:
            return
        for number, node in planned:
            if node.op != "matmul" or self._graph.is_constant(number):
                continue
            left, right = node.args
            if self._is_half(right, 0) and self._graph.is_constant(left):
                inner, (middle, last) = right, self._graph.nodes[right].args
                self._sandwiches[number] = (left, middle, last)
            elif self._is_half(left, 1) and self._graph.is_constant(right):
                inner, (first, middle) = left, self._graph.nodes[left].args
                self._sandwiches[number] = (first, middle, right)
            else:
                continue
            self._inside.add(inner)

    def _is_half(self, number: int, middle: int) -> bool:
        """Whether a node is a product of a matrix that varies, its argument `middle`, and a constant one."""
        node = self._graph.nodes[number]
        if node.op != "matmul" or self._uses.get(number, 0) != 1 or "1" in (node.rows, node.cols):
            return False
        varies = [not self._graph.is_constant(k) for k in node.args]
        return varies == [middle == 0, middle == 1]

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
            node = self._graph.nodes[number]
            self._check(node, number)
            if node.op in ("eigenvalues", "eigenvectors") and node.args[0] in self._vectors:
                lines += self._eigensystem(node)
                continue
            lines += _statement(self._names[number], self._terms(number))
        return lines

    def _eigensystem(self, node: Node) -> list[str]:
        """Return the statement for eigenvalues and eigenvectors, when the first of the two comes."""
        if node.args[0] in self._decomposed:
            return []
        self._decomposed.add(node.args[0])
        values = self._graph.add("eigenvalues", node.args, None, node.rows, "1")
        names = f"{self._names[values]}, {self._names[self._vectors[node.args[0]]]}"
        return [f"{names} = {self._target.expression(Node('eigen'), [self._atom(node.args[0])])}"]

    def result(self) -> str:
        """Return what the function returns."""
        return ", ".join(self._text(k) for k in self._plan.outputs)

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
                f"{', '.join(self._atom(k) for k in node.args)}), which a fractional power of a matrix needs; "
                f"these targets can: {', '.join(able(node.op))}"
            )

    def _is_inline(self, number: int) -> bool:
        node = self._graph.nodes[number]
        if node.op == "transpose" or self._graph.value(number) is not None:
            return True
        if number in self._outputs or (number in self._before and self._crosses(number)):
            return False
        once = self._uses.get(number, 0) == 1
        if node.op in ("polynomial", "entrywise") or number in self._inside:
            return once and number not in self._graph.names
        if node.op in ("combine", "matmul") and once and number in self._summed:
            # Inside a sum NumPy reuses the memory of what has no name.
            return not node.data and number not in self._graph.names
        return (
            node.op == "matmul"
            and once
            and number in self._into
            and number not in self._graph.names
            and not self._is_mixed(node)
        )

    def _crosses(self, number: int) -> bool:
        return any(number in self._graph.nodes[k].args for k in self._plan.steps)

    def _is_mixed(self, node: Node) -> bool:
        kinds = {self._graph.is_constant(k) for k in node.args}
        return bool(self._before) and len(kinds) == 2

    def _text(self, number: int) -> str:
        node = self._graph.nodes[number]
        if node.op in ("argument", "size") or not self._is_inline(number):
            return self._names[number]
        return _joined(self._terms(number))

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
                if number in self._sandwiches:
                    parts = [self._atom(k) for k in self._sandwiches[number]]
                    return [(False, str(self._target.sandwich(*parts)))]
                left, right = node.args
                inlined = self._graph.nodes[left].op == "matmul" and self._is_inline(left)
                first = self._text(left) if inlined else self._atom(left)
                mixed = self._is_mixed(node) and self._graph.nodes[right].cols != "1"
                write = self._target.matmul_by_constant if mixed else self._target.matmul
                return [(False, write(first, self._atom(right)))]
        return [(False, self._target.expression(node, [self._atom(k) for k in node.args]))]

    def _polynomial(self, node: Node) -> list[Term]:
        if not node.data:
            return [(False, self._target.number(0))]
        lifted = node.op == "entrywise"
        terms = [
            self._monomial(c, [(node.args[i], e) for i, e in powers], lifted=lifted) for c, powers in node.data
        ]
        # A negation in front is one operation more.
        first = next((k for k, (negative, _) in enumerate(terms) if not negative), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]

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
        terms = [self._weighted(pairs[i], pairs[i + 1]) for i in range(0, len(pairs), 2)]
        # A sum that begins with a negation passes over the matrix once more than a difference.
        terms.sort(key=lambda term: term[0])
        if terms and not node.data:
            return terms
        like = self._atom(pairs[1]) if pairs else self._square(node)
        text = _joined(terms) if terms else self._target.zeros(like)
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

    def _square(self, node: Node) -> str:
        for a in self._plan.function.arguments:
            if (name_of(a.rows), name_of(a.cols)) == (node.rows, node.cols):
                return a.name
        raise UnsupportedExpression(
            f"a constant {node.rows} x {node.cols} matrix needs an argument of that shape, to know its size"
        )


def is_primary(text: str) -> bool:
    """Whether a text binds as tightly as a name: a name, or a chain of calls and methods of one."""
    depth = 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and not (letter.isalnum() or letter in "_.)]"):
            return False
    return bool(text) and text[0] not in "(["


def _joined(terms: list[Term]) -> str:
    text = ""
    for k, (negative, term) in enumerate(terms):
        sign = ("-" if negative else "") if k == 0 else (" - " if negative else " + ")
        text += sign + term
    return text


def _statement(name: str, terms: list[Term]) -> list[str]:
    line = f"{name} = {_joined(terms)}"
    if len(line) <= WIDTH:
        return [line]
    lines = [f"{name} = ("]
    for k, (negative, term) in enumerate(terms):
        sign = "- " if negative else "+ " if k else ""
        lines += textwrap.wrap(
            sign + term,
            WIDTH - 4,
            initial_indent="    ",
            subsequent_indent="        ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [*lines, ")"]
