"""What follows, in the order of the proof: loss, flow, invariants, minimum, limit. Exact throughout."""
