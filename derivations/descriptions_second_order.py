"""Second order: the Hessian at the minimum and its spectrum, and the variance of the squared error.

Derived here. In $B$ the Hessian is $V -> Gamma Lambda V Lambda$, whose eigenvalues are $gamma_i lambda_i lambda_j$,
with eigenvectors $v_i v_j'$ for $Lambda v_i = lambda_i v_i$ and $Gamma v_i = gamma_i v_i$: the flow of $B$ alone
approaches its limit at the rate $min gamma_i lambda_i lambda_j$. In $(U_11, u_{-1})$ at a minimum it is $(m =
u_{-1})$

    $m^2 tr(V' Gamma Lambda V Lambda) + 2 c tr(V' Lambda^2) + c^2 tr(Lambda^2 Gamma^{-1}) / m^2$

along $(V, c)$: 0 along the scaling orbit $(U_11, -u_{-1})$, and a sum of a square otherwise, so the orbit is its
kernel, and each minimum is strict modulo scaling. For a direction off the diagonal of the eigenbasis the eigenvalue is
$m^2 gamma_i lambda_i lambda_j$. The
variance of the squared error follows from $E e^4$, which given the context is three Gaussian fourth moments.
"""

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.statements.local_minimum import LocalMinimum
from lsa_theory.descriptions import (
    InContextRegression,
    LinearSelfAttention,
    global_minimum,
    population_loss,
    variance_of_squared_error,
)
from lsa_theory.expressions import (
    E,
    Expression,
    at,
    gradient,
    identity,
    inverse,
    matrix,
    samples,
    scalar,
    trace,
    vector,
    zero,
)
from lsa_theory.expressions.declare import norm_squared, square_root
from lsa_theory.theory.setting import B, Gamma, Lambda, M, U, d, u

SOURCE = "derived here"
EXACT = ["algebra", "field", "quadrature"]
V, c = matrix("V", d), scalar("c")
a, b = vector("a", d), vector("b", d)
# The value of u at a minimum, any above 0.
m = scalar("m", positive=True)
LOSS = population_loss(LinearSelfAttention(), InContextRegression())
MINIMUM = {U: inverse(Gamma) / u}


def as_printed() -> dict[str, Expression]:
    """The Hessian at a minimum, as a square, along one eigenvector pair, and E e^4 at any B."""
    quadratic = u**2 * trace(V.T @ Gamma @ Lambda @ V @ Lambda)
    last = c**2 * trace(Lambda**2 @ inverse(Gamma)) / u**2
    root, half = square_root(Lambda), square_root(Gamma)
    shifted = u * half @ root @ V @ root + c / u * (inverse(half) @ Lambda)
    X = samples("x", covariance=Lambda, count=M)
    gap = X.covariance @ B - identity(d)
    K = gap.T @ gap
    return {
        "hessian": quadratic + 2 * c * trace(V.T @ Lambda**2) + last,
        "square": norm_squared(shifted),
        "product": (a.T @ Gamma @ Lambda @ a) * (b.T @ Lambda @ b),
        "fourth": 3 * E(trace(K @ Lambda) ** 2 + 2 * trace(K @ Lambda @ K @ Lambda)),
        "second": E(trace(K @ Lambda)),
    }


def steps() -> dict[str, Expression]:
    """The Hessian by differentiating twice; the variance by taking the eighth-order expectation."""
    along = {U: V, u: c}
    least = global_minimum(LOSS)
    free = variance_of_squared_error(
        (population_loss(LinearSelfAttention(free=("U_11",)), InContextRegression()), {U: B})
    )
    assert least.product is not None
    return {
        "hessian": at(twice(), MINIMUM),
        "by the description": LOSS.hessian(MINIMUM, along, along).as_expression(),
        "variance": free.as_expression(),
    }


def twice() -> Expression:
    """The loss as defined, differentiated along (V, c) twice; nothing taken."""
    once = trace(gradient(LOSS.tree, U).T @ V) + c * gradient(LOSS.tree, u)
    return trace(gradient(once, U).T @ V) + c * gradient(once, u)


def claims() -> list[Statement]:
    """Hessian, its kernel, its eigenvalues, the variance."""
    printed, derived = as_printed(), steps()
    product = population_loss(LinearSelfAttention(free=("U_11",)), InContextRegression())
    outer = a @ b.T
    variance = printed["fourth"] - printed["second"] ** 2
    return [
        Claim(
            derived["hessian"],
            printed["hessian"],
            id="descriptions.second-order.hessian",
            title="the Hessian at a global minimum",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            derived["by the description"],
            printed["hessian"],
            id="descriptions.second-order.hessian-described",
            title="what the description returns for it",
            source=SOURCE,
        ),
        Claim(
            printed["hessian"],
            printed["square"],
            id="descriptions.second-order.semidefinite",
            title="it is a square: 0 only along the scaling orbit",
            source=SOURCE,
            note="0 where $V = -(c/u^2) Gamma^{-1}$, because $Gamma$ and $Lambda$ are invertible",
        ),
        Claim(
            at(printed["hessian"], {V: inverse(Gamma), c: -(u**2)}),
            zero(1),
            id="descriptions.second-order.orbit",
            title="it vanishes along the scaling orbit $(U_11, -u_{-1})$",
            source=SOURCE,
        ),
        LocalMinimum(
            LOSS.tree,
            {U: inverse(Gamma) / m, u: m},
            along={U: V, u: c},
            square_of=V + c / m**2 * inverse(Gamma),
            weights=(m**2 * Gamma @ Lambda, Lambda),
            scaling={U: 1, u: -1},
            id="descriptions.second-order.minimum",
            title="every minimum with $u_{-1} > 0$ is strict modulo scaling",
            source=SOURCE,
            witnesses=[*EXACT, "proof", "search"],
        ),
        Claim(
            product.hessian(None, {U: outer}, {U: outer}).as_expression(),
            printed["product"],
            id="descriptions.second-order.spectrum",
            title="in $B$ the eigenvalues are $gamma_i lambda_i lambda_j$",
            source=SOURCE,
            note="along $a b'$; for eigenvectors of $Lambda$, which are those of $Gamma$, "
            "it is $gamma_i lambda_i lambda_j$",
        ),
        Claim(
            derived["variance"],
            variance,
            id="descriptions.second-order.variance",
            title="the variance of the squared error, for every $B$ and $M$",
            source=SOURCE,
            witnesses=EXACT,
        ),
    ]
