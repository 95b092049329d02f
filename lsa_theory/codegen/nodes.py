"""The plan as a graph of single assignments: each value is computed once, equal values are one node.

Operations, with their arguments and what stands in `data`:

- `argument` (name), `size` (a dimension's name), `identity`;
- `matmul` (A, B), `transpose` (A), `trace` (A), `inner` (A, B), which is the sum of A_ij B_ij;
- `inverse` (A), `solve` (A, B), which is A^-1 B; `data` says whether A is positive definite;
- `inverse root` (A), a T with T' T = A^-1, for a positive definite A;
- `eigenvalues` (A), `eigenvectors` (A) of a symmetric matrix;
- `spectral` (vectors, values), `spectral trace` (values): V f(w) V' and sum f(w), f a product of powers
  ((shift position, exponent), ...), whose shifts are further arguments;
- `entrywise` (x_1, x_2, ...), a vector: a sum of coefficient times powers of vectors and scalars, entry by entry;
  `row` (A), a matrix of one row as a vector; `total` (x), the sum of the entries of a vector;
- `combine` (c_1, A_1, c_2, A_2, ..., c): the sum of c_k A_k, plus c I if `data` says so;
- `times` (A, B): the product entry by entry, a column or row repeated beside a matrix; `diagonal` (A), `spread` (v):
  the diagonal of a matrix as a column, a column as a diagonal matrix; `sums` (A): the sum of each row, `sum all`
  (A) of all; `ones` (n, m), `unit` (n), whose one stands at the place `data`;
- `elementary` (x): exp, log and their like, by name in `data`;
- `determinant` (A), `log determinant` (A); `raised` (x, n), a power to a length; `pi`, `sign` (x), `arcsin` (x),
  `erf` (x), `factorial` (n), `digamma` (a, p), `harmonic` (n, r);
- `polynomial` (x_1, x_2, ...): a sum of coefficient times powers of scalars.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Powers = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True)
class Node:
    """One value: an operation, its arguments by number, and its shape (dimensions by name)."""

    op: str
    args: tuple[int, ...] = ()
    data: Any = None
    rows: str = "1"
    cols: str = "1"

    @property
    def is_scalar(self) -> bool:
        """Whether it is a number (for each member of a batch)."""
        return self.rows == "1" and self.cols == "1"


class Graph:
    """Nodes in the order in which they were made; a node's number is its position.

    `constants` are names of arguments and sizes that stay the same, `squares` the sizes of square ones among these.
    `names` holds the names that definitions give to nodes, `symmetric` the nodes that equal their transposes.
    """

    def __init__(self, constants: Iterable[str] = (), squares: Iterable[str] = ()) -> None:
        self.nodes: list[Node] = []
        self.names: dict[int, str] = {}
        self.symmetric: set[int] = set()
        self._numbers: dict[Hashable, int] = {}
        self._constant: list[bool] = []
        self._constants, self._squares = frozenset(constants), frozenset(squares)

    def add(
        self, op: str, args: tuple[int, ...] = (), data: Any = None, rows: str = "1", cols: str = "1"
    ) -> int:
        """Return the number of a node, made if it is new."""
        node = Node(op, args, data, rows, cols)
        known = self._numbers.get(node)
        if known is None:
            known = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
            self._constant.append(self._is_constant(node))
        return known

    def is_constant(self, number: int) -> bool:
        """Whether a value depends on nothing but what is declared constant."""
        return self._constant[number]

    def _is_constant(self, node: Node) -> bool:
        if node.op in ("argument", "size"):
            return node.data in self._constants
        if node.op == "combine" and len(node.args) == 1 and node.rows not in self._squares:
            # A multiple of I has its size from a square array, and there is none beforehand.
            return False
        return all(self._constant[k] for k in node.args)

    def reachable(self, roots: Iterable[int]) -> list[int]:
        """Return what the roots need, arguments before what uses them."""
        found: dict[int, None] = {}

        def visit(number: int) -> None:
            if number not in found:
                for k in self.nodes[number].args:
                    visit(k)
                found[number] = None

        for root in roots:
            visit(root)
        return list(found)

    def transpose(self, number: int) -> int:
        """Return the transpose of a matrix."""
        node = self.nodes[number]
        if node.op == "transpose":
            return node.args[0]
        return self.add("transpose", (number,), None, node.cols, node.rows)

    def untransposed(self, number: int) -> int:
        """Return the same matrix without a transposition that changes nothing."""
        node = self.nodes[number]
        if node.op == "transpose" and node.args[0] in self.symmetric:
            return node.args[0]
        return number

    def inner(self, left: int, right: int) -> int:
        """Return the sum of products of entries of two matrices of one shape."""
        # Both or, beside a symmetric matrix, either may be read transposed: then neither needs to be.
        if self._turned(left) and self._may_turn(right):
            left, right = (
                self.nodes[left].args[0],
                self.nodes[right].args[0] if self._turned(right) else right,
            )
        elif self._turned(right) and left in self.symmetric:
            right = self.nodes[right].args[0]
        return self.add("inner", (min(left, right), max(left, right)))

    def _turned(self, number: int) -> bool:
        return self.nodes[number].op == "transpose"

    def _may_turn(self, number: int) -> bool:
        return self._turned(number) or number in self.symmetric

    def matmul(self, left: int, right: int) -> int:
        """Return the product of two matrices."""
        return self.add("matmul", (left, right), None, self.nodes[left].rows, self.nodes[right].cols)

    def number(self, value: Fraction | int) -> int:
        """Return a rational number."""
        return self.add("polynomial", (), ((Fraction(value), ()),) if value else ())

    def polynomial(self, terms: dict[Powers, Fraction]) -> int:
        """Return a polynomial in scalar nodes, its constant part a node of its own.

        The terms are grouped by what is not constant in them; a constant coefficient with more than a number
        and one factor becomes a node, so that it can be computed beforehand, and so does the constant term.
        """
        terms = {m: c for m, c in terms.items() if c}
        hot: dict[Powers, dict[Powers, Fraction]] = {}
        for monomial, c in terms.items():
            changing = tuple(item for item in monomial if not self.is_constant(item[0]))
            fixed = tuple(item for item in monomial if self.is_constant(item[0]))
            hot.setdefault(changing, {})[fixed] = c
        if set(hot) - {()}:
            terms = {}
            for changing, coefficient in hot.items():
                ((fixed, c),) = list(coefficient.items())[:1]
                alone = not changing and fixed and c != 1
                if alone or len(coefficient) > 1 or len(fixed) > 1 or any(e != 1 for _, e in fixed):
                    scale = c if len(coefficient) == 1 and changing else Fraction(1)
                    atom = self._sum({m: x / scale for m, x in coefficient.items()})
                    fixed, c = ((atom, Fraction(1)),), scale
                terms[tuple(sorted(changing + fixed))] = c
        return self._sum(terms)

    def _sum(self, terms: dict[Powers, Fraction]) -> int:
        if len(terms) == 1:
            ((monomial, c),) = terms.items()
            if c == 1 and len(monomial) == 1 and monomial[0][1] == 1:
                return monomial[0][0]
        atoms = sorted({k for monomial in terms for k, _ in monomial})
        place = {k: i for i, k in enumerate(atoms)}
        data = tuple(
            (c, tuple((place[k], e) for k, e in monomial))
            for monomial, c in sorted(terms.items(), key=lambda item: (len(item[0]), item[0]))
        )
        return self.add("polynomial", tuple(atoms), data)

    def value(self, number: int) -> Fraction | None:
        """Return the rational number that a node is, if it is one."""
        node = self.nodes[number]
        if node.op != "polynomial" or node.args:
            return None
        return node.data[0][0] if node.data else Fraction(0)
