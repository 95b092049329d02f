"""A second reading of trees, entry by entry: polynomials in random entries, averaged by Stein's identity."""
