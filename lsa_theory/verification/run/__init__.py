"""One command over many claims: processes, a crew of workers, pytest."""
