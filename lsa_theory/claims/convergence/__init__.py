"""Proofs that a flow converges, as objects that the program checks."""
