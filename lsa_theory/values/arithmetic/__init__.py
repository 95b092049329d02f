"""The arithmetics that one evaluator runs on: a prime field, rationals, floats with bounds, digits, balls."""
