"""Formulas in numbers: expressions evaluated, defining equations solved, with the error reached."""
