"""The steps of an inequality, and branch and bound on a box."""
