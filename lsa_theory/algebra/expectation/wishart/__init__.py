"""Moments of Wishart matrices that need no pairing: beside their covariance alone, and beside their own inverse."""
