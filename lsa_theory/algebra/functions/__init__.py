"""Functions of polynomials as scalars of the normal form: determinants, exponentials, signs, powers to a length."""
