"""Elementwise products, ones, unit vectors and entries."""
