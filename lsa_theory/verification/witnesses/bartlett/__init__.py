"""Expectations with inverse Gram matrices, exactly, at one and two dimensions: no words, no evaluator."""
