"""The expectation of a sum of words: Wick pairings, declared moments, inverse Wishart matrices, sums over columns."""
