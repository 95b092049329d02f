"""One result a file: the statement as printed, the steps, the claims."""
