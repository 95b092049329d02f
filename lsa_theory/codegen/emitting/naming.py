"""Variable names from formulas: Lambda U becomes `Lambda_U`, the trace of it `trace_Lambda_U`."""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from fractions import Fraction

from lsa_theory.codegen.nodes import Graph, Node
from lsa_theory.codegen.planning.plan import Plan

_LONGEST = 28


class Names:
    """The names of a plan's nodes; arguments keep theirs, outputs have the ones that were declared."""

    def __init__(self, plan: Plan, reserved: Iterable[str]) -> None:
        self._graph: Graph = plan.graph
        # The function calls itself by name, for pieces of a long batch.
        self._used = {*reserved, plan.function.name} | {a.name for a in plan.function.arguments}
        self._names: dict[int, str] = {}
        declared = dict(plan.graph.names)
        for output, number in zip(plan.function.outputs, plan.outputs, strict=True):
            if plan.graph.nodes[number].op not in ("argument", "size"):
                declared.setdefault(number, output.name)
        for number, node in enumerate(plan.graph.nodes):
            if node.op in ("argument", "size"):
                self._names[number] = node.data
                self._used.add(node.data)
        for number in (*plan.before, *plan.steps):
            if number in declared:
                self._names[number] = self.fresh(declared[number])

    def __getitem__(self, number: int) -> str:
        if number not in self._names:
            self._names[number] = self.fresh(self._suggestion(number))
        return self._names[number]

    def fresh(self, name: str) -> str:
        """Return a name that is not taken, this one if it can be, and take it."""
        candidate, count = name, 1
        while candidate in self._used or keyword.iskeyword(candidate):
            count += 1
            candidate = f"{name}_{count}"
        self._used.add(candidate)
        return candidate

    def of(self, number: int) -> str:
        """Return what a node is called inside the names of others."""
        node = self._graph.nodes[number]
        if node.op == "transpose":
            return f"{self.of(node.args[0])}_T"
        if number not in self._names and node.op in ("polynomial", "entrywise"):
            return "weight" if node.op == "polynomial" else "entries"
        return self[number]

    def _is_inverse(self, node: Node) -> bool:
        """Whether a product is T' T = A^-1."""
        left, right = (self._graph.nodes[k] for k in node.args)
        return right.op == "inverse root" and left.op == "transpose" and left.args[0] == node.args[1]

    def _suggestion(self, number: int) -> str:
        node = self._graph.nodes[number]
        args = [self.of(k) for k in node.args]
        match node.op:
            case "matmul" if self._is_inverse(node):
                name = short = f"{self.of(self._graph.nodes[node.args[1]].args[0])}_inverse"
            case "matmul":
                name = f"{args[0]}_squared" if args[0] == args[1] else f"{args[0]}_{args[1]}"
                short = "product"
            case "inverse":
                name, short = f"{args[0]}_inverse", "inverse"
            case "inverse root":
                name, short = f"inverse_root_{args[0]}", "inverse_root"
            case "row":
                turned = self._graph.nodes[self._graph.nodes[node.args[0]].args[0]]
                name, short = f"coordinates_{self.of(turned.args[0])}", "coordinates"
            case "total":
                inside = [self._graph.nodes[k].op for k in self._graph.nodes[node.args[0]].args]
                name = short = "form" if "row" in inside else "trace"
            case "entrywise":
                name, short = "entries", "entries"
            case "solve":
                name, short = f"{args[0]}_inverse_{args[1]}", "solution"
            case "trace":
                name, short = f"trace_{args[0]}", "trace"
            case "inner":
                column = "1" in (self._graph.nodes[node.args[0]].rows, self._graph.nodes[node.args[0]].cols)
                name, short = (
                    f"{'form' if column else 'trace'}_{args[0]}_{args[1]}",
                    "form" if column else "trace",
                )
            case "combine" if node.data:
                name, short = f"{args[1] if len(args) > 1 else 'identity'}_shifted", "shifted"
            case "spectral":
                name, short = f"function_of_{self.of(self._graph.nodes[node.args[1]].args[0])}", "function"
            case "eigenvalues" | "eigenvectors":
                name, short = f"{node.op}_{args[0]}", node.op
            case "elementary":
                name, short = f"{node.data}_{args[0]}", node.data
            case "combine":
                name, short = "total", "total"
            case "polynomial" if node.data == ((Fraction(1, 2), ((0, 1),)),):
                name, short = f"half_{args[0]}", "half"
            case "polynomial":
                name, short = "weight", "weight"
            case _:
                name, short = node.op.replace(" ", "_"), node.op.replace(" ", "_")
        return name if len(name) <= _LONGEST else short
