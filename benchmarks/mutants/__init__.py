"""How many wrong statements are caught: `python -m benchmarks.mutants`."""
