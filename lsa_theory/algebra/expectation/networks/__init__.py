"""Expectations and sums of terms with elementwise products, as graphs."""
