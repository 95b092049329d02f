"""Trees at drawn numbers: NumPy alone, many draws at once, no moment and no integral in sight."""

from math import factorial

import numpy as np
from scipy.special import digamma, erf

from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    SymbolicPower,
    Trace,
    Transpose,
    Zero,
)
from lsa_theory.expressions.random import Column, Expectation, RandomVector, SampleMatrix, SumOver

FUNCTIONS = {
    "exp": np.exp,
    "log": np.log,
    "sign": np.sign,
    "absolute": np.abs,
    "relu": lambda s: np.maximum(s, 0),
    "indicator": lambda s: (s > 0).astype(float),
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "erf": erf,
    "factorial": np.vectorize(lambda s: float(factorial(round(float(s))))),
    "digamma": lambda a, p: sum(digamma(a - j / 2) for j in range(round(float(np.squeeze(p))))),
}


class Drawn:
    """Values of shape (draws, rows, cols); an expectation of an expectation is none that can be drawn, and is refused.

    `draw(name, rows, columns)` returns draws of shape (draws, rows, columns), the same ones for the same name.
    """

    def __init__(self, sizes, values, draw=None):
        self.sizes, self.values, self.draw = sizes, values, draw
        self.columns = {}

    def size(self, dim):
        return dim if isinstance(dim, int) else self.sizes[dim.name]

    def mean(self, tree):
        """Return the average of a tree that is one expectation, and its standard error."""
        assert isinstance(tree, Expectation)
        at = self.at(tree.body)
        return at.mean(0), at.std(0, ddof=1) / np.sqrt(len(at))

    def at(self, node):
        rows, cols = self.size(node.rows), self.size(node.cols)
        match node:
            case Number():
                return np.full((1, 1, 1), float(node.value))
            case Symbol() if node.structure == "dimension":
                return np.full((1, 1, 1), float(self.sizes[node.name]))
            case Symbol():
                return np.array(self.values[node.name], dtype=float)[None]
            case Pi():
                return np.full((1, 1, 1), np.pi)
            case Identity():
                return np.eye(rows)[None]
            case Zero():
                return np.zeros((1, rows, cols))
            case Ones():
                return np.ones((1, rows, cols))
            case Sum():
                return sum(self.at(term) for term in node.terms)
            case Scale():
                return self.at(node.scalar) * self.at(node.child)
            case Hadamard():
                return self.at(node.left) * self.at(node.right)
            case Product():
                return self.at(node.left) @ self.at(node.right)
            case Transpose():
                return self.at(node.child).swapaxes(1, 2)
            case Trace():
                return np.trace(self.at(node.child), axis1=1, axis2=2)[:, None, None]
            case Power() if rows == cols == 1:
                return self.at(node.child) ** float(node.exponent)
            case Power():
                return np.linalg.matrix_power(self.at(node.child), int(node.exponent))
            case SymbolicPower():
                return self.at(node.child) ** self.at(node.exponent)
            case Determinant(blocks=((block,),)):
                return np.linalg.det(self.at(block))[:, None, None]
            case Applied():
                return FUNCTIONS[node.function](*(self.at(argument) for argument in node.arguments))
            case RandomVector():
                return self.draw(node.name, rows, 1)
            case SampleMatrix():
                return self.draw(node.name, rows, cols)
            case Column():
                k = self.columns[node.index.name]
                return self.at(node.sample)[:, :, k : k + 1]
            case SumOver():
                total = 0
                for k in range(self.size(node.index.count)):
                    self.columns[node.index.name] = k
                    total = total + self.at(node.body)
                return total
        raise NotImplementedError(type(node).__name__)
