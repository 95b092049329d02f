"""Averages over random orthogonal matrices."""
