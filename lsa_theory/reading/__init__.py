"""What a paper writes in LaTeX, read as expressions and claims; nothing is guessed and nothing is executed."""

from lsa_theory.reading import formula as formula  # The rules of the grammar join when they are defined.
