"""Sentences beyond equalities and flows: limits, orders, minima, what exists, what stays, what is given."""
