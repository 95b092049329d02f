"""Equations in one unknown, derivatives as operators, and a name for what keeps recurring."""
