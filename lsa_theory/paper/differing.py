"""Whether the sides of a statement differ: a page must not show a false lemma with a green mark."""

from __future__ import annotations

from lsa_theory.algebra.normal import difference
from lsa_theory.claims.equality import Identity, Statement
from lsa_theory.errors import LsaTheoryError
from lsa_theory.paper.display import Link
from lsa_theory.paper.names import folded
from lsa_theory.paper.style import Style


def differing(claim: Statement) -> list[Identity]:
    """Return the equalities of a statement of which the algebra decides that they do not hold."""
    try:
        identities = claim.identities()
    except (LsaTheoryError, NotImplementedError):
        return []
    return [identity for identity in identities if _differs(identity)]


def difference_lines(claim: Statement, found: list[Identity], style: Style) -> list[str]:
    """Return what is wrong, with left - right for each equality that does not hold."""
    what = "A step of the proof fails" if claim.identities_are_steps else "The right side differs"
    lines = []
    for identity in found:
        part = f" ({style.prose(identity.part)})" if identity.part else ""
        lines.append(rf"\differs{{{what}{part}:}}")
        lines += style.chain(r"\text{left} - \text{right}", [Link("=", _left_over(identity, style), "not 0")])
    return lines


def _differs(identity: Identity) -> bool:
    try:
        left_over = difference(identity.left, identity.right)
        return left_over.decides and not left_over.is_zero()
    except (LsaTheoryError, RuntimeError):
        return False


def _left_over(identity: Identity, style: Style) -> str:
    try:
        return style.plain(folded(identity.left - identity.right))
    except (LsaTheoryError, RuntimeError):
        # What cannot be collected in the paper's letters is shown as it is left.
        return style.plain(difference(identity.left, identity.right).as_expression())
