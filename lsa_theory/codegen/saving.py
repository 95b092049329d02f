"""What a prepared function spares a loop, said where the loop's author reads: in the docstring of the other one."""

from __future__ import annotations

import textwrap

from lsa_theory.codegen.function import Function
from lsa_theory.codegen.planning.plan import plan
from lsa_theory.codegen.targets.base import Target

# Sizes of the dimensions at which operations are compared: where calls cost more than they do, and where not.
SIZES = (8, 64)


def saved(function: Function, target: Target) -> list[str]:
    """Return the lines on what is computed again by every call, from the plan of the function for a target.

    Examples
    --------
    >>> from lsa_theory import dimension, positive_definite, trace, vector
    >>> from lsa_theory.codegen import Function, Output
    >>> from lsa_theory.codegen.targets import target_named
    >>> d = dimension("d"); x, Lambda = vector("x", d), positive_definite("Lambda", d)
    >>> output = Output("value", x.T @ Lambda**2 @ Lambda @ x)
    >>> function = Function("energy", "Energy.", (x, Lambda), (output,), constants=(Lambda,))
    >>> for line in saved(function, target_named("numpy")):
    ...     print(line)
    A loop with the same Lambda is quicker with `at = prepare_energy(Lambda)`: a call of `at` takes 2
    d^2 + 2 d operations, one of this function 4 d^3 more to prepare it again, which is 15.2 times as
    many at size 8 and 127.0 times as many at size 64; what Lambda is declared to be is checked again
    as well.
    """
    own = plan(function, target.ways)
    each, once = own.cost.flops, own.cost_before.flops
    fixed = ", ".join(a.name for a in function.constants)
    ratios = [(size, (each + once).at(size) / max(each.at(size), 1)) for size in SIZES]
    times = " and ".join(f"{ratio:.1f} times as many at size {size}" for size, ratio in ratios)
    text = (
        f"A loop with the same {fixed} is quicker with `at = prepare_{function.name}({fixed})`: a call of `at` takes "
        f"{each} operations, one of this function {once} more to prepare it again, which is {times}; "
        f"what {fixed} is declared to be is checked again as well."
    )
    return textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)
