"""Ratios against peers, measured side by side in one run; one command each."""
