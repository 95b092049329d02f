"""How long a formula is, where it is broken, and in what environment it stands."""
