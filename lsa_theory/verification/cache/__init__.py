"""Verdicts that were reached before: when they may be used again, and where they are kept."""
