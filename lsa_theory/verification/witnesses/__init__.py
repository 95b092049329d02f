"""The witnesses: each one file, each sharing as little as possible with the others."""
