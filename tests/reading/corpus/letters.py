"""The letters of the corpus, one notation for all its formulas."""

from __future__ import annotations

from lsa_theory.reading.notation import Notation, notation

LETTERS = {
    "d": "dimension",
    "n": "dimension",
    "N": "dimension",
    "m": "dimension",
    r"\Sigma": "positive definite d",
    r"\Lambda": "positive definite d",
    "H": "positive definite d",
    "A": "matrix d",
    "B": "matrix d",
    "C": "matrix d",
    "S": "symmetric d",
    "U": "matrix d",
    "W_{KQ}": "matrix d",
    "V": "matrix d x m",
    r"W^{PV}_*": "matrix d",
    "a": "vector d",
    "b": "vector d",
    "u": "scalar",
    "c": "scalar",
    r"\sigma": "positive scalar",
    r"\eta": "positive scalar",
    r"\rho": "positive scalar",
    r"\mu": "vector d",
    "x": r"gaussian \Sigma",
    "y": r"gaussian \Sigma",
    r"\mathbf{z}": r"gaussian \Sigma, mean \mu",
    "w": "gaussian I_d",
    "x_i": r"samples \Sigma, n",
    "X": "columns x_i",
    "z^{(i)}": r"samples \Lambda, N",
    r"\varepsilon_i": r"samples \sigma^2 I_1, n",
    r"\hat\Sigma": r"\frac1n\sum_i x_i x_i^\top",
    r"\Gamma": r"\frac{n+1}{n}\Sigma + \frac{\tr(\Sigma)}{n} I_d",
    r"\ell": r"\frac12 \tr(U \Sigma U^\top) - u \tr(U \Sigma)",
}
MACROS = {r"\E": r"\mathbb{E}", r"\tr": r"\operatorname{tr}", r"\norm": r"\left\lVert #1 \right\rVert"}


def letters() -> Notation:
    """Return the notation."""
    return notation(LETTERS, MACROS)
