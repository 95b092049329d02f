"""The page: the width of a line of the document and what formulas leave free of it by estimate, in points."""

LINE, INDENT, BESIDE = 455.0, 14.0, 30.0
