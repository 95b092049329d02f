"""How loose the paper's constants are: `python -m benchmarks.looseness > docs/looseness.md`.

Nothing is typed in: the bounds are the expressions of `derivations/`, evaluated at an instance, and what is true is
read off the integrated flow and the exact risk.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from derivations import flow_positive, pl_inequality, risk
from lsa_theory.expressions import Expression
from lsa_theory.simulation import train_by_flow
from lsa_theory.theory import initialisation, minimum
from lsa_theory.theory.flow import reduced_flow
from lsa_theory.theory.initialisation import Theta, sigma
from lsa_theory.theory.setting import B, Lambda, M, N, U, d, u
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance

# d, N, condition number; sigma^2 is 0.3 of what the printed hypothesis allows.
CASES = [
    (1, 10, 1),
    (2, 10, 1),
    (2, 10, 10),
    (5, 20, 1),
    (5, 20, 10),
    (5, 20, 1000),
    (20, 40, 1),
    (20, 40, 10),
]


def value(expression: Expression, at: Instance) -> float:
    """Return a scalar expression at an instance."""
    return float(Evaluator(Plain(), at).evaluate(expression)[0, 0])


def instance(size: int, length: int, condition: float) -> Instance:
    """Return Lambda with a geometric spectrum and a random Theta; sigma still at 1."""
    rng = np.random.default_rng(size)
    spectrum = np.geomspace(1.0, 1.0 / condition, size)
    values = {Lambda: np.diag(spectrum), Theta: rng.standard_normal((size, size)), sigma: np.ones((1, 1))}
    return Instance({d: size, N: length, M: length}, values)


def along(at: Instance) -> tuple[float, float]:
    """Return the least u^2 and the least |grad l|^2 / (l - min l) along the flow from the instance's start."""
    from lsa_theory.expressions import at as put

    rates = {s: v.as_expression() for s, v in reduced_flow().items()}
    above = put(minimum.square(), {B: u * U})
    begin = {s: Evaluator(Plain(), at).evaluate(v) for s, v in initialisation.start().items()}

    def here(state: Any) -> Evaluator:
        return Evaluator(
            Plain(), Instance(at.sizes, {**at.values, U: state[0], u: np.reshape(state[1], (1, 1))})
        )

    def speed(state: Any) -> Any:
        evaluator = here(state)
        return evaluator.evaluate(rates[U]), float(evaluator.evaluate(rates[u])[0, 0])

    scale = 1.0 / np.min(np.diag(at.values[Lambda])) ** 2
    run = train_by_flow(
        speed,
        (begin[U], float(begin[u][0, 0])),
        20 * scale,
        record=np.r_[0, np.geomspace(1e-3, 20, 150)] * scale,
    )
    least, ratios = np.inf, []
    start_height = None
    for state in run.states:
        evaluator = here(state)
        height = float(evaluator.evaluate(above)[0, 0])
        start_height = height if start_height is None else start_height
        slope = sum(float(np.sum(evaluator.evaluate(v) ** 2)) for v in rates.values())
        least = min(least, state[1] ** 2)
        if height > 1e-9 * start_height:
            ratios.append(slope / height)
    return least, min(ratios)


def row(size: int, length: int, condition: float) -> list[str]:
    """Return the cells of one case."""
    at = instance(size, length, condition)
    covariance = at.values[Lambda]
    gamma = (1 + 1 / length) * covariance + np.trace(covariance) / length * np.eye(size)
    printed_limit = 2 / (np.sqrt(size) * np.linalg.norm(gamma, 2))
    # l(0) / sigma^2 is linear in sigma^2: two values give its zero.
    one = value(initialisation.initial_loss().as_expression(), at)
    half = Instance(at.sizes, {**at.values, sigma: np.full((1, 1), np.sqrt(0.5))})
    other = value(initialisation.initial_loss().as_expression(), half) / 0.5
    slope = (one - other) / 0.5
    exact_limit = 1 - one / slope
    chosen = Instance(at.sizes, {**at.values, sigma: np.full((1, 1), np.sqrt(0.3 * printed_limit))})
    least, ratio = along(chosen)
    printed_u = value(flow_positive.as_printed()["flow.positive"], chosen)
    sharper_u = value(flow_positive.sharper(), chosen)
    probe = Instance(
        chosen.sizes, {**chosen.values, U: np.zeros((size, size)), u: np.full((1, 1), np.sqrt(sharper_u))}
    )
    printed_mu = value(pl_inequality.as_printed()["mu"], chosen)
    sharper_mu = value(pl_inequality.sharper_constant(), probe)
    exact = value(risk.average_risk(), at)
    bounds = {claim.id: value(claim.larger, at) for claim in risk.bounds()[1:]}
    return [
        f"{size}, {length}, {condition:g}",
        f"{exact_limit / printed_limit:.2f}",
        f"{least / printed_u:.2f}",
        f"{least / sharper_u:.2f}",
        f"{ratio / printed_mu:.3g}",
        f"{ratio / sharper_mu:.3g}",
        f"{bounds['risk.linear-average.bound'] / exact:.3g}",
        f"{bounds['risk.linear-average.sharper'] / exact:.3g}",
    ]


def main() -> None:
    """Print the table."""
    print("# How loose the paper's constants are\n")
    print(
        "Made by `python -m benchmarks.looseness`. Each entry is what is true over what is proved (for the risk the\n"
        "bound over the risk), so 1 is tight. Spectrum of Lambda geometric from 1 to 1/condition; sigma^2 0.3 of\n"
        "what the printed hypothesis allows; random Theta; M = N for the risk. The least u^2 and the least\n"
        "|grad l|^2 / (l - min l) are taken along the integrated flow.\n"
    )
    head = [
        "d, N, condition",
        "sigma^2 with l(0) < 0",
        "u^2, printed",
        "u^2, sharper",
        "PL, printed",
        "PL, sharper",
        "risk, printed",
        "risk, sharper",
    ]
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for case in CASES:
        print("| " + " | ".join(row(*case)) + " |", flush=True)
    print(
        "\nSharper: `flow.positive.sharper`, `pl.inequality.sharper` with that bound on u^2,\n"
        "`risk.linear-average.sharper`; all three are confirmed with proofs. Convergence itself needs no bound on\n"
        "sigma at all (`convergence.any-scale`)."
    )


if __name__ == "__main__":
    main()
