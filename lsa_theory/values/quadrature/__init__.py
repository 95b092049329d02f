"""Expectations of polynomials as exact weighted sums over points."""
