"""Sums in which the order of places counts: ranges that end at a place, and weights by position."""
