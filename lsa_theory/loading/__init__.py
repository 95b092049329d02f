"""Python files of users, found and run."""
