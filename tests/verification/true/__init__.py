"""True statements as theorists write them; at least 95 of 100 must be confirmed."""
