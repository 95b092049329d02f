"""Which functions are generated from the theory, under which names: the content of `lsa_theory.generated`.

The one place where theory meets code generation; neither knows the other.
"""

from __future__ import annotations

from pathlib import Path

from lsa_theory.algebra import positive_definite, trace
from lsa_theory.algebra.folding import fold
from lsa_theory.codegen import Definition, Function, Output, module_source
from lsa_theory.theory import flow, limit, minimum, population_loss
from lsa_theory.theory.setting import Gamma, Lambda, N, U, d, u, u_12, u_21

PAPER = "Zhang, Frei & Bartlett 2024"


def modules() -> dict[str, str]:
    """Return the source of every generated module by name, derived now."""
    return {name: module_source(summary, functions) for name, (summary, functions) in descriptions().items()}


def descriptions() -> dict[str, tuple[str, tuple[Function, ...]]]:
    """Return what each generated module holds."""
    name = positive_definite("Gamma", d)
    gamma = (Definition(name, Gamma),)
    loss = fold(population_loss.reduced_loss(), name, Gamma)
    full = population_loss.full_loss().as_expression()
    rates = {s: fold(r, name, Gamma) for s, r in flow.reduced_flow().items()}
    ends = {s: fold(v, name, Gamma) for s, v in limit.limit().items()}
    least = fold(minimum.minimum_value(), name, Gamma)
    losses = (Output("loss", loss),)
    gradients = (Output("U_gradient", -rates[U]), Output("u_gradient", -rates[u]))
    point, blocks = (U, u, Lambda, N), (U, u_12, u_21, u, Lambda, N)
    return {
        "loss": (
            "The population loss on u_12 = u_21 = 0, and with all blocks free.",
            (
                Function(
                    "reduced_loss",
                    "Return the population loss on u_12 = u_21 = 0.",
                    point,
                    losses,
                    f"{PAPER}, equation (A.1)",
                    gamma,
                    (Lambda, N),
                ),
                Function(
                    "full_loss",
                    "Return the population loss with all blocks that the prediction reads.",
                    blocks,
                    (Output("loss", full),),
                    f"derived from the model of {PAPER}",
                ),
            ),
        ),
        "flow": (
            "The gradient flow on u_12 = u_21 = 0, and the gradient that it follows.",
            (
                Function(
                    "reduced_flow",
                    "Return dU_11/dt and du_{-1}/dt; one unit of t is learning rate times steps.",
                    point,
                    (Output("U_rate", rates[U]), Output("u_rate", rates[u])),
                    f"{PAPER}, Lemma 5.2",
                    gamma,
                    (Lambda, N),
                ),
                Function(
                    "reduced_gradient",
                    "Return the gradient of the loss in U_11 and u_{-1}.",
                    point,
                    gradients,
                    f"{PAPER}, Lemma 5.2",
                    gamma,
                    (Lambda, N),
                ),
                Function(
                    "reduced_objective",
                    "Return the loss and its gradient in U_11 and u_{-1}, which share their products.",
                    point,
                    losses + gradients,
                    f"{PAPER}, equation (A.1) and Lemma 5.2",
                    gamma,
                    (Lambda, N),
                ),
            ),
        ),
        "minimum": (
            "The minimum of the reduced loss and the limit of the flow.",
            (
                Function(
                    "minimum_value",
                    "Return the least value of the loss L over U_11 and u_{-1}, tr(Lambda) / 2 included.",
                    (Lambda, N),
                    (
                        Output(
                            "loss",
                            trace(Lambda) / 2 + least,
                        ),
                    ),
                    f"{PAPER}, section 5",
                    gamma,
                ),
                Function(
                    "flow_limit",
                    "Return the limit of U_11 and u_{-1} from the initialisation of Assumption 3.3.",
                    (Lambda, N),
                    (Output("U", ends[U]), Output("u", ends[u])),
                    f"{PAPER}, Theorem 4.1",
                    gamma,
                ),
            ),
        ),
    }


def functions() -> dict[str, Function]:
    """Return every generated function by name."""
    return {f.name: f for _, described in descriptions().values() for f in described}


def regenerate(folder: Path | None = None) -> list[Path]:
    """Write the generated modules and return their paths."""
    folder = folder or Path(__file__).parent / "generated"
    written = []
    for name, source in modules().items():
        path = folder / f"{name}.py"
        path.write_text(source, encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    for path in regenerate():
        print(path)
