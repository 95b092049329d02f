"""The loss of a layer as a function of the one matrix that its predictions depend on."""

from __future__ import annotations

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.descriptions import forward
from lsa_theory.descriptions.layer import LinearSelfAttention
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.expressions import Symbol, at, matrix, scalar


def product_loss(layer: LinearSelfAttention, problem: InContextRegression) -> tuple[Normal, Symbol]:
    """Return l(B), the loss of the layer with U_11 = B, u_-1 = 1 and nothing else, and B."""
    isotropic = layer.preconditioner == "isotropic"
    single = LinearSelfAttention(free=("U_11",), preconditioner=layer.preconditioner, sign=layer.sign)
    (parameter,) = single.parameters(problem.dimension)
    unknown = scalar("b") if isotropic else matrix("B", problem.dimension)
    return normal(at(forward.loss(single, problem), {parameter: unknown})), unknown
