"""Whether a sum with inverses of sums in it is zero: cancelled, multiplied out, or undecided."""
