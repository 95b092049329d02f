"""What acts on functions: their parts replaced, their derivatives, what they hold, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from lsa_theory.algebra.functions.determinant import determinant
from lsa_theory.algebra.functions.making import PI, applied, exponential
from lsa_theory.algebra.functions.powers import raised
from lsa_theory.algebra.ring.concatenation import trace
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Terms, add, constant, of_atom, power, scale, thaw
from lsa_theory.algebra.ring.words import Function
from lsa_theory.errors import UnsupportedExpression

Change = Callable[[Terms], Terms]


def parts_of(atom: Function) -> Iterator[Terms]:
    """Yield the polynomials that a function is a function of."""
    for key in atom.arguments:
        yield thaw(key)


def rebuilt(atom: Function, change: Change) -> Terms:
    """Return a function with its parts changed, in normal form."""
    parts = [change(part) for part in parts_of(atom)]
    match atom.name:
        case "pi":
            return PI
        case "det":
            return determinant(parts[0], atom.size)
        case "power":
            return raised(parts[0], parts[1])
    return applied(atom.name, parts)


def moved(atom: Function, change: Change) -> Terms:
    """Return the derivative of a function whose parts move as `change` says; a sign moves nowhere but at its jump.

    Raises
    ------
    UnsupportedExpression
        If it is a function of lengths, or a determinant whose matrix has no inverse in closed form.
    """
    if atom.name == "pi":
        return {}
    moves = [change(part) for part in parts_of(atom)]
    if not any(moves) or atom.name == "sign":
        return {}
    inside, move = thaw(atom.arguments[0]), moves[0]
    match atom.name:
        case "det":
            inner = trace(multiply(matrix_power(inside, -1), move), atom.size)
            return multiply(of_atom(atom), inner)
        case "power" if not moves[1]:
            # mu^n = mu^n n / mu.
            return product([thaw(atom.arguments[1]), of_atom(atom), power(inside, -1), move])
        case "exp":
            return multiply(of_atom(atom), move)
        case "log":
            return multiply(power(inside, -1), move)
        case "arcsin":
            rest = add(constant(1), scale(multiply(inside, inside), -1))
            return multiply(power(rest, Fraction(-1, 2)), move)
        case "erf":
            bell = exponential(scale(multiply(inside, inside), -1))
            return product([constant(2), power(PI, Fraction(-1, 2)), bell, move])
    raise UnsupportedExpression(f"a {atom.name} is a function of lengths here, and has no derivative")
