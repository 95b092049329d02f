"""What is claimed: statements, their questions and proofs, and how the claims of a file are collected."""
