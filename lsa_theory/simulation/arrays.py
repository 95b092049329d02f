"""The array type of simulation: float64 by default, float32 on request, batch axes leading."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
