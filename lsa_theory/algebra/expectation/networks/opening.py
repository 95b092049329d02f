"""Terms opened into graphs: each random letter of certain sources becomes a leg at a coordinate.

A sample is a matrix whose columns are its legs: the columns' numbers are vertices too, so that Gram matrices, totals
and sums over columns are graphs like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lsa_theory.algebra.ring.networks import NOWHERE, Graph
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial
from lsa_theory.algebra.ring.words import Atom, Letter, Word, new, split_at_scalars
from lsa_theory.errors import UnsupportedExpression


@dataclass(frozen=True)
class Leg:
    """One occurrence of a source: the vertex of its coordinate, and that of its column for a sample."""

    source: str
    place: int
    column: int | None


@dataclass
class Opened:
    """A term as a graph with legs, and the scalars that stand beside it."""

    graph: Graph
    legs: list[Leg] = field(default_factory=list)
    beside: Monomial = ()


class Opening:
    """Opens terms: letters of some sources become legs, columns at some indices end in a vertex.

    Parameters
    ----------
    sources : set of names
        What is averaged; other random letters stay in the words.
    index : str, optional
        The index of a sum that is bound: its columns and unit vectors end in the vertex `bound`.
    size : str
        The size of what that index runs over.
    """

    def __init__(self, sources: frozenset[str], index: str = "", size: str = "") -> None:
        self._sources = sources
        self._opened = Opened(Graph())
        self._columns: dict[str, int] = {}
        self._index = index
        if index:
            self._columns[index] = self._opened.graph.vertex(size)

    def of(self, monomial: Monomial, word: Word) -> Opened:
        """Return a term as a graph.

        Raises
        ------
        UnsupportedExpression
            If something averaged stands under a negative or fractional power, or in an inverse.
        """
        graph, beside = self._opened.graph, list[tuple[Atom, Coefficient]]()
        for atom, exponent in monomial:
            if atom.kind != "t" or not self.concerns(atom.word):
                beside.append((atom, exponent))
                continue
            if exponent < 0 or exponent != int(exponent):
                raise UnsupportedExpression(
                    f"the integrand has a random scalar to the power {exponent}; only polynomials have an expectation "
                    "or a sum in closed form here"
                )
            for _ in range(int(exponent)):
                self._closed(atom.word, {})
        self._opened.beside = tuple(beside)
        if word:
            pieces = split_at_scalars(word)
            row = graph.vertex(word[0].rows)
            column = graph.vertex(word[-1].cols)
            graph.legs = row, column
            for k, piece in enumerate(pieces):
                ends = row if k == 0 else NOWHERE, column if k == len(pieces) - 1 else NOWHERE
                self._word(piece, *ends, {})
        return self._opened

    def concerns(self, word: Word) -> bool:
        """Whether a word holds a letter that becomes a leg or ends in the bound vertex."""
        return any(self._is_opened(letter) for letter in word)

    def _is_opened(self, letter: Letter) -> bool:
        kind, name, payload = letter.kind, letter.name, letter.payload
        match kind:
            case "e":
                return any(self.concerns(inside) for _, _, inside in payload.edges)
            case "q":
                return any(self.concerns(piece) for piece in (*payload.inside, payload.core))
            case "g" | "h":
                return bool({name, payload.name} & self._sources)
            case "c":
                return name in self._sources or (bool(self._index) and payload == self._index)
            case "u":
                return bool(self._index) and name == f"[{self._index}]"
        return kind in "rxso" and name in self._sources

    def _closed(self, word: Word, columns: Mapping[str, int]) -> None:
        vertex = self._opened.graph.vertex(word[0].rows)
        self._word(word, vertex, vertex, columns)

    def _word(self, word: Word, start: int, end: int, columns: Mapping[str, int]) -> None:
        """Add a word from one vertex to another, cut at what becomes a leg."""
        graph, run, here = self._opened.graph, list[Letter](), start
        for letter in word:
            if not self._is_opened(letter) and not _meets(letter, columns):
                run.append(letter)
                continue
            before = graph.vertex(letter.rows)
            graph.edges.append((here, before, tuple(run)))
            run, here = [], graph.vertex(letter.cols)
            self._letter(letter, before, here, columns)
        graph.edges.append((here, end, tuple(run)))

    def _letter(self, letter: Letter, start: int, end: int, columns: Mapping[str, int]) -> None:
        kind, name, flag, rows, cols, payload = letter
        graph = self._opened.graph
        match kind:
            case "r":
                self._leg(name, end if flag else start, cols if flag else rows, None)
            case "x" | "o":
                place, column = (end, start) if flag else (start, end)
                self._leg(name, place, cols if flag else rows, column)
            case "s":
                self._leg(name, end if flag else start, cols if flag else rows, graph.vertex(payload))
            case "g":
                column = graph.vertex(payload.columns)
                self._column(letter, name, start, column, rows, payload.columns)
                self._column(letter, payload.name, end, column, cols, payload.columns)
            case "c":
                known = columns.get(payload, self._columns.get(payload, NOWHERE))
                if known == NOWHERE:
                    raise UnsupportedExpression(
                        f"a column of {name} at the index of a sum outside is averaged beside elementwise products; "
                        "average outside the sum"
                    )
                size = graph.sizes[known]
                place, width = (end, cols) if flag else (start, rows)
                self._column(letter, name, place, known, width, size)
            case "u":
                graph.edges.append((end if flag else start, self._columns[self._index], ()))
            case "q":
                self._sum(letter, start, end, columns)
            case "e":
                self._network(letter, start, end, columns)
            case _:
                raise UnsupportedExpression(
                    f"the inverse Gram matrix of {name} is averaged only for a centred Gaussian sample, and beside no "
                    "elementwise product"
                )

    def _leg(self, name: str, place: int, size: str, column: int | None) -> None:
        if size == "1":
            # A coordinate of dimension one has no vertex; its leg needs one.
            place = len(self._opened.graph.sizes)
            self._opened.graph.sizes.append("1")
        self._opened.legs.append(Leg(name, place, column))

    def _column(self, letter: Letter, name: str, place: int, column: int, size: str, count: str) -> None:
        if name in self._sources:
            self._leg(name, place, size, column)
        else:
            x = new(Letter, ("x", name, 0, size, count, ""))
            self._opened.graph.edges.append((place, column, (x,)))

    def _sum(self, letter: Letter, start: int, end: int, columns: Mapping[str, int]) -> None:
        size, inside, core = letter.payload
        within = {**columns, f"*{_depth(letter)}": self._opened.graph.vertex(size)}
        for piece in inside:
            self._closed(piece, within)
        if core:
            pieces = split_at_scalars(core)
            for k, piece in enumerate(pieces):
                ends = start if k == 0 else NOWHERE, end if k == len(pieces) - 1 else NOWHERE
                self._word(piece, *ends, within)

    def _network(self, letter: Letter, start: int, end: int, columns: Mapping[str, int]) -> None:
        graph, network = self._opened.graph, letter.payload
        places = [graph.vertex(size) for size in network.sizes]
        for own, outer in zip(network.legs, (start, end), strict=True):
            if own != NOWHERE:
                graph.edges.append((places[own], outer, ()))
        for a, b, word in network.edges:
            self._word(word, places[a], places[b] if b != NOWHERE else NOWHERE, columns)


def _depth(letter: Letter) -> int:
    """Return how deep sums are nested in a letter: its own index is named after that."""
    if letter.kind != "q":
        return 0
    return 1 + max(
        (_depth(x) for piece in (*letter.payload.inside, letter.payload.core) for x in piece), default=0
    )


def _meets(letter: Letter, columns: Mapping[str, int]) -> bool:
    """Whether a letter stands at one of the indices that are vertices now."""
    if letter.kind == "c":
        return letter.payload in columns
    if letter.kind == "q":
        return any(
            _meets(x, columns) for piece in (*letter.payload.inside, letter.payload.core) for x in piece
        )
    return False
