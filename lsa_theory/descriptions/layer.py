"""What the layer is: which blocks move, how key and query are parametrised, how many heads and layers."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import (
    Block,
    BlockContext,
    Expression,
    Symbol,
    identity,
    matrix,
    scalar,
    vector,
    zero,
)
from lsa_theory.expressions.expression import Dimension
from lsa_theory.theory import setting

BLOCKS = ("U_11", "u_12", "u_21", "u_-1")
_ALIASES = {"U": "U_11", "u": "u_-1"}


@dataclass(frozen=True, kw_only=True, repr=False)
class LinearSelfAttention:
    """A layer f(E) = E + sum over heads of W^PV E (E' W^KQ E) / rho, or several in a row.

    Parameters
    ----------
    free : tuple of str, or "all"
        The blocks that move, of W^KQ = [[U_11, .], [u_21', .]] and W^PV = [[., .], [u_12', u_-1]]. A block that
        is not free is 0, but u_-1 is 1.
    key_query : "merged" or "separate"
        W^KQ itself, or W^KQ = W_K' W_Q with W_K = [K, kappa], W_Q = [Q, .] of `rank` rows (then U_11 = K' Q,
        u_21 = Q' kappa).
    rank : dimension, optional
        Rows of W_K and W_Q where they are separate; d if left out.
    heads : int
        Heads, each with blocks of its own.
    preconditioner : "matrix" or "isotropic"
        "isotropic" takes U_11 = a I with a scalar a.
    layers : int
        Layers; more than one asks for free=("U_11",), merged weights and one head.
    tied : bool
        Whether all layers share their weights.
    sign : 1 or -1
        The prediction is sign times the last entry of f(E). With one layer this is a matter of names. With more
        it is not: Ahn et al. 2023 take -1, so that the labels become residuals from layer to layer.

    Raises
    ------
    InvalidArgument
        If the arguments do not fit one another.

    Examples
    --------
    >>> LinearSelfAttention(heads=2, key_query="separate", rank=1)
    linear self-attention: 1 layer, 2 heads, separate key and query of rank 1, free U_11, u_-1
    """

    free: tuple[str, ...] | str = ("U_11", "u_-1")
    key_query: str = "merged"
    rank: Dimension | None = None
    heads: int = 1
    preconditioner: str = "matrix"
    layers: int = 1
    tied: bool = False
    sign: int = 1

    def __post_init__(self) -> None:
        given = BLOCKS if self.free == "all" else self.free
        if isinstance(given, str):
            raise InvalidArgument(f"free={given!r}; expected 'all' or a tuple of names, ({given!r},)")
        free = tuple(_ALIASES.get(name, name) for name in given)
        for name in free:
            if name not in BLOCKS:
                raise InvalidArgument(f"free names {name!r}; the blocks are {', '.join(BLOCKS)}")
        if not {"U_11", "u_12", "u_21"} & set(free):
            raise InvalidArgument(
                f"free={free!r} leaves the prediction at 0; free U_11, or both u_12 and u_21"
            )
        object.__setattr__(self, "free", tuple(b for b in BLOCKS if b in free))
        if self.key_query not in ("merged", "separate"):
            raise InvalidArgument(f"key_query={self.key_query!r}; it must be 'merged' or 'separate'")
        if self.preconditioner not in ("matrix", "isotropic"):
            raise InvalidArgument(
                f"preconditioner={self.preconditioner!r}; it must be 'matrix' or 'isotropic'"
            )
        for name in ("heads", "layers"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise InvalidArgument(f"{name}={value!r}; expected a positive integer")
        if self.sign not in (1, -1):
            raise InvalidArgument(f"sign={self.sign!r}; it must be 1 or -1")
        self._check_together()

    def _check_together(self) -> None:
        separate = self.key_query == "separate"
        if self.rank is not None and not separate:
            raise InvalidArgument(
                f"rank={self.rank!r} goes with key_query='separate'; the weights are merged"
            )
        if separate and "U_11" not in self.free:
            raise InvalidArgument("key_query='separate' needs U_11 among the free blocks: it is K' Q")
        if separate and self.preconditioner == "isotropic":
            raise InvalidArgument("preconditioner='isotropic' goes with key_query='merged'")
        if self.layers > 1 and (separate or self.heads > 1 or self.free != ("U_11",)):
            raise InvalidArgument(
                f"layers={self.layers} asks for free=('U_11',), key_query='merged' and heads=1; "
                f"given: free={self.free!r}, key_query={self.key_query!r}, heads={self.heads}"
            )
        if self.tied and self.layers == 1:
            raise InvalidArgument("tied=True goes with several layers; layers=1")

    def parameters(self, d: Dimension) -> tuple[Symbol, ...]:
        """Return the symbols that move, for d covariates."""
        found: dict[Symbol, None] = {}
        for layer in range(self.layers):
            for head in range(self.heads):
                found.update(dict.fromkeys(s for s in self._symbols(d, layer, head).values()))
        return tuple(found)

    def weights(self, d: Dimension) -> tuple[tuple[tuple[Block, Block], ...], ...]:
        """Return for each layer and head W^KQ and W^PV; blocks that the prediction never reads are 0."""
        return tuple(
            tuple(self._head(d, layer, head) for head in range(self.heads)) for layer in range(self.layers)
        )

    def _index(self, layer: int, head: int) -> str:
        if self.layers > 1 and not self.tied:
            return f"_{layer + 1}"
        return f"_{head + 1}" if self.heads > 1 else ""

    def _symbols(self, d: Dimension, layer: int, head: int) -> dict[str, Symbol]:
        index, several = self._index(layer, head), self.heads > 1
        symbols: dict[str, Symbol] = {}
        if self.key_query == "separate":
            rank = d if self.rank is None else self.rank
            if rank == 1:
                symbols["K"], symbols["Q"] = vector(f"k{index}", d), vector(f"q{index}", d)
            else:
                symbols["K"], symbols["Q"] = matrix(f"K{index}", rank, d), matrix(f"Q{index}", rank, d)
            if "u_21" in self.free:
                symbols["kappa"] = vector(f"kappa{index}", rank)
        elif "U_11" in self.free:
            isotropic = self.preconditioner == "isotropic"
            symbols["U_11"] = scalar(f"a{index}") if isotropic else matrix(f"U{index}", d)
        if "u_12" in self.free:
            symbols["u_12"] = vector(f"p{index}", d) if several else vector("u_12", d)
        if "u_21" in self.free and self.key_query == "merged":
            symbols["u_21"] = vector(f"r{index}", d) if several else vector("u_21", d)
        if "u_-1" in self.free:
            symbols["u_-1"] = scalar(f"u{index}")
        return symbols

    def _head(self, d: Dimension, layer: int, head: int) -> tuple[Block, Block]:
        context, s = BlockContext(), self._symbols(d, layer, head)
        if self.key_query == "separate":
            flat = s["K"].cols == 1
            K, Q = (s["K"].T, s["Q"].T) if flat else (s["K"], s["Q"])
            kappa = s.get("kappa", zero(K.rows))
            key = context.block([[K, kappa]])
            query = context.block([[Q, zero(K.rows)]])
            key_query = key.T @ query
        else:
            upper: Expression = s.get("U_11", zero(d, d))
            if self.preconditioner == "isotropic" and "U_11" in s:
                upper = s["U_11"] * identity(d)
            lower = s["u_21"].T if "u_21" in s else zero(1, d)
            key_query = context.block([[upper, zero(d)], [lower, zero(1)]])
        left = s["u_12"].T if "u_12" in s else zero(1, d)
        last: Expression = s.get("u_-1", identity(1))
        return key_query, context.block([[zero(d, d), zero(d)], [left, last]])

    def __repr__(self) -> str:
        parts = [_count(self.layers, "layer") + (", tied" if self.tied else ""), _count(self.heads, "head")]
        if self.key_query == "separate":
            parts.append(f"separate key and query of rank {'d' if self.rank is None else self.rank}")
        else:
            parts.append("merged key and query")
        if self.preconditioner == "isotropic":
            parts.append("U_11 = a I")
        if self.sign == -1:
            parts.append("prediction minus the last entry")
        return f"linear self-attention: {', '.join(parts)}, free {', '.join(self.free)}"

    def _repr_latex_(self) -> str:
        d = setting.d
        layers = [
            r"E + \frac{1}{\rho} \sum W^{PV} E M E^{\top} W^{KQ} E,\quad "
            + ",\\ ".join(
                rf"W^{{KQ}} = {_inner(key_query)},\ W^{{PV}} = {_inner(value)}" for key_query, value in heads
            )
            for heads in self.weights(d)
        ]
        return r"$\displaystyle \begin{aligned} f(E) &= " + r" \\ f(E) &= ".join(layers) + r" \end{aligned}$"


def _inner(block: Block) -> str:
    return block._repr_latex_().removeprefix(r"$\displaystyle ").removesuffix("$")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
