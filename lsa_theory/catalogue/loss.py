"""The population loss."""

from __future__ import annotations

from lsa_theory.algebra.solving.naming_gamma import fold
from lsa_theory.catalogue.names import GAMMA, PAPER, G
from lsa_theory.codegen import Function, Output
from lsa_theory.theory import population_loss
from lsa_theory.theory.setting import Gamma, Lambda, N, U, u, u_12, u_21

SUMMARY = "The population loss on u_12 = u_21 = 0, and with all blocks free."


def reduced() -> Output:
    """Return the reduced loss, written with Gamma."""
    return Output("loss", fold(population_loss.reduced_loss(), G, Gamma))


def functions() -> tuple[Function, ...]:
    """Return the functions of the module."""
    return (
        Function(
            "reduced_loss",
            "Return the population loss on u_12 = u_21 = 0.",
            (U, u, Lambda, N),
            (reduced(),),
            f"{PAPER}, equation (A.1)",
            (GAMMA,),
            (Lambda, N),
        ),
        Function(
            "full_loss",
            "Return the population loss with all blocks that the prediction reads.",
            (U, u_12, u_21, u, Lambda, N),
            (Output("loss", population_loss.full_loss().as_expression()),),
            f"derived from the model of {PAPER}",
        ),
    )
