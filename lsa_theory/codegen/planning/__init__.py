"""How a function is planned: from words to factors, brackets, shared parts and their cost."""
