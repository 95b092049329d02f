"""The witnesses by name, in the order in which they are asked: cheap and exact ones first, then those from outside."""

from __future__ import annotations

from typing import Any

from lsa_theory.errors import InvalidArgument
from lsa_theory.extensions import Registry
from lsa_theory.verification.witnesses.base import Witness

_HERE = "lsa_theory.verification.witnesses"


def _made(thing: Any) -> Witness:
    witness = thing() if isinstance(thing, type) else thing
    if not isinstance(witness, Witness):
        raise InvalidArgument(f"{thing!r} is no witness; derive it from lsa_theory.testing.Witness")
    for said in ("name", "answers", "shares"):
        if not getattr(witness, said, None):
            raise InvalidArgument(
                f"the witness {type(witness).__name__} does not say its `{said}`: what it is called, which questions "
                "it speaks about, and what it is made of. Two witnesses are independent where they share nothing"
            )
    return witness


WITNESSES: Registry[Witness] = Registry(
    "witness",
    {
        "algebra": f"{_HERE}.algebra.witness:Algebra",
        "proof": f"{_HERE}.proof.witness:Proof",
        "field": f"{_HERE}.field.witness:Field",
        "quadrature": f"{_HERE}.quadrature:Quadrature",
        "precision": f"{_HERE}.precision:Precision",
        "bartlett": f"{_HERE}.bartlett.witness:Bartlett",
        "sequence": f"{_HERE}.sequence:SequenceWitness",
        "search": f"{_HERE}.search.witness:Search",
        "flow": f"{_HERE}.flow.witness:FlowWitness",
        "entries": f"{_HERE}.entries.witness:Entries",
        "simulation": f"{_HERE}.simulation.witness:Simulation",
    },
    _made,
)


def register_witness(witness: Any) -> Any:
    """Have a witness of one's own asked about every claim of this process, after ours.

    Parameters
    ----------
    witness : class or instance of `Witness`
        It says its `name`, the questions that it `answers` and what it `shares`. `lsa_theory.testing.check_witness`
        looks at what it says of statements that are true, and of others that are not.

    Raises
    ------
    InvalidArgument
        If it says less, or its name is taken.

    Examples
    --------
    >>> from lsa_theory.testing import register_witness
    >>> register_witness("a colleague")
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: 'a colleague' is no witness; derive it from lsa_theory.testing.Witness
    """
    return WITNESSES.add(witness)
