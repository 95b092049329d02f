"""How the claims of a file are found: none is overlooked, and what they say of one another leads somewhere."""
