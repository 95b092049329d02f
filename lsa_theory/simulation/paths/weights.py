"""The blocks of the weights that enter the prediction, and rho."""

from dataclasses import dataclass

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.layer import checked_weights


@dataclass(frozen=True, eq=False)
class Weights:
    """W^KQ = [[U11, .], [u21', .]], W^PV = [[., .], [u12', u]], with the full matrices beside them.

    Parameters
    ----------
    key_query, value : (d + 1, d + 1) array
        W^KQ and W^PV.
    rho : float
        The normalisation.
    """

    key_query: Array
    value: Array
    rho: float

    @classmethod
    def of(cls, law: PromptLaw, key_query: Array, value: Array, normalisation: float | None) -> "Weights":
        """Return the weights after checking that they fit the law."""
        return cls(*checked_weights(law.dimension, law.context_length, key_query, value, normalisation))

    @property
    def U11(self) -> Array:
        """(d, d)."""
        return self.key_query[:-1, :-1]

    @property
    def u21(self) -> Array:
        """(d,)."""
        return self.key_query[-1, :-1]

    @property
    def u12(self) -> Array:
        """(d,)."""
        return self.value[-1, :-1]

    @property
    def u(self) -> float:
        """u_{-1}."""
        return float(self.value[-1, -1])
