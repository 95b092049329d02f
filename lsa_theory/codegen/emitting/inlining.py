"""Which values get a name, and which are written where they are used; which may be written over.

All of it follows from the plan alone, so that two bodies of one function agree on what was computed beforehand.
"""

from __future__ import annotations

from lsa_theory.codegen.nodes import Node
from lsa_theory.codegen.planning.plan import Plan


class Inlining:
    """The answers for one plan; `sandwiches` maps products A X B of a matrix between two constants to (A, X, B)."""

    def __init__(self, plan: Plan, *, with_sandwiches: bool) -> None:
        self._plan, self._graph = plan, plan.graph
        self._uses = plan.uses()
        self._before, self._outputs = frozenset(plan.before), frozenset(plan.outputs)
        planned = [(k, plan.graph.nodes[k]) for k in (*plan.before, *plan.steps)]
        self._summed = {k for _, node in planned if node.op == "combine" for k in node.args[1::2]}
        self._into = {node.args[0] for _, node in planned if node.op in ("matmul", "row")}
        self._spectral = {k for _, node in planned if node.op == "spectral" for k in node.args[1:2]}
        self._place = {k: place for place, k in enumerate((*plan.before, *plan.steps))}
        self._users: dict[int, list[int]] = {}
        for k, node in planned:
            for argument in node.args:
                self._users.setdefault(argument, []).append(k)
        self.sandwiches: dict[int, tuple[int, int, int]] = {}
        self._inside: set[int] = set()
        if plan.before and with_sandwiches:
            self._find_sandwiches(planned)

    def _find_sandwiches(self, planned: list[tuple[int, Node]]) -> None:
        """Find products of a matrix between two constant ones, of which the inner product is used nowhere else."""
        for number, node in planned:
            if node.op != "matmul" or self._graph.is_constant(number):
                continue
            left, right = node.args
            if self._is_half(right, 0) and self._graph.is_constant(left):
                inner, (middle, last) = right, self._graph.nodes[right].args
                self.sandwiches[number] = (left, middle, last)
            elif self._is_half(left, 1) and self._graph.is_constant(right):
                inner, (first, middle) = left, self._graph.nodes[left].args
                self.sandwiches[number] = (first, middle, right)
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

    def is_inline(self, number: int) -> bool:
        """Whether a value is written where it is used."""
        node = self._graph.nodes[number]
        if node.op == "transpose" or self._graph.value(number) is not None:
            return True
        if number in self._outputs or (number in self._before and self._crosses(number)):
            return False
        named = number in self._graph.names or number in self._spectral
        once = self._uses.get(number, 0) == 1 and not named
        if node.op in ("polynomial", "entrywise") or number in self._inside:
            return once
        if node.op in ("combine", "matmul") and once and number in self._summed:
            # Inside a sum NumPy reuses the memory of what has no name.
            return not node.data
        return node.op == "matmul" and once and number in self._into and not self.is_mixed(node)

    def is_mixed(self, node: Node) -> bool:
        """Whether just one of the two arguments of a product is constant."""
        kinds = {self._graph.is_constant(k) for k in node.args}
        return bool(self._before) and len(kinds) == 2

    def may_be_written_over(self, number: int, statement: int) -> bool:
        """Whether nobody needs a matrix once a statement, which uses it, is computed.

        It must have been made in this call, be no output, and be used once by this statement and by none after it.
        """
        if self._graph.nodes[number].op not in ("matmul", "solve", "combine", "inverse"):
            return False
        if number in self._before or number in self._outputs:
            return False
        if any(self._graph.nodes[k].op == "row" for k in self._users.get(number, [])):
            # A row is a view of its matrix.
            return False
        if self.is_inline(number):
            return True
        ends = self._statements_of(number)
        return ends.count(statement) == 1 and all(self._place[k] <= self._place[statement] for k in ends)

    def _statements_of(self, number: int) -> list[int]:
        """Return the statements that a value is written into, once for each time."""
        found: list[int] = []
        for user in self._users.get(number, []):
            found += self._statements_of(user) if self.is_inline(user) else [user]
        return found

    def _crosses(self, number: int) -> bool:
        return any(number in self._graph.nodes[k].args for k in self._plan.steps)
