"""Flows followed from many starts."""
