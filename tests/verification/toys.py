"""Small claims, true and false, that every witness is tried on."""

from fractions import Fraction

from lsa_theory import (
    Claim,
    E,
    dimension,
    gaussian,
    gradient,
    identity,
    matrix,
    positive_definite,
    samples,
    sum_over,
    trace,
    zero,
)
from lsa_theory.expressions.expression import walk
from lsa_theory.expressions.random import Expectation

d, N = dimension("d"), dimension("N")
Lambda = positive_definite("Lambda", d)
A = matrix("A", d)
x = gaussian("x", covariance=Lambda)
X = samples("x_i", covariance=Lambda, count=N)
Gamma = (1 + 1 / N) * Lambda + (trace(Lambda) / N) * identity(d)
fourth_left = E(x @ x.T @ A @ x @ x.T)
fourth_right = Lambda @ (A + A.T) @ Lambda + trace(A @ Lambda) * Lambda
second_left = E(X.covariance @ X.covariance)
TWO_PERCENT = Fraction(51, 50)

TRUE = {
    "fourth moment": Claim(fourth_left, fourth_right),
    "second moment of the covariance": Claim(second_left, Gamma @ Lambda),
    "trace of a product": Claim(trace(A @ Lambda), trace(Lambda @ A.T)),
    "sum over columns": Claim(E(sum_over(N, lambda i: X.column(i) @ X.column(i).T)), N * Lambda),
    "gradient": Claim(gradient(E(x.T @ A @ A.T @ x), A), 2 * (Lambda @ A)),
    "for every value of a vector": Claim(trace(A @ x @ x.T), x.T @ A.T @ x),
    "a mean that vanishes": Claim(E(x @ x.T @ A @ x), zero(d)),
}
FALSE = {
    "coefficient off by 2 %": Claim(fourth_left, TWO_PERCENT * fourth_right),
    "missing transpose": Claim(fourth_left, 2 * (Lambda @ A @ Lambda) + trace(A @ Lambda) * Lambda),
    "Lambda for its square": Claim(trace(E(x @ x.T @ x @ x.T)), 2 * trace(Lambda) + trace(Lambda) ** 2),
    "right at d = 2 only": Claim(
        second_left, (1 + 1 / N) * Lambda @ Lambda + (trace(Lambda) / N) * Lambda * (d / 2)
    ),
    "right at N = 1 only": Claim(second_left, 2 * (Lambda @ Lambda) + trace(Lambda) * Lambda),
    "not for every value": Claim(x @ x.T @ A @ x, A @ x @ x.T @ x),
    "gradient transposed": Claim(gradient(E(x.T @ A @ A.T @ x), A), 2 * (A.T @ Lambda)),
}


def averages(claim):
    """Whether an expectation is taken in the claim."""
    return any(isinstance(node, Expectation) for side in (claim.left, claim.right) for node in walk(side))
