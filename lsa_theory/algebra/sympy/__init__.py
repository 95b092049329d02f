"""The bridge to SymPy: expressions and scalar coefficients, out and in."""
