"""Scalar formulas as JavaScript: traces of functions of commuting matrices are sums over their eigenvalues."""
