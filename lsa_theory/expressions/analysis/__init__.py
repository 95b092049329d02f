"""Scalars of analysis: determinants, exponentials, logarithms, signs, and the functions that they lead to."""
