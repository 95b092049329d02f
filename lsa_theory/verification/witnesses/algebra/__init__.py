"""The algebra witness: normal forms, and the certificates that they give for limits and hypotheses."""
