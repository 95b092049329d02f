"""Functions that use what the catalogue does not: every operation of the plan occurs in one of them."""

from fractions import Fraction

from lsa_theory.codegen import Function, Output
from lsa_theory.expressions import (
    dimension,
    identity,
    matrix,
    positive_definite,
    scalar,
    symmetric,
    trace,
    vector,
)

d, N = dimension("d"), dimension("N")
Lambda, U, V = positive_definite("Lambda", d), matrix("U", d), matrix("V", d)
a, v, u = vector("a", d), vector("v", d), scalar("u")
Sigma = symmetric("Sigma", d)
Gamma = Lambda * (1 + Fraction(1) / N) + trace(Lambda) / N * identity(d)
HALF = Fraction(1, 2)


def function(name, arguments, **outputs):
    return Function(name, f"Return {name}.", arguments, tuple(Output(k, v) for k, v in outputs.items()))


SPECTRAL = {
    f.name: f
    for f in (
        function("root", (Lambda, U), Z=Lambda**HALF @ U @ Lambda ** (-3 * HALF)),
        function("root_trace", (Lambda,), z=trace(Lambda**HALF)),
        function(
            "root_forms", (a, v, N, Lambda), z=a.T @ Lambda**HALF @ Gamma**-HALF @ v + trace(Gamma**-HALF)
        ),
        function("shifted_root", (Lambda, N), Z=Gamma**-HALF @ Lambda),
    )
}
RATIONAL = {
    f.name: f
    for f in (
        function("quadratic_form", (a, Lambda, N), z=a.T @ Gamma**-1 @ a / 3),
        function("solve_right", (U, Lambda, a), Z=U @ Lambda**-1 @ U.T, z=a.T @ U @ Lambda**-1 @ a),
        function("column", (a, U, u), y=u * (U @ a) - a / 3),
        function("outer", (a, U), Z=U @ a @ a.T @ U.T - identity(d) * (a.T @ a)),
        function("transposes", (U, V, Sigma), Z=(U @ V).T - 2 * V.T @ Sigma, z=trace(U.T @ Sigma @ V)),
        function("fraction", (U, u, N), z=(trace(U) + 2) ** 2 / (u**2 + 1) - Fraction(5, 7) / N),
        function("constant", (Lambda, u), z=trace(Lambda**-2) / 7, Z=(u + HALF) * identity(d) + 0 * Lambda),
        # Everything in one eigenbasis: forms between two vectors, shifted inverses, a matrix beside numbers.
        function(
            "resolvents",
            (a, v, N, Lambda),
            z=a.T @ Gamma**-1 @ Lambda @ v - v.T @ (Lambda + N * identity(d)) ** -2 @ v / 3,
            y=trace(Gamma**-2 @ Lambda) * trace(Lambda**3) / N,
            Z=Gamma**-1 @ Lambda**2 - identity(d) / N,
        ),
        # Its size is that of a square argument, whichever of the vectors is constant.
        function("multiple_of_identity", (a, v, U), z=a.T @ U @ v, Z=identity(d) / 2),
        function("dimension", (U,), z=trace(U) / d, Z=U / d),
    )
}
