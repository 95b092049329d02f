"""The grammar: tokens, a cursor over them, and the rules that read sums, factors, operators and indices."""
