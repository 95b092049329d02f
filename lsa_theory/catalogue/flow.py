"""The gradient flow, the gradient that it follows, and the Hessian along a direction."""

from __future__ import annotations

from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.solving.naming_gamma import fold
from lsa_theory.catalogue.loss import reduced
from lsa_theory.catalogue.names import GAMMA, PAPER, G
from lsa_theory.codegen import Function, Output
from lsa_theory.expressions import Symbol, gradient, matrix, scalar, trace
from lsa_theory.theory import flow
from lsa_theory.theory.setting import Gamma, Lambda, N, U, d, u

SUMMARY = "The gradient flow on u_12 = u_21 = 0, and the gradient that it follows."
V: Symbol = matrix("V", d)
nu: Symbol = scalar("nu")


def functions() -> tuple[Function, ...]:
    """Return the functions of the module."""
    rates = {s: fold(r, G, Gamma) for s, r in flow.reduced_flow().items()}
    gradients = (Output("U_gradient", -rates[U]), Output("u_gradient", -rates[u]))
    slope = trace((-rates[U]).T @ V) - rates[u] * nu
    curvatures = (
        Output("U_curvature", normal(gradient(slope, U)).as_expression()),
        Output("u_curvature", normal(gradient(slope, u)).as_expression()),
    )

    def function(name: str, summary: str, outputs: tuple[Output, ...], source: str) -> Function:
        moved = (V, nu) if len(outputs) == 5 else ()
        arguments = (U, u, *moved, Lambda, N)
        return Function(name, summary, arguments, outputs, f"{PAPER}, {source}", (GAMMA,), (Lambda, N))

    return (
        function(
            "reduced_flow",
            "Return dU_11/dt and du_{-1}/dt; one unit of t is learning rate times steps.",
            (Output("U_rate", rates[U]), Output("u_rate", rates[u])),
            "Lemma 5.2",
        ),
        function(
            "reduced_gradient",
            "Return the gradient of the loss in U_11 and u_{-1}.",
            gradients,
            "Lemma 5.2",
        ),
        function(
            "reduced_objective",
            "Return the loss and its gradient in U_11 and u_{-1}, which share their products.",
            (reduced(), *gradients),
            "equation (A.1) and Lemma 5.2",
        ),
        function(
            "reduced_curvature",
            "Return the loss, its gradient, and its Hessian times (V, nu), which share their products.",
            (reduced(), *gradients, *curvatures),
            "equation (A.1) and Lemma 5.2",
        ),
    )
