"""One layer of linear self-attention, and the prediction that is read off its last entry."""

from typing import Any

from lsa_theory.model.context import Context


def linear_self_attention(
    context: Context, tokens: Any, key_query: Any, value: Any, normalisation: Any
) -> Any:
    """Return f(E) = E + W^PV E (E' W^KQ E) / rho.

    Parameters
    ----------
    context : Context
        The arithmetic.
    tokens : (d + 1, n) matrix
        The embedding E.
    key_query, value : (d + 1, d + 1) matrix
        The merged weights W^KQ and W^PV.
    normalisation : scalar
        rho; the paper takes the number N of labelled examples, not the number n of columns.

    Returns
    -------
    (d + 1, n) matrix
        The tokens after the layer.

    Source: Zhang, Frei & Bartlett 2024, section 3.
    """
    scores = context.transpose(tokens) @ key_query @ tokens / normalisation
    return tokens + value @ tokens @ scores


def prediction(context: Context, tokens: Any, key_query: Any, value: Any, normalisation: Any) -> Any:
    """Return the last entry of f(E), which the layer predicts for the query's label.

    The parameters are those of `linear_self_attention`. Source: Zhang, Frei & Bartlett 2024, section 3.
    """
    return context.last_entry(linear_self_attention(context, tokens, key_query, value, normalisation))
