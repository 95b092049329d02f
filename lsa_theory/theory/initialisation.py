"""Where training starts: W^PV = sigma e e', W^KQ = sigma A, with A = Theta Theta' / |Theta Theta'|_F."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.expressions import Expression, Symbol, at, matrix, norm_squared, scalar, square_root
from lsa_theory.theory.minimum import excess_loss
from lsa_theory.theory.setting import B, U, d, u

sigma: Symbol = scalar("sigma", positive=True)
Theta: Symbol = matrix("Theta", d)


def direction() -> Expression:
    """Return A = Theta Theta' / |Theta Theta'|_F: any Theta but 0 serves, as the paper's normalised one does."""
    return norm_squared(Theta @ Theta.T) ** Fraction(-1, 2) * (Theta @ Theta.T)


def start() -> dict[Symbol, Expression]:
    """Return U_11(0) and u_{-1}(0)."""
    return {U: sigma * direction(), u: sigma}


def balanced_loss() -> Expression:
    """Return l on the balance surface with u_{-1} > 0, where u_{-1} = |U_11|_F."""
    return at(excess_loss(), {B: square_root(norm_squared(U)) * U})


def initial_loss() -> Normal:
    """Return l at the start, which is 0 or more when sigma is large and negative when it is small."""
    return normal(at(excess_loss(), {B: sigma**2 * direction()}))
