"""Error functions of linear forms in Gaussian vectors: erf(t) = E sign(sqrt(2) t + z) for a standard normal z.

So they come from signs that were averaged over one vector before another, and are averaged as signs in both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lsa_theory.algebra.expectation.functions.joint_half_spaces import are_jointly_linear
from lsa_theory.algebra.expectation.occurrences import of_atom as sources_of
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.functions.making import HALF
from lsa_theory.algebra.ring.concatenation import finished
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Coefficient, Terms, add, constant, freeze, of_atom, power, thaw
from lsa_theory.algebra.ring.words import Function, Letter, function_of

Average = Callable[[Terms, Mapping[str, Source], frozenset[str]], Terms]


def average_error_functions(
    held: Sequence[tuple[Function, Coefficient]],
    rest: Terms,
    sources: Mapping[str, Source],
    over: frozenset[str],
    average: Average,
) -> Terms | None:
    """Return the average of terms with error functions of what is averaged; None where nothing is gained.

    Every sign that there is then has to be of a form that is linear in Gaussian vectors, all of them together, with
    exponentials of one vector each beside it: else the average over z would lead back to where it began.
    """
    others = [atom for atom, _ in held if atom.name not in ("sign", "erf")]
    if any(atom.name != "exp" or len(sources_of(atom) & over) > 1 for atom in others):
        return None
    signs = [(function_of("sign", atom.arguments), e) for atom, e in held if atom.name in ("sign", "erf")]
    vectors = sorted({n for atom, _ in signs for n in sources_of(atom)} & over)
    if not are_jointly_linear(signs, [sources[n] for n in vectors]):
        return None
    factors: list[Terms] = [rest]
    known, names = dict(sources), set(over)
    for atom, e in held:
        own = atom.name == "erf" and sources_of(atom) & over
        if not own or e != int(e) or e < 1:
            factors.append({(((atom, e),), ()): 1})
            continue
        conditions = sources[min(own)].conditions
        for _ in range(int(e)):
            name = f"\0z{len(names)}"
            names.add(name)
            known[name] = Source(name, "1", None, None, constant(1), {}, conditions=conditions)
            normal = finished((Letter("r", name, 0, "1", "1", ""),))
            inside = multiply(power(constant(2), HALF), thaw(atom.arguments[0]))
            # Whole as it is: of factors that vanish nowhere in the law, no signs would be left over.
            factors.append(of_atom(function_of("sign", (freeze(add(inside, normal)),))))
    if len(names) == len(over):
        return None
    return average(product(factors), known, frozenset(names))
