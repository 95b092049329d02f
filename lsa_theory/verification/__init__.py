"""Who judges: claims, the witnesses that test them, verdicts, counterexamples and reports; knows no theory.

Nothing is imported here, so that the pytest plugin costs an ordinary test run nothing.
"""
