"""Instances: sizes and exact entries, drawn at random, cornered, shrunk, and as coordinates."""
