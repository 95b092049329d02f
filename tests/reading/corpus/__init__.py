"""Displayed formulas as people write them, each with what it is: true, false, a definition, or refused."""
