"""The multiplication table: letters and words, their sums, and how two of them are concatenated."""
