"""Letters, words and atoms: what polynomials in matrices are made of."""
