"""A prompt: N labelled examples and a query, and the matrix that the layer reads."""

from typing import Any

from lsa_theory.model.context import Context


def labels(context: Context, task: Any, covariates: Any) -> Any:
    """Return the row of noiseless labels y_i = <w, x_i>.

    Parameters
    ----------
    context : Context
        The arithmetic.
    task : (d, 1) matrix
        The weight vector w.
    covariates : (d, N) matrix
        The columns x_1 ... x_N.

    Returns
    -------
    (1, N) matrix
        The labels; add a row of noise to it for noisy prompts.

    Source: Zhang, Frei & Bartlett 2024, section 3.
    """
    return context.transpose(task) @ covariates


def embedding(context: Context, covariates: Any, label_row: Any, query: Any) -> Any:
    """Return E = [[x_1 ... x_N, x_q], [y_1 ... y_N, 0]].

    Parameters
    ----------
    context : Context
        The arithmetic.
    covariates : (d, N) matrix
        The columns x_1 ... x_N.
    label_row : (1, N) matrix
        The labels y_1 ... y_N.
    query : (d, 1) matrix
        The query x_q; its label, the zero in the corner, is what the layer must fill in.

    Returns
    -------
    (d + 1, N + 1) matrix
        The embedding E.

    Source: Zhang, Frei & Bartlett 2024, section 3.
    """
    return context.block([[covariates, query], [label_row, context.zero()]])
