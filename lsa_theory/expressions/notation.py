r"""One table of symbols: the paper's letter, its name here, its LaTeX, shape, assumption and meaning.

Conventions, stated once: the loss carries the factor 1/2; the layer divides by rho = N; the query's own column
is part of E E'; the trained prediction is x_q' Gamma^{-1} (1/M) sum y_i x_i, with Gamma symmetric.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One symbol: how it prints, its shape, what is assumed, and what it means."""

    latex: str
    shape: str
    assumption: str
    meaning: str


TABLE: dict[str, Entry] = {
    "d": Entry("d", "scalar", "integer, at least 1", "dimension of the covariates"),
    "N": Entry("N", "scalar", "integer, at least 1", "labelled examples in a training prompt"),
    "M": Entry("M", "scalar", "integer, at least 1", "labelled examples in a test prompt"),
    "w": Entry("w", "$d x 1$", "standard normal", "task: the weights of one prompt's regression"),
    "x": Entry(
        "x", "$d x 1$", "$N(0, Lambda)$", "covariate; the sample $x$ holds the columns $x_1$ ... $x_N$"
    ),
    "x_q": Entry("x_q", "$d x 1$", "$N(0, Lambda)$", "query"),
    "Lambda": Entry(r"\Lambda", "$d x d$", "symmetric positive definite", "covariance of the covariates"),
    "Gamma": Entry(
        r"\Gamma", "$d x d$", "symmetric positive definite", "$(1 + 1/N) Lambda + (1/N) tr(Lambda) I$"
    ),
    "U": Entry("U_{11}", "$d x d$", "any", "upper left block of $W^KQ$"),
    "u_12": Entry("u_{12}", "$d x 1$", "any", "last row of $W^PV$ without its last entry, transposed"),
    "u_21": Entry("u_{21}", "$d x 1$", "any", "last row of $W^KQ$ without its last entry, transposed"),
    "u": Entry("u_{-1}", "scalar", "any", "last entry of $W^PV$"),
    "B": Entry("B", "$d x d$", "any", "the product $u_{-1} U_{11}$ that the reduced loss depends on"),
    "Theta": Entry(r"\Theta", "$d x d$", "$|Theta Theta'|_F = 1$", "direction of the initialisation"),
    "sigma": Entry(r"\sigma", "scalar", "positive", "size of the initialisation"),
    "K_12": Entry("K_{12}", "$d x 1$", "any", "upper right block of $W^KQ$; never read by the prediction"),
    "K_22": Entry("K_{22}", "scalar", "any", "last entry of $W^KQ$; never read by the prediction"),
    "V_11": Entry("V_{11}", "$d x d$", "any", "upper left block of $W^PV$; never read by the prediction"),
    "V_12": Entry("V_{12}", "$d x 1$", "any", "upper right block of $W^PV$; never read by the prediction"),
}

GREEK = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Upsilon",
    "Phi",
    "Psi",
    "Omega",
]


def latex_name(name: str) -> str:
    r"""Return the LaTeX of a name: from the table, else by its spelling.

    >>> latex_name("u"), latex_name("Psi"), latex_name("v_12"), latex_name("A3")
    ('u_{-1}', '\\Psi', 'v_{12}', 'A_{3}')
    """
    # Of a stand-in's name the character that nobody can type is not shown.
    name = name.removeprefix("\0")
    if name in TABLE:
        return TABLE[name].latex
    match = re.fullmatch(r"([A-Za-z]+?)_?(\d+|(?<=_)[A-Za-z0-9]+)?", name)
    if match is None:
        return rf"\mathrm{{{name}}}".replace("_", r"\_")
    stem, index = match.groups()
    letter = rf"\{stem}" if stem in GREEK else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    return letter if index is None else f"{letter}_{{{latex_name(index) if index.isalpha() else index}}}"
