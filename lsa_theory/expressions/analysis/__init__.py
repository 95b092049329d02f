"""Scalars of analysis: determinants, exponentials and logarithms, signs, and the constants and functions they lead to."""
