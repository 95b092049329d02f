"""Identities at random matrices over a prime field."""
