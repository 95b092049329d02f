"""Elementwise products as nodes: a network of words is written as a tree, and the tree lowered."""

from __future__ import annotations

from collections.abc import Callable

from lsa_theory.algebra.declarations import name_of
from lsa_theory.algebra.ring.words import Letter, Word
from lsa_theory.algebra.writing_networks import written
from lsa_theory.codegen.nodes import Graph
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.entrywise.elementwise import diagonal_of
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Product,
    Symbol,
    Transpose,
    describe,
)


class Elementwise:
    """Lowers networks into a graph of nodes.

    Parameters
    ----------
    graph : Graph
    product : callable
        Makes the node of a word.
    """

    def __init__(self, graph: Graph, product: Callable[[Word], int]) -> None:
        self._graph = graph
        self._product = product
        self._words: dict[Symbol, Word] = {}

    def node(self, letter: Letter) -> int:
        """Return the node of a network.

        Raises
        ------
        UnsupportedExpression
            If it is a sum over coordinates that no elementwise products, diagonals and ones make up.
        """
        return self._lowered(written(letter.payload, self._named, _dimension))

    def _named(self, word: Word) -> Expression:
        """Return a letter that stands for a word."""
        rows, cols = _dimension(word[0].rows), _dimension(word[-1].cols)
        symbol = Symbol(f"\0word {len(self._words)}", rows, cols, "general")
        self._words[symbol] = word
        return symbol

    def _lowered(self, tree: Expression) -> int:
        graph = self._graph
        rows, cols = name_of(tree.rows), name_of(tree.cols)
        inside = diagonal_of(tree)
        if inside is not None:
            op = "diagonal" if tree.cols == 1 else "spread"
            return graph.add(op, (self._lowered(inside),), None, rows, cols)
        match tree:
            case Symbol():
                return self._product(self._words[tree])
            case Transpose(child):
                return graph.transpose(self._lowered(child))
            case Hadamard(left, right):
                return graph.add("times", (self._lowered(left), self._lowered(right)), None, rows, cols)
            case Ones():
                return graph.add("ones", (self._size(rows), self._size(cols)), None, rows, cols)
            case Product(left, right):
                return self._multiplied(left, right, rows, cols)
        raise UnsupportedExpression(
            f"{describe(tree)} is a sum over coordinates that no elementwise products, diagonals and ones make up; "
            "it is evaluated, but not written as code"
        )

    def _multiplied(self, left: Expression, right: Expression, rows: str, cols: str) -> int:
        """Return a product: a diagonal factor scales rows or columns, ones add up."""
        graph = self._graph
        first, last = (diagonal_of(side) if side.cols != 1 else None for side in (left, right))
        if first is not None:
            return graph.add("times", (self._lowered(first), self._lowered(right)), None, rows, cols)
        if last is not None:
            scales = graph.transpose(self._lowered(last))
            return graph.add("times", (self._lowered(left), scales), None, rows, cols)
        if isinstance(right, Ones) and not (isinstance(left, Transpose) and left.rows == 1):
            return graph.add("sums", (self._lowered(left),), None, rows, "1")
        if rows == cols == "1":
            turned = left.child if isinstance(left, Transpose) else None
            if isinstance(turned, Ones):
                return graph.add("sum all", (self._lowered(_added(right)),))
            if isinstance(right, Ones):
                return graph.add("sum all", (self._lowered(left),))
            start = self._lowered(turned) if turned is not None else graph.transpose(self._lowered(left))
            return graph.inner(start, self._lowered(right))
        return graph.matmul(self._lowered(left), self._lowered(right))

    def _size(self, name: str) -> int:
        return self._graph.number(int(name)) if name.isdecimal() else self._graph.add("size", (), name)


def _dimension(name: str) -> Dimension:
    return int(name) if name.isdecimal() else Symbol(name, structure="dimension")


def _added(column: Expression) -> Expression:
    """Return the matrix whose row sums a column is, if it is: the sum of all its entries is the same."""
    match column:
        case Product(whole, Ones(cols=1)) if diagonal_of(column) is None:
            return whole
    return column
