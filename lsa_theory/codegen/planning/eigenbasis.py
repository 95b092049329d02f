"""Where everything is a function of one symmetric matrix: one eigensystem, and numbers from there on.

A word of such matrices is the vector of its eigenvalues, in one order for all; its trace is their sum, and a form
a' W b is a sum over the coordinates of a and b. After the eigensystem, what costs d^3 elsewhere costs d.
"""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.declarations import name_of
from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.ring.polynomial import Terms
from lsa_theory.algebra.ring.words import Letter, Word
from lsa_theory.codegen.function import Function
from lsa_theory.codegen.nodes import Powers
from lsa_theory.codegen.planning.lowering import Lowering
from lsa_theory.codegen.planning.reading_words import families, weights_of_words, words_of
from lsa_theory.codegen.planning.words_as_factors import Factor, factors_of


def only_family(function: Function) -> str | None:
    """Return the matrix that all matrices of a function are functions of; None if there is none such.

    Vectors that are arguments may stand at the ends of forms.
    """
    known, found = families(function), set()
    given = {a.name for a in function.arguments}
    for output in function.outputs:
        for word, closed in words_of(output.form().terms):
            inside = word[1:-1] if closed and word[0].rows == "1" else word
            ends = (word[0], word[-1]) if len(inside) < len(word) else ()
            if any(letter.kind != "m" or letter.name not in given for letter in ends):
                return None
            for letter in inside:
                # A function of several matrices, such as the inverse of a sum, has no generator of its own.
                if (
                    letter.kind != "f"
                    or letter.flag >= 0
                    or any(not generator for generator, _, _ in letter.payload)
                ):
                    return None
                found |= {known.get(generator, generator) for generator, _, _ in letter.payload}
    return found.pop() if len(found) == 1 else None


class InEigenbasis(Lowering):
    """Turns the outputs of a function into nodes, matrices as the vectors of their eigenvalues."""

    def __init__(self, function: Function, family: str) -> None:
        self._begin(function)
        symbol, self._family = self._arguments[family], family
        matrix, n = self._symbol(family), name_of(symbol.rows)
        self._n = n
        self._vectors = self.graph.add("eigenvectors", (matrix,), None, n, n)
        self._spectra = {family: self.graph.add("eigenvalues", (matrix,), None, n, "1")}
        self.outputs = self._values([output.form() for output in function.outputs])

    def _spectrum_of(self, name: str) -> int:
        """Return the eigenvalues of a matrix by name."""
        if name not in self._spectra:
            number = self._entries(normal(self._definitions[name].expression).terms)
            self._spectra[name] = number
            self.graph.names.setdefault(number, f"eigenvalues_{name}")
        return self._spectra[name]

    def _entries(self, terms: Terms) -> int:
        """Return the eigenvalues of a sum of words."""
        total: dict[Powers, Fraction] = {}
        for word, weight in weights_of_words(terms).items():
            scalar = self._scalar(weight)
            value = self.graph.value(scalar)
            powers = self._powers(word)
            if value is None:
                powers[scalar] = powers.get(scalar, Fraction(0)) + 1
            key = tuple(sorted(powers.items()))
            total[key] = total.get(key, Fraction(0)) + (Fraction(1) if value is None else value)
        return self._entrywise(total)

    def _powers(self, word: Word) -> dict[int, Fraction]:
        powers: dict[int, Fraction] = {}
        for factor in factors_of(word):
            for shift, exponent in _exponents(factor):
                base = self._spectrum_of(factor.name)
                if shift:
                    scalar = self._shift(shift)
                    base = self._entrywise(
                        {((base, Fraction(1)),): Fraction(1), ((scalar, Fraction(1)),): Fraction(1)}
                    )
                powers[base] = powers.get(base, Fraction(0)) + exponent
        return powers

    def _entrywise(self, terms: dict[Powers, Fraction]) -> int:
        """Return a sum of coefficient times powers of vectors and scalars."""
        if len(terms) == 1:
            ((powers, c),) = terms.items()
            if (
                c == 1
                and len(powers) == 1
                and powers[0][1] == 1
                and not self.graph.nodes[powers[0][0]].is_scalar
            ):
                return powers[0][0]
        atoms = sorted({k for powers in terms for k, _ in powers})
        place = {k: i for i, k in enumerate(atoms)}
        data = tuple((c, tuple((place[k], e) for k, e in powers)) for powers, c in sorted(terms.items()))
        return self.graph.add("entrywise", tuple(atoms), data, self._n, "1")

    def _trace(self, word: Word) -> int:
        if word[0].rows == "1":
            left, right = (self._coordinates(letter) for letter in (word[0], word[-1]))
            powers = self._powers(word[1:-1])
            for number in (left, right):
                powers[number] = powers.get(number, Fraction(0)) + 1
        else:
            factors = factors_of(word)
            if len(factors) == 1 and factors[0].kind == "matrix" and factors[0].name == self._family:
                return self.graph.add("trace", (self._base(factors[0], factors[0].shift),))
            powers = self._powers(word)
        return self.graph.add("total", (self._entrywise({tuple(sorted(powers.items())): Fraction(1)}),))

    def _coordinates(self, letter: Letter) -> int:
        """Return a' V for a vector a, which stands in a word as it is or transposed."""
        turned = self.graph.matmul(self.graph.transpose(self._symbol(letter.name)), self._vectors)
        return self.graph.add("row", (turned,), None, self._n, "1")

    def _matrix(self, terms: Terms, rows: str, cols: str) -> int:
        if not any(word for _, word in terms):
            return super()._matrix(terms, rows, cols)
        return self.graph.add(
            "spectral", (self._vectors, self._entries(terms)), ((0, Fraction(1)),), rows, cols
        )


def _exponents(factor: Factor) -> tuple[tuple[object, Fraction], ...]:
    if factor.kind == "function":
        return factor.powers
    return ((factor.shift, Fraction(-1 if factor.kind == "inverse" else 1)),)
