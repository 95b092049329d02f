"""The witnesses by name, in the order in which they are asked: cheap and exact ones first."""

from __future__ import annotations

from importlib import import_module

from lsa_theory.errors import UnknownName
from lsa_theory.verification.witnesses.base import Witness

# Name: module and class. A witness is imported when it is first asked.
WITNESSES = {
    "algebra": ("lsa_theory.verification.witnesses.algebra", "Algebra"),
    "proof": ("lsa_theory.verification.witnesses.proof.witness", "Proof"),
    "field": ("lsa_theory.verification.witnesses.field.witness", "Field"),
    "quadrature": ("lsa_theory.verification.witnesses.quadrature", "Quadrature"),
    "precision": ("lsa_theory.verification.witnesses.precision", "Precision"),
    "bartlett": ("lsa_theory.verification.witnesses.bartlett.witness", "Bartlett"),
    "search": ("lsa_theory.verification.witnesses.search.witness", "Search"),
    "flow": ("lsa_theory.verification.witnesses.flow.witness", "FlowWitness"),
    "entries": ("lsa_theory.verification.witnesses.entries.witness", "Entries"),
    "simulation": ("lsa_theory.verification.witnesses.simulation.witness", "Simulation"),
}


def witness_named(name: str) -> Witness:
    """Return the witness of a name.

    Raises
    ------
    UnknownName
        If there is none; the message lists those that exist.
    """
    if name not in WITNESSES:
        raise UnknownName(f"there is no witness {name!r}; the witnesses are {', '.join(WITNESSES)}")
    module, attribute = WITNESSES[name]
    witness: Witness = getattr(import_module(module), attribute)()
    return witness
