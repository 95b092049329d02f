"""The plan of a function: of several ways to lower it, the one that the cost model finds cheapest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lsa_theory.codegen.function import Function
from lsa_theory.codegen.nodes import Graph
from lsa_theory.codegen.planning import cost
from lsa_theory.codegen.planning.association import ONCE
from lsa_theory.codegen.planning.cost import Cost
from lsa_theory.codegen.planning.eigenbasis import InEigenbasis, only_family
from lsa_theory.codegen.planning.factored import factored
from lsa_theory.codegen.planning.lowering import Lowering, strategies

_LEAVES = ("argument", "size")


@dataclass(frozen=True, eq=False)
class Plan:
    """What is computed once (`before`), and at every call (`steps`), each after what it needs."""

    function: Function
    graph: Graph
    outputs: tuple[int, ...]
    before: tuple[int, ...]
    steps: tuple[int, ...]

    @property
    def cost(self) -> Cost:
        """The cost of one call."""
        return cost.total(self.graph, self.steps)

    @property
    def cost_before(self) -> Cost:
        """The cost of the preparation."""
        return cost.total(self.graph, self.before)

    def uses(self) -> dict[int, int]:
        """Return how often each node is used, as an argument or as an output."""
        counts: dict[int, int] = dict.fromkeys(self.outputs, 0)
        for number in (*self.before, *self.steps):
            for k in self.graph.nodes[number].args:
                counts[k] = counts.get(k, 0) + 1
        for number in self.outputs:
            counts[number] += 1
        return counts


@lru_cache(maxsize=256)
def plan(function: Function, ways: frozenset[str] = frozenset()) -> Plan:
    """Return the cheapest plan of a function under the cost model.

    Parameters
    ----------
    function : Function
    ways : frozenset of str
        What may be used besides, if a target offers it: "inverse root", "eigenbasis".

    Raises
    ------
    UnsupportedExpression
        If an output is random.
    """
    # Of equal prices the first is taken: the normal form, whose code needs no further names.
    candidates = [_cheapest(form, ways) for form in (function, *factored(function))]
    return min(candidates, key=_price_and_traffic)


def _cheapest(function: Function, ways: frozenset[str]) -> Plan:
    lowered: list[Lowering] = [Lowering(function, strategy) for strategy in strategies(function, ways)]
    family = only_family(function) if "eigenbasis" in ways else None
    if family is not None:
        lowered.append(InEigenbasis(function, family))
    return min((_of(candidate, function) for candidate in lowered), key=_price)


def _of(lowered: Lowering, function: Function) -> Plan:
    graph = lowered.graph
    order = _readers_first(
        graph, [k for k in graph.reachable(lowered.outputs) if graph.nodes[k].op not in _LEAVES]
    )
    constants = bool(function.constants)
    before = tuple(k for k in order if constants and graph.is_constant(k) and graph.value(k) is None)
    steps = tuple(k for k in order if k not in before)
    return Plan(function, graph, tuple(lowered.outputs), before, steps)


def _readers_first(graph: Graph, order: list[int]) -> list[int]:
    """Return the nodes with traces and forms as soon as they can be computed: what they read may be written over."""
    reading = [k for k in order if graph.nodes[k].op in ("inner", "trace", "total")]
    done: dict[int, None] = {}
    for number in order:
        done.setdefault(number)
        for k in reading:
            if k not in done and all(a in done or graph.nodes[a].op in _LEAVES for a in graph.nodes[k].args):
                done.setdefault(k)
    return list(done)


def _price_and_traffic(candidate: Plan) -> float:
    # A sum that is kept is written out and read again, which a count of operations alone does not see.
    return _price(candidate)[0] + candidate.cost.bytes.at() / 8


def _price(candidate: Plan) -> tuple[float, float]:
    now, once = (cost.price(candidate.graph, part) for part in (candidate.steps, candidate.before))
    return now + ONCE * once, candidate.cost.bytes.at()
