"""The minimum of the reduced loss and the limit of the flow."""

from __future__ import annotations

from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.solving.naming_gamma import fold
from lsa_theory.catalogue.names import EXCESS, GAMMA, PAPER, Excess, G, written
from lsa_theory.codegen import Function, Output
from lsa_theory.expressions import at, trace
from lsa_theory.theory import limit, minimum
from lsa_theory.theory.setting import Gamma, Lambda, N, U, u

SUMMARY = "The minimum of the reduced loss and the limit of the flow."


def functions() -> tuple[Function, ...]:
    """Return the functions of the module."""
    ends = {s: fold(v, G, Gamma) for s, v in limit.limit().items()}
    # tr(Lambda) / 2 - tr(Lambda^2 Gamma^{-1}) / 2 loses log10(N) digits; this form loses none.
    least = at(trace(Excess @ G**-1 @ Lambda) / 2, {Excess: EXCESS.expression})
    least = written(
        normal(least).as_expression(), minimum.minimum_value().as_expression() + trace(Lambda) / 2
    )
    return (
        Function(
            "minimum_value",
            "Return the least value of the loss L over U_11 and u_{-1}, tr(Lambda) / 2 included.",
            (Lambda, N),
            (Output("loss", least),),
            f"{PAPER}, section 5",
            (GAMMA,),
        ),
        Function(
            "minimum_by_length",
            "Return the least value of the loss L as `minimum_value` does, for one Lambda and many N.",
            (Lambda, N),
            (Output("loss", least),),
            f"{PAPER}, section 5",
            (GAMMA,),
            (Lambda,),
        ),
        Function(
            "flow_limit",
            "Return the limit of U_11 and u_{-1} from the initialisation of Assumption 3.3.",
            (Lambda, N),
            (Output("U", ends[U]), Output("u", ends[u])),
            f"{PAPER}, Theorem 4.1",
            (GAMMA,),
        ),
    )
