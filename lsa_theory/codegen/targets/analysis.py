"""How determinants and functions of scalars are written, target by target."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

# The operations of the graph; each takes scalars, but for the determinants, which take a matrix.
OPERATIONS = (
    "determinant",
    "log determinant",
    "pi",
    "raised",
    "sign",
    "arcsin",
    "erf",
    "factorial",
    "digamma",
    "harmonic",
)
# What arrays have no function for; targets with a library of special functions say how they write these.
SPECIAL = frozenset({"erf", "factorial", "digamma", "harmonic"})

ERF = '''def _erf(x):
    """Return the error function of a number or batch of numbers."""
    from math import erf

    return np.vectorize(erf, otypes=[float])(x)[()]
'''

FACTORIAL = '''def _factorial(n):
    """Return n! of a number or batch of whole numbers that are not negative, in floating point."""
    from math import gamma

    return np.vectorize(lambda k: gamma(k + 1.0), otypes=[float])(n)[()]
'''

# The recurrence psi(x) = psi(x + 1) - 1 / x to x >= 10; there eight terms of Stirling's series leave less than 1e-16.
DIGAMMA = '''def _digamma(a, p):
    """Return the sum over i = 1 ... p of psi(a + (1 - i) / 2), a number or a batch of numbers."""
    total = np.zeros(np.shape(a))
    for i in range(int(p)):
        x = np.asarray(a, dtype=float) - i / 2
        while np.any(x < 10):
            total, x = total - np.where(x < 10, 1 / x, 0.0), np.where(x < 10, x + 1, x)
        series = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160]
        total = total + np.log(x) - 1 / (2 * x) - sum(c / x ** (2 * k + 2) for k, c in enumerate(series))
    return total[()]
'''

HARMONIC = '''def _harmonic(n, r):
    """Return the sum over i = 1 ... n of i^-r of a number or batch of whole numbers that are not negative."""
    from math import fsum

    return np.vectorize(lambda k: fsum(i**-r for i in range(1, int(k) + 1)), otypes=[float])(n)[()]
'''

HELPERS: Mapping[str, str] = {
    "_erf": ERF,
    "_factorial": FACTORIAL,
    "_digamma": DIGAMMA,
    "_harmonic": HARMONIC,
}


def of_arrays(xp: str, operation: str, args: Sequence[str]) -> str:
    """Return the text for arrays whose module is called `xp`."""
    first = args[0] if args else ""
    match operation:
        case "determinant":
            return f"{xp}.linalg.det({first})"
        case "log determinant":
            return f"_log_det({first})"
        case "pi":
            return repr(math.pi)
        case "raised":
            return f"({first}**{args[1]})"
        case "arcsin":
            return f"{xp}.asin({xp}.asarray({first}))"
    return f"{xp}.{operation}({xp}.asarray({first}))"


def log_det(xp: str) -> str:
    """Return the helper that takes the logarithm of a determinant, and refuses one that is not positive."""
    return f'''def _log_det(A):
    """Return log det A, nan where the determinant is not positive."""
    sign, value = {xp}.linalg.slogdet(A)
    return {xp}.where(sign > 0, value, {xp}.asarray(float("nan"), dtype=value.dtype))[()]
'''


def of_mpmath(operation: str, args: Sequence[str]) -> str:
    """Return the text for mpmath."""
    first = args[0] if args else ""
    match operation:
        case "determinant":
            return f"mp.det({first})"
        case "log determinant":
            return f"mp.log(mp.det({first}))"
        case "pi":
            return "+mp.pi"
        case "raised":
            return f"mp.power({first}, {args[1]})"
        case "arcsin":
            return f"mp.asin({first})"
        case "digamma":
            return f"mp.fsum(mp.digamma({first} - mp.mpf(i) / 2) for i in range(int({args[1]})))"
        case "harmonic":
            return f"mp.fsum(mp.mpf(i) ** -({args[1]}) for i in range(1, int({first}) + 1))"
    return f"mp.{operation}({first})"


def of_flint(operation: str, args: Sequence[str]) -> str:
    """Return the text for balls of python-flint."""
    first = args[0] if args else ""
    match operation:
        case "determinant":
            return f"_rounded({first}).det()"
        case "log determinant":
            return f"_rounded({first}).det().log()"
        case "pi":
            return "arb.pi()"
        case "raised":
            return f"({first}**{args[1]})"
        case "arcsin":
            return f"arb({first}).asin()"
        case "sign":
            return f"arb({first}).sgn()"
        case "erf":
            return f"arb({first}).erf()"
        case "factorial":
            return f"(arb({first}) + 1).gamma()"
        case "harmonic":
            terms = f"arb(i) ** -int({args[1]}) for i in range(1, int(float({first})) + 1)"
            return f"sum(({terms}), arb(0))"
    terms = f"(arb({first}) - arb(i) / 2).digamma() for i in range(int(float({args[1]})))"
    return f"sum(({terms}), arb(0))"
