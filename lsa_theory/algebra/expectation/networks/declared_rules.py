"""A declared moment that holds elementwise products: its arguments become the coordinates of the legs."""

from __future__ import annotations

from lsa_theory.algebra.expectation.networks.opening import Opening
from lsa_theory.algebra.ring.concatenation import RING
from lsa_theory.algebra.ring.networks import NOWHERE, Graph, settled
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial, Terms, accumulate, multiply_scalars
from lsa_theory.algebra.ring.words import Atom, Letter, Word
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.random import PLACEHOLDER


def is_elementwise(moment: Terms) -> bool:
    """Whether a declared moment holds an elementwise product."""
    return any(
        x.kind == "e" for monomial, _ in moment for atom, _ in monomial if atom.kind == "t" for x in atom.word
    )


def average_by_rule(monomial: Monomial, word: Word, name: str, moment: Terms) -> Terms:
    """Return the average of a term over one centred vector by its moment of the order that the term needs.

    Raises
    ------
    InvalidArgument
        If the rule is not multilinear.
    """
    opened = Opening(frozenset({name})).of(monomial, word)
    places = [leg.place for leg in opened.legs]
    total: Terms = {}
    for (scalars, _), c in moment.items():
        graph, beside, used = opened.graph.copy(), list[tuple[Atom, Coefficient]](), list[int]()
        for atom, exponent in scalars:
            if atom.kind != "t" or not _holds(atom.word):
                beside.append((atom, exponent))
                continue
            for _ in range(int(exponent)):
                _add(graph, atom.word, graph.vertex(atom.word[0].rows), places, used)
        if sorted(used) != list(range(len(places))):
            raise InvalidArgument(
                f"the declared moment of order {len(places)} of {name.partition('@')[0]} is not multilinear: every "
                f"term must hold each of its {len(places)} arguments exactly once"
            )
        scalar = multiply_scalars({(opened.beside, ()): 1}, {(tuple(beside), ()): c})
        accumulate(total, multiply_scalars(scalar, settled(graph, RING)))
    return total


def _add(
    graph: Graph, word: Word, start: int, places: list[int], used: list[int], end: int | None = None
) -> None:
    """Add a word; without an end, a closed one."""
    run, here = list[Letter](), start
    for letter in word:
        argument = _argument(letter)
        if argument is None and letter.kind != "e":
            run.append(letter)
            continue
        before, after = graph.vertex(letter.rows), graph.vertex(letter.cols)
        graph.edges.append((here, before, tuple(run)))
        run, here = [], after
        if argument is not None:
            used.append(argument)
            if argument < len(places):
                graph.edges.append((after if letter.flag else before, places[argument], ()))
            continue
        network = letter.payload
        own = [graph.vertex(size) for size in network.sizes]
        for leg, outer in zip(network.legs, (before, after), strict=True):
            if leg != NOWHERE:
                graph.edges.append((own[leg], outer, ()))
        for a, b, inside in network.edges:
            _add(graph, inside, own[a], places, used, NOWHERE if b == NOWHERE else own[b])
    graph.edges.append((here, start if end is None else end, tuple(run)))


def _argument(letter: Letter) -> int | None:
    return int(letter.name[len(PLACEHOLDER) :]) - 1 if letter.name.startswith(PLACEHOLDER) else None


def _holds(word: Word) -> bool:
    return any(
        x.name.startswith(PLACEHOLDER)
        or (x.kind == "e" and any(_holds(inside) for _, _, inside in x.payload.edges))
        for x in word
    )
