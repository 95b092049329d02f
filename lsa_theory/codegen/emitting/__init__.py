"""How a plan is written down: names, what is inlined, lines of source."""
