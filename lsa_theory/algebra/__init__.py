"""What is equal, for every dimension at once: traces of words, Gaussian expectation, matrix calculus."""
