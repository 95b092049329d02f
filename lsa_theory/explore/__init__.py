"""One page to play with: theory as generated functions, simulated points beside it, no server and no network."""
