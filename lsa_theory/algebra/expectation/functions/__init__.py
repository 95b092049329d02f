"""Expectations of exponentials, signs and determinants of what is random."""
