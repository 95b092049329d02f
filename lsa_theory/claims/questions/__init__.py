"""What a claim asks: each question says what must be decided, through which equalities, and how it is read."""
