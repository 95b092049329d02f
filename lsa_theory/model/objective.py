"""The loss of one prompt."""

from typing import Any


def squared_error(predicted: Any, target: Any) -> Any:
    """Return half the squared error of a scalar prediction.

    Its expectation over prompts is the population loss L. Source: Zhang, Frei & Bartlett 2024, section 3;
    the factor one half is this paper's convention.
    """
    difference = predicted - target
    return difference * difference / 2
