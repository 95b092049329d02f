"""A paper's own file, formula by formula: found, read with the declarations given, judged; never executed."""
