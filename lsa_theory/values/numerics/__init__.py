"""The family's formulas in numbers: expressions evaluated, defining equations solved, with the error reached."""
