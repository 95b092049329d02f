"""Adversarial search for a negative slack."""
