"""The verdict cache."""
