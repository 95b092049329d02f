"""Whether the sides of a statement differ: a page must not show a false lemma with a green mark."""

from __future__ import annotations

from lsa_theory.algebra.normal import difference
from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.errors import LsaTheoryError
from lsa_theory.paper.layout.display import Link
from lsa_theory.paper.names import folded
from lsa_theory.paper.style import Style


def differing(claim: Statement) -> list[Equal]:
    """Return the equalities of a statement of which the algebra decides that they do not hold."""
    try:
        identities = claim.equalities()
    except (LsaTheoryError, NotImplementedError):
        return []
    return [identity for identity in identities if _differs(identity)]


def difference_lines(found: list[Equal], style: Style) -> list[str]:
    """Return what is wrong, with left - right for each equality that does not hold."""
    lines = []
    for identity in found:
        what = "A step of the proof fails" if identity.step else "The right side differs"
        part = f" ({style.prose(identity.part)})" if identity.part else ""
        lines.append(rf"\differs{{{what}{part}:}}")
        lines += style.chain(r"\text{left} - \text{right}", [Link("=", _left_over(identity, style), "not 0")])
    return lines


def _differs(identity: Equal) -> bool:
    try:
        left_over = difference(identity.left, identity.right)
        return left_over.decides and not left_over.is_zero()
    except (LsaTheoryError, RuntimeError):
        return False


def _left_over(identity: Equal, style: Style) -> str:
    try:
        return style.plain(folded(identity.left - identity.right))
    except (LsaTheoryError, RuntimeError):
        # What cannot be collected in the paper's letters is shown as it is left.
        return style.plain(difference(identity.left, identity.right).as_expression())
