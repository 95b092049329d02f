"""What a paper writes in LaTeX, read as expressions and claims; nothing is guessed and nothing is executed."""
